package birthregistration

import (
	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks only for what no department knows before the birth. After it, the birth certificate
// states the date. Spouse, household and residence are read from shared data.
type Form struct {
	Certificate string        `json:"certificate,omitempty" validate:"omitempty,birthcertificate" zh:"出生医学证明编号" en:"Birth certificate number" zh_hint:"已出生的填写：1 个字母加 9 位数字" en_hint:"If the child is born: one letter and nine digits"`
	ExpectedOn  calendar.Date `json:"expected_on,omitzero" validate:"required_without=Certificate,excluded_with=Certificate" zh:"预产期" en:"Expected date of birth" zh_hint:"尚未出生的填写" en_hint:"If the child is not born yet"`
	Order       int           `json:"order" validate:"required,min=1,max=20" zh:"这是第几个孩子" en:"Is this your first, second, third … child?"`
	Place       Place         `json:"place" validate:"required,choice" zh:"登记地" en:"Where to register"`
}

// Place is the kind of address at which the birth is registered.
type Place string

// The places that 广东省生育登记办法 permits: the household or residence of either parent.
const (
	OwnHousehold    Place = "household"
	OwnResidence    Place = "residence"
	SpouseHousehold Place = "spouse-household"
	SpouseResidence Place = "spouse-residence"
)

// Options returns the choices of the field.
func (Place) Options() []form.Option {
	return []form.Option{
		{Value: string(OwnHousehold), Label: lang.T("我的户籍地", "My household's address")},
		{Value: string(OwnResidence), Label: lang.T("我的现居住地", "My current address")},
		{Value: string(SpouseHousehold), Label: lang.T("配偶的户籍地", "My spouse's household's address")},
		{Value: string(SpouseResidence), Label: lang.T("配偶的现居住地", "My spouse's current address")},
	}
}
