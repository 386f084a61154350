// Package startup is 企业开办一件事: with one form a sole trader is registered, registered for tax, and
// its seals and employees' insurance are put on record.
package startup

import (
	"miaoban/functions/services/employerinsurance"
	"miaoban/functions/services/sealrecord"
	"miaoban/functions/services/soletrader"
	"miaoban/functions/services/taxregistration"
	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Service returns the bundle. Registration and tax are approved or refused together, because there
// is one licence for both (两证整合). Seals and insurance are optional, and only for the new registration: a
// business that exists already applies for them with their own services.
func Service() instant.Bundle[Form] {
	return instant.Bundle[Form]{
		Item: item(),
		Members: []instant.Member[Form]{
			instant.Join(soletrader.Service(), func(f Form) (soletrader.Form, bool) {
				return soletrader.Form{
					Division: f.Division, Address: f.Address, TradeName: f.TradeName, Industry: f.Industry, NameForm: f.NameForm,
					Scope: f.Scope, Premises: f.Premises, PropertyUnit: f.PropertyUnit, Promise: f.Promise,
				}, true
			}),
			instant.Join(taxregistration.Service(), func(f Form) (taxregistration.Form, bool) {
				return taxregistration.Form{Taxpayer: f.Taxpayer, Accounts: f.Accounts}, true
			}),
			instant.Join(sealrecord.Service(), func(f Form) (sealrecord.Form, bool) {
				return sealrecord.Form{Seals: f.Seals}, len(f.Seals) > 0
			}),
			instant.Join(employerinsurance.Service(), func(f Form) (employerinsurance.Form, bool) {
				return employerinsurance.Form{Employees: f.Employees}, f.Employees > 0
			}),
		},
		Bounds: []instant.Binding{{
			Services: []string{"soletrader", "taxregistration"}, Followers: []string{"sealrecord", "employerinsurance"}, Basis: oneLicence(),
		}},
	}
}

func oneLicence() policy.Basis {
	return policy.Basis{
		Title:  lang.T("关于实施个体工商户营业执照和税务登记证“两证整合”的意见", "Opinions on one licence for registration and tax"),
		Number: "工商个字〔2016〕167号",
		Source: &policy.Source{URL: "http://ynqs.cn/taxstatute/5829.html", Grade: "C", AsOf: calendar.MustParse("2026-11-25")},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "startup", Code: "11440605MB000MR2972000131999000",
		Name:       lang.T("企业开办一件事（个体工商户）", "Starting a business as a sole trader"),
		Summary:    lang.T("执照、税务、印章、社保登记：一张表，一次办完。", "Licence, tax, seals and social insurance: one form, all at once."),
		Audience:   instant.ForBusiness,
		LifeEvent:  lang.T("开办企业", "Starting a business"),
		Department: lang.T("市场监督管理局、税务局、公安局、人力资源和社会保障局", "Market regulator, tax authority, public security, social security"),
		Basis: []policy.Basis{
			{
				Title: lang.T(
					"国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见",
					"Guiding opinions of the State Council on getting one thing done efficiently",
				),
				Number: "国发〔2024〕3号",
				Source: &policy.Source{URL: "https://smebj.cn/detail/686e13966d950c1906c58248.html", Grade: "B",
					AsOf: calendar.MustParse("2026-11-24")},
			},
			oneLicence(),
		},
		Conditions: []lang.Text{
			lang.T("年满18周岁，不是现任公务员，不在市场禁入期内", "18 or older, not a serving civil servant, not banned from doing business"),
			lang.T("名称符合规定且未被使用（也可以不使用名称），经营场所合法或作出书面承诺",
				"The name follows the rules and is available (a business may also have none); the premises are lawful, or you make a "+
					"written declaration"),
		},
		Materials: []instant.Material{
			{Name: lang.T("经营者身份证", "The operator's ID card"), From: dataset.Population.Dataset.Title},
			{Name: lang.T("经营场所产权证明", "Property certificate of the premises"), From: dataset.Property.Dataset.Title},
			{
				Name: lang.T(
					"名称、范围、场所、纳税人类型，以及需要的印章和雇工人数",
					"Name, scope, premises and type of taxpayer; seals and number of employees, if any",
				),
			},
		},
		Result: lang.T("营业执照、税务登记确认书，以及印章备案、社会保险登记凭证（均为电子）",
			"Business licence, tax registration, and records of seals and social insurance (all electronic)"),
		LegalTime:   lang.T("各项法定时限", "As for each part"),
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"店", "开店", "开公司", "办公司", "创业", "企业开办", "一件事", "注册公司", "新办企业", "公司注册", "企业注册", "开店一件事", "开办企业", "start",
			"startup", "company", "business", "found", "entrepreneur", "shop",
		},
		Illustrative: lang.T("事项编码为示例；各项的示例内容见各自的办事指南。", "The item code is an example. The page of each part lists its own examples."),
		Surrender: instant.Surrender{
			Kept: lang.T("各项分别对待：请打开各项的办件，查看能否终止、怎样终止。", "Open each part to see whether and how it can be given up."),
		},
	}
}
