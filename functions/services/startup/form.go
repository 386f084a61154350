package startup

import (
	"miaoban/functions/services/sealrecord"
	"miaoban/functions/services/soletrader"
	"miaoban/functions/services/taxregistration"
	"miaoban/shared/condition"
)

// Form is one form for four departments: the business, its seals, its tax registration and its
// employees.
type Form struct {
	Division     soletrader.Street        `json:"division" validate:"required,choice" zh:"经营场所所在镇街" en:"Street or town of the premises"`
	Address      string                   `json:"address" validate:"required,min=4,max=100,address" zh:"经营场所详细地址" en:"Address of the premises" zh_hint:"路名、门牌号、铺位号" en_hint:"Road, number and unit"`
	TradeName    string                   `json:"trade_name,omitempty" validate:"omitempty,max=20,tradename" zh:"字号（不使用名称的不填）" en:"Trade name (leave it empty to have no name)" zh_hint:"两个以上汉字，例如“鸿运”；不填的，以经营者姓名登记" en_hint:"At least two Chinese characters, such as 鸿运. Without one the business is registered under the operator's name"`
	Industry     soletrader.Industry      `json:"industry" validate:"required,choice" zh:"行业" en:"Industry"`
	NameForm     soletrader.NameForm      `json:"name_form,omitempty" validate:"required_with=TradeName,omitempty,choice" zh:"组织形式" en:"Type of organisation in the name" zh_hint:"填写字号的必选" en_hint:"Needed with a trade name"`
	Scope        soletrader.Scope         `json:"scope" validate:"required,min=1,max=10,unique,choice" zh:"经营范围" en:"Scope of business" zh_hint:"从规范表述中选择，可多选" en_hint:"Choose one or more standard phrases"`
	Premises     condition.Premises       `json:"premises" validate:"required,choice" zh:"经营场所证明方式" en:"How you prove your right to the premises"`
	PropertyUnit string                   `json:"property_unit,omitempty" validate:"required_if=Premises property,omitempty,propertyunit" zh:"不动产单元号" en:"Real-estate unit number" zh_hint:"28 位，在不动产权证上；选择“告知承诺”时用于告知权利人" en_hint:"28 characters, on the property certificate. If you choose self-declaration, it is used to notify the owner"`
	Promise      bool                     `json:"promise,omitempty" when:"Premises promise" zh:"我承诺：经营场所真实、合法、安全，我有权使用；如有不实，愿意承担撤销登记等法律责任" en:"I declare that the premises are real, lawful and safe and that I have the right to use them. If this is not true, I accept that the registration is revoked" zh_hint:"仅选择“告知承诺”时勾选" en_hint:"Only if you choose self-declaration"`
	Taxpayer     taxregistration.Taxpayer `json:"taxpayer" validate:"required,choice" zh:"增值税纳税人类型" en:"Type of taxpayer"`
	Accounts     bool                     `json:"accounts,omitempty" when:"Taxpayer general" validate:"required_if=Taxpayer general" zh:"我能够准确提供税务资料，按规定设置账簿" en:"I can provide accurate tax documents and keep accounts as required" zh_hint:"选择一般纳税人时须确认" en_hint:"Required for general taxpayers"`
	Seals        sealrecord.Seals         `json:"seals,omitempty" validate:"omitempty,max=4,unique,choice" zh:"刻制的印章（不需要的可以不选）" en:"Seals to be made (if any)"`
	Employees    int                      `json:"employees,omitempty" validate:"omitempty,min=1,max=10000" zh:"雇工人数（没有雇工的不填）" en:"Number of employees (if any)"`
}
