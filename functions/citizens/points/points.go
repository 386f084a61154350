// Package points lets citizens see the points of their own, household and business accounts, report
// deeds that earn points, and agree to be ranked (积分). Stewards review the reported deeds.
package points

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/hanzi"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
	"miaoban/shared/policy"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Routes are the function's handlers.
func Routes(e *instant.Engine) (httpapi.Routes, error) {
	rules, _, err := policy.Load[Policy]("functions/citizens/points/policy.yaml", document)
	if err != nil {
		return nil, fmt.Errorf("points: %w", err)
	}
	o := office{e, rules}
	return httpapi.Routes{
		"GET /points":           o.own,
		"POST /points/deeds":    o.reportDeed,
		"POST /points/ranking":  o.consent,
		"GET /points/ranking":   o.ranking,
		"GET /stewards":         o.queue,
		"GET /stewards/{deed}":  o.reported,
		"POST /stewards/{deed}": o.judge,
	}, nil
}

type office struct {
	*instant.Engine
	rules Policy
}

// Account is an account that the caller may see, with its balance today.
type Account struct {
	Kind    points.Kind    `json:"kind"`
	KindOf  lang.Text      `json:"kind_text"`
	Name    string         `json:"account"`
	Points  int            `json:"points"` // points that can be spent today
	Earned  int            `json:"earned"` // points earned this year
	Lots    points.Lots    `json:"lots"`
	Entries []ledger.Entry `json:"entries"` // the newest entries
	Ranked  string         `json:"ranked_as,omitempty"`
}

// Page shows a person's accounts, and what earns more points.
type Page struct {
	Accounts []Account         `json:"accounts"`
	Region   string            `json:"region"`
	Deeds    []Deed            `json:"deeds"`
	Reported []Reported        `json:"reported"` // by the caller, newest first
	Typed    map[string]string `json:"-"`
	Problem  *problem.Problem  `json:"-"`
}

// citizen is the caller, with the accounts that they may use.
type citizen struct {
	decision.Applicant
	region   string // the division of the household; "" if not known
	accounts map[points.Kind]string
	facts    fact.Facts
}

var kinds = []struct {
	kind points.Kind
	text lang.Text
}{
	{points.Person, lang.T("我的积分", "My points")}, {points.Household, lang.T("家庭积分", "My household's points")},
	{points.Business, lang.T("商户积分", "My business's points")},
}

// citizen reads from shared data which accounts the caller may use, and logs the read.
func (o office) citizen(ctx context.Context, r *httpapi.Request, more ...fact.Query) (citizen, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return citizen{}, err
	}
	queries := append(more, fact.Ask(applicant.ID, dataset.Population.Household), fact.Ask(applicant.ID, dataset.Households.Book),
		fact.Ask(applicant.ID, dataset.Operators.Code))
	c := citizen{Applicant: applicant, accounts: map[points.Kind]string{points.Person: points.AccountOf(points.Person, applicant.ID)}}
	if c.facts, err = o.Look(ctx, applicant, "points", instant.LimitsOf(applicant.ID, instant.LookLimits...), queries...); err != nil {
		return c, err
	}
	if household := fact.Get(c.facts, applicant.ID, dataset.Population.Household); household.Known() {
		c.region = household.V
	}
	if book := fact.Get(c.facts, applicant.ID, dataset.Households.Book); book.Known() {
		c.accounts[points.Household] = points.AccountOf(points.Household, book.V)
	}
	if code := fact.Get(c.facts, applicant.ID, dataset.Operators.Code); code.Known() {
		c.accounts[points.Business] = points.AccountOf(points.Business, code.V)
	}
	return c, nil
}

func (o office) own(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	c, err := o.citizen(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return o.show(ctx, r, http.StatusOK, c, nil, nil)
}

func (o office) show(ctx context.Context, r *httpapi.Request, status int, c citizen, typed map[string]string,
	problem *problem.Problem) (httpapi.Response, error) {
	today := calendar.Of(o.Now())
	deeds, _ := o.rules.Deeds.At(c.region, today)
	page := Page{Accounts: []Account{}, Region: c.region, Deeds: deeds.Value, Typed: typed, Problem: problem}
	if page.Deeds == nil {
		page.Deeds = []Deed{}
	}
	for _, k := range kinds {
		name, has := c.accounts[k.kind]
		if !has {
			continue
		}
		a, err := ledger.Load(ctx, o.Store, name)
		if err != nil {
			return httpapi.Response{}, err
		}
		left, _ := a.Lots.On(today)
		shown := Account{Kind: k.kind, KindOf: k.text, Name: name, Points: left.Sum(), Lots: append(points.Lots{}, left...)}
		if a.Year == today.Year {
			shown.Earned = a.Earned
		}
		if shown.Entries, _, err = ledger.Entries(ctx, o.Store, name, ""); err != nil {
			return httpapi.Response{}, err
		}
		profile, _, err := ledger.LoadProfile(ctx, o.Store, name)
		if err != nil {
			return httpapi.Response{}, err
		}
		shown.Ranked = profile.Name
		page.Accounts = append(page.Accounts, shown)
	}
	var err error
	if page.Reported, err = o.reportedBy(ctx, c.ID); err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, o.Pages, status, r.Page("points", page.Problem.TitleOf(lang.T("积分", "Points")), page))
}

