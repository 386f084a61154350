package elderlyallowance

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks only for the bank account, which no department has.
type Form struct {
	Payee         Payee  `json:"payee" validate:"required,choice" zh:"收款人" en:"Who receives the payment"`
	Account       string `json:"account" validate:"required,bankcard" zh:"收款银行卡号" en:"Bank card number" zh_hint:"银行卡为 16 至 19 位；存折等账户照实填写，带空格也可以" en_hint:"16 to 19 digits on a card; enter another account as it is. Spaces do no harm"`
	AgentIDNumber string `json:"agent_id_number,omitempty" validate:"required_if=Payee agent,excluded_if=Payee own,omitempty,idnumber" zh:"代领人证件号码" en:"ID number of the person who receives it for you" zh_hint:"仅由他人代领时填写：居民身份证、港澳台居民居住证、来往内地（大陆）通行证、外国人永久居留身份证的号码都可以；护照号码前加签发国的三个字母代码，例如 KORM12345678" en_hint:"Only if somebody receives it for you: of an ID card, a residence permit, a pass for travel to the mainland or a permanent residence card; a passport number follows the three letters of its state, such as KORM12345678"`
}

// Payee is the holder of the account that receives the allowance.
type Payee string

// The payees.
const (
	Own   Payee = "own"
	Agent Payee = "agent"
)

// Options returns the choices of the field.
func (Payee) Options() []form.Option {
	return []form.Option{
		{Value: string(Own), Label: lang.T("本人账户", "Myself: an account in my name")},
		{Value: string(Agent), Label: lang.T("已备案的代领人账户", "An agent with my mandate on record")},
	}
}
