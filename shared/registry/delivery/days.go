package delivery

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"miaoban/shared/calendar"
)

var (
	notADay = &reason{codeValue, "不是日期：请写作 2026-11-26", "is not a date: write 2026-11-26"}
	aSerial = &reason{codeValue, "是表格软件的日期序号：请把这一列设为日期格式，再另存", "is a spreadsheet's number of a day: format the column as a date"}
)

// day returns the day of a text. 24:00 ends the day that is written.
func day(text string) (string, *reason) {
	if len(text) == len(time.DateOnly) && text[4] == '-' && !strings.ContainsFunc(text, notOfADay) {
		return text, nil // is checked
	}
	at, why := written(text)
	switch {
	case why != nil:
		return "", why
	case at.zoned && at.midnight:
		return "", unsureDay
	case at.zoned:
		return dayIn(at.moment)
	}
	return at.day.String(), nil
}

func notOfADay(c rune) bool { return c != '-' && (c < '0' || c > '9') }

// moment parses a day as its first moment, or a time; without a zone it is in China.
func moment(text string) (time.Time, bool) {
	at, why := written(text)
	return at.moment, why == nil
}

// days and times are how people and spreadsheets write them.
var (
	days  = regexp.MustCompile(`^(\d{4}) ?(?:([-/.、年]) ?(\d\d?) ?([-/.、月]) ?(\d\d?)|(\d\d)(\d\d)) ?([日号]?)`)
	times = regexp.MustCompile(`(?i)^(上午|凌晨|早上|下午|晚上|AM|PM)? ?(\d\d?) ?(?:[:时点] ?(\d\d?) ?(?:[:分] ?(\d\d?)(?:\.\d+)? ?秒?)? ?分?|[时点]整?)` +
		` ?(AM|PM)? ?(Z|[+-]\d\d:?\d\d)?$`)
	stamp = regexp.MustCompile(`^(\d{8})(\d\d)(\d\d)(\d\d)$`)
)

// point is a day, or a time.
type point struct {
	day      calendar.Date // as written
	moment   time.Time
	zoned    bool // it is written with a zone
	midnight bool // it is the end of the day: 24:00
}

// written parses a day or a time, with or without a zone.
func written(text string) (point, *reason) {
	text = inDigits(width.Fold.String(text))
	if len(text) == 5 && digits(text) {
		return point{}, aSerial
	}
	text = stamp.ReplaceAllString(text, "$1 $2:$3:$4")
	found := days.FindStringSubmatch(text)
	if found == nil || found[2] == "年" && found[4] != "月" || found[2] != "年" && found[2] != found[4] {
		return point{}, notADay
	}
	rest := text[len(found[0]):]
	if rest != "" && rest[0] >= '0' && rest[0] <= '9' && found[8] == "" && !strings.HasSuffix(found[0], " ") {
		return point{}, notADay // more digits than a day has
	}
	date, err := calendar.New(numberOf(found[1]), time.Month(numberOf(found[3]+found[6])), numberOf(found[5]+found[7]))
	if err != nil {
		return point{}, notADay
	}
	at := point{day: date, moment: date.Start()}
	if rest = strings.TrimLeft(rest, "T, "); rest == "" {
		return at, nil
	}
	return at, at.clock(rest)
}

// numberOf is the number of a few digits; 0 for none.
func numberOf(text string) int {
	n, _ := strconv.Atoi(text) // digits only
	return n
}

// clock sets the time of day.
func (p *point) clock(text string) *reason {
	found := times.FindStringSubmatch(text)
	if found == nil {
		return notADay
	}
	hour, minute, second := numberOf(found[2]), numberOf(found[3]), numberOf(found[4])
	switch half := strings.ToUpper(found[1] + found[5]); {
	case half == "":
	case half == "上午" || half == "凌晨" || half == "早上" || half == "AM":
		if hour > 12 {
			return notADay
		}
		hour %= 12
	case (half == "下午" || half == "PM") && hour <= 12:
		hour = hour%12 + 12
	case half == "下午" && hour < 24:
	case half == "晚上" && hour > 4 && hour < 12:
		hour += 12
	case half == "晚上" && hour > 12 && hour < 24:
	default:
		return notADay
	}
	if hour > 24 || minute > 59 || second > 59 || hour == 24 && (minute > 0 || second > 0) {
		return notADay
	}
	zone := calendar.Zone
	if offset := strings.ReplaceAll(found[6], ":", ""); offset != "" {
		layout := "-0700"
		if offset == "Z" || offset == "z" {
			layout, offset = "Z0700", "Z"
		}
		in, err := time.Parse(layout, offset)
		if err != nil {
			return notADay
		}
		zone, p.zoned = in.Location(), true
	}
	p.midnight = hour == 24
	p.moment = time.Date(p.day.Year, p.day.Month, p.day.Day, hour, minute, second, 0, zone)
	return nil
}

// numerals are the Chinese digits, also those that cannot be altered on paper.
var numerals = map[rune]int{
	'〇': 0, '○': 0, '零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9, '十': 10, '拾': 10,
}

var inNumerals = regexp.MustCompile(`[〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖十拾]+`)

// inDigits writes the Chinese numerals of a day in digits: those of a year stand for a digit each.
func inDigits(text string) string {
	if len(text) < len("2026年1月1日") {
		return text
	}
	return inNumerals.ReplaceAllStringFunc(text, func(run string) string {
		digits, n := []rune(run), 0
		tens := -1
		for i, c := range digits {
			if numerals[c] == 10 {
				tens = i
			}
		}
		if tens < 0 {
			var b strings.Builder
			for _, c := range digits {
				b.WriteString(strconv.Itoa(numerals[c]))
			}
			return b.String()
		}
		switch before, after := digits[:tens], digits[tens+1:]; {
		case len(before) > 1 || len(after) > 1 || len(before) == 1 && numerals[before[0]]%10 == 0 && numerals[before[0]] > 0:
			return run
		default:
			n = 10
			if len(before) == 1 && numerals[before[0]] > 0 { // 零 may stand before it
				n = 10 * numerals[before[0]]
			}
			if len(after) == 1 {
				n += numerals[after[0]]
			}
			return strconv.Itoa(n)
		}
	})
}
