package identity

// ValidBirthCertificate reports whether s has the form of a birth certificate number (出生医学证明): a
// capital letter and nine digits.
func ValidBirthCertificate(s string) bool {
	return len(s) == 10 && 'A' <= s[0] && s[0] <= 'Z' && digits(s[1:])
}
