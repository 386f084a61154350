package search

import "strings"

// fillers are English words that do not say for what.
var fillers = strings.Fields("a an the i my me we our to for of in on at with and or is are do does can how where what when get " +
	"want need apply application please help about")

// stem removes the ending of a plural.
func stem(word string) string {
	switch {
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}

// spelled is how well a word in letters matches an entry: as an English word from its beginning, as
// pinyin by whole syllables, or as initials.
func (x *Index) spelled(e *entry, word string) float64 {
	base := stem(word)
	if weight, is := e.words[base]; is {
		return 6 * weight * x.rarity(base)
	}
	if x.shared[base] > 0 { // an English word, and none of this entry
		return 0
	}
	best := 0.0
	for known, weight := range e.words {
		switch {
		case len(word) >= 4 && strings.HasPrefix(known, word):
			best = max(best, 4*weight*x.rarity(known))
		case len(base) >= 5 && len(known) >= 5 && near(base, known):
			best = max(best, 4*weight*x.rarity(known))
		}
	}
	for _, s := range e.sounds {
		best = max(best, s.weight*s.likeness(word))
	}
	return best
}

// syllables is how well all letters of a search match as pinyin with spaces between the syllables.
func (x *Index) syllables(e *entry, asked []run) float64 {
	joined, n := "", 0
	for _, part := range asked {
		if !part.han {
			joined, n = joined+part.text, n+1
		}
	}
	best := 0.0
	if n > 1 {
		for _, s := range e.sounds {
			best = max(best, s.weight*s.likeness(joined))
		}
	}
	return best
}

// near reports whether two words differ by one letter, or by two letters that changed places.
func near(a, b string) bool {
	if len(a) == len(b) {
		for i := range len(a) - 1 {
			if a[i] != b[i] {
				return a[i+1:] == b[i+1:] || a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
			}
		}
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) != len(a)+1 {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return a[i:] == b[i+1:]
		}
	}
	return true
}

// likeness is how well letters match a sound, in full or by initials.
func (s sound) likeness(letters string) float64 {
	initials := ""
	for _, syllable := range s.syllables {
		initials += syllable[:1]
	}
	n := float64(len(s.syllables))
	switch joined := strings.Join(s.syllables, ""); {
	case letters == joined && len(s.syllables) > 1:
		return 3*n + 3
	case letters == initials && len(initials) > 1:
		return 2*n + 2
	case len(letters) >= 3 && strings.Contains(initials, letters):
		return 1.5 * float64(len(letters))
	case len(letters) >= 6 && distanceWithin([]byte(letters), []byte(joined)) <= 1 && len(letters)+1 >= len(joined)/2:
		return 2 * n * float64(len(letters)) / float64(max(len(letters), len(joined)))
	}
	return s.syllablesIn(letters)
}

// syllablesIn is for letters that are some syllables in order, of which the last may be incomplete.
func (s sound) syllablesIn(letters string) float64 {
	best := 0.0
	for from := range s.syllables {
		rest, whole := letters, 0.0
		for _, syllable := range s.syllables[from:] {
			if after, is := strings.CutPrefix(rest, syllable); is {
				rest, whole = after, whole+1
				continue
			}
			if rest != "" && whole > 0 && strings.HasPrefix(syllable, rest) {
				rest, whole = "", whole+0.3
			}
			break
		}
		if rest == "" && whole > 1 {
			best = max(best, 2*whole)
		}
	}
	return best
}
