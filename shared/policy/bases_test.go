package policy_test

import (
	"strings"
	"testing"

	"miaoban/shared/policy"
)

// TestAPolicyNamesASharedBasis: an unknown name is an error with its line.
func TestAPolicyNamesASharedBasis(t *testing.T) {
	const own = "basis: {title: {zh: 丁, en: D}, illustrative: true}"
	if !strings.Contains(good, own) {
		t.Fatal("the document has another basis")
	}
	load := func(basis string) (policy.Basis, error) {
		p, _, err := policy.Load[rates]("policy.yaml", []byte(strings.Replace(good, own, "basis: "+basis, 1)))
		if err != nil {
			return policy.Basis{}, err
		}
		return p.Rate.Figures[len(p.Rate.Figures)-1].Basis, nil
	}
	basis, err := load("authority-example")
	if err != nil || !basis.Illustrative || basis.Title.ZH == "" || basis.Title.EN == "" {
		t.Errorf("%+v, %v", basis, err)
	}
	if _, err := load("authority"); err == nil || !strings.Contains(err.Error(), `policy.yaml:8: there is no basis "authority"`) {
		t.Errorf("%v", err)
	}
}
