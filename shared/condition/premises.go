package condition

import (
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

// NeedsPremises is what is read of the premises of that unit number: whether they are the
// applicant's and, where they are not, whether the owner has consented.
func NeedsPremises(facts registry.Facts, unit string) []registry.Query {
	queries := []registry.Query{registry.Ask(unit, dataset.Property.Owner, dataset.Property.Division, dataset.Property.Use)}
	if registry.Get(facts, unit, dataset.Property.Owner).State == registry.Withheld {
		consent := dataset.PremisesConsents
		queries = append(queries, registry.Ask(unit, consent.Tenant, consent.Owner, consent.Until))
	}
	return queries
}

// NeedsOwner is what PromisedPremises reads: whom to tell, and nothing else.
func NeedsOwner(unit string) registry.Query { return registry.AskBlind(unit, dataset.Property.Owner) }

// PromisedPremises finds whether a promise is enough for the premises: it is where their owner
// can be told of it. The promise itself was made.
func PromisedPremises(f instant.Finding, facts registry.Facts, unit string) instant.Finding {
	if unit == "" {
		return f.Unsure(lang.T("没有填写不动产单元号，无法告知权利人，由工作人员核实。", "Without the unit number the owner cannot be told: a person will check it.")).
			Advise(lang.T("单元号在不动产权证上，填写后可当场办结。", "The number is on the certificate of title: with it this can be done at once."))
	}
	if !registry.Get(facts, unit, dataset.Property.Owner).Known() {
		return f.Unsure(lang.T("没有查到可以告知的权利人，请核对单元号；无误的，由工作人员核实。", "No owner was found who can be told. Please compare the unit number; if it is right, a person will check it."))
	}
	return f.Met(lang.T("您已书面承诺经营场所真实合法、有权使用；权利人会收到通知，登记后核查。", "You promised that the premises are lawful and that you may use them. The owner is told, and it is checked afterwards."))
}

// TellsOwner is the notice to the owner of the unit that the business was registered there by
// promise; nothing where the owner is the applicant.
func TellsOwner(facts registry.Facts, unit, applicant, business string) []instant.Telling {
	owner := registry.Get(facts, unit, dataset.Property.Owner)
	if !owner.Known() || owner.V == applicant {
		return nil
	}
	tail := unit[max(0, len(unit)-8):]
	return []instant.Telling{{Person: owner.V, Title: lang.T("有人以您的房产登记经营", "Somebody registered a business at your property"), Text: lang.F(
		"“%s”以告知承诺的方式登记在您的不动产单元（尾号 %s）。如未经您同意，请拨打 12345 或在“投诉”中提出异议，登记机关会核查；承诺不实的撤销登记。",
		"“%s” was registered at your unit (ending in %s), by the promise that its operator may use it. If you did not agree, object by calling 12345 or under “Complaints”: it is inspected, and a false promise ends the registration.", business, tail)}}
}
