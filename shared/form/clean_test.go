package form_test

import (
	"testing"

	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// What is in a number that was copied, dictated or typed with another keyboard is not part of it.
func TestNumbersAreCleaned(t *testing.T) {
	for _, tt := range []struct {
		kind        form.Kind
		typed, want string
	}{
		{form.BankAccount, "6222 0220 0512 3456 784", "6222022005123456784"},                     // as on the card
		{form.BankAccount, "6222-0220\u20110512\u20143456\u2212784", "6222022005123456784"},      // all kinds of hyphens
		{form.BankAccount, "\u202d6222022005123456784\u202c", "6222022005123456784"},             // from a phone's contacts
		{form.BankAccount, "6222\u00a00220\u202f0512\u20073456\u3000784", "6222022005123456784"}, // spaces of all widths
		{form.BankAccount, "6222\u200b0220\u200c0512\u200d3456\u2060784\ufeff", "6222022005123456784"},
		{form.BankAccount, "\u2066６２２２０２２００５１２３４５６７８４\u2069", "6222022005123456784"},
		{form.BankAccount, "6222\u00ad0220\tab", "62220220ab"}, // what is no noise remains, and is judged
		{form.IDNumber, "11010519491231002x", "11010519491231002X"},
		{form.IDNumber, "110105 19491231 002ｘ", "11010519491231002X"},
		{form.IDNumber, "11010519491231002Ｘ", "11010519491231002X"},
		{form.IDNumber, "11010519491231002×", "11010519491231002X"},
		{form.IDNumber, "11010519491231002\u2169", "11010519491231002X"},
		{form.IDNumber, "11010519491231002\u0425", "11010519491231002X"},
		{form.IDNumber, "h 1234567801", "H12345678"}, // a pass that was issued again
		{form.IDNumber, "4406051940", "4406051940"},  // a part of a number, and no pass of Taiwan
		{form.IDNumber, "01234567 03（B）", "01234567"},
		{form.IDNumber, "gbr 123456789", "GBR123456789"},
		{form.IDNumber, "gbr-4400-751205-03", "GBR440075120503"},
		{form.CreditCode, "9144 0605-ma4w1234xq", "91440605MA4W1234XQ"},
		{form.BirthCertificate, "\u200es440000123", "S440000123"},
		{form.BirthCertificate, "Ｓ４４０ ０００ １２３", "S440000123"},
		{form.PropertyUnit, "440605 011001 gb00001 f00010001", "440605011001GB00001F00010001"},
		{form.Division, "４４０６０５ 011", "440605011"},
		{form.Reference, " 20261126－101500—abcdefgh ", "20261126-101500-ABCDEFGH"},
		{form.Whole, "\u200b１２ ", "12"},
		{form.Whole, "−3", "-3"},
		{form.Whole, "3人", "3"},
		{form.Whole, "３ 名员工", "3"},
		{form.Whole, "3 people", "3"},
		{form.Whole, "第二个孩子", "2"},
		{form.Whole, "头胎", "1"},
		{form.Whole, "一", "1"},
		{form.Whole, "两个", "2"},
		{form.Whole, "二十三", "23"},
		{form.Whole, "2nd", "2"},
		{form.Whole, "third child", "3"},
		{form.Whole, "1,000", "1000"},
		{form.Whole, "1，000人", "1000"},
		{form.Whole, "3.0", "3"},
		{form.Whole, "3.5", "3.5"},
		{form.Whole, "1,00", "1,00"},
		{form.Whole, "3元", "3元"}, // no 3 fen
		{form.Whole, "3万", "3万"},
		{form.Whole, "二八", "二八"},
		{form.Day, "2026/11/26", "2026-11-26"},
		{form.Day, "２０２６年１月５日", "2026-01-05"},
		{form.Day, "2026.1.5", "2026-01-05"},
		{form.Day, "20261126", "2026-11-26"},
		{form.Day, "2026年1月5号", "2026-01-05"},
		{form.Day, "2026 年 1 月 5 日", "2026-01-05"},
		{form.Day, "2026/1/1 0:00", "2026-01-01"},
		{form.Day, "2026-1-1 2", "2026-1-1 2"}, // no 12th
		{form.Day, "20261 126", "20261 126"},
		{form.Whole, "1 2", "1 2"},             // no 12
		{form.Day, "26/11/2026", "26/11/2026"}, // whether the day or the month comes first is not known
		{form.Words, "\u3000\u200b 何婉清 \u00a0\ufeff", "何婉清"},
		{form.Words, "Jane Doe", "Jane Doe"},
		{form.Words, "\u200b\u3000\ufeff", ""},
		{form.Phone, "+86 138 0013 8000", "13800138000"},
		{form.Phone, "\u202d+86\u00a0138-0013-8000\u202c", "13800138000"},
		{form.Phone, "008613800138000", "13800138000"},
		{form.Phone, "8613800138000", "13800138000"},
		{form.Phone, "(+86)13800138000", "13800138000"},
		{form.Phone, "013800138000", "13800138000"},
		{form.Phone, "１３８００１３８０００", "13800138000"},
		{form.Phone, "tel:+86-138-0013-8000", "13800138000"},
		{form.Phone, "13800138000转1234", "13800138000-1234"},
		{form.Phone, "075786281234", "0757-86281234"},
		{form.Phone, "(0757) 8628 1234", "0757-86281234"},
		{form.Phone, "（０７５７）８６２８１２３４", "0757-86281234"},
		{form.Phone, "0757—8628—1234", "0757-86281234"},
		{form.Phone, "+86 (0)757 8628 1234", "0757-86281234"},
		{form.Phone, "+86 10 6628 1234", "010-66281234"},
		{form.Phone, "0757-86281234-801", "0757-86281234-801"},
		{form.Phone, "0757-8628-1234转801", "0757-86281234-801"},
		{form.Phone, "0757-86281234 分机：801", "0757-86281234-801"},
		{form.Phone, "0757 86281234 ext. 801", "0757-86281234-801"},
		{form.Phone, "400-810-8888", "4008108888"},
		{form.Phone, "400 810 8888 转 1", "4008108888-1"},
		{form.Phone, "+86 400 810 8888", "4008108888"},
		{form.Phone, "95588", "95588"},
		{form.Phone, "+852 9123 4567", "+85291234567"},
		{form.Phone, "00852-9123-4567", "+85291234567"},
		{form.Phone, "852 9123 4567", "+85291234567"},
		{form.Phone, "+853 6612 3456", "+85366123456"},
		{form.Phone, "+886 0912 345 678", "+886912345678"},
		{form.Phone, "00757-86281234", "0757-86281234"}, // and no number of another country
		{form.Phone, "0013800138000", "13800138000"},
		{form.Phone, "+86 95588", "95588"},
		{form.Phone, "+86138001380", "138001380"}, // too short, and judged as a number of the mainland
		{form.Phone, "+1-202-555-0123", "+12025550123"},
		{form.Phone, "+1 202 555 0123 ext 45", "+12025550123x45"},
	} {
		got := form.Clean(tt.kind, tt.typed)
		if got != tt.want {
			t.Errorf("%s %q becomes %q, want %q", tt.kind, tt.typed, got, tt.want)
		}
		if again := form.Clean(tt.kind, got); again != got {
			t.Errorf("%s %q cleaned twice becomes %q", tt.kind, got, again)
		}
	}
}

// Each fault has its own reason, and the text says where it is.
func TestWhatIsWrongWithANumber(t *testing.T) {
	label := lang.T("号码", "Number")
	for _, tt := range []struct {
		kind                 form.Kind
		text, reason, zh, en string
	}{
		{form.IDNumber, "11010519491231002X", "", "", ""},
		{form.IDNumber, "1101051949123100", "too-short", "“号码”少了：应为 18 位，您填了 16 位，请逐位核对。",
			"“Number” is too short: it must have 18 characters, and you entered 16. Please compare it digit by digit."},
		{form.IDNumber, "11010519491231002X1", "character", "“号码”的第 18 位“X”不是数字（只有最后一位可以是 X），请核对。", ""},
		{form.IDNumber, "1101051949123100211", "too-long", "“号码”多了：应为 18 位，您填了 19 位，请逐位核对。", ""},
		{form.IDNumber, "11010519491231O02X", "character", "“号码”的第 15 位“O”不是数字（只有最后一位可以是 X），请核对。",
			"Character 15 of “Number”, “O”, is not a digit (only the last one can be an X). Please check it."},
		{form.IDNumber, "110105491231002", "old-number", "", ""},
		{form.IDNumber, "110105194902300025", "birth-date", "“号码”中的出生日期不存在，请核对第 7 至 14 位。", ""},
		{form.IDNumber, "110105194912310021", "check-digit",
			"“号码”的最后一位（第 18 位“1”）与前面各位不符，可能有一位填错，请逐位核对。",
			"The last character of “Number” (character 18, “1”) does not fit those before it: one of them may be wrong. " +
				"Please compare it digit by digit."},
		{form.IDNumber, "810000199408230021", "", "", ""}, // a resident of Hong Kong
		{form.IDNumber, "932682198501010017", "", "", ""}, // a foreigner with the right of permanent residence
		{form.IDNumber, "810000199408230031", "check-digit", "", ""},
		{form.IDNumber, "H12345678", "", "", ""},
		{form.IDNumber, "H1234567", "pass", "“号码”应为 H 或 M 加 8 位数字（港澳居民来往内地通行证），请逐位核对。" +
			"是护照的，请在号码前加签发国的三个字母代码。", ""},
		{form.IDNumber, "GBR440075120503", "", "", ""},
		{form.IDNumber, "GBR4400751205", "card", "", ""},
		{form.IDNumber, "GBR123456789", "", "", ""},
		{form.IDNumber, "E12345678", "passport-state", "", ""},
		{form.IDNumber, "JOHN", "document", "", ""},
		{form.BankAccount, "6222022005123456784", "", "", ""},
		{form.BankAccount, "622202200512345", "", "", ""},       // a passbook's
		{form.BankAccount, "622202200512345678901", "", "", ""}, // a firm's
		{form.BankAccount, "6222022005123456785", "", "", ""},   // not Luhn: the bank's record decides
		{form.BankAccount, "12345678", "", "", ""},
		{form.BankAccount, "1234567", "too-short", "“号码”少了：应为 8 至 32 位，您填了 7 位，请逐位核对。", ""},
		{form.BankAccount, "622202200512345678901234567890123", "too-long", "“号码”多了：应为 8 至 32 位，您填了 33 位，请逐位核对。", ""},
		{form.BankAccount, "62220220O5123456784", "character", "“号码”的第 9 位“O”不是数字，请核对。",
			"Character 9 of “Number”, “O”, is not a digit. Please check it."},
		{form.CreditCode, "91440605MA4W12345Q", "", "", ""}, // the register judges its check character
		{form.CreditCode, "440605600123456", "", "", ""},    // an older number
		{form.CreditCode, "91440605MA4W1234", "too-short", "", ""},
		{form.CreditCode, "9144O605MA4W12345Q", "character",
			"“号码”的第 5 位“O”不会出现在统一社会信用代码中（不用字母 I、O、S、V、Z），请核对是否为形近的数字。", ""},
		{form.BirthCertificate, "S440000123", "", "", ""},
		{form.BirthCertificate, "S44000012", "too-short", "“号码”少了：应为 10 位，您填了 9 位，请逐位核对。", ""},
		{form.BirthCertificate, "S4400001234", "too-long", "", ""},
		{form.BirthCertificate, "5440000123", "character", "“号码”的第 1 位“5”不对：应为 1 个字母加 9 位数字，例如 S440000123。", ""},
		{form.PropertyUnit, "440605011001GB00001F00010001", "", "", ""},
		{form.PropertyUnit, "4406050110", "", "", ""}, // of an older register
		{form.PropertyUnit, "440605011", "too-short", "“号码”少了：应为 10 至 40 位，您填了 9 位，请逐位核对。", ""},
		{form.PropertyUnit, "440605011001粤00001F00010001", "character", "“号码”的第 13 位“粤”不是数字或字母，请核对。", ""},
		{form.Division, "440605", "", "", ""},
		{form.Division, "449999", "unknown", "", ""},
		{form.Phone, "13800138000", "", "", ""},
		{form.Phone, "0757-86281234", "", "", ""},
		{form.Phone, "0757-86281234-801", "", "", ""},
		{form.Phone, "010-66281234", "", "", ""},
		{form.Phone, "4008108888", "", "", ""},
		{form.Phone, "95588", "", "", ""},
		{form.Phone, "12345", "service-number", "", ""},
		{form.Phone, "12329", "service-number", "", ""},
		{form.PersonPhone, "13800138000", "", "", ""},
		{form.PersonPhone, "0757-86281234", "", "", ""},
		{form.PersonPhone, "+85291234567", "", "", ""},
		{form.PersonPhone, "12345", "service-number",
			"“号码”填的是服务热线，请填写本人的手机号码或带区号的固定电话。", ""},
		{form.PersonPhone, "95588", "service-number", "", ""},
		{form.PersonPhone, "4008108888", "service-number", "", ""},
		{form.PersonPhone, "86281234", "area-code", "", ""},
		{form.PersonPhone, "12345678901", "format",
			"“号码”应为 11 位手机号码、带区号的固定电话，或以 + 和国家（地区）代码开头的号码。", ""},
		{form.Mobile, "13800138000", "", "", ""},
		{form.Mobile, "+85291234567", "", "", ""},
		{form.Mobile, "12345", "service-number", "", ""},
		{form.Mobile, "0757-86281234", "land-line", "", ""},
		{form.Mobile, "86281234", "land-line", "", ""},
		{form.Mobile, "1380013800", "too-short", "", ""},
		{form.Address, "南海大道北1号", "", "", ""},
		{form.Address, "南海路1", "", "", ""},
		{form.Address, "Flat 5, 12 Nathan Road", "", "", ""},
		{form.Address, "。", "too-short", "", ""},
		{form.Address, "南海路", "too-short", "", ""},
		{form.Address, "12345", "format", "“号码”应写明路名（村名）和门牌号，例如“桂城街道南海大道1号”。", ""},
		{form.Address, "路路路路路", "format", "", ""},
		{form.Address, "😀😀😀", "character", "", ""},
		{form.Address, "南海大道1号😀", "character", "", ""},
		{form.Phone, "+85291234567", "", "", ""},
		{form.Phone, "138001380", "too-short", "", ""},
		{form.Phone, "+88612345", "too-short", "", ""},
		{form.Phone, "+0012345678", "format", "", ""},
		{form.Phone, "+85366123456", "", "", ""},
		{form.Phone, "+886912345678", "", "", ""},
		{form.Phone, "+88621234567", "", "", ""},
		{form.Phone, "+12025550123", "", "", ""},
		{form.Phone, "1380013800", "too-short", "“号码”少了：应为 11 位，您填了 10 位，请逐位核对。", ""},
		{form.Phone, "138001380001", "too-long", "“号码”多了：应为 11 位，您填了 12 位，请逐位核对。", ""},
		{form.Phone, "1380013800o", "character", "“号码”的第 11 位“o”不是数字，请核对。", ""},
		{form.Phone, "86281234", "area-code", "“号码”缺少区号：固定电话请加区号，例如 0757-86281234；香港、澳门的号码请加 +852、+853。", ""},
		{form.Phone, "0757862812", "too-short", "", ""},
		{form.Phone, "+8529123456", "too-short", "", ""},
		{form.Phone, "12345678901", "format", "", ""},
		{form.Phone, "0757-86281234-8012345", "too-long", "", ""},
	} {
		reason, why := form.Wrong(tt.kind, label, tt.text)
		if reason != tt.reason || tt.zh != "" && why.ZH != tt.zh || tt.en != "" && why.EN != tt.en || (reason == "") != why.IsZero() {
			t.Errorf("%s %q: %s, %s %s", tt.kind, tt.text, reason, why.ZH, why.EN)
		}
	}
}
