package ridehailing

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks where the person wants to drive. Licence, exam and records are read from shared data.
type Form struct {
	City   City   `json:"city" validate:"required,choice" zh:"从业城市" en:"City to drive in"`
	Mobile string `json:"mobile" validate:"required,mobile" zh:"手机号码" en:"Mobile number"`
}

// City is the division code of a city that licenses ride-hailing drivers.
type City string

// Options returns the choices of the field.
func (City) Options() []form.Option {
	return []form.Option{
		{Value: "440100", Label: lang.T("广州", "Guangzhou")},
		{Value: "440300", Label: lang.T("深圳", "Shenzhen")},
		{Value: "440400", Label: lang.T("珠海", "Zhuhai")},
		{Value: "440600", Label: lang.T("佛山", "Foshan")},
	}
}
