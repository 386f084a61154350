package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Account finds whether the bank account is in the payee's name and can receive payments.
func Account(facts fact.Facts, account, payee string, title lang.Text, basis policy.Basis) decision.Finding {
	f := decision.Rule("account", title, basis)
	holder := fact.Get(facts, account, dataset.BankAccounts.Holder)
	open := fact.Get(facts, account, dataset.BankAccounts.Open)
	switch {
	case !holder.Known() || !open.Known():
		return f.Unknown(holder.Ref, open.Ref)
	case !open.V:
		return f.NotMet(lang.T("该账户目前不能收款。", "The account cannot receive payments at present."), open.Ref).
			Advise(lang.T("请向开户银行查询，或换一张银行卡。", "Ask your bank, or use another card."))
	case holder.V != payee:
		return f.NotMet(lang.T("该账户不是所选收款人名下的账户。", "The account is not in the name of the chosen payee."), holder.Ref).
			Advise(lang.T("请填写收款人本人名下的银行卡。", "Use a card in the payee's own name."))
	default:
		return f.Met(lang.T("该账户在收款人名下，可以收款。", "The account is in the payee's name and can receive payments."), holder.Ref, open.Ref)
	}
}

// NeedsAccount is the query for Account.
func NeedsAccount(account string) fact.Query {
	return fact.Ask(account, dataset.BankAccounts.Holder, dataset.BankAccounts.Open)
}
