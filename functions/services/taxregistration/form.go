package taxregistration

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks how the business will be taxed. The business is read from shared data.
type Form struct {
	Taxpayer Taxpayer `json:"taxpayer" validate:"required,choice" zh:"增值税纳税人类型" en:"Kind of taxpayer"`
	Accounts bool     `json:"accounts,omitempty" when:"Taxpayer general" validate:"required_if=Taxpayer general" zh:"我能够准确提供税务资料，按规定设置账簿" en:"I can give exact tax papers, and keep accounts as the law asks" zh_hint:"选择一般纳税人时须确认" en_hint:"To be confirmed by general taxpayers"`
}

// Taxpayer is the kind of taxpayer.
type Taxpayer string

// The kinds of taxpayers.
const (
	Small   Taxpayer = "small"
	General Taxpayer = "general"
)

// Options returns the choices of the field.
func (Taxpayer) Options() []form.Option {
	return []form.Option{
		{Value: string(Small), Label: lang.T("小规模纳税人", "Small-scale taxpayer")},
		{Value: string(General), Label: lang.T("一般纳税人", "General taxpayer")},
	}
}
