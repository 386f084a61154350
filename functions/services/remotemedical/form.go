package remotemedical

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks where and why the person wants care in another city. Residence and work there are read
// from that city's data, or self-declared.
type Form struct {
	Destination Destination `json:"destination" validate:"required,choice" zh:"就医地" en:"City of care"`
	Kind        Kind        `json:"kind" validate:"required,choice" zh:"备案类型" en:"Why"`
	Promise     bool        `json:"promise,omitempty" zh:"我承诺所填情况属实；如不属实，愿退回已结算费用（没有居住证或社保记录时勾选）" en:"I declare that this is true and will pay back settled costs if it is not (only if you have no residence permit or insurance there)"`
}

// Destination is the division code of a city.
type Destination string

// Options returns the choices of the field.
func (Destination) Options() []form.Option {
	return []form.Option{
		{Value: "440100", Label: lang.T("广州", "Guangzhou")},
		{Value: "440300", Label: lang.T("深圳", "Shenzhen")},
		{Value: "440400", Label: lang.T("珠海", "Zhuhai")},
		{Value: "440600", Label: lang.T("佛山", "Foshan")},
		{Value: "430100", Label: lang.T("长沙", "Changsha")},
		{Value: "420100", Label: lang.T("武汉", "Wuhan")},
		{Value: "450100", Label: lang.T("南宁", "Nanning")},
		{Value: "510100", Label: lang.T("成都", "Chengdu")},
		{Value: "110000", Label: lang.T("北京", "Beijing")},
		{Value: "310000", Label: lang.T("上海", "Shanghai")},
	}
}

// Kind is the reason for care in another city.
type Kind string

const (
	Residing  Kind = "residing"
	Working   Kind = "working"
	Temporary Kind = "temporary"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Residing), Label: lang.T("长期在那里居住", "I live there")},
		{Value: string(Working), Label: lang.T("常驻那里工作", "I work there")},
		{Value: string(Temporary), Label: lang.T("临时外出就医", "I need care there for a limited time")},
	}
}
