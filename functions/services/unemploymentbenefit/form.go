package unemploymentbenefit

// Form asks for the wish to work and the bank account. The end of the last employment and the contributions
// are read from shared data.
type Form struct {
	Seeking bool   `json:"seeking" validate:"required" zh:"我有劳动能力，有就业要求，承诺积极求职" en:"I am able to work, want to, and promise to look for work"`
	Benefit bool   `json:"benefit" zh:"同时申领失业保险金" en:"Apply for unemployment benefit too"`
	Account string `json:"account,omitempty" validate:"required_if=Benefit true,excluded_unless=Benefit true,omitempty,bankcard" zh:"本人银行卡号" en:"Your bank card number" zh_hint:"仅申领失业保险金时填写" en_hint:"Only for the benefit"`
	// Home is the choice of art. 25. EmployerFault is the ground of art. 16 (5), which no dataset has.
	Home          bool `json:"home,omitempty" when:"Benefit true" zh:"在户籍所在地领取失业保险金" en:"Draw the benefit where my household is registered" zh_hint:"户籍在省内其他地级以上市的可以选择；待遇按户籍所在地标准" en_hint:"If it is in another city of the province; the rate is that of the place"`
	EmployerFault bool `json:"employer_fault,omitempty" when:"Benefit true" zh:"因用人单位过错由本人解除合同（拖欠工资、未缴社保等）" en:"I ended the contract for the employer's fault (unpaid wages or insurance, for example)" zh_hint:"劳动合同法第三十八条；由人工核实" en_hint:"Labour Contract Law, art. 38; a person will verify it"`
}
