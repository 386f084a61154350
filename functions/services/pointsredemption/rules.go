package pointsredemption

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy lists the rewards (policy.yaml).
type Policy struct {
	Laws struct {
		Points policy.Basis `yaml:"points"`
	} `yaml:"laws"`
	Rewards policy.Series[[]Reward]           `yaml:"rewards"`
	Bands   policy.Series[[]Band]             `yaml:"bands"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Reward is one reward that points can buy.
type Reward struct {
	Code  string    `yaml:"code" validate:"required"`
	Kind  Kind      `yaml:"kind" validate:"oneof=goods honour courtesy credit"`
	Name  lang.Text `yaml:"name"`
	Cost  int       `yaml:"cost" validate:"min=0"`
	Stock int64     `yaml:"stock,omitempty" validate:"min=0"` // items in a year; 0: unlimited
	Days  int       `yaml:"days,omitempty" validate:"min=0"`  // days of validity; 0: to the end of the year
	Note  lang.Text `yaml:"note,omitempty" validate:"omitempty"`
}

// Kind is a kind of reward: goods, honour, courtesy or credit.
type Kind string

const (
	Goods    Kind = "goods"
	Honour   Kind = "honour"
	Courtesy Kind = "courtesy" // priority handling; it never changes a decision
	Credit   Kind = "credit"
)

// Band is a level of the points earned in a year, as shown to a bank.
type Band struct {
	Name string `yaml:"name" validate:"required"`
	From int    `yaml:"from" validate:"min=1"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{alive(c), offered(c), account(c), enough(c), left(c), notHeld(c)}
}

// decide2026 rejected applications in a region without a list. It is kept to replay its decisions.
func decide2026(c Case) []decision.Finding {
	return []decision.Finding{alive(c), offered2026(c), account(c), enough(c), left(c), notHeld(c)}
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Points)
}

// rewardOf returns the chosen reward as the household's region offers it; ok is false if the region
// is not known.
func rewardOf(c Case) (reward Reward, basis policy.Basis, ok bool) {
	if !fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).Known() {
		return reward, basis, false
	}
	figure, found := c.Policy.Rewards.At(householdOf(c), c.Today())
	i := slices.IndexFunc(figure.Value, func(r Reward) bool { return r.Code == string(c.Form.Reward) })
	if !found || i < 0 {
		return reward, basis, false
	}
	return figure.Value[i], figure.Basis, true
}

func householdOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household).V
}

// offered requires the household's region to offer the reward. A region without a known list refers.
func offered(c Case) decision.Finding {
	f := decision.Rule("offered", lang.T("户籍所在地有这项兑换", "Your area offers this reward"), c.Policy.Laws.Points)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if !household.Known() {
		return f.Unknown(household.Ref)
	}
	list, known := c.Policy.Rewards.At(household.V, c.Today())
	if !known {
		return f.NoRule(lang.F("系统中没有%s的兑换目录，由工作人员核实。", "The system has no list of rewards of %s. An officer will verify it.",
			division.FullName(household.V)), household.Ref)
	}
	reward, basis, ok := rewardOf(c)
	if !ok {
		f.Basis = []policy.Basis{list.Basis}
		return f.NotMet(lang.F("%s没有这项兑换。", "%s does not offer this reward.", division.FullName(household.V)), household.Ref).
			Advise(lang.T("请看当地的兑换目录，选择其他项目。", "Choose another reward from the list of your area."))
	}
	f.Basis = []policy.Basis{basis}
	return f.Met(lang.F("%s：%d 积分。", "%s: %d points.", reward.Name, reward.Cost), household.Ref)
}

