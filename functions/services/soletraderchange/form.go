package soletraderchange

import (
	"miaoban/shared/condition"
	"miaoban/shared/form"
	"miaoban/shared/lang"
)

// Form asks only for the change. The business, its name and its place are read from shared data.
type Form struct {
	Kind         Kind               `json:"kind" validate:"required,choice" zh:"办理类型" en:"What you need"`
	TradeName    string             `json:"trade_name,omitempty" validate:"required_if=Kind name,excluded_unless=Kind name,max=20" zh:"新字号" en:"New trade name" zh_hint:"仅变更名称时填写，两个以上汉字" en_hint:"Only to change the name: at least two Chinese characters"`
	Division     Street             `json:"division,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,omitempty,choice" zh:"新经营场所所在镇街" en:"Street or town of the new premises" zh_hint:"仅变更经营场所时选择" en_hint:"Only to change the premises"`
	Address      string             `json:"address,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,max=100" zh:"新经营场所详细地址" en:"Address of the new premises" zh_hint:"仅变更经营场所时填写" en_hint:"Only to change the premises"`
	Premises     condition.Premises `json:"premises,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,omitempty,choice" zh:"新经营场所证明方式" en:"How you prove your right to the new premises" zh_hint:"仅变更经营场所时选择" en_hint:"Only to change the premises"`
	PropertyUnit string             `json:"property_unit,omitempty" validate:"required_if=Premises property,excluded_unless=Kind address,omitempty,len=28" zh:"新经营场所不动产单元号" en:"Real-estate unit number of the new premises" zh_hint:"28 位，在不动产权证上；选择“告知承诺”时用于告知权利人" en_hint:"28 characters, on the property certificate. If you choose self-declaration, it is used to notify the owner"`
	Promise      bool               `json:"promise,omitempty" zh:"我承诺：变更后的经营场所真实合法，我有权使用；或注销前债权债务、税款、职工工资均已结清。如有不实，愿承担法律责任" en:"I declare that the new premises are real and lawful and that I have the right to use them; or, for a cancellation, that all debts, taxes and wages are settled. I accept the legal consequences if this is not true" zh_hint:"以告知承诺变更经营场所、注销时勾选" en_hint:"For new premises by self-declaration, and for a cancellation"`
}

// Kind is the change that is applied for.
type Kind string

const (
	Name    Kind = "name"
	Address Kind = "address"
	Removal Kind = "removal"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Name), Label: lang.T("变更名称", "Change the name")},
		{Value: string(Address), Label: lang.T("变更经营场所", "Change the premises")},
		{Value: string(Removal), Label: lang.T("注销登记", "Cancel the registration")},
	}
}

// Street is the division code of a street or town where a business can be registered.
type Street string

// Options returns the choices of the field.
func (Street) Options() []form.Option { return form.StreetOptions("440600", "440300") }
