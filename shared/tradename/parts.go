package tradename

import (
	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Full returns the registered name: city and district of the place, trade name, industry, form.
func Full(place, name string, industry Industry, last Form) string {
	district, _ := division.Find(division.District(place))
	city, _ := division.Find(division.City(place))
	return city.Name.ZH + district.Name.ZH + name + form.LabelOf(industry).ZH + string(last)
}

// Industry is the part of a name that states the type of business.
type Industry string

// Options returns the choices of the field.
func (Industry) Options() []form.Option {
	return []form.Option{
		{Value: "restaurant", Label: lang.T("餐饮", "Restaurant")},
		{Value: "food", Label: lang.T("食品", "Food")},
		{Value: "clothing", Label: lang.T("服装", "Clothing")},
		{Value: "hairdressing", Label: lang.T("理发", "Hairdressing")},
		{Value: "repair", Label: lang.T("维修", "Repair")},
		{Value: "stationery", Label: lang.T("文具", "Stationery")},
		{Value: "fruit", Label: lang.T("水果", "Fruit")},
		{Value: "hardware", Label: lang.T("五金", "Hardware")},
	}
}

// Form is the last part of a name.
type Form string

// Options returns the choices of the field.
func (Form) Options() []form.Option {
	var options []form.Option
	for _, f := range []struct{ zh, en string }{
		{"店", "dian, a shop"}, {"馆", "guan, a hall"}, {"部", "bu, a department"},
		{"行", "hang, a firm"}, {"厂", "chang, a works"}, {"中心", "zhongxin, a centre"},
	} {
		options = append(options, form.Option{Value: f.zh, Label: lang.T(f.zh, f.zh+" "+f.en)})
	}
	return options
}
