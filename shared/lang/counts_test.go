package lang_test

import (
	"testing"

	"miaoban/shared/lang"
)

// TestEnglishCountsAgree with their number, whichever sentence they are in; days and amounts stay as they are.
func TestEnglishCountsAgree(t *testing.T) {
	for _, tt := range []struct {
		format string
		args   []any
		want   string
	}{
		{"%d months were paid, which gives %d months of benefit.", []any{12, 1}, "12 months were paid, which gives 1 month of benefit."},
		{"%d months were paid, less than %d.", []any{1, 12}, "1 month was paid, less than 12."},
		{"Drawn for %d months; %d are left.", []any{35, 1}, "Drawn for 35 months; 1 is left."},
		{"%d months are left.", []any{1}, "1 month is left."},
		{"%d months are left.", []any{11}, "11 months are left."},
		{"%d months are left.", []any{0}, "0 months are left."},
		{"%d working days", []any{1}, "1 working day"},
		{"%d years and %d months", []any{1, 1}, "1 year and 1 month"},
		{"%d years and %d months", []any{61, 1}, "61 years and 1 month"},
		{"From %s days count.", []any{"2026-12-01"}, "From 2026-12-01 days count."},
		{"CNY %s months", []any{"0.1"}, "CNY 0.1 months"},
		{"No. 1 daystar, %d days", []any{1}, "No. 1 daystar, 1 day"},
		{"%s did not answer.", []any{lang.T("公安部门", "the public security department")}, "The public security department did not answer."},
		{"%s: living", []any{lang.T("一", "the one")}, "the one: living"},
	} {
		if got := lang.F("", tt.format, tt.args...).EN; got != tt.want {
			t.Errorf("%q with %v: %q, want %q", tt.format, tt.args, got, tt.want)
		}
	}
}
