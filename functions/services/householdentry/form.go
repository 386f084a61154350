package householdentry

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form is what no department holds: the child's name, and whose household it joins.
// Day and place of birth, sex and parents are on the birth certificate.
type Form struct {
	Certificate string `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Number of the birth certificate" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
	Name        string `json:"name" validate:"required,max=60" zh:"新生儿姓名" en:"The child's name"`
	Joins       Joins  `json:"joins" validate:"required,choice" zh:"随谁落户" en:"Whose household it joins"`
}

// Joins is whose household the child joins.
type Joins string

// The households.
const (
	Mothers Joins = "mother"
	Fathers Joins = "father"
)

// Options are the households to choose from.
func (Joins) Options() []form.Option {
	return []form.Option{
		{Value: string(Mothers), Label: lang.T("随母亲", "The mother's")},
		{Value: string(Fathers), Label: lang.T("随父亲", "The father's")},
	}
}
