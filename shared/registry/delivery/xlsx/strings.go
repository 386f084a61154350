package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// shared are the texts of a workbook, which cells name by their number. They are kept in blocks, of which only some
// are in memory; those of a long workbook are in a temporary file.
type shared struct {
	blocks  []int64 // where each begins
	end     int64
	n       int
	text    io.ReaderAt
	file    *os.File
	recent  [recentBlocks][]string
	numbers [recentBlocks]int // of the recent blocks, from 1
}

const (
	perBlock     = 64
	recentBlocks = 256
	inMemory     = 16 << 20 // bytes of the part
)

func (s *shared) read(part *zip.File) error {
	reader, err := open(part)
	if err != nil {
		return err
	}
	defer reader.Close()
	if part.UncompressedSize64 <= inMemory {
		var text bytes.Buffer
		if err := s.copy(io.LimitReader(reader, inMemory+1), &text); err != nil {
			return err
		}
		s.text = bytes.NewReader(text.Bytes())
		return nil
	}
	if s.file, err = os.CreateTemp("", "workbook-"); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	s.text = s.file
	buffered := bufio.NewWriterSize(s.file, 1<<20)
	return errors.Join(s.copy(reader, buffered), buffered.Flush())
}

func (s *shared) close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// copy writes the texts of the part one after the other, each behind its length.
func (s *shared) copy(part io.Reader, to io.Writer) error {
	left := &limited{from: part}
	tokens := xml.NewDecoder(left)
	for {
		left.left = maxRow
		token, err := tokens.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("xlsx: reading the shared texts: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		text, err := textOf(tokens, "si")
		if err != nil {
			return fmt.Errorf("xlsx: reading the shared texts: %w", err)
		}
		if s.n%perBlock == 0 {
			s.blocks = append(s.blocks, s.end)
		}
		length := binary.AppendUvarint(nil, uint64(len(text)))
		if _, err := io.WriteString(to, string(length)+text); err != nil {
			return fmt.Errorf("xlsx: %w", err)
		}
		s.end += int64(len(length) + len(text))
		s.n++
	}
}

// get returns a text by its number.
func (s *shared) get(number string) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || n < 0 || n >= s.n {
		return "", fmt.Errorf("xlsx: there is no shared text %q", number)
	}
	block, slot := n/perBlock, n/perBlock%recentBlocks
	if s.numbers[slot] != block+1 {
		if err := s.load(block, slot); err != nil {
			return "", err
		}
	}
	return s.recent[slot][n%perBlock], nil
}

func (s *shared) load(block, slot int) error {
	end := s.end
	if block+1 < len(s.blocks) {
		end = s.blocks[block+1]
	}
	text := make([]byte, end-s.blocks[block])
	if _, err := s.text.ReadAt(text, s.blocks[block]); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("xlsx: %w", err)
	}
	texts := s.recent[slot][:0]
	for all := string(text); all != ""; {
		length, n := binary.Uvarint([]byte(all[:min(len(all), binary.MaxVarintLen64)]))
		texts, all = append(texts, all[n:n+int(length)]), all[n+int(length):]
	}
	s.recent[slot], s.numbers[slot] = texts, block+1
	return nil
}

// textOf returns the text within the element that was begun: all its runs, without how they are read aloud (rPh).
func textOf(tokens *xml.Decoder, element string) (string, error) {
	var text strings.Builder
	aloud, in := 0, false
	for {
		token, err := tokens.RawToken()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				aloud++
			}
			in = t.Name.Local == "t" && aloud == 0
		case xml.CharData:
			if in {
				text.Write(t)
			}
		case xml.EndElement:
			in = false
			if t.Name.Local == "rPh" {
				aloud--
			}
			if t.Name.Local == element {
				return unescaped(text.String()), nil
			}
		}
	}
}

var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped replaces the escapes of characters that XML cannot contain, such as _x000D_.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escapes.ReplaceAllStringFunc(text, func(escape string) string {
		c, _ := strconv.ParseUint(escape[2:6], 16, 16) // hexadecimal digits only
		return string(rune(c))
	})
}
