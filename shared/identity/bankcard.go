package identity

// ValidBankCard reports whether the text has the form of a bank card number: 16 to 19 digits with
// a correct Luhn check digit.
func ValidBankCard(s string) bool {
	if len(s) < 16 || len(s) > 19 || !digits(s) {
		return false
	}
	return luhn(s)%10 == 0
}

// MakeBankCard appends the Luhn check digit to the digits.
func MakeBankCard(body string) string {
	return body + string("0123456789"[(10-luhn(body+"0")%10)%10])
}

func luhn(s string) int {
	sum := 0
	for i := range len(s) {
		digit := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum
}

// ValidMobile reports whether the text has the form of a mainland mobile number: 11 digits
// beginning with 13 to 19.
func ValidMobile(s string) bool {
	return len(s) == 11 && digits(s) && s[0] == '1' && s[1] >= '3'
}
