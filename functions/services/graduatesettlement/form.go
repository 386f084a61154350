package graduatesettlement

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks only where to settle. Degree, age and criminal record are read from shared data.
type Form struct {
	City         City    `json:"city" validate:"required,choice" zh:"落户城市" en:"City to settle in"`
	Address      Address `json:"address" validate:"required,choice" zh:"落户地址" en:"Address of the household"`
	PropertyUnit string  `json:"property_unit,omitempty" validate:"required_if=Address property,excluded_if=Address collective,omitempty,propertyunit" zh:"不动产单元号" en:"Real-estate unit number" zh_hint:"仅落户自有房产时填写" en_hint:"Only if you register at your own home"`
}

const shenzhen = "440300"

// City is the division code of the chosen city.
type City string

// Options returns the choices of the field.
func (City) Options() []form.Option {
	return []form.Option{
		{Value: "440100", Label: lang.T("广州", "Guangzhou")},
		{Value: shenzhen, Label: lang.T("深圳", "Shenzhen")},
		{Value: "440600", Label: lang.T("佛山", "Foshan")},
	}
}

// Address is the kind of address of the household.
type Address string

const (
	OwnProperty Address = "property"
	Collective  Address = "collective"
)

// Options returns the choices of the field.
func (Address) Options() []form.Option {
	return []form.Option{
		{Value: string(Collective), Label: lang.T("人才服务机构集体户", "Collective household of the talent service centre")},
		{Value: string(OwnProperty), Label: lang.T("自有房产", "My own home")},
	}
}
