package elderlyallowance

import (
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form is what no department holds: where to pay.
type Form struct {
	Payee         Payee  `json:"payee" validate:"required,choice" zh:"收款人" en:"Who receives the payment"`
	Account       string `json:"account" validate:"required,bankcard" zh:"收款银行卡号" en:"Bank card number" zh_hint:"16 至 19 位，中间不要空格" en_hint:"16 to 19 digits, without spaces"`
	AgentIDNumber string `json:"agent_id_number,omitempty" validate:"required_if=Payee agent,excluded_if=Payee own,omitempty,idnumber" zh:"代领人公民身份号码" en:"ID number of the person who receives it for you" zh_hint:"仅由他人代领时填写" en_hint:"Only if somebody receives it for you"`
}

// Payee is whose account the allowance is paid to.
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
