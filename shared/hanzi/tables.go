package hanzi

import (
	_ "embed"
	"strings"
	"sync"
)

// characters are pairs of characters, and the standard characters, written by `make characters`.
//
//go:embed characters.txt
var characters string

// radicals are the characters of the radicals supplement that have no compatibility decomposition, with
// the ideographs that they look like.
var radicals = sync.OnceValue(func() map[rune]rune { return table("radicals") })

// simplified are characters that are not of the 通用规范汉字表 but have a standard form, with that form; and 锺,
// which is standard in surnames alone.
var simplified = sync.OnceValue(func() map[rune]rune { return table("simplified") })

// standard are the characters of the 通用规范汉字表 (2013), sorted.
var standard = sync.OnceValue(func() []rune { return below("standard") })

// below returns the characters below a heading.
func below(heading string) []rune {
	_, rest, _ := strings.Cut(characters, "["+heading+"]\n")
	text, _, _ := strings.Cut(rest, "[")
	return []rune(strings.ReplaceAll(text, "\n", ""))
}

// table reads the pairs below a heading.
func table(heading string) map[rune]rune {
	runes := below(heading)
	all := make(map[rune]rune, len(runes)/2)
	for i := 1; i < len(runes); i += 2 {
		all[runes[i-1]] = runes[i]
	}
	return all
}
