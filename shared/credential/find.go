package credential

import (
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A token's form: three parts of base64url, of which the first is a JSON object (eyJ is {" in
// base64), and the disclosures of a credential. What stands behind it ends a word: after any other
// character the rest of a damaged credential could follow, and it would seem to hold fewer claims.
var (
	tokenForm   = regexp.MustCompile(`eyJ[\w-]*\.[\w-]+\.[\w-]*(?:~[\w-]+)*~?`)
	startForm   = regexp.MustCompile(`^` + tokenForm.String())
	behindForm  = regexp.MustCompile(`^(?:$|[\s"'&,.;)\]}<\\]|[^\x00-\x7f])`)
	markForm    = regexp.MustCompile("^[?!*>|:/#`]+(?:$|[^\\w~-])") // behind a token whose end is certain
	bindingForm = regexp.MustCompile(`^\.[\w-]+\.[\w-]+`)           // of a wallet's signature, behind its first part
)

// maxStarts, maxEnds and maxWrapped limit the search for tokens that were wrapped: how many beginnings are tried,
// with how many ends each, and how long such a token may be in bytes.
const maxStarts, maxEnds, maxWrapped = 32, 4, 16 << 10

// found is one token in a text.
type found struct {
	token string // of a credential: with the separator at its end
	bound bool   // a wallet signed the presentation (key binding, RFC 9901)
}

// tokensIn yields what has a token's form in a text, each once: scanned, pasted from a message, in JSON or in an
// address (see readings). A token that continues in the next line is joined.
func tokensIn(text string) iter.Seq[found] {
	return func(yield func(found) bool) {
		seen := map[found]bool{}
		take := func(t string, at []int) bool {
			one, ok := accept(t[at[0]:at[1]], t[at[1]:])
			if !ok || seen[one] {
				return true
			}
			seen[one] = true
			return yield(one)
		}
		for _, reading := range readings(text) {
			words := strings.Fields(reading)
			joined := strings.Join(words, "")
			for _, t := range wrapped(words) {
				if at := startForm.FindStringIndex(t); at != nil && !take(t, at) {
					return
				}
			}
			for _, t := range slices.Compact([]string{joined, reading}) {
				for _, at := range tokenForm.FindAllStringIndex(t, -1) {
					if !take(t, at) {
						return
					}
				}
			}
		}
	}
}

// accept returns the token, if what stands behind it ends a word. An underscore that Markdown puts behind a word
// is not part of it.
func accept(token, behind string) (found, bool) {
	signed, _, isCredential := strings.Cut(token, separator)
	mark := signed[strings.LastIndexByte(signed, '.')+1:]
	if !isCredential && len(mark) > markLength {
		token = token[:len(token)-len(mark)+markLength] + strings.TrimRight(mark[markLength:], "_")
	}
	if plain := strings.TrimRight(token, "_"); isCredential && strings.HasSuffix(plain, separator) {
		token = plain
	}
	certain := isCredential && strings.HasSuffix(token, separator) || !isCredential && len(mark) == markLength
	if !behindForm.MatchString(behind) && !(certain && markForm.MatchString(behind)) {
		return found{}, false
	}
	one := found{token: token}
	if isCredential && bindingForm.MatchString(behind) {
		one = found{token: token[:max(strings.LastIndex(token, separator), len(signed))], bound: true}
	}
	if isCredential && !strings.HasSuffix(one.token, separator) {
		one.token += separator // messages lose it, and it protects nothing
	}
	return one, true
}

// What mail and messages put into a text.
var (
	softBreak = regexp.MustCompile(`=\s+`) // quoted-printable (RFC 2045)
	quoted    = regexp.MustCompile(`=[0-9A-Fa-f]{2}`)
	percent   = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	reply     = regexp.MustCompile(`(?m)^[ \t]*(?:[>|][ \t]*)+`) // a quoted line
	escaped   = strings.NewReplacer(`\_`, "_", `\-`, "-", `\.`, ".", `\~`, "~")
	// typographic undoes what word processors make of hyphens.
	typographic = strings.NewReplacer("\u2014", "--", "\u2013", "-", "\u2010", "-", "\u2011", "-", "\u2212", "-")
)

// readings are the text in half width without invisible characters, and what it is without the marks of quoted
// lines, the escapes of mail, of Markdown and of addresses, and the dashes of word processors: the one from which
// most is removed comes first, because any other character would end the token.
func readings(text string) []string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			return r
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector), r == '\u034f':
			return -1
		case r >= '\uff01' && r <= '\uff5e':
			return r - '\uff01' + '!'
		case r == '\u301c', r == '\u223c':
			return '~'
		}
		return r
	}, text)
	all := []string{visible}
	also := func(signs string, change func(string) string) {
		last := all[len(all)-1]
		if !strings.ContainsAny(last, signs) {
			return
		}
		if changed := change(last); changed != last {
			all = append(all, changed)
		}
	}
	also(`\`, escaped.Replace)
	also(">|", func(t string) string { return reply.ReplaceAllString(t, "") })
	also("=", func(t string) string { return quoted.ReplaceAllStringFunc(softBreak.ReplaceAllString(t, ""), decoded) })
	also("%", func(t string) string { return percent.ReplaceAllStringFunc(t, decoded) })
	also("\u2010\u2011\u2013\u2014\u2212", typographic.Replace)
	slices.Reverse(all)
	return all
}

// decoded is the character of an escape with two hexadecimal digits; of others than ASCII, the escape.
func decoded(escape string) string {
	value, err := strconv.ParseUint(escape[1:], 16, 7) // of seven bits
	if err != nil {
		return escape
	}
	return string(rune(value))
}

// wrapped are the texts from each beginning of a token up to each word with which it can end, the longest first:
// behind it may follow words in letters, such as a greeting.
func wrapped(words []string) (all []string) {
	starts := 0
	for i, word := range words {
		at := strings.Index(word, "eyJ")
		if at < 0 {
			continue
		}
		if starts++; starts > maxStarts {
			break
		}
		var joined strings.Builder
		var ends []int
		dot := -1 // the last one
		for _, next := range append([]string{word[at:]}, words[i+1:]...) {
			plain := strings.TrimRightFunc(next, func(r rune) bool { return !inToken(r) })
			if last := strings.LastIndexByte(plain, '.'); last >= 0 {
				dot = joined.Len() + last
			}
			joined.WriteString(plain)
			if strings.HasSuffix(plain, separator) || dot >= 0 && joined.Len()-dot-1 == markLength {
				ends = append(ends, joined.Len())
			}
			if behind := next[len(plain):]; behind == "." {
				dot = joined.Len()
				joined.WriteByte('.')
			} else if behind != "" || joined.Len() > maxWrapped {
				break
			}
		}
		for _, end := range slices.Backward(ends[max(0, len(ends)-maxEnds):]) {
			all = append(all, joined.String()[:end])
		}
	}
	return all
}

// inToken reports whether the character can be the last of a token.
func inToken(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '~')
}
