// Package lang holds texts for people in both languages of the service: Chinese first, English
// besides.
package lang

import "fmt"

// Text is a text in Chinese and in English.
type Text struct {
	ZH string `json:"zh" yaml:"zh" validate:"required"`
	EN string `json:"en" yaml:"en" validate:"required"`
}

// T returns a Text.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// F formats both languages with the arguments. An argument that is a Text is inserted in the
// language of the format; use explicit indexes (%[1]s) if the languages order arguments
// differently.
func F(zh, en string, args ...any) Text {
	inZH, inEN := make([]any, len(args)), make([]any, len(args))
	for i, arg := range args {
		inZH[i], inEN[i] = arg, arg
		if text, ok := arg.(Text); ok {
			inZH[i], inEN[i] = text.ZH, text.EN
		}
	}
	return Text{ZH: fmt.Sprintf(zh, inZH...), EN: fmt.Sprintf(en, inEN...)}
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
