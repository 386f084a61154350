package disabilityallowance

// Form asks for the bank account. Shared data decide which of the two allowances is due.
type Form struct {
	Account string `json:"account" validate:"required,bankcard" zh:"本人银行卡号" en:"Your bank card number" zh_hint:"银行卡为 16 至 19 位；存折等账户照实填写，带空格也可以" en_hint:"16 to 19 digits on a card; enter another account as it is. Spaces do no harm"`
}
