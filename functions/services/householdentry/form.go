package householdentry

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks for the child's name and whose household it joins. Date and place of birth, sex and
// parents are on the birth certificate.
type Form struct {
	Certificate string `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Birth certificate number" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
	Name        string `json:"name" validate:"required,max=60,chinesename" zh:"新生儿姓名" en:"Baby's name"`
	Joins       Joins  `json:"joins" validate:"required,choice" zh:"随谁落户" en:"Whose household the baby joins"`
}

// Joins states whose household the child joins.
type Joins string

const (
	Mothers Joins = "mother"
	Fathers Joins = "father"
)

// Options returns the choices of the field.
func (Joins) Options() []form.Option {
	return []form.Option{
		{Value: string(Mothers), Label: lang.T("随母亲", "The mother's household")},
		{Value: string(Fathers), Label: lang.T("随父亲", "The father's household")},
	}
}
