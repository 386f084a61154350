package unemploymentbenefit

// Form is what no department holds: the wish to work, and where to pay. How the last
// employment ended, and what was paid in, is known.
type Form struct {
	Seeking bool   `json:"seeking" validate:"required" zh:"我有劳动能力，有就业要求，承诺积极求职" en:"I am able to work, want to, and promise to look for work"`
	Benefit bool   `json:"benefit" zh:"同时申领失业保险金" en:"Apply for unemployment benefit too"`
	Account string `json:"account,omitempty" validate:"required_if=Benefit true,excluded_unless=Benefit true,omitempty,bankcard" zh:"本人银行卡号" en:"Your bank card number" zh_hint:"仅申领失业保险金时填写" en_hint:"Only for the benefit"`
}