// Ranking lists who earned most in the year, among those who agreed to be shown.
type Ranking struct {
	Region string          `json:"region"`
	Year   int             `json:"year"`
	Ranked []ledger.Ranked `json:"ranked"`
}

func (o office) ranking(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	region := r.Query("region")
	if region == "" {
		region = "440605"
	}
	if _, known := division.Find(region); !known || division.District(region) == "" {
		return httpapi.Response{},
			problem.New("malformed-request", lang.T("region 须为区县的六位代码。", "region must be the six-digit code of a district."))
	}
	year := calendar.Of(o.Now()).Year
	ranked, err := ledger.Ranking(ctx, o.Store, region, year)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, o.Pages, http.StatusOK,
		r.Page("pointsranking", lang.T("积分榜", "Points ranking"), Ranking{division.District(region), year, ranked}))
}

// consentLimit limits how often a person can change how they are shown in the ranking.
var consentLimit = instant.Limit{Kind: "ranking", Most: 20, Span: instant.Day}

// consent records whether the caller agrees that an account is ranked, and under which name.
func (o office) consent(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	c, err := o.citizen(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	account, may := c.accounts[points.Kind(values["kind"])]
	if !may {
		return httpapi.Response{}, problem.New("not-found", lang.T("您没有这个账户。", "You do not have this account."))
	}
	var to *ledger.Profile
	if name := hanzi.Name(values["name"]); name != "" {
		if fault := publicNameFault(name); fault != nil {
			return o.sendBack(ctx, r, c, values, fault)
		}
		to = &ledger.Profile{Name: name, Region: c.region}
	}
	if err := o.commitConsent(ctx, c.ID, account, to); err != nil {
		return httpapi.Response{}, err
	}
	return o.done(ctx, r, c)
}

// maxAttempts is how often a consent is committed while others change the same account.
const maxAttempts = 4

func (o office) commitConsent(ctx context.Context, person, account string, to *ledger.Profile) error {
	for range maxAttempts {
		writes, err := ledger.Consent(ctx, o.Store, account, to)
		if err != nil {
			return err
		}
		err = o.CommitLimited(ctx, instant.LimitsOf(person, consentLimit), writes...)
		var lost *store.Conflict
		if !errors.As(err, &lost) {
			return instant.CommitError("a consent", err, nil)
		}
	}
	return problem.New("busy", lang.T("请稍后再试。", "Please try again shortly."))
}

// maxDigits is how many digits a public name may have: more would be a number, which nobody should publish.
const maxDigits = 4

// publicNameFault returns what is to correct in the name that the ranking shows: it is written like the name of a
// person, and may have a few digits besides.
func publicNameFault(name string) *problem.Problem {
	digits := 0
	written := strings.Map(func(c rune) rune {
		if unicode.IsDigit(c) {
			digits++
			return ' '
		}
		return c
	}, name)
	switch odd := hanzi.AnyPersonFault(written); {
	case utf8.RuneCountInString(name) > 20:
		return problem.OfField("name", "length", lang.T("榜上名称不超过 20 字。", "The name in the ranking can have at most 20 characters."))
	case digits > maxDigits:
		return problem.OfField("name", "digits", lang.T("榜上名称会公开显示，请不要填写号码。", "The name in the ranking is public. Please do not enter a number."))
	case !odd.IsZero():
		return problem.OfField("name", "personname", odd)
	default:
		return nil
	}
}

// done shows the caller's points after a change.
func (o office) done(ctx context.Context, r *httpapi.Request, c citizen) (httpapi.Response, error) {
	if r.WantsHTML() {
		return httpapi.Redirect("/points"), nil
	}
	return o.show(ctx, r, http.StatusOK, c, nil, nil)
}

// sendBack returns a form with faults: browsers get it with the values that were typed.
func (o office) sendBack(ctx context.Context, r *httpapi.Request, c citizen, typed map[string]string,
	p *problem.Problem) (httpapi.Response, error) {
	if !r.WantsHTML() {
		return httpapi.Response{}, p
	}
	return o.show(ctx, r, httpapi.StatusOf(p.Code), c, typed, p)
}

// maxWait limits how long the text about a deed is stored for a steward.
const maxWait = 90 * 24 * time.Hour
