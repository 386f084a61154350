package delivery

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// survey is what a first pass over a whole text file finds.
type survey struct {
	encoding Encoding
	mark     int  // bytes of the mark at the start
	foreign  bool // the file has characters other than ASCII
}

// survey reads the whole file: its digest, which identifies the delivery together with the options, and its
// encoding. The encoding is found: by the mark at the start, else strict UTF-8, else GB 18030. A file that
// both would read, or that is not in the encoding which the command names, is refused.
func (d Delivery) survey(file io.ReadSeeker) (survey, string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return survey{}, "", err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, 3, d.Format, d.AsOf.UTC().Format(time.RFC3339), d.GB18030, d.Complete, d.Ignore, d.Sheet, d.Key)
	var c census
	to := io.Writer(hash)
	if d.Format != Workbook {
		to = io.MultiWriter(hash, &c)
	}
	if _, err := io.Copy(to, file); err != nil {
		return survey{}, "", err
	}
	s, err := c.survey()
	if err == nil && d.GB18030 && s.encoding != GB18030 && s.foreign {
		err = refused("the file is in %s, not in GB 18030: leave -gb18030 out (文件是 %s 编码，不是 GB 18030：请去掉 -gb18030)", s.encoding, s.encoding)
	}
	return s, fmt.Sprintf("%x", hash.Sum(nil)), err
}

func refused(format string, of ...any) error { return fmt.Errorf("delivery: "+format, of...) }

// census counts the lines of a file by the encodings in which they are valid. It takes the file's bytes as a
// Writer.
type census struct {
	start []byte // of the file
	size  int64
	rest  []byte // a line whose end has not come yet
	// Lines with characters other than ASCII:
	strong   int         // UTF-8 with a character that no other encoding has by chance
	weak     int         // UTF-8 with characters of two bytes only
	latin    bool        // in all weak lines these are letters or the middle dot
	weakGB   int         // weak lines that are GB 18030 as well
	broken   int         // not UTF-8
	pairs    traditional // of the lines that are not UTF-8
	brokenGB int         // not UTF-8, but GB 18030
}

const (
	startBytes = 4 << 10
	longestBit = 1 << 20 // of a line that is judged at once
)

func (c *census) Write(block []byte) (int, error) {
	n := len(block)
	if room := startBytes - len(c.start); room > 0 {
		c.start = append(c.start, block[:min(room, n)]...)
	}
	if c.size == 0 {
		c.latin = true
	}
	c.size += int64(n)
	for len(block) > 0 {
		end := bytes.IndexByte(block, '\n')
		if end < 0 {
			c.rest = append(c.rest, block...)
			if len(c.rest) > longestBit { // perhaps lines end with a carriage return
				at := bytes.LastIndexByte(c.rest, '\r') + 1
				if at == 0 {
					at = len(c.rest)
				}
				c.line(c.rest[:at])
				c.rest = append(c.rest[:0], c.rest[at:]...)
			}
			break
		}
		if len(c.rest) > 0 {
			c.line(append(c.rest, block[:end]...))
			c.rest = c.rest[:0]
		} else {
			c.line(block[:end])
		}
		block = block[end+1:]
	}
	return n, nil
}

func (c *census) line(line []byte) {
	switch {
	case isASCII(line):
	case !utf8.Valid(line):
		c.broken++
		c.pairs.count(line)
		if _, ok := decodeGB18030(nil, line); ok {
			c.brokenGB++
		}
	case hasThree(line):
		c.strong++
	default:
		c.weak++
		for _, r := range string(line) {
			c.latin = c.latin && (r < utf8.RuneSelf || r == '·' || r >= 'À' && r < 0x250)
		}
		if _, ok := decodeGB18030(nil, line); ok {
			c.weakGB++
		}
	}
}

func isASCII(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (c *census) survey() (survey, error) {
	var s survey
	if len(c.rest) > 0 {
		c.line(c.rest)
	}
	if s.encoding, s.mark = marked(c.start); s.encoding == "" {
		s.encoding = unmarked16(c.start)
	}
	s.foreign = s.encoding.wide() || c.strong+c.weak+c.broken > 0
	switch {
	case isArchive(c.start):
		return s, errors.New("delivery: the file is a workbook: name it .xlsx")
	case isOldWorkbook(c.start):
		return s, refused("%w", errOldWorkbook)
	case s.encoding.wide() && c.size%2 == 1:
		return s, refused("the file is cut off: UTF-16 has an even number of bytes, and this file %d", c.size)
	case s.encoding != "":
	case c.broken == 0 && c.strong == 0 && c.weak > 0 && c.weakGB == c.weak:
		if c.latin {
			return s, errors.New("delivery: the file can be read as UTF-8 and as GB 18030: save it as “CSV UTF-8”, with a mark" +
				"（无法判断文件是 UTF-8 还是 GB 18030 编码：请另存为“CSV UTF-8”）")
		}
		s.encoding = GB18030
	case c.brokenGB > c.strong && c.pairs.big5():
		return s, errors.New("delivery: the file seems to be in Big5: save it as “CSV UTF-8”（文件像是 Big5 编码：请另存为“CSV UTF-8”；" +
			"确是 GB 18030 编码的，请在文件开头加编码标记）")
	case c.brokenGB > c.strong:
		s.encoding = GB18030
	default:
		s.encoding = UTF8
	}
	return s, nil
}
