package identity

// The shortest and the longest number of an account: cards have 16 to 19 digits, passbooks and accounts of
// firms fewer or more, and payment systems take up to 32.
const MinAccount, MaxAccount = 8, 32

// ValidBankCard reports whether the text has the form of a bank card number: 16 to 19 digits with
// a correct Luhn check digit. An account need not be a card: the bank's record decides.
func ValidBankCard(s string) bool {
	return CardLength(len(s)) && digits(s) && luhn(s)%10 == 0
}

// CardLength reports whether card numbers can have so many digits.
func CardLength(n int) bool { return n >= 16 && n <= 19 }

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
