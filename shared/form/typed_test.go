package form_test

import (
	"strings"
	"testing"

	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// TestWhatStandsAroundANumber is not part of it: labels, quotes, the mark of a spreadsheet, the stop of a sentence,
// and the separators of its groups.
func TestWhatStandsAroundANumber(t *testing.T) {
	for _, tt := range []struct {
		kind        form.Kind
		typed, want string
	}{
		{form.IDNumber, "'11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "‘11010519491231002x’", "11010519491231002X"},
		{form.IDNumber, "11010519491231002X。", "11010519491231002X"},
		{form.IDNumber, "11010519491231002X.", "11010519491231002X"},
		{form.IDNumber, "11010519491231002X;", "11010519491231002X"},
		{form.IDNumber, "11010519491231002X，", "11010519491231002X"},
		{form.IDNumber, "身份证号：11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "身份证号码是 110105 19491231 002X。", "11010519491231002X"},
		{form.IDNumber, "公民身份号码11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "本人身份证：11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "何婉清：11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "ID: 11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "ID No. 11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "ID number 11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "ID11010519491231002X", "11010519491231002X"},
		{form.IDNumber, "11010519491231002X 何婉清", "11010519491231002X"},
		{form.IDNumber, "何婉清 11010519491231002X", "11010519491231002X"},
		{form.BankAccount, "工行 6222 0220 0512 3456 784", "6222022005123456784"},
		{form.BankAccount, "账号6222022005123456784，户名何婉清", "6222022005123456784"},
		{form.Phone, "13800138000 何婉清", "13800138000"},
		{form.Phone, "何女士，13800138000", "13800138000"},
		{form.Phone, "(020)8888 8888内線12", "020-88888888-12"},
		{form.IDNumber, "NO12345678", "NO12345678"}, // a passport's, without its state
		{form.IDNumber, "11010519491231002X（身份证）", "11010519491231002X"},
		{form.IDNumber, "(11010519491231002X)", "11010519491231002X"},
		{form.IDNumber, "【11010519491231002X】", "11010519491231002X"},
		{form.IDNumber, "110105_19491231_002X", "11010519491231002X"},
		{form.IDNumber, "110105、19491231、002X", "11010519491231002X"},
		{form.IDNumber, "110105.19491231.002X", "11010519491231002X"},
		{form.IDNumber, "110105–19491231—002X", "11010519491231002X"},
		{form.IDNumber, "11010519491231002*", "11010519491231002X"},
		{form.IDNumber, "11010519491231002＊", "11010519491231002X"},
		{form.IDNumber, "11010519491231002\u0445", "11010519491231002X"},
		{form.IDNumber, "11010519491231002χ", "11010519491231002X"},
		{form.IDNumber, "居住证：810000199408230021", "810000199408230021"},
		{form.IDNumber, "回乡证 h1234567801", "H12345678"},
		{form.IDNumber, "港澳居民来往内地通行证：M12345678", "M12345678"},
		{form.IDNumber, "台胞证：0123456703", "01234567"}, // ten digits of a pass, since somebody says that it is one
		{form.IDNumber, "台湾居民来往大陆通行证 01234567", "01234567"},
		{form.IDNumber, "护照：GBR123456789", "GBR123456789"},
		{form.IDNumber, "Passport No. KOR M12345678", "KORM12345678"},
		{form.IDNumber, "kor:m12345678", "KORM12345678"},
		{form.IDNumber, "护照 M12345678", "护照M12345678"}, // of which state?
		{form.IDNumber, "passport 12345678", "护照12345678"},
		{form.IDNumber, "身份证 44060519", "身份证44060519"}, // no pass of Taiwan
		{form.IDNumber, "身份证件号码：01234567", "01234567"},
		{form.BankAccount, "'6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "卡号: 6222 0220 0512 3456 784", "6222022005123456784"},
		{form.BankAccount, "银行卡号6222022005123456784。", "6222022005123456784"},
		{form.BankAccount, "A/C 6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "工商银行：6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "工商银行6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "工行6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "中国邮政储蓄银行佛山分行6222022005123456784", "6222022005123456784"},
		{form.BankAccount, "何婉清", "何婉清"},
		{form.BankAccount, `="6222022005123456784"`, "6222022005123456784"},
		{form.IDNumber, `="44060519900307123X"`, "44060519900307123X"},
		{form.Phone, `="13800138000"`, "13800138000"},
		{form.BirthCertificate, "№S440000001", "S440000001"},
		{form.BirthCertificate, "№ S440000001", "S440000001"},
		{form.PropertyUnit, "№440605011001GB00001F00010001", "440605011001GB00001F00010001"},
		{form.BankAccount, "6222.0220.0512.3456.784", "6222022005123456784"},
		{form.BankAccount, "6222_0220_0512_3456_784", "6222022005123456784"},
		{form.BankAccount, "6,222,022,005,123,456,784", "6222022005123456784"},
		{form.BankAccount, "ftn 1234 5678 901", "FTN12345678901"},
		{form.BankAccount, "NRA-1234567890", "NRA1234567890"},
		{form.BankAccount, "osa1234567890", "OSA1234567890"},
		{form.BankAccount, "12345678/87654321", "12345678/87654321"}, // two accounts, and not one
		{form.CreditCode, "统一社会信用代码：91440605MA4W1234XQ", "91440605MA4W1234XQ"},
		{form.CreditCode, "'91440605MA4W1234XQ，", "91440605MA4W1234XQ"},
		{form.CreditCode, "91440605/MA4W1234X/Q", "91440605MA4W1234XQ"},
		{form.BirthCertificate, "编号：S440000123。", "S440000123"},
		{form.BirthCertificate, "出生医学证明编号 s440000123", "S440000123"},
		{form.BirthCertificate, "'S440000123", "S440000123"},
		{form.BirthCertificate, "S.440000123", "S440000123"},
		{form.PropertyUnit, "不动产单元号：440605 011001 GB00001 F00010001。", "440605011001GB00001F00010001"},
		{form.PropertyUnit, "440605_011001_GB00001_F00010001", "440605011001GB00001F00010001"},
		{form.Reference, "办件编号：20261126-101500-ABCDEFGH。", "20261126-101500-ABCDEFGH"},
		{form.Division, "'440605", "440605"},
		{form.Division, "440605121000", "440605121"},
		{form.Division, "440605000000", "440605"},
		{form.Division, "440605000", "440605"},
		{form.Division, "行政区划代码：440605011。", "440605011"},
		{form.Day, "2026年11月28号", "2026-11-28"},
		{form.Day, "2026、11、28", "2026-11-28"},
		{form.Day, "2026。11。28", "2026-11-28"},
		{form.Day, "2026 11 28", "2026-11-28"},
		{form.Day, "二〇二六年十一月二十八日", "2026-11-28"},
		{form.Day, "二零二六年一月三日", "2026-01-03"},
		{form.Day, "二○二六年十月廿八日", "2026-10-28"},
		{form.Day, "二〇二六年元月卅一日", "2026-01-31"},
		{form.Day, "二〇二六年〇五月三十日", "2026-05-30"},
		{form.Day, "2026年十一月28日", "2026-11-28"},
		{form.Day, "2026-11-28 24:00", "2026-11-28"},
		{form.Day, "2026年11月28日24时", "2026-11-28"},
		{form.Day, "2026年11月28日上午", "2026-11-28"},
		{form.Day, "2026年11月28日 上午9点30分", "2026-11-28"},
		{form.Day, "2026年11月28日下午3点半", "2026-11-28"},
		{form.Day, "2026-11-28T09:30", "2026-11-28"},
		{form.Day, "2026-11-28T23:30:00+08:00", "2026-11-28"},
		{form.Day, "2026-11-28 星期六", "2026-11-28"},
		{form.Day, "2026年11月28日（周六）9:00", "2026-11-28"},
		{form.Day, "2026-11-28T16:00:00Z", "2026-11-28T16:00:00Z"}, // the 29th in China
		{form.Day, "2026-11-28 25:00", "2026-11-28 25:00"},
		{form.Day, "二〇二六年正月初一", "二〇二六年正月初一"}, // of the lunar calendar
		{form.Phone, "'13800138000", "13800138000"},
		{form.Phone, "手机：13800138000", "13800138000"},
		{form.Phone, "电话 0757-86281234。", "0757-86281234"},
		{form.Phone, "联系电话：138.0013.8000；", "13800138000"},
		{form.Phone, "Tel. +86 138 0013 8000", "13800138000"},
		{form.Phone, "Mobile: 13800138000", "13800138000"},
		{form.Phone, "13800138000（微信同号）", "13800138000"},
		{form.Phone, "138_0013_8000", "13800138000"},
		{form.Phone, "138、0013、8000", "13800138000"},
		{form.Phone, "0757-86281234内线801", "0757-86281234-801"},
		{form.Phone, "0757-86281234 分機 801", "0757-86281234-801"},
		{form.Phone, "0757-86281234 轉 801", "0757-86281234-801"},
		{form.Phone, "0757-86281234转接801", "0757-86281234-801"},
		{form.Phone, "0757-86281234转分机801", "0757-86281234-801"},
		{form.Phone, "0757-86281234 extension 801", "0757-86281234-801"},
		{form.Phone, "0757-86281234 Extn. 801", "0757-86281234-801"},
		{form.Phone, "0757-86281234（分机号801）", "0757-86281234-801"},
		{form.Phone, "+861380013800", "1380013800"}, // a digit short
		{form.Phone, "+8657186281234", "0571-86281234"},
		{form.Phone, "+86 21 6628 1234", "021-66281234"},
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

// TestAnotherNumberIsNamed: the fault names the kind of the entered number, and the one to enter.
func TestAnotherNumberIsNamed(t *testing.T) {
	for _, tt := range []struct {
		kind                form.Kind
		typed, reason, says string
	}{
		{form.IDNumber, "110105491231002", "old-number", "第一代身份证"},
		{form.IDNumber, "12AB34567", "passport-state", "三个字母代码"}, // of a French passport
		{form.IDNumber, "M123A4567", "passport-state", "三个字母代码"}, // of a Korean one
		{form.IDNumber, "E12345678", "passport-state", "中国护照"},
		{form.IDNumber, "EA1234567", "passport-state", "中国护照"},
		{form.IDNumber, "护照 M12345678", "passport-state", "三个字母代码"},
		{form.IDNumber, "护照：123456789", "passport-state", "三个字母代码"},
		{form.IDNumber, "JOHN12345", "passport-state", "“JOH”不是签发国的代码"},
		{form.IDNumber, "USB123456789", "passport-state", "“USB”不是签发国的代码"},
		{form.IDNumber, "ZZZ440075120503", "passport-state", "“ZZZ”不是签发国的代码"},
		{form.IDNumber, "CHNE12345678", "passport-china", "公民身份号码"},
		{form.IDNumber, "HKGH12345678", "passport-china", "来往内地（大陆）通行证"},
		{form.IDNumber, "A123456(7)", "another-number", "香港身份证"},
		{form.IDNumber, "A1234567", "passport-state", "香港身份证"},
		{form.IDNumber, "1234567(8)", "another-number", "澳门身份证"},
		{form.IDNumber, "1/234567/8", "another-number", "澳门身份证"},
		{form.IDNumber, "A123456789", "another-number", "台湾身份证"},
		{form.IDNumber, "S440000123", "another-number", "出生医学证明"},
		{form.IDNumber, "13800138000", "another-number", "手机号码"},
		{form.IDNumber, "6222022005123456", "too-short", ""},
		{form.IDNumber, identity.MakeBankCard("622202200512345678"), "another-number", "银行卡号"},
		{form.IDNumber, "91350100M000100Y43", "another-number", "统一社会信用代码"},
		{form.IDNumber, "440605011001GB00001F00010001", "another-number", "不动产单元号"},
		{form.IDNumber, "南字第0123456号", "another-number", "军官证"},
		{form.IDNumber, "4406***********124", "masked", "完整的号码"},
		{form.IDNumber, "11010519491231002X、440605194001010011", "several", "只填一个"},
		{form.IDNumber, "台胞证：012345678", "pass", "8 位数字"},
		{form.IDNumber, "回乡证：12345678", "pass", "H 或 M 加 8 位数字"},
		{form.IDNumber, "身份证：44060519", "too-short", "应为 18 位"},
		{form.BankAccount, "13800138000", "another-number", "手机号码"},
		{form.BankAccount, "6222****6784", "masked", ""},
		{form.BankAccount, "6222022005123456784/6222022005123456785", "several", ""},
		{form.BankAccount, "12345678;87654321", "several", ""},
		{form.BankAccount, "FTN12345678901", "", ""},
		{form.BankAccount, "ABC12345678901", "character", "不是数字"},
		{form.CreditCode, "13800138000", "another-number", "手机号码"},
		{form.BirthCertificate, "11010519491231002X", "another-number", "公民身份号码"},
		{form.PropertyUnit, "粤(2020)佛山市不动产权第0012345号", "another-number", "不动产单元号"},
		{form.Phone, "11010519491231002X", "another-number", "公民身份号码"},
		{form.Phone, "13800138000/13900139000", "several", "只填一个"},
		{form.Phone, "13800138000、13900139000", "several", ""},
		{form.Phone, "13800138000 13900139000", "several", ""},
		{form.Phone, "13800138000,13900139000", "several", ""},
		{form.Phone, "13800138000；0757-86281234", "several", ""},
		{form.Phone, "13800138000或13900139000", "several", ""},
		{form.Phone, "0757-8628 1234 / 138 0013 8000", "several", ""},
		{form.Phone, "+852 9123 4567、+86 138 0013 8000", "several", ""},
		{form.Phone, "0757-86281234/86281235", "several", ""},
		{form.Phone, "0757-86281234 13800138000", "several", ""},
		{form.Phone, "0912-345-678", "country-code", "+886912345678"},
		{form.Phone, "0912345678", "country-code", "+886912345678"},
		{form.Phone, "+861380013800", "too-short", "应为 11 位，您填了 10 位"},
		{form.Phone, "+8613800138", "too-short", "应为 11 位"},
		{form.Phone, "+86138001380001", "too-long", "应为 11 位，您填了 12 位"},
		{form.Phone, "91234567", "area-code", "+852"},
	} {
		text := form.Clean(tt.kind, tt.typed)
		reason, why := form.Wrong(tt.kind, lang.T("号码", "Number"), text)
		if reason != tt.reason || !strings.Contains(why.ZH, tt.says) || strings.Contains(why.ZH+why.EN, "%") {
			t.Errorf("%s %q (%q): %s, %s %s", tt.kind, tt.typed, text, reason, why.ZH, why.EN)
		}
	}
}

// TestANumberOfTwoDocumentsIsAskedAbout: the form of a number alone does not tell a pass from a passport.
func TestANumberOfTwoDocumentsIsAskedAbout(t *testing.T) {
	for number, asked := range map[string]bool{
		"M12345678": true, "H12345678": true, "01234567": true,
		"KORM12345678": false, "11010519491231002X": false, "820000200009100032": false,
	} {
		if doubt := form.Doubt(form.IDNumber, number); doubt.IsZero() == asked {
			t.Errorf("%s: %s", number, doubt.ZH)
		}
	}
}
