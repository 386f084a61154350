package ridehailing

import "strings"

// known are the classes of driving licences (机动车驾驶证申领和使用规定, the table of 准驾车型及代号).
const known = "A1 A2 A3 B1 B2 C1 C2 C3 C4 C5 C6 D E F M N P"

// classesOf splits the classes as licences print them, one after another: A2E, C1D, A1A2; ok is false
// for any other text. Separators, small letters and full-width characters are accepted.
func classesOf(printed string) (classes []string, ok bool) {
	var plain strings.Builder
	for _, r := range strings.ToUpper(printed) {
		if r >= '！' && r <= '～' { // full-width forms
			r -= '！' - '!'
		}
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			plain.WriteRune(r)
		case strings.ContainsRune(" ,/+;、\u3000\u00a0", r):
		default:
			return nil, false
		}
	}
	rest := strings.ToUpper(plain.String())
	for rest != "" {
		n := 1
		if len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9' {
			n = 2
		}
		class := rest[:n]
		if !strings.Contains(" "+known+" ", " "+class+" ") {
			return nil, false
		}
		classes, rest = append(classes, class), rest[n:]
	}
	return classes, len(classes) > 0
}
