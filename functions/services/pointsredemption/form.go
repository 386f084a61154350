package pointsredemption

import (
	"slices"
	"sync"

	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/policy"
)

// Form asks for the reward and the account that pays for it.
type Form struct {
	Reward  RewardCode `json:"reward" validate:"required,choice" zh:"兑换什么" en:"Reward"`
	Account Account    `json:"account" validate:"required,choice" zh:"用哪个账户的积分" en:"Account to pay from"`
	Consent bool       `json:"consent,omitempty" validate:"required_if=Reward credit" zh:"我同意把积分信用等级写入证明；由我自己决定出示给哪家银行，随时可以撤回" en:"I agree that my points level is certified. I decide which bank I show it to, and can withdraw my consent at any time" zh_hint:"仅兑换积分信用等级证明时需要" en_hint:"Only for the certificate of my points level"`
}

// RewardCode is the code of a reward in the policy.
type RewardCode string

// Options returns the rewards of all regions; a rule checks which ones a region has.
func (RewardCode) Options() []form.Option { return rewards() }

var rewards = sync.OnceValue(func() []form.Option {
	p, _, err := policy.Load[Policy]("functions/services/pointsredemption/policy.yaml", document)
	if err != nil {
		return nil // the service does not start with such a policy
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

// Account is the kind of account that pays.
type Account string

// Options returns the choices of the field.
func (Account) Options() []form.Option {
	return []form.Option{
		{Value: string(points.Person), Label: lang.T("我的", "My own account")},
		{Value: string(points.Household), Label: lang.T("我家的（同一户口簿）", "My household's account")},
		{Value: string(points.Business), Label: lang.T("我的个体工商户的", "My business's account")},
	}
}
