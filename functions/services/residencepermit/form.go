package residencepermit

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks what the person needs and on which ground. Residence, work and study are read from
// shared data.
type Form struct {
	Kind   Kind   `json:"kind" validate:"required,choice" zh:"办理类型" en:"What you need"`
	Ground Ground `json:"ground" validate:"required,choice" zh:"申领依据" en:"Ground" zh_hint:"深圳：学生选“连续就读”，引进人才选“符合人才引进规定”，其他人按居住登记和社会保险一并判断；签注按原依据选" en_hint:"Shenzhen: students choose study, talents choose talent; for others residence and social insurance are decided together"`
}

// Kind is a new permit or an endorsement.
type Kind string

const (
	Apply   Kind = "apply"
	Endorse Kind = "endorse"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Apply), Label: lang.T("申领居住证", "Apply for a residence permit")},
		{Value: string(Endorse), Label: lang.T("居住证签注（含逾期补办）", "Yearly endorsement of a permit (also a late one)")},
	}
}

// Ground is the legal ground for a permit.
type Ground string

// The grounds of 居住证暂行条例 art. 2, and that of 深圳经济特区居住证条例 art. 19 para. 2.
const (
	Employment Ground = "employment"
	Lodging    Ground = "lodging"
	Study      Ground = "study"
	Talent     Ground = "talent"
)

// Options returns the choices of the field.
func (Ground) Options() []form.Option {
	return []form.Option{
		{Value: string(Employment), Label: lang.T("合法稳定就业", "Lawful and stable employment")},
		{Value: string(Lodging), Label: lang.T("合法稳定住所", "Lawful and stable lodging")},
		{Value: string(Study), Label: lang.T("连续就读", "Continuous study")},
		{Value: string(Talent), Label: lang.T("符合人才引进规定（深圳）", "Under the rules on talents (Shenzhen)")},
	}
}
