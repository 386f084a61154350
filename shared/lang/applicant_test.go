package lang_test

import (
	"testing"

	"miaoban/shared/lang"
)

// TestWhatIsSaidToTheApplicantIsSaidAboutThem for the official who reviews the case.
func TestWhatIsSaidToTheApplicantIsSaidAboutThem(t *testing.T) {
	for _, tt := range []struct{ zh, wantZH, en, wantEN string }{
		{"您今天17周岁。", "申请人今天17周岁。", "You are 17 today.", "The applicant is 17 today."},
		{"您的户籍在佛山市。", "申请人的户籍在佛山市。", "Your household is in Foshan.", "The applicant's household is in Foshan."},
		{"权利人为您本人。", "权利人为申请人本人。", "You own it yourself.", "The applicant owns it themselves."},
		{"您已领取。", "申请人已领取。", "You already receive one.", "The applicant already receives one."},
		{"账户在您名下。", "账户在申请人名下。", "It belongs to you.", "It belongs to the applicant."},
		{"您没有申请。", "申请人没有申请。", "You do not apply, and you have no permit.", "The applicant does not apply, and the applicant has no permit."},
		{"您可以再次申请。", "申请人可以再次申请。",
			"You can apply again if you no longer study.", "The applicant can apply again if the applicant no longer studies."},
		{"没有死亡登记。", "没有死亡登记。", "No death is registered for young people.", "No death is registered for young people."},
		{"您承诺过。", "申请人承诺过。", "You declared this on 2026-01-02.", "The applicant declared this on 2026-01-02."},
	} {
		if got := lang.T(tt.zh, tt.en).AboutApplicant(); got != lang.T(tt.wantZH, tt.wantEN) {
			t.Errorf("%s, %s: %s, %s", tt.zh, tt.en, got.ZH, got.EN)
		}
	}
}
