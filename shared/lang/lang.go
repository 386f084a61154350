// Package lang holds what is said to people in both languages of the service:
// Chinese first, English beside it.
package lang

import "fmt"

// Text is one thing said in Chinese and in English.
type Text struct {
	ZH string `json:"zh" yaml:"zh" validate:"required"`
	EN string `json:"en" yaml:"en" validate:"required"`
}

// T is a Text.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// F is a Text with the arguments set into both languages' formats. An argument
// that is itself a Text is set in the language of the format; formats use
// explicit indexes (%[1]s) where the languages order them differently.
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

// IsZero reports whether nothing is said.
func (t Text) IsZero() bool { return t == Text{} }

// In is the text in the language: "en", or else Chinese.
func (t Text) In(language string) string {
	if language == "en" {
		return t.EN
	}
	return t.ZH
}

// Yuan is an amount in yuan: 120, or 120.50.
func Yuan(fen int64) string {
	if fen%100 == 0 {
		return fmt.Sprint(fen / 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}
