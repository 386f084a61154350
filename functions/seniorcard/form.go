package seniorcard

// Form is what no department holds. What shared data know is not asked for.
type Form struct {
	Reason string `json:"reason" validate:"required,max=200" zh:"申请理由" en:"Why you apply"`
}
