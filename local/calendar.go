package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/calendar"
)

// arrangedFile is the arrangements that the functions embed.
const arrangedFile = "shared/calendar/arranged.txt"

// arrange adds the arrangement of a year to the file, from the text of the State Council's notice.
func arrange(file string, arguments []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("calendar", flag.ContinueOnError)
	flags.SetOutput(out)
	source := flags.String("source", "", "address of the notice at www.gov.cn")
	number := flags.String("number", "", "number of the notice, if the text does not have it")
	flags.Usage = func() {
		fmt.Fprint(out, "Usage: go run ./local calendar -source ADDRESS [-number NUMBER] FILE | -\n\n"+
			"Adds the State Council's arrangement of a year to "+arrangedFile+".\n"+
			"The file is the text of the notice, from its title to its day.\n\n")
		flags.PrintDefaults()
	}
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if at, err := url.Parse(*source); err != nil || at.Host == "" || flags.NArg() != 1 {
		return errors.New("calendar: it needs -source with the address of the notice, and the file with its text")
	}
	read := func() ([]byte, error) { return io.ReadAll(in) }
	if name := flags.Arg(0); name != "-" {
		read = func() ([]byte, error) { return os.ReadFile(name) }
	}
	text, err := read()
	if err != nil {
		return err
	}
	n, err := parseNotice(string(text))
	if err != nil {
		return err
	}
	if n.number == "" {
		n.number = *number
	}
	if n.number == "" {
		return errors.New("calendar: the text has no number: give it with -number, as 国办发明电〔2025〕7号")
	}
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if strings.Contains(string(before), fmt.Sprintf("\nyear %d ", n.year)) {
		return fmt.Errorf("calendar: %d is arranged already: remove its lines from %s first", n.year, file)
	}
	added := n.lines(*source)
	fmt.Fprint(out, added)
	return os.WriteFile(file, append(before, added...), 0o644)
}

// notice is an arrangement: all days off, and the weekend days that are worked.
type notice struct {
	year      int
	number    string
	published calendar.Date
	off, work []calendar.Date
}

var (
	noticeTitle  = regexp.MustCompile(`关于(\d{4})年\s*部分节假日安排的通知`)
	noticeNumber = regexp.MustCompile(`国办发明电〔\d{4}〕\d+号`)
	noticeDay    = regexp.MustCompile(`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?`)
	noticeCount  = regexp.MustCompile(`(?:共|放假)(\d+)天`)
	noticeFirst  = regexp.MustCompile(`(?m)^\s*一、`) // before it are the reasons, with days of their own
	noticeSigned = regexp.MustCompile(`国务院办公厅\s*(\d{4}年\d{1,2}月\d{1,2}日)`)
)

// parseNotice reads the text of a notice. The weekdays and numbers of days that it states, and the
// statutory holidays, must fit.
func parseNotice(text string) (n notice, err error) {
	text = strings.NewReplacer("(", "（", ")", "）", ":", "：", "[", "〔", "]", "〕").Replace(text)
	title := noticeTitle.FindStringSubmatch(text)
	signed := noticeSigned.FindStringSubmatch(text)
	first := noticeFirst.FindStringIndex(text)
	if title == nil || signed == nil || first == nil {
		return n, errors.New("calendar: not the text of a notice, from its title (关于…年部分节假日安排的通知) to its day")
	}
	n.year, _ = strconv.Atoi(title[1])
	n.number = noticeNumber.FindString(text)
	day, err := noticeDays(signed[1], 0)
	if err != nil {
		return n, err
	}
	n.published = day[0]
	for sentence := range strings.FieldsFuncSeq(text[first[0]:], func(r rune) bool { return r == '。' || r == '\n' }) {
		_, arranged, named := strings.Cut(sentence, "、")
		if _, after, holiday := strings.Cut(arranged, "："); named && holiday {
			sentence = after
		}
		days, err := noticeDays(sentence, n.year)
		if err != nil {
			return n, err
		}
		switch {
		case len(days) == 0:
		case strings.HasSuffix(strings.TrimSpace(sentence), "上班"):
			n.work = append(n.work, days...)
		case strings.Contains(sentence, "放假"):
			off, err := noticeOff(sentence, days)
			if err != nil {
				return n, err
			}
			n.off = append(n.off, off...)
		}
	}
	return n, n.check()
}

// noticeOff are the days off of a sentence that has the first and the last, or one.
func noticeOff(sentence string, days []calendar.Date) (off []calendar.Date, err error) {
	for day := days[0]; !day.After(days[len(days)-1]); day = day.AddDays(1) {
		off = append(off, day)
	}
	count := noticeCount.FindStringSubmatch(sentence)
	if count == nil || len(days) > 2 || count[1] != strconv.Itoa(len(off)) {
		return nil, fmt.Errorf("calendar: %d days are read in %q, which states another number", len(off), sentence)
	}
	return off, nil
}

// noticeDays are the days that the text names; year and month are those of the day before.
func noticeDays(text string, year int) (days []calendar.Date, err error) {
	month := 0
	for _, found := range noticeDay.FindAllStringSubmatch(text, -1) {
		if found[1] != "" {
			year, _ = strconv.Atoi(found[1])
		}
		if found[2] != "" {
			month, _ = strconv.Atoi(found[2])
		}
		number, _ := strconv.Atoi(found[3])
		day, err := calendar.New(year, time.Month(month), number)
		if err != nil {
			return nil, fmt.Errorf("calendar: %s in %q: %w", found[0], text, err)
		}
		_, weekday, stated := strings.Cut(found[4], "周")
		if want := string([]rune("日一二三四五六")[day.Start().Weekday()]); stated && weekday != want {
			return nil, fmt.Errorf("calendar: %s is 周%s, not as in %q", day, want, text)
		}
		days = append(days, day)
	}
	return days, nil
}

func (n notice) check() error {
	for _, day := range n.work {
		if weekday := day.Start().Weekday(); weekday != time.Saturday && weekday != time.Sunday || slices.Contains(n.off, day) {
			return fmt.Errorf("calendar: %s is worked, but is no day of a weekend, or is off too", day)
		}
	}
	for day := (calendar.Date{Year: n.year, Month: 1, Day: 1}); day.Year == n.year; day = day.AddDays(1) {
		if day.Statutory() && !slices.Contains(n.off, day) {
			return fmt.Errorf("calendar: %s is a statutory holiday, and is not off in the notice: is the text complete?", day)
		}
	}
	return nil
}

// lines is the arrangement as the file has it.
func (n notice) lines(source string) string {
	text := fmt.Sprintf("year %d %s %s %s\noff", n.year, n.published, n.number, source)
	for _, day := range n.off {
		if weekday := day.Start().Weekday(); weekday != time.Saturday && weekday != time.Sunday {
			text += " " + day.String()
		}
	}
	if text += "\n"; len(n.work) > 0 {
		text += "work"
		for _, day := range n.work {
			text += " " + day.String()
		}
		text += "\n"
	}
	return text
}