// offered2026 requires the household's region to offer the reward.
func offered2026(c Case) decision.Finding {
	f := decision.Rule("offered", lang.T("户籍所在地有这项兑换", "Your area offers this reward"), c.Policy.Laws.Points)
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if !household.Known() {
		return f.Unknown(household.Ref)
	}
	reward, basis, ok := rewardOf(c)
	if !ok {
		return f.NotMet(lang.F("%s没有这项兑换。", "%s does not offer this reward.", division.FullName(household.V)), household.Ref).
			Advise(lang.T("请看当地的兑换目录，选择其他项目。", "Choose another reward from the list of your area."))
	}
	f.Basis = []policy.Basis{basis}
	return f.Met(lang.F("%s：%d 积分。", "%s: %d points.", reward.Name, reward.Cost), household.Ref)
}

// accountOf returns the ID of the account that pays; "" if not known.
func accountOf(c Case) string {
	switch kind := points.Kind(c.Form.Account); kind {
	case points.Household:
		return points.AccountOf(kind, fact.Get(c.Facts, c.Applicant.ID, dataset.Households.Book).V)
	case points.Business:
		return points.AccountOf(kind, fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Code).V)
	default:
		return points.AccountOf(kind, c.Applicant.ID)
	}
}

// account requires the applicant's right to use the account: it is their own, or that of their
// household or business.
func account(c Case) decision.Finding {
	f := decision.Rule("account", lang.T("有权使用该账户", "You may use this account"), c.Policy.Laws.Points)
	switch points.Kind(c.Form.Account) {
	case points.Household:
		book := fact.Get(c.Facts, c.Applicant.ID, dataset.Households.Book)
		if !book.Known() {
			return f.Unknown(book.Ref)
		}
		return f.Met(lang.T("同一户口簿的家庭账户。", "The account of your household."), book.Ref)
	case points.Business:
		code := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Code)
		switch {
		case code.None():
			return f.NotMet(lang.T("没有您登记的个体工商户。", "You have no registered business."), code.Ref).
				Advise(lang.T("请改用本人或家庭账户。", "Use your own account or your household's."))
		case !code.Known():
			return f.Unknown(code.Ref)
		}
		return f.Met(lang.T("您登记的个体工商户的账户。", "The account of your business."), code.Ref)
	default:
		return f.Met(lang.T("本人账户。", "Your own account."))
	}
}

// enough requires enough points, not counting expired ones.
func enough(c Case) decision.Finding {
	f := decision.Rule("enough", lang.T("积分足够", "Enough points"), c.Policy.Laws.Points)
	reward, _, ok := rewardOf(c)
	name := accountOf(c)
	switch {
	case !ok:
		return f.Met(lang.T("没有这项兑换，这一条不适用。", "The reward is not offered, so this condition does not apply."))
	case name == "":
		return f.Met(lang.T("没有可用账户，这一条不适用。", "There is no account to use, so this condition does not apply."))
	}
	earn := lang.T("多做一件好事，就近一步：看“积分”里可以得分的事项。", "See “Points” for ways to earn more.")
	held := fact.Get(c.Facts, name, dataset.Points.Lots)
	year, earned := fact.Get(c.Facts, name, dataset.Points.Year), fact.Get(c.Facts, name, dataset.Points.Earned)
	if reward.Kind == Credit {
		switch {
		case !earned.None() && (!earned.Known() || !year.Known()):
			return f.Unknown(earned.Ref, year.Ref)
		case bandOf(c) == "":
			return f.NotMet(lang.F("今年获得 %d 积分，还没有等级。", "You have earned %d points this year, which is below the first level.",
				earnedIn(c)), earned.Ref).Advise(earn)
		}
		return f.Met(lang.F("今年获得 %d 积分。", "You have earned %d points this year.", earnedIn(c)), earned.Ref)
	}
	lots, err := points.ParseLots(held.V)
	switch {
	case held.State == fact.Known && err != nil:
		return f.Unsure(lang.T("积分账户的记录无法读取，需人工核实。", "The record of the account cannot be read. An officer will check it."))
	case !held.None() && !held.Known() && held.State != fact.Missing: // a missing record is an empty account
		return f.Unknown(held.Ref)
	}
	balance := fact.Get(c.Facts, name, dataset.Points.Balance)
	usable, _ := lots.On(c.Today())
	if usable.Sum() < reward.Cost {
		return f.NotMet(lang.F("需要 %d 积分，可用 %d，还差 %d。", "%d points are needed and %d are available; %d more are needed.", reward.Cost,
			usable.Sum(), reward.Cost-usable.Sum()), balance.Ref).Advise(earn)
	}
	return f.Met(lang.F("需要 %d 积分，可用 %d。", "%d points are needed and %d are available.", reward.Cost, usable.Sum()), balance.Ref)
}

