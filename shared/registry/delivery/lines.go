package delivery

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// The limits of a row.
const (
	maxLine = 16 << 10 // bytes that are taken, so that a full batch still fits one commit
	maxKept = 1 << 20  // bytes that come back with the rejects
	maxLook = 4 << 10  // bytes in which the end of a line is looked for at once
)

// line is a line of a text file, with its end.
type line struct {
	text []byte
	end  int64 // offset in the file
}

// lines reads the lines of a text file.
type lines struct {
	survey
	file   *bufio.Reader
	offset int64  // after the last line that was read
	ahead  []line // lines that were read and put back
}

var errLongLine = errors.New("a line is longer than 1 MiB, so this is no delivery")

// next returns the next line; io.EOF at the end.
func (l *lines) next() (line, error) {
	if len(l.ahead) > 0 {
		first := l.ahead[0]
		l.ahead = l.ahead[1:]
		return first, nil
	}
	read := l.read
	if l.encoding.wide() {
		read = l.readWide
	}
	text, err := read()
	if errors.Is(err, io.EOF) {
		text = bytes.TrimRight(text, "\x1a") // the end of a file of DOS
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0) {
		return line{}, err
	}
	return line{text, l.offset}, nil
}

// back puts lines back in front of the next.
func (l *lines) back(some []line) { l.ahead = append(some[:len(some):len(some)], l.ahead...) }

// read reads a line. It ends with a line feed, a carriage return, or several of these before a line feed, whatever the
// lines before it ended with.
func (l *lines) read() ([]byte, error) {
	var text []byte
	for {
		_, err := l.file.Peek(1)
		part, _ := l.file.Peek(min(l.file.Buffered(), maxLook))
		n, ended := bytes.IndexByte(part, '\n')+1, true
		if n == 0 {
			n, ended = len(part), false
		}
		if at := bytes.IndexByte(part[:n], '\r'); at == 0 {
			n, ended = l.returns(1), true
			part, _ = l.file.Peek(n)
		} else if at > 0 && (!ended || at != n-2) {
			n, ended = at, false
		}
		text = append(text, part[:n]...)
		l.offset += int64(n)
		_, _ = l.file.Discard(n) // as many are buffered
		switch {
		case len(text) > maxKept:
			return nil, errLongLine
		case ended || err != nil:
			return text, err
		}
	}
}

// returns is the length of the line end that begins with a carriage return; unit is the length of a character.
func (l *lines) returns(unit int) int {
	for run := unit; ; run += unit {
		next, err := l.file.Peek(run + unit)
		if err != nil {
			return unit
		}
		switch c := next[run:]; {
		case l.is(c, '\n'):
			return run + unit
		case !l.is(c, '\r'):
			return unit
		}
	}
}

// is reports whether the character of one byte, or of two in UTF-16, is c.
func (l *lines) is(unit []byte, c byte) bool {
	switch {
	case len(unit) == 1:
		return unit[0] == c
	case l.encoding == UTF16BE:
		return unit[0] == 0 && unit[1] == c
	default:
		return unit[0] == c && unit[1] == 0
	}
}

func (l *lines) readWide() ([]byte, error) {
	var text []byte
	more := 0 // bytes of the line's end
	for {
		pair, err := l.file.Peek(2)
		if err != nil {
			return text, err
		}
		if more == 0 && l.is(pair, '\r') {
			more = l.returns(2)
			pair, _ = l.file.Peek(2)
		}
		low, high := pair[0], pair[1]
		if l.encoding == UTF16BE {
			low, high = high, low
		}
		unit := uint16(high)<<8 | uint16(low)
		_, _ = l.file.Discard(2) // they are buffered
		l.offset += 2
		if text = appendUnit(text, unit); len(text) > maxKept {
			return nil, errLongLine
		}
		if more > 0 {
			more -= 2
		}
		if unit == '\n' || unit == '\r' && more == 0 {
			return text, nil
		}
	}
}

// body is the line without its end.
func body(text []byte) []byte { return bytes.TrimRight(text, "\r\n") }

// markBytes is the mark with which the file starts; none without one.
func (l *lines) markBytes() []byte {
	for _, m := range marks {
		if l.mark > 0 && m.encoding == l.encoding {
			return bytes.Clone(m.bytes)
		}
	}
	return nil
}

// resume continues after the checkpoint, at which the file is positioned.
func (l *lines) resume(at checkpoint, file io.Reader) {
	l.file.Reset(file)
	l.ahead, l.offset = nil, at.Offset
}
