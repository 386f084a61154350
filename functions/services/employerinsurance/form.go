package employerinsurance

// Form asks whom the business will insure. The business is read from shared data.
type Form struct {
	Employees int `json:"employees" validate:"required,min=1,max=10000" zh:"雇工人数" en:"How many people you employ"`
}
