package childcaresubsidy

// Form asks for the child and the bank account. An invitation fills in both.
type Form struct {
	Child   string `json:"child" validate:"required,idnumber" zh:"孩子的公民身份号码" en:"ID number of the child" zh_hint:"每个孩子分别申请" en_hint:"Apply for each child separately"`
	Account string `json:"account" validate:"required,bankcard" zh:"收款银行卡号" en:"Bank card number" zh_hint:"您本人或孩子名下的，银行卡为 16 至 19 位；存折等账户照实填写，带空格也可以" en_hint:"In your name or the child's; 16 to 19 digits on a card; enter another account as it is. Spaces do no harm"`
}
