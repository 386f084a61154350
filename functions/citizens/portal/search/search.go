// Package search finds services by what people type: everyday words, whole sentences, pinyin and
// initials, English, and words with a typing error. The catalogue has some hundred entries at most and
// is searched in memory; a search engine's library is several times as large as the whole function.
package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"miaoban/shared/hanzi"
)

// Entry is what can be found, with its texts in Chinese and English.
type Entry struct {
	Names []string // how it is called
	Terms []string // everyday words for it
	Texts []string // what describes it; a match in them counts less
}

// Index finds entries. It is made once and not changed, so that many can use it at once.
type Index struct {
	entries []entry
	shared  map[string]int // number of entries with the pair of ideographs or the word in a name or term
}

// entry is an entry in the form in which it is compared.
type entry struct {
	terms  []term
	pairs  map[string]float64 // pairs of ideographs, and single ones of names and terms, by weight
	words  map[string]float64 // words in letters, by weight
	sounds []sound
}

// term is a run of ideographs.
type term struct {
	text   string
	weight float64
}

// sound is a run of ideographs in pinyin.
type sound struct {
	syllables []string
	weight    float64
}

// Hit is an entry that matches, by its place among the entries.
type Hit struct {
	Place int
	Score float64
}

// The weights of what matches.
const (
	inName = 1.0
	inTerm = 1.1 // an everyday word was written down because people type it
	inText = 0.25
)

// New returns the index of the entries. Pinyin maps each run of ideographs in a name or term (see
// Runs) to its syllables, separated by spaces.
func New(entries []Entry, pinyin map[string]string) *Index {
	x := &Index{shared: map[string]int{}}
	for _, given := range entries {
		e := entry{pairs: map[string]float64{}, words: map[string]float64{}}
		for _, text := range given.Names {
			e.add(text, inName, pinyin)
		}
		for _, text := range given.Terms {
			e.add(text, inTerm, pinyin)
		}
		for _, text := range given.Texts {
			e.add(text, inText, pinyin)
		}
		for _, known := range []map[string]float64{e.pairs, e.words} {
			for key, weight := range known {
				if weight >= inName {
					x.shared[key]++
				}
			}
		}
		x.entries = append(x.entries, e)
	}
	return x
}

func (e *entry) add(text string, weight float64, pinyin map[string]string) {
	for _, run := range runs(text) {
		if !run.han {
			e.words[stem(run.text)] = max(e.words[stem(run.text)], weight)
			continue
		}
		e.addHan(run.text, weight)
		if other := toFirst().Replace(run.text); other != run.text {
			e.addHan(other, weight)
		}
		if weight < inName {
			continue
		}
		if syllables := strings.Fields(pinyin[run.text]); len(syllables) > 0 {
			e.sounds = append(e.sounds, sound{syllables, weight})
		}
	}
}

func (e *entry) addHan(text string, weight float64) {
	for _, pair := range grams(text, 2) {
		e.pairs[pair] = max(e.pairs[pair], weight)
	}
	if weight < inName {
		return
	}
	e.terms = append(e.terms, term{text, weight})
	for _, one := range grams(text, 1) {
		e.pairs[one] = max(e.pairs[one], weight)
	}
}

// run is a part of a text in one script.
type run struct {
	text string
	han  bool
}

// Runs returns the runs of ideographs in a text, in the form in which they are compared.
func Runs(text string) []string {
	var all []string
	for _, r := range runs(text) {
		if r.han {
			all = append(all, r.text)
		}
	}
	return all
}

// runs splits a text where the script changes and at everything that is neither letter nor digit.
// Letters are lower case.
func runs(text string) []run {
	var all []run
	kind := func(r rune) int {
		switch {
		case hanzi.Ideograph(r):
			return 1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return 2
		default:
			return 0
		}
	}
	for word := range strings.FieldsSeq(hanzi.Text(text)) {
		word = strings.ToLower(hanzi.Key(word))
		last := 0
		for _, r := range word {
			now := kind(r)
			switch {
			case now == 0:
			case now == last:
				all[len(all)-1].text += string(r)
			default:
				all = append(all, run{string(r), now == 1})
			}
			last = now
		}
	}
	return all
}

// grams returns the parts of n characters of the text, each once.
func grams(text string, n int) []string {
	runes := []rune(text)
	var all []string
	for i := range max(0, len(runes)-n+1) {
		if part := string(runes[i : i+n]); !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// rarity is 1 for what only one entry has, and less the more have it.
func (x *Index) rarity(key string) float64 {
	n := float64(len(x.entries))
	return math.Log(1+n/float64(max(1, x.shared[key]))) / math.Log(1+n)
}

// The least score of a hit: alone, and as a part of the best hit's.
const (
	leastScore = 1.0
	leastPart  = 0.3
)

// Find returns the entries that match the words, the best first. Nearest are instead, if none
// matches, up to three that are the least unlike.
func (x *Index) Find(words string) (found, nearest []Hit) {
	asked := query(words)
	for i := range x.entries {
		score, letters := 0.0, 0.0
		for _, part := range asked {
			if part.han {
				score += x.likeness(&x.entries[i], part.text)
			} else {
				letters += x.spelled(&x.entries[i], part.text)
			}
		}
		score += max(letters, x.syllables(&x.entries[i], asked))
		if score > 0 {
			nearest = append(nearest, Hit{i, score})
		}
	}
	slices.SortStableFunc(nearest, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	for _, hit := range nearest {
		if hit.Score >= leastScore && hit.Score >= leastPart*nearest[0].Score {
			found = append(found, hit)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, nearest[:min(3, len(nearest))]
}
