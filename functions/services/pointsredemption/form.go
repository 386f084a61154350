package pointsredemption

import (
	"slices"
	"sync"

	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/policy"
)

// Form is what somebody wants, and from whose account.
type Form struct {
	Reward  RewardCode `json:"reward" validate:"required,choice" zh:"兑换什么" en:"What you want"`
	Account Account    `json:"account" validate:"required,choice" zh:"用哪个账户的积分" en:"From which account"`
	Consent bool       `json:"consent,omitempty" validate:"required_if=Reward credit" zh:"我同意把积分信用等级写入证明；由我自己决定出示给哪家银行，随时可以撤回" en:"I agree that the band of my points is certified. I choose to which bank I show it, and can withdraw it at any time" zh_hint:"仅兑换积分信用等级证明时需要" en_hint:"Only for the certificate of my band"`
}

// RewardCode names a reward of the policy.
type RewardCode string

// Options are the rewards that there are anywhere; which of them a place has is a rule.
func (RewardCode) Options() []form.Option { return rewards() }

var rewards = sync.OnceValue(func() []form.Option {
	p, _, err := policy.Load[Policy]("functions/services/pointsredemption/policy.yaml", document)
	if err != nil {
		return nil // the service does not open by such a policy either
	}
	var options []form.Option
	for _, f := range p.Rewards.Figures {
		for _, r := range f.Value {
			label := lang.F("%s（%d 积分）", "%s (%d points)", r.Name, r.Cost)
			if !slices.ContainsFunc(options, func(o form.Option) bool { return o.Value == r.Code }) {
				options = append(options, form.Option{Value: r.Code, Label: label})
			}
		}
	}
	return options
})

// Account is whose points are spent.
type Account string

// Options are the accounts to choose from.
func (Account) Options() []form.Option {
	return []form.Option{
		{Value: string(points.Person), Label: lang.T("我的", "My own")},
		{Value: string(points.Household), Label: lang.T("我家的（同一户口簿）", "My household's")},
		{Value: string(points.Business), Label: lang.T("我的个体工商户的", "My business's")},
	}
}
