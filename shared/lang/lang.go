// Package lang holds texts for people in both languages of the service: Chinese first, English
// besides.
package lang

import (
	"fmt"
	"strings"
)

// Text is a text in Chinese and in English.
type Text struct {
	ZH string `json:"zh" yaml:"zh" validate:"required"`
	EN string `json:"en" yaml:"en" validate:"required"`
}

// T returns a Text.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Speaker is a value that people write differently in each language, such as a Text or a day.
type Speaker interface {
	// In returns it in English for "en", else in Chinese.
	In(language string) string
}

// Of returns what the value is in both languages.
func Of(value Speaker) Text { return Text{ZH: value.In("zh"), EN: value.In("en")} }

// F formats both languages with the arguments. An argument that is a Speaker is inserted in the
// language of the format; use explicit indexes (%[1]s) if the languages order arguments
// differently. English counts agree with their number: "%d months are left" with 1 is "1 month is
// left". An English sentence that begins with an argument begins with a capital letter.
func F(zh, en string, args ...any) Text {
	inZH, inEN := make([]any, len(args)), make([]any, len(args))
	for i, arg := range args {
		inZH[i], inEN[i] = arg, arg
		if of, ok := arg.(Speaker); ok {
			inZH[i], inEN[i] = of.In("zh"), of.In("en")
		}
	}
	text := agreeing(fmt.Sprintf(en, inEN...))
	if strings.HasPrefix(en, "%") && strings.HasSuffix(en, ".") {
		text = capital(text)
	}
	return Text{ZH: fmt.Sprintf(zh, inZH...), EN: text}
}

// counted are the English nouns that are counted, and verbs that follow the count, in the plural and in
// the singular.
var counted = [...][2]string{
	{"months", "month"}, {"years", "year"}, {"days", "day"}, {"working days", "working day"}, {"hours", "hour"}, {"points", "point"},
	{"places", "place"}, {"items", "item"}, {"times", "time"}, {"people", "person"}, {"notices", "notice"}, {"applications", "application"},
	{"are", "is"}, {"were", "was"}, {"have", "has"},
}

// agreeing returns the English text with the singular after each 1.
func agreeing(en string) string {
	for at := 0; ; {
		i := strings.Index(en[at:], "1 ")
		if i < 0 {
			return en
		}
		at += i + 2
		if at > 2 && strings.IndexByte("0123456789.,-/", en[at-3]) >= 0 { // the end of another number, or of a day
			continue
		}
		en = en[:at] + singular(en[at:], 2)
	}
}

// singular returns the text with its first words, which are among those that are counted, in the singular.
func singular(text string, words int) string {
	for _, c := range counted {
		rest, ok := strings.CutPrefix(text, c[0])
		if !ok || rest != "" && 'a' <= rest[0] && rest[0] <= 'z' {
			continue
		}
		if words > 1 && strings.HasPrefix(rest, " ") {
			rest = " " + singular(rest[1:], words-1)
		}
		return c[1] + rest
	}
	return text
}

// capital returns the text with a capital letter at its beginning.
func capital(text string) string {
	if text != "" && 'a' <= text[0] && text[0] <= 'z' {
		return string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t == Text{} }

// In returns the English text for "en", else the Chinese one.
func (t Text) In(language string) string {
	if language == "en" {
		return t.EN
	}
	return t.ZH
}

// Yuan formats an amount in fen as yuan: 120, or 120.50.
func Yuan(fen int64) string {
	if fen%100 == 0 {
		return fmt.Sprint(fen / 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}

// Money is an amount in fen as people write it: 120元, or CNY 120 for "en".
func Money(fen int64) Text { return Text{ZH: Yuan(fen) + "元", EN: "CNY " + Yuan(fen)} }
