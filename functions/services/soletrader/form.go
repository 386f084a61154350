package soletrader

import (
	"miaoban/shared/condition"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/tradename"
)

// Form asks only about the planned business.
type Form struct {
	Division     Street             `json:"division" validate:"required,choice" zh:"经营场所所在镇街" en:"Street or town of the premises"`
	Address      string             `json:"address" validate:"required,min=4,max=100,address" zh:"经营场所详细地址" en:"Address of the premises" zh_hint:"路名、门牌号、铺位号" en_hint:"Road, number and unit"`
	TradeName    string             `json:"trade_name,omitempty" validate:"omitempty,max=20,tradename" zh:"字号（不使用名称的不填）" en:"Trade name (leave it empty to have no name)" zh_hint:"两个以上汉字，例如“鸿运”；不填的，以经营者姓名登记" en_hint:"At least two Chinese characters, such as 鸿运. Without one the business is registered under the operator's name"`
	Industry     Industry           `json:"industry" validate:"required,choice" zh:"行业" en:"Industry"`
	NameForm     NameForm           `json:"name_form,omitempty" validate:"required_with=TradeName,omitempty,choice" zh:"组织形式" en:"Type of organisation in the name" zh_hint:"填写字号的必选" en_hint:"Needed with a trade name"`
	Scope        Scope              `json:"scope" validate:"required,min=1,max=10,unique,choice" zh:"经营范围" en:"Scope of business" zh_hint:"从规范表述中选择，可多选" en_hint:"Choose one or more standard phrases"`
	Premises     condition.Premises `json:"premises" validate:"required,choice" zh:"经营场所证明方式" en:"How you prove your right to the premises"`
	PropertyUnit string             `json:"property_unit,omitempty" validate:"required_if=Premises property,omitempty,propertyunit" zh:"不动产单元号" en:"Real-estate unit number" zh_hint:"28 位，在不动产权证上；选择“告知承诺”时用于告知权利人" en_hint:"28 characters, on the property certificate. If you choose self-declaration, it is used to notify the owner"`
	Promise      bool               `json:"promise,omitempty" when:"Premises promise" zh:"我承诺：经营场所真实、合法、安全，我有权使用；如有不实，愿意承担撤销登记等法律责任" en:"I declare that the premises are real, lawful and safe and that I have the right to use them. If this is not true, I accept that the registration is revoked" zh_hint:"仅选择“告知承诺”时勾选" en_hint:"Only if you choose self-declaration"`
}

// Street is the division code of a street or town where a business can be registered.
type Street string

// Options returns the choices of the field.
func (Street) Options() []form.Option { return form.StreetOptions("440600", "440300") }

// Industry and NameForm are parts of the name.
type (
	Industry = tradename.Industry
	NameForm = tradename.Form
)

// Scope is the business scope, in standard phrases.
type Scope []string

// Options returns the choices of the field.
func (Scope) Options() []form.Option {
	return []form.Option{
		{Value: "catering", Label: lang.T("餐饮服务（许可）", "Catering (licensed)")},
		{Value: "food-retail", Label: lang.T("食品销售（许可）", "Sale of food (licensed)")},
		{Value: "tobacco", Label: lang.T("烟草制品零售（许可）", "Retail of tobacco (licensed)")},
		{Value: "fireworks", Label: lang.T("烟花爆竹零售（许可）", "Retail of fireworks (licensed)")},
		{Value: "prepacked-food", Label: lang.T("食品销售（仅销售预包装食品）", "Sale of prepackaged food only")},
		{Value: "clothing", Label: lang.T("服装服饰零售", "Retail of clothing")},
		{Value: "shoes", Label: lang.T("鞋帽零售", "Retail of shoes and hats")},
		{Value: "stationery", Label: lang.T("文具用品零售", "Retail of stationery")},
		{Value: "fruit", Label: lang.T("新鲜水果零售", "Retail of fresh fruit")},
		{Value: "vegetables", Label: lang.T("新鲜蔬菜零售", "Retail of fresh vegetables")},
		{Value: "hardware", Label: lang.T("五金产品零售", "Retail of hardware")},
		{Value: "hairdressing", Label: lang.T("理发服务", "Hairdressing")},
		{Value: "appliances", Label: lang.T("日用电器修理", "Repair of household appliances")},
		{Value: "printing", Label: lang.T("打字复印", "Typing and copying")},
	}
}
