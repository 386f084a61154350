package foodstall

import (
	"miaoban/shared/condition"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks only for what no department knows: what is sold, and where. The health certificate, the
// business and the street's areas are read from shared data.
type Form struct {
	Kind         Kind               `json:"kind" validate:"required,choice" zh:"经营类型" en:"Type of business"`
	Division     Street             `json:"division" validate:"required,choice" zh:"经营所在镇街" en:"Street or town"`
	Address      string             `json:"address,omitempty" validate:"required_if=Kind restaurant,excluded_unless=Kind restaurant,omitempty,max=100,address" zh:"经营场所详细地址" en:"Address of the premises" zh_hint:"仅小餐饮填写；摊贩在镇街划定区域内经营" en_hint:"Only for a small restaurant; stalls operate in the area that the street sets aside"`
	Premises     condition.Premises `json:"premises,omitempty" validate:"required_if=Kind restaurant,excluded_unless=Kind restaurant,omitempty,choice" zh:"经营场所证明方式" en:"How you prove your right to the premises" zh_hint:"仅小餐饮选择" en_hint:"Only for a small restaurant"`
	PropertyUnit string             `json:"property_unit,omitempty" validate:"required_if=Premises property,excluded_unless=Kind restaurant,omitempty,propertyunit" zh:"不动产单元号" en:"Real-estate unit number" zh_hint:"仅小餐饮填写：28 位，在不动产权证上；选择“告知承诺”时用于告知权利人" en_hint:"Only for a small restaurant: 28 characters, on the property certificate. If you choose self-declaration, it is used to notify the owner"`
	Foods        Foods              `json:"foods" validate:"required,min=1,max=10,unique,choice" zh:"经营食品类别" en:"Types of food that you sell"`
	Promise      bool               `json:"promise" validate:"required" zh:"我承诺：符合食品安全条件，食品来源可追溯，从业人员持有效健康证明，有固定店铺的我有权使用该经营场所；如有不实，同意撤销登记" en:"I declare that I meet the food safety conditions, that the origin of the food can be traced, that all staff hold valid health certificates, and, for a restaurant, that I have the right to use the premises. If this is not true, I accept that the registration is revoked"`
}

// Kind is the type of business.
type Kind string

const (
	Stall      Kind = "stall"
	Restaurant Kind = "restaurant"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Stall), Label: lang.T("食品摊贩", "Food stall")},
		{Value: string(Restaurant), Label: lang.T("小餐饮（有固定店铺）", "Small restaurant with its own premises")},
	}
}

// Foods are the types of food sold.
type Foods []string

// Options returns the choices of the field.
func (Foods) Options() []form.Option {
	return []form.Option{
		{Value: "hot", Label: lang.T("热食（现制现售）", "Hot food, made and sold on the spot")},
		{Value: "noodles", Label: lang.T("粉面、糕点", "Noodles and pastry")},
		{Value: "drinks", Label: lang.T("自制饮品（不含现制乳制品）", "Freshly made drinks, without fresh dairy")},
		{Value: "packaged", Label: lang.T("预包装食品", "Packaged food")},
		{Value: "cold", Label: lang.T("凉菜", "Cold dishes")},
		{Value: "raw-seafood", Label: lang.T("生食海产品", "Raw seafood")},
		{Value: "loose-liquor", Label: lang.T("散装酒", "Unpackaged liquor")},
		{Value: "dairy", Label: lang.T("现制乳制品", "Fresh dairy")},
	}
}

// Street is the division code of a street or town.
type Street string

// Options returns the choices of the field.
func (Street) Options() []form.Option { return form.StreetOptions("440600") }
