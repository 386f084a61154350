package childinsurance

// Form identifies the child; everything else comes from shared data.
type Form struct {
	Certificate string `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Birth certificate number" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
}
