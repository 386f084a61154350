package seniorcard

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks how to deliver the card. Age, household and permit are read from shared data.
type Form struct {
	Delivery Delivery `json:"delivery" validate:"required,choice" zh:"领取方式" en:"Delivery"`
	Address  string   `json:"address,omitempty" validate:"required_if=Delivery mail,excluded_if=Delivery electronic,omitempty,max=100,address" zh:"邮寄地址" en:"Postal address" zh_hint:"仅邮寄时填写" en_hint:"Only for delivery by post"`
	Mobile   string   `json:"mobile,omitempty" validate:"required_if=Delivery mail,excluded_if=Delivery electronic,omitempty,personphone" zh:"收件电话" en:"Phone number of the recipient" zh_hint:"仅邮寄时填写：手机，或带区号的固定电话" en_hint:"Only for delivery by post: a mobile, or a land line with its area code"`
}

// Delivery is how the card is delivered.
type Delivery string

const (
	Electronic Delivery = "electronic"
	Mail       Delivery = "mail"
)

// Options returns the choices of the field.
func (Delivery) Options() []form.Option {
	return []form.Option{
		{Value: string(Electronic), Label: lang.T("只要电子证（即时可用）", "Electronic card only (valid at once)")},
		{Value: string(Mail), Label: lang.T("电子证，并邮寄实体卡", "Electronic card, and a printed card by post")},
	}
}
