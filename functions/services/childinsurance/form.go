package childinsurance

// Form says which child: all else is known of it.
type Form struct {
	Certificate string `json:"certificate" validate:"required,birthcertificate" zh:"出生医学证明编号" en:"Number of the birth certificate" zh_hint:"1 个字母加 9 位数字" en_hint:"One letter and nine digits"`
}
