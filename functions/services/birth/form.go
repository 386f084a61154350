package birth

import (
	"miaoban/functions/services/birthregistration"
	"miaoban/functions/services/householdentry"
	"miaoban/functions/services/socialcard"
)

// Form is one form for four departments. It asks only for what none of them knows.
type Form struct {
	Certificate string                  `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Birth certificate number" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
	Name        string                  `json:"name" validate:"required,max=60,chinesename" zh:"新生儿姓名" en:"Baby's name"`
	Joins       householdentry.Joins    `json:"joins" validate:"required,choice" zh:"随谁落户" en:"Whose household the baby joins"`
	Order       int                     `json:"order" validate:"required,min=1,max=20" zh:"这是第几个孩子" en:"Is this your first, second, third … child?"`
	Place       birthregistration.Place `json:"place" validate:"required,choice" zh:"生育登记地" en:"Where to register the birth"`
	Bank        socialcard.Bank         `json:"bank" validate:"required,choice" zh:"社保卡制卡银行" en:"Bank that issues the social security card"`
}
