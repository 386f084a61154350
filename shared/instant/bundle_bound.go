package instant

import (
	"context"
	"maps"
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// parts decides the parts of a bundle in order. If parts of a binding are not all approved,
// everything is decided once more: they are rejected together, and parts outside the binding
// cannot rely on what it would have granted.
func (s *bundleInstance[B]) parts(ctx context.Context, a decision.Applicant, form B, at time.Time) ([]draft, error) {
	fallen := map[int]map[string]*Application{} // by binding: the outcome of each part on its own
	for {
		var drafts []draft
		alone := map[string]*Application{}
		var granted []sharedRecord
		var pending []fact.Column
		for i, m := range s.members {
			slug := s.Members[i].offering.About().Slug
			group := s.binding(slug)
			part, wanted, err := m.draftPart(ctx, s.sourceOf(granted, pending, group, fallen), a, form, at)
			if err != nil {
				return nil, err
			}
			if !wanted {
				continue
			}
			own := *part.application
			alone[slug] = &own
			if g := own.Grants; g != nil {
				for _, record := range g.Records {
					granted = append(granted, sharedRecord{record, group})
				}
			}
			if outcomes, fell := fallen[group]; fell {
				s.bind(part.application, group, outcomes)
			}
			s.follow(part.application, fallen)
			if part.application.Outcome == decision.Referred {
				pending = append(pending, m.writes()...)
			}
			drafts = append(drafts, part)
		}
		if !s.fell(alone, fallen) {
			return drafts, nil
		}
	}
}

// binding is the index of the part's binding, or -1.
func (s *bundleInstance[B]) binding(slug string) int {
	return slices.IndexFunc(s.Bounds, func(b Binding) bool { return slices.Contains(b.Services, slug) })
}

// fell adds the bindings whose parts are not all approved, and reports whether there are new ones.
func (s *bundleInstance[B]) fell(alone map[string]*Application, fallen map[int]map[string]*Application) bool {
	again := false
	for i, b := range s.Bounds {
		if _, known := fallen[i]; known {
			continue
		}
		for _, slug := range b.Services {
			if part := alone[slug]; part != nil && part.Outcome != decision.Approved {
				fallen[i] = maps.Clone(alone)
				again = true
			}
		}
	}
	return again
}

// bind adds the findings of a part's binding to it.
func (s *bundleInstance[B]) bind(a *Application, group int, alone map[string]*Application) {
	for _, slug := range s.Bounds[group].Services {
		if other := alone[slug]; other != nil && slug != a.Service {
			a.Bound = append(a.Bound, Bound{Service: slug, Title: other.Title, Outcome: other.Outcome, Basis: s.Bounds[group].Basis})
		}
	}
	a.Findings = append(a.Findings, boundFindings(a.Bound)...)
	if a.Outcome = decision.Conclude(a.Findings); a.Outcome != decision.Approved {
		a.Grants = nil
	}
}

// follow adds to a part that follows a binding which fell why it is not granted: it is for what the binding
// would have made.
func (s *bundleInstance[B]) follow(a *Application, fallen map[int]map[string]*Application) {
	for i, b := range s.Bounds {
		if fallen[i] == nil || !slices.Contains(b.Followers, a.Service) {
			continue
		}
		for _, slug := range b.Services {
			if lead := fallen[i][slug]; lead != nil && lead.Outcome == decision.Rejected {
				a.Bound = append(a.Bound, Bound{Service: slug, Title: lead.Title, Outcome: lead.Outcome, Basis: b.Basis, Follows: true})
			}
		}
	}
	if len(a.Bound) > 0 && a.Bound[0].Follows {
		a.Findings = append(a.Findings, boundFindings(a.Bound)...)
		a.Outcome, a.Grants = decision.Conclude(a.Findings), nil
	}
}

// boundFindings are the conditions that follow from the outcomes of the tied parts.
func boundFindings(bound []Bound) []decision.Finding {
	var findings []decision.Finding
	for _, b := range bound {
		f := decision.Rule("bound-"+b.Service, lang.F("与“%s”一并办成", "Granted together with “%s”", b.Title), b.Basis)
		switch {
		case b.Follows:
			f = f.NotMet(lang.F("本项是为新的登记办理的，而“%s”未获批准。", "This is for the new registration, and “%s” is not approved.", b.Title)).
				Advise(lang.T("已有登记的，请在本项自己的事项中单独申请。",
					"If you have a registration already, apply for this alone, with its own service."))
		case b.Outcome == decision.Approved:
			f = f.Met(lang.F("“%s”符合条件。", "“%s” meets its conditions.", b.Title))
		case b.Outcome == decision.Rejected:
			f = f.NotMet(lang.F("两项依法须一并办理，而“%s”未获批准。", "By law both must be granted together, and “%s” is not approved.", b.Title)).
				Advise(lang.F("请先解决“%s”中不符合的条件，再一并申请。", "First meet the conditions of “%s”, then apply for both again.", b.Title))
		default:
			f = f.Unsure(lang.F("两项依法须一并办理，而“%s”待人工核实。", "By law both must be granted together, and a person has to verify “%s”.", b.Title))
		}
		findings = append(findings, f)
	}
	return findings
}

// sharedRecord is a record that a part would write to the shared data, with the index of the part's
// binding.
type sharedRecord struct {
	fact.Record
	group int
}

// sourceOf returns the data source of a part: the shared data and the grants of the parts before it,
// except those of a failed binding to which the part does not belong. Grants that a person still
// has to decide are pending, and so reject nothing.
func (s *bundleInstance[B]) sourceOf(
	granted []sharedRecord,
	pending []fact.Column,
	group int,
	fallen map[int]map[string]*Application,
) registry.Source {
	var records []fact.Record
	for _, r := range granted {
		if _, fell := fallen[r.group]; !fell || r.group == group {
			records = append(records, r.Record)
		}
	}
	return registry.Uncommitted{Source: s.Source, Records: records, Pending: pending}
}
