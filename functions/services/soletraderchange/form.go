package soletraderchange

import (
	"miaoban/shared/condition"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/tradename"
)

// Form asks only for the change. The business, its name and its place are read from shared data.
type Form struct {
	Kind             Kind               `json:"kind" validate:"required,choice" zh:"办理类型" en:"What you need"`
	TradeName        string             `json:"trade_name,omitempty" validate:"required_if=Kind name,excluded_unless=Kind name,omitempty,max=20,tradename" zh:"新字号" en:"New trade name" zh_hint:"仅变更名称时填写，两个以上汉字" en_hint:"Only to change the name: at least two Chinese characters"`
	NameForm         tradename.Form     `json:"name_form,omitempty" validate:"excluded_unless=Kind name,omitempty,choice" zh:"新名称的组织形式" en:"Type of organisation in the new name" zh_hint:"仅原来不使用名称的选择" en_hint:"Only for a business that had no name of its own"`
	Division         Street             `json:"division,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,omitempty,choice" zh:"新经营场所所在镇街" en:"Street or town of the new premises" zh_hint:"仅变更经营场所时选择" en_hint:"Only to change the premises"`
	Address          string             `json:"address,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,omitempty,max=100,address" zh:"新经营场所详细地址" en:"Address of the new premises" zh_hint:"仅变更经营场所时填写" en_hint:"Only to change the premises"`
	Premises         condition.Premises `json:"premises,omitempty" validate:"required_if=Kind address,excluded_unless=Kind address,omitempty,choice" zh:"新经营场所证明方式" en:"How you prove your right to the new premises" zh_hint:"仅变更经营场所时选择" en_hint:"Only to change the premises"`
	PropertyUnit     string             `json:"property_unit,omitempty" validate:"required_if=Premises property,excluded_unless=Kind address,omitempty,propertyunit" zh:"新经营场所不动产单元号" en:"Real-estate unit number of the new premises" zh_hint:"28 位，在不动产权证上；选择“告知承诺”时用于告知权利人" en_hint:"28 characters, on the property certificate. If you choose self-declaration, it is used to notify the owner"`
	NewOperator      string             `json:"new_operator_id,omitempty" validate:"required_if=Kind operator,excluded_unless=Kind operator,omitempty,idnumber" zh:"新经营者证件号码" en:"ID number of the new operator" zh_hint:"仅变更经营者时填写；新经营者须先在本事项选择“同意接手经营”。居民身份证、港澳台居民居住证、来往内地（大陆）通行证、外国人永久居留身份证的号码都可以；护照号码前加签发国的三个字母代码，例如 KORM12345678" en_hint:"Only to change the operator. The new operator has to agree first, with this service. The number of an ID card, a residence permit, a pass for travel to the mainland or a permanent residence card; a passport number follows the three letters of its state, such as KORM12345678"`
	NewOperatorName  string             `json:"new_operator_name,omitempty" validate:"required_if=Kind operator,excluded_unless=Kind operator,omitempty,max=50,personname" zh:"新经营者姓名" en:"Name of the new operator" zh_hint:"仅变更经营者时填写" en_hint:"Only to change the operator"`
	PresentOperator  string             `json:"present_operator_id,omitempty" validate:"required_if=Kind consent,excluded_unless=Kind consent,omitempty,idnumber" zh:"现经营者证件号码" en:"ID number of the present operator" zh_hint:"仅同意接手经营时填写：居民身份证、港澳台居民居住证、来往内地（大陆）通行证、外国人永久居留身份证的号码都可以；护照号码前加签发国的三个字母代码，例如 KORM12345678" en_hint:"Only to agree to take over a business: of an ID card, a residence permit, a pass for travel to the mainland or a permanent residence card; a passport number follows the three letters of its state, such as KORM12345678"`
	BusinessDivision Street             `json:"business_division,omitempty" validate:"required_if=Kind consent,excluded_unless=Kind consent,omitempty,choice" zh:"拟接手的经营场所所在镇街" en:"Street or town of the business that you take over" zh_hint:"仅同意接手经营时选择" en_hint:"Only to agree to take over a business"`
	Promise          bool               `json:"promise,omitempty" when:"Kind address operator consent removal" zh:"我承诺：变更后的经营场所真实合法，我有权使用；或注销前债权债务、税款、职工工资均已结清；或变更经营者前已妥善处理债权债务；或自愿接手经营。如有不实，愿承担法律责任" en:"I declare that the new premises are real and lawful and that I have the right to use them; or, for a cancellation, that all debts, taxes and wages are settled; or, for a change of operator, that debts and claims are dealt with; or that I take over the business of my own will. I accept the legal consequences if this is not true" zh_hint:"以告知承诺变更经营场所、注销、变更经营者、同意接手时勾选" en_hint:"For new premises by self-declaration, a cancellation, a change of operator, and to agree to take over"`
}

// Kind is the change that is applied for.
type Kind string

const (
	Name     Kind = "name"
	Address  Kind = "address"
	Operator Kind = "operator"
	Consent  Kind = "consent"
	Removal  Kind = "removal"
)

// Options returns the choices of the field.
func (Kind) Options() []form.Option {
	return []form.Option{
		{Value: string(Name), Label: lang.T("变更名称", "Change the name")},
		{Value: string(Address), Label: lang.T("变更经营场所", "Change the premises")},
		{Value: string(Operator), Label: lang.T("变更经营者", "Change the operator")},
		{Value: string(Consent), Label: lang.T("同意接手经营（新经营者）", "Agree to take over a business (as its new operator)")},
		{Value: string(Removal), Label: lang.T("注销登记", "Cancel the registration")},
	}
}

// Street is the division code of a street or town where a business can be registered.
type Street string

// Options returns the choices of the field.
func (Street) Options() []form.Option { return form.StreetOptions("440600", "440300") }
