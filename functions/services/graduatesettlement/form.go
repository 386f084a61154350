package graduatesettlement

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form is what no department holds: where to settle. Degree, age and record are
// known.
type Form struct {
	City         City    `json:"city" validate:"required,choice" zh:"落户城市" en:"City to settle in"`
	Address      Address `json:"address" validate:"required,choice" zh:"落户地址" en:"Where the household will be"`
	PropertyUnit string  `json:"property_unit,omitempty" validate:"required_if=Address property,excluded_if=Address collective,omitempty,len=28" zh:"不动产单元号" en:"Real-estate unit number" zh_hint:"仅落户自有房产时填写" en_hint:"Only for a home of your own"`
}

// City is a city to settle in, by its division.
type City string

// Options are the cities to choose from.
func (City) Options() []form.Option {
	return []form.Option{
		{Value: "440100", Label: lang.T("广州", "Guangzhou")},
		{Value: "440300", Label: lang.T("深圳", "Shenzhen")},
		{Value: "440600", Label: lang.T("佛山", "Foshan")},
	}
}

// Address is where the household will be registered.
type Address string

// The addresses.
const (
	OwnProperty Address = "property"
	Collective  Address = "collective"
)

// Options are the addresses to choose from.
func (Address) Options() []form.Option {
	return []form.Option{
		{Value: string(Collective), Label: lang.T("人才服务机构集体户", "The collective household of the talent centre")},
		{Value: string(OwnProperty), Label: lang.T("自有房产", "A home of my own")},
	}
}
