package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// articlesFile has a digest of each cited article of the acts whose text was read: the act, the day
// of its last amendment, the article, and SHA-256 of the article's text without white space.
const articlesFile = "local/articles.tsv"

var (
	articleNumber = regexp.MustCompile(`第([一二三四五六七八九十百千零]+)条`)
	articleRange  = regexp.MustCompile(`第([一二三四五六七八九十百千零]+)条至第([一二三四五六七八九十百千零]+)条`)
	articleBegins = regexp.MustCompile(`^第([一二三四五六七八九十百千零]+)条[\s　]`)
)

// numberOf is a number in Chinese numerals, below ten thousand.
func numberOf(numerals string) int {
	total, digit := 0, 0
	for _, r := range numerals {
		switch r {
		case '十', '百', '千':
			unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			total += max(digit, 1) * unit
			digit = 0
		default:
			digit = slices.Index([]rune("零一二三四五六七八九"), r)
		}
	}
	return total + digit
}

// articlesIn are the articles that a citation names: 第二条、第九条至第十一条.
func articlesIn(citation string) (numbers []int) {
	citation, _, _ = strings.Cut(citation, "实施细则") // of another act
	for _, of := range articleRange.FindAllStringSubmatch(citation, -1) {
		for n := numberOf(of[1]); n <= numberOf(of[2]); n++ {
			numbers = append(numbers, n)
		}
	}
	for _, of := range articleNumber.FindAllStringSubmatch(citation, -1) {
		numbers = append(numbers, numberOf(of[1]))
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// digestsOf are the digests of an act's articles.
func digestsOf(text string) map[int]string {
	texts, at := map[int]string{}, 0
	for line := range strings.Lines(text) {
		if begins := articleBegins.FindStringSubmatch(line); begins != nil {
			at = numberOf(begins[1])
		} else if strings.HasPrefix(line, "#") {
			at = 0
		}
		if at > 0 {
			texts[at] += strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, line)
		}
	}
	digests := map[int]string{}
	for n, of := range texts {
		sum := sha256.Sum256([]byte(of))
		digests[n] = hex.EncodeToString(sum[:])
	}
	return digests
}

// digest is a line of the file.
type digest struct {
	act, amended string
	article      int
	sum          string
}

func digestsRead(root string) (all []digest, err error) {
	text, err := os.ReadFile(filepath.Join(root, articlesFile))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var d digest
		if _, err := fmt.Sscanf(line, "%s\t%s\t%d\t%s\n", &d.act, &d.amended, &d.article, &d.sum); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", articlesFile, line, err)
		}
		all = append(all, d)
	}
	return all, nil
}

// cites reports whether the title is that of the act, whatever follows it in brackets or as a number.
func cites(title, act string) bool {
	title, _, _ = strings.Cut(strings.TrimPrefix(title, "中华人民共和国"), " ")
	title, _, _ = strings.Cut(title, "（")
	return title == act
}

// unread are the citations of articles that an act with digests does not have.
func unread(root string, all []source) (faults []string, err error) {
	read, err := digestsRead(root)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for _, n := range articlesIn(s.article) {
			known := func(d digest) bool { return cites(s.title, d.act) }
			if slices.ContainsFunc(read, known) &&
				!slices.ContainsFunc(read, func(d digest) bool { return known(d) && d.article == n }) {
				faults = append(faults, fmt.Sprintf("%s art. %d, cited by %s, is not among the articles read (%s)",
					s.title, n, strings.Join(s.by, ", "), articlesFile))
			}
		}
	}
	return faults, nil
}

// readAct adds the digests of the act's cited articles to the file, from its text.
func readAct(root, act, amended, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	all, err := sourcesOf(root)
	if err != nil {
		return err
	}
	has, cited := digestsOf(string(text)), map[int]bool{}
	for _, s := range all {
		if cites(s.title, act) {
			for _, n := range articlesIn(s.article) {
				cited[n] = true
			}
		}
	}
	before, err := os.ReadFile(filepath.Join(root, articlesFile))
	if err != nil {
		return err
	}
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(string(before)), "\n"),
		func(line string) bool { return strings.HasPrefix(line, act+"\t") })
	for n := 1; n < 2000; n++ {
		if cited[n] && has[n] == "" {
			return fmt.Errorf("sources: %s has no article %d in %s", act, n, file)
		}
		if cited[n] {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%d\t%s", act, amended, n, has[n]))
		}
	}
	return os.WriteFile(filepath.Join(root, articlesFile), []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}
