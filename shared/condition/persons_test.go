package condition_test

import (
	"testing"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/identity"
)

// TestWhomTheLawNames: people of each origin get what the text that was read says of them, and an
// officer where none was read.
func TestWhomTheLawNames(t *testing.T) {
	const (
		hongKong  = "810000199408230021"
		taiwan    = "830000199201300022"
		permanent = "932682198501010017"
		passport  = "GBR123456789"
		pass      = "H12345678"
	)
	tests := []struct {
		service, person string
		want            decision.Status
	}{
		{"residencepermit", hongKong, decision.NotMet},
		{"residencepermit", pass, decision.NotMet},
		{"residencepermit", permanent, decision.NotMet},
		{"residencepermit", passport, decision.NotMet},
		{"graduatesettlement", taiwan, decision.NotMet},
		{"graduatesettlement", permanent, decision.Unknown},
		{"soletrader", hongKong, decision.Unknown},
		{"soletrader", permanent, decision.NotMet},
		{"unemploymentbenefit", hongKong, decision.Met},
		{"unemploymentbenefit", pass, decision.Unknown}, // may have a residence permit besides
		{"unemploymentbenefit", permanent, decision.Unknown},
		{"housingfundrent", taiwan, decision.Met},
		{"taxregistration", permanent, decision.Met},
		{"elderlyallowance", hongKong, decision.Unknown},
		{"ridehailing", hongKong, decision.Unknown}, // no text was read
		{"ridehailing", passport, decision.Unknown},
	}
	for _, tt := range tests {
		f, ok := condition.Persons(tt.service).Find(decision.NewApplicant(tt.person, "测试人"))
		if !ok || f.Rule != decision.PersonRule || f.Status != tt.want || f.Text.ZH == "" || f.Text.EN == "" {
			t.Errorf("%s, %s: %+v", tt.service, identity.Person(tt.person).Kind(), f)
		}
		if f.Status == decision.NotMet && (len(f.Basis) == 0 || f.Basis[0].Illustrative || f.Remedy.ZH == "") {
			t.Errorf("%s: refused without a law or a way on", tt.service)
		}
	}
	if f, ok := condition.Persons("residencepermit").Find(decision.NewApplicant("440605194001010011", "测试人")); ok {
		t.Errorf("of a citizen: %+v", f)
	}
	// An application of before the kinds were distinguished is decided as it was.
	if f, ok := condition.Persons("residencepermit").Find(decision.Applicant{ID: hongKong}); ok {
		t.Errorf("of an older application: %+v", f)
	}
}