// earnedIn returns the points that the account earned in the current year.
func earnedIn(c Case) int {
	name := accountOf(c)
	if fact.Get(c.Facts, name, dataset.Points.Year).V != c.Today().Year {
		return 0
	}
	return fact.Get(c.Facts, name, dataset.Points.Earned).V
}

// bandOf returns the level for the points earned in the year; "" if there is none.
func bandOf(c Case) string {
	bands, _ := c.Policy.Bands.At(householdOf(c), c.Today())
	name := ""
	for _, b := range bands.Value { // lowest first
		if earnedIn(c) >= b.From {
			name = b.Name
		}
	}
	return name
}

// left requires that the year's stock is not used up.
func left(c Case) decision.Finding {
	f := decision.Rule("left", lang.T("今年还有库存", "In stock this year"), c.Policy.Laws.Points)
	stock := c.Holdings.Of(stockKind)
	switch {
	case stock.Limit == 0:
		return f.Met(lang.T("不限数量。", "The number is not limited."))
	case !stock.Free():
		next := lastDay(c.Today()).AddDays(1)
		return f.NotMet(lang.F("今年 %d 份已兑完，积分没有扣。", "All %d items of this year are taken. No points were deducted.", stock.Limit)).
			Advise(lang.F("下一批从%s起。", "New stock is available from %s.", next)).FirstMet(next)
	default:
		return f.Met(lang.F("今年共 %d 份，还有。", "There are %d items this year, and some are left.", stock.Limit))
	}
}

// notHeld requires that the person does not already have this honour or courtesy.
func notHeld(c Case) decision.Finding {
	f := decision.Rule("not-held", lang.T("没有重复", "Not granted before"), c.Policy.Laws.Points)
	if held := c.Holdings.Of(honourKind); !held.Free() {
		return f.NotMet(lang.F("已由申请 %s 授予。", "It was granted by application %s.", held.Application)).
			Advise(lang.T("荣誉授予一次，一直有效。", "An honour is granted once and stays valid."))
	}
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Priority.Until)
	reward, _, _ := rewardOf(c)
	switch {
	case reward.Code != priorityCode:
		return f.Met(lang.T("没有重复。", "It was not granted before."))
	case until.Known() && !until.V.Before(c.Today()):
		next := until.V.AddDays(1)
		return f.NotMet(lang.F("优先办理礼遇到%s为止，还在有效期内。", "Your current courtesy is valid until %s.", until.V), until.Ref).
			Advise(lang.F("%s起可以再次兑换。", "You can redeem it again from %s.", next)).FirstMet(next)
	case until.Known() || until.None() || until.State == fact.Missing:
		return f.Met(lang.T("没有在有效期内的优先办理礼遇。", "You have no courtesy in force."), until.Ref)
	default:
		return f.Unknown(until.Ref)
	}
}

// lastDay returns the last day of the year, when the year's stock ends.
func lastDay(today calendar.Date) calendar.Date {
	return calendar.Date{Year: today.Year, Month: 12, Day: 31}
}

// validUntil returns the last day on which a reward granted on the day is valid.
func validUntil(reward Reward, today calendar.Date) calendar.Date {
	if reward.Days > 0 {
		return today.AddDays(reward.Days)
	}
	return lastDay(today)
}
