package talentsubsidy

// Form asks for the bank account. Degree, settlement and employment are read from shared data.
type Form struct {
	Account string `json:"account" validate:"required,bankcard" zh:"本人银行卡号" en:"Your bank card number" zh_hint:"16 至 19 位，中间不要空格" en_hint:"16 to 19 digits, without spaces"`
}
