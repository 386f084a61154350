// Package pointsredemption is 积分兑换: citizens redeem points for goods, honours, courtesies, or a
// certificate of their points level for a bank.
package pointsredemption

import (
	_ "embed"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// Kinds of claims: a limited stock, and honours that are granted once.
const (
	stockKind  = "points-stock"
	honourKind = "points-honour"
)

// priorityCode is the reward that puts a person's referred applications first in the queue.
const priorityCode = "priority"

// Service returns the definition of the service.
func Service() instant.Service[Form, Policy] {
	return instant.Service[Form, Policy]{
		Item: item(), Policy: document,
		Place: householdOf,
		Rules: []instant.Rules[Form, Policy]{{
			Version: "2026-01-01", From: calendar.MustParse("2026-01-01"),
			Needs: needs, Claims: claims, Decide: decide2026, Issue: issue,
		}, { // a region without a list of rewards refers
			Version: "2026-01-01.2", From: calendar.MustParse("2026-01-01"),
			Needs: needs, Claims: claims, Decide: decide, Issue: issue,
		}},
	}
}

func item() instant.Item {
	return instant.Item{
		Slug: "pointsredemption", Code: "11440600MB000WM08M2442099001000",
		Name: lang.T("积分兑换", "Redeem points"),
		Summary: lang.T("用做好事得来的积分兑换物品、荣誉和礼遇，当场扣分，当场给凭证。",
			"Redeem your points for goods, honours and courtesies. Points are deducted and the voucher is issued at once."),
		Audience:   instant.ForPerson,
		LifeEvent:  lang.T("社区生活", "Life in the community"),
		Department: lang.T("精神文明建设委员会办公室", "Office for civic culture"),
		Basis: []policy.Basis{{Title: lang.T("居民积分管理办法（示例，仿照乌镇积分做法）",
			"Rules on residents' points (an example, based on Wuzhen)"), Illustrative: true}},
		Conditions: []lang.Text{
			lang.T("户籍所在地有该项兑换", "Your area offers the reward"),
			lang.T("账户积分足够，没有过期", "The account has enough points that have not expired"),
			lang.T("今年还有库存；荣誉只授予一次", "In stock this year; an honour is granted only once"),
		},
		Materials: []instant.Material{
			{Name: lang.T("户口簿", "Household register"), From: dataset.Households.Dataset.Title},
			{Name: lang.T("积分记录", "Record of points"), From: dataset.Points.Dataset.Title},
			{Name: lang.T("兑换什么、用哪个账户", "The reward, and the account to pay from")},
		},
		Result:      lang.T("兑换凭证、荣誉证书或信用等级证明（电子）", "Voucher, honour certificate or points level certificate (electronic)"),
		LegalTime:   lang.T("即时", "At once"),
		PromiseTime: lang.T("即时办结", "At once"),
		Fee:         lang.T("不收费", "None"),
		Keywords: []string{
			"积分", "积分兑换", "换礼品", "兑换礼品", "兑礼品", "文明", "文明积分", "文明币", "志愿", "志愿者", "志愿者积分", "志愿服务", "云享", "义工",
			"points", "redeem", "volunteer", "gift", "reward",
		},
		Illustrative: lang.T("事项编码、依据与兑换目录为示例（一瓶水 45 分取自乌镇的报道）。",
			"The item code, the legal basis and the rewards are examples (a bottle of water for 45 points is from a report on Wuzhen)."),
		Surrender: instant.Surrender{
			Kept: lang.T(
				"积分已经扣除，不退还；兑换的礼遇到期自行失效，没有可终止的后续。",
				"The points are deducted and not refunded. A courtesy ends by itself at the end of its term, so "+
					"there is nothing to give up.",
			),
		},
	}
}

func needs(c Case) []fact.Query {
	person := c.Applicant.ID
	queries := []fact.Query{
		fact.Ask(person, dataset.Population.Household), condition.NeedsAlive(person),
	}
	switch points.Kind(c.Form.Account) {
	case points.Household:
		queries = append(queries, fact.Ask(person, dataset.Households.Book))
	case points.Business:
		queries = append(queries, fact.Ask(person, dataset.Operators.Code))
	}
	if c.Form.Reward == priorityCode {
		queries = append(queries, fact.Ask(person, dataset.Priority.Until))
	}
	if c.Form.Account != "" {
		queries = append(
			queries,
			fact.Ask(accountOf(c), dataset.Points.Balance, dataset.Points.Lots, dataset.Points.Year, dataset.Points.Earned),
		)
	}
	return queries
}

// claims returns one item of the region's yearly stock, and for an honour the account's one grant.
func claims(c Case) []decision.Claim {
	reward, _, ok := rewardOf(c)
	if !ok {
		return nil
	}
	figure, _ := c.Policy.Rewards.At(householdOf(c), c.Today())
	var all []decision.Claim
	if reward.Stock > 0 {
		all = append(all, decision.Claim{Kind: stockKind, Key: fmt.Sprintf("%s/%d/%s", figure.Region, c.Today().Year, reward.Code),
			Limit: reward.Stock})
	}
	if name := accountOf(c); reward.Kind == Honour && name != "" {
		all = append(all, decision.Claim{Kind: honourKind, Key: name + "/" + reward.Code})
	}
	return all
}

// certificates has the certificate type of each kind of reward.
var certificates = map[Kind]string{Goods: "510", Honour: "511", Courtesy: "512", Credit: "513"}

func issue(c Case, _ decision.Serial) decision.Grants {
	place := householdOf(c)
	issuer, _ := c.Policy.Issuers.At(place, c.Today())
	reward, basis, _ := rewardOf(c)
	paper := c.Certificate(certificates[reward.Kind], reward.Name, issuer.Value, place, basis,
		certificate.Entry{Label: lang.T("账户", "Account"), Value: form.LabelOf(c.Form.Account)},
		certificate.Line(lang.T("积分", "Points"), fmt.Sprint(reward.Cost)),
		certificate.Entry{Label: lang.T("适用地区", "Where"), Value: division.FullName(division.District(place))},
	)
	grants := decision.Grants{Final: true}
	if reward.Kind != Honour {
		paper.ValidUntil = validUntil(reward, c.Today())
	}
	switch reward.Kind {
	case Credit:
		band := bandOf(c)
		paper.Entries = append(paper.Entries, certificate.Line(lang.T("信用等级", "Band"), band))
		paper.Claims = append(paper.Claims, certificate.Claim{Name: "pointsBand", Label: lang.T("积分信用等级", "Points level"), Value: band})
	case Courtesy:
		if reward.Code == priorityCode {
			grants.Records = []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, dataset.Priority.Until.Set(paper.ValidUntil))}
		}
	}
	if reward.Cost > 0 {
		grants.Debit = &decision.Debit{Account: accountOf(c), Points: reward.Cost, Text: lang.F("兑换%s", "Redeemed: %s", reward.Name)}
	}
	grants.Certificate = paper
	return grants
}
