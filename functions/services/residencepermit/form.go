package residencepermit

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form is what no department holds: what is wanted, and on what ground. Where the
// applicant lives, works or studies is known.
type Form struct {
	Kind   Kind   `json:"kind" validate:"required,choice" zh:"办理类型" en:"What you need"`
	Ground Ground `json:"ground" validate:"required,choice" zh:"申领依据" en:"On what ground" zh_hint:"深圳按居住登记和社会保险一并判断" en_hint:"Shenzhen goes by residence and social insurance together"`
}

// Kind is what is applied for.
type Kind string

// The kinds.
const (
	Apply   Kind = "apply"
	Endorse Kind = "endorse"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Apply), Label: lang.T("申领居住证", "A residence permit")},
		{Value: string(Endorse), Label: lang.T("居住证签注（含逾期补办）", "The yearly endorsement of a permit, late ones too")},
	}
}

// Ground is why somebody has a right to a permit.
type Ground string

// The grounds of 居住证暂行条例 art. 2.
const (
	Employment Ground = "employment"
	Lodging    Ground = "lodging"
	Study      Ground = "study"
)

// Options returns the choices of the field.
func (Ground) Options() []form.Option {
	return []form.Option{
		{Value: string(Employment), Label: lang.T("合法稳定就业", "Lawful and stable employment")},
		{Value: string(Lodging), Label: lang.T("合法稳定住所", "Lawful and stable lodging")},
		{Value: string(Study), Label: lang.T("连续就读", "Continuous study")},
	}
}
