package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
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
		return Doubted(f.Unknown(holder.Ref, open.Ref), form.BankAccount, account)
	case !open.V:
		return f.NotMet(lang.T("该账户目前不能收款。", "The account cannot receive payments at present."), open.Ref).
			Advise(lang.T("请向开户银行查询，或换一张银行卡。", "Ask your bank, or use another card."))
	case holder.V != payee:
		return f.NotMet(lang.T("这张银行卡不在收款人名下。", "This bank card is not in the payee's name."), holder.Ref).
			Advise(lang.T("请换一张收款人本人的卡。", "Please use a card in the payee's own name."))
	default:
		return f.Met(lang.T("该账户在收款人名下，可以收款。", "The account is in the payee's name and can receive payments."), holder.Ref, open.Ref)
	}
}

// Doubted adds to the finding on a record that is not known that its number may be mistyped, or that of another
// document.
func Doubted(f decision.Finding, kind form.Kind, number string) decision.Finding {
	if doubt := form.Doubt(kind, number); !doubt.IsZero() {
		f.Text = lang.T(doubt.ZH+f.Text.ZH, doubt.EN+" "+f.Text.EN)
	}
	return f
}

// NeedsAccount is the query for Account.
func NeedsAccount(account string) fact.Query {
	return fact.Ask(account, dataset.BankAccounts.Holder, dataset.BankAccounts.Open)
}
