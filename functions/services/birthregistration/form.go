package birthregistration

import (
	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form is what no department holds before the birth. After it, the number of the
// birth certificate says the day. Spouse, household and residence are known.
type Form struct {
	Certificate string        `json:"certificate,omitempty" validate:"omitempty,birthcertificate" zh:"出生医学证明编号" en:"Number of the birth certificate" zh_hint:"已出生的填写：1 个字母加 9 位数字" en_hint:"If the child is born: one letter and nine digits"`
	ExpectedOn  calendar.Date `json:"expected_on,omitzero" validate:"required_without=Certificate,excluded_with=Certificate" zh:"预产期" en:"Expected on" zh_hint:"尚未出生的填写" en_hint:"If the child is not born yet"`
	Order       int           `json:"order" validate:"required,min=1,max=20" zh:"这是第几个孩子" en:"Which child of yours this is"`
	Place       Place         `json:"place" validate:"required,choice" zh:"登记地" en:"Where to register"`
}

// Place is whose place it is registered at.
type Place string

// The places of 广东省生育登记办法: either parent's household or residence.
const (
	OwnHousehold    Place = "household"
	OwnResidence    Place = "residence"
	SpouseHousehold Place = "spouse-household"
	SpouseResidence Place = "spouse-residence"
)

// Options are the places to choose from.
func (Place) Options() []form.Option {
	return []form.Option{
		{Value: string(OwnHousehold), Label: lang.T("我的户籍地", "Where my household is registered")},
		{Value: string(OwnResidence), Label: lang.T("我的现居住地", "Where I live")},
		{Value: string(SpouseHousehold), Label: lang.T("配偶的户籍地", "Where my spouse's household is registered")},
		{Value: string(SpouseResidence), Label: lang.T("配偶的现居住地", "Where my spouse lives")},
	}
}
