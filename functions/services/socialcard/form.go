package socialcard

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form identifies the child and the bank that issues the card.
type Form struct {
	Certificate string `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Birth certificate number" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
	Bank        Bank   `json:"bank" validate:"required,choice" zh:"制卡银行" en:"Bank that issues the card"`
}

// Bank is a bank that issues social security cards.
type Bank string

// Options returns the choices of the field.
func (Bank) Options() []form.Option {
	return []form.Option{
		{Value: "icbc", Label: lang.T("工商银行", "ICBC")},
		{Value: "abc", Label: lang.T("农业银行", "Agricultural Bank of China")},
		{Value: "boc", Label: lang.T("中国银行", "Bank of China")},
		{Value: "ccb", Label: lang.T("建设银行", "China Construction Bank")},
	}
}
