package instant

import (
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// authorised is the findings, and one more where all is met and no authority on record
// may issue what is due: then a person above decides, and says who.
func (s Service[F, P]) authorised(c Case[F, P], findings []Finding) []Finding {
	if Conclude(findings) != Approved {
		return findings
	}
	due := s.Issue(c, 0).Certificate
	if due.IssuerCode != "" {
		return findings
	}
	f := Rule("authority", lang.T("有机关有权核发", "An authority may issue it"), s.Item.Basis...)
	where := lang.T("当地", "the place")
	if due.Region != "" {
		where = division.FullName(due.Region)
	}
	return append(findings, f.NoRule(lang.F("系统中没有%s有权核发的机关，由上级机关办理。", "No authority is on record that may issue it in %s: the one above decides.", where)))
}
