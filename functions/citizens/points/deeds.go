package points

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// Reported is a deed that a citizen reported.
type Reported struct {
	Number   string    `json:"number"`
	Code     string    `json:"deed"`
	Name     lang.Text `json:"name"`
	Points   int       `json:"points"`
	Account  string    `json:"account"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
	State    State     `json:"state"`
	Reason   string    `json:"reason,omitempty"` // the steward's reason
	Person   string    `json:"person,omitempty"` // who reported it; shown to the steward only
	PersonID string    `json:"person_id,omitempty"`
	Region   string    `json:"region"`
	Monthly  int       `json:"monthly"`
}

// record is a deed as it is stored: with the person who reported it, the shared data about them at
// that time, and the steward who judged it. None of these is shown to others.
type record struct {
	Reported
	Parties  []interest.Known `json:"parties,omitempty"`
	JudgedBy string           `json:"judged_by,omitempty"` // ID number of the steward
}

// State is the state of a reported deed.
type State string

const (
	Waits    State = "waits"
	Credited State = "credited"
	Declined State = "declined"
)

// Text returns the state as citizens read it.
func (s State) Text() lang.Text {
	switch s {
	case Waits:
		return lang.T("审核中", "Under review")
	case Credited:
		return lang.T("已入账", "Credited")
	default:
		return lang.T("未通过", "Declined")
	}
}

// reportDeed records a deed. Deeds that shared data or a resolved complaint prove are credited at
// once; the others wait for a steward of the street.
func (o office) reportDeed(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	c, err := o.citizen(ctx, r, fact.Ask(r.Caller.ID, dataset.Volunteering.Hours, dataset.Volunteering.Year))
	if err != nil {
		return httpapi.Response{}, err
	}
	err = o.take(ctx, c, values)
	var p *problem.Problem
	if errors.As(err, &p) && p.Code == "invalid-form" {
		return o.sendBack(ctx, r, c, values, p)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	return o.done(ctx, r, c)
}

func (o office) take(ctx context.Context, c citizen, values map[string]string) error {
	now := o.Now()
	deed, ok := o.rules.deed(values["deed"], c.region, calendar.Of(now))
	if !ok {
		return problem.OfField("deed", "choice", lang.T("请选择当地的得分事项。", "Choose one of the deeds listed for your area."))
	}
	account, may := c.accounts[deed.Account]
	if !may {
		return problem.OfField("deed", "account", lang.T("没有可入账的家庭或商户账户。", "There is no household or business account to credit."))
	}
	switch deed.By {
	case ByData:
		return o.volunteered(ctx, c, deed, account)
	case ByTicket:
		return o.resolved(ctx, c, deed, account, form.Clean(form.Reference, values["ticket"]))
	default:
		return o.wait(ctx, c, deed, account, form.Trim(values["text"]))
	}
}

// volunteered credits the hours in shared data that are not credited yet. A claim marks the
// credited hours.
func (o office) volunteered(ctx context.Context, c citizen, deed Deed, account string) error {
	hours := fact.Get(c.facts, c.ID, dataset.Volunteering.Hours)
	year := fact.Get(c.facts, c.ID, dataset.Volunteering.Year)
	now := o.Now()
	if !hours.Known() || !year.Known() {
		return problem.OfField("deed", "unknown",
			lang.T("暂时查不到志愿服务时长，请稍后再试；不会少算。", "Your volunteer hours are not available now. Please try again later; no hours are lost."))
	}
	mark := store.Key{Partition: "POINTS#" + account, Sort: fmt.Sprintf("CREDITED#%s#%d", deed.Code, year.V)}
	before := 0
	item, err := o.Store.Get(ctx, mark)
	switch {
	case err == nil:
		if err := json.Unmarshal(item.Body, &before); err != nil {
			return fmt.Errorf("reading credited hours: %w", err)
		}
	case !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("reading credited hours: %w", err)
	}
	// No more than the month's limit at once: the rest is credited next month.
	month, err := o.credited(ctx, account, deed.Code, now)
	if err != nil {
		return err
	}
	gained := min(hours.V-before, (deed.Monthly-month)/deed.Points)
	if gained <= 0 {
		return problem.OfField("deed", "nothing",
			lang.F("已确认的 %d 小时都已入账，或本月已到上限。", "All %d hours are already credited, or you have reached this month's limit.", hours.V))
	}
	body, err := json.Marshal(before + gained)
	if err != nil {
		return fmt.Errorf("reading credited hours: %w", err)
	}
	write := store.Create("credited", store.Item{Key: mark, Body: body})
	if item.Version > 0 {
		item.Body = body
		write = store.Replace("credited", item)
	}
	return o.credit(
		ctx,
		c.region,
		credit{
			deed:    deed,
			account: account,
			points:  gained * deed.Points,
			of:      fmt.Sprintf("%s-%d-%d", deed.Code, year.V, before+gained),
		},
		write,
	)
}

// resolved credits, once, a complaint of the caller that the caller confirmed as resolved.
func (o office) resolved(ctx context.Context, c citizen, deed Deed, account, number string) error {
	t, err := ticket.Load(ctx, o.Store, number)
	if errors.Is(err, store.ErrNotFound) || number == "" || err == nil && t.Caller.ID != c.ID {
		return problem.OfField("ticket", "unknown", lang.T("您没有这个编号的诉求。", "You have no ticket with this number."))
	}
	if err != nil {
		return err
	}
	if t.State != ticket.Closed || t.Visit == nil || !t.Visit.Resolved {
		return problem.OfField("ticket", "open",
			lang.T("问题解决并由您确认后才能得分。", "It earns points after the problem is resolved and you have confirmed it."))
	}
	once := store.Create("evidence", store.Item{Key: evidenceKey("ticket\x00" + number), Body: []byte(number)})
	return o.credit(ctx, c.region, credit{deed: deed, account: account, points: deed.Points, of: number}, once)
}

// reportLimit limits how many deeds for a steward's review a person can report in a day.
var reportLimit = instant.Limit{Kind: "deed", Most: 10, Span: instant.Day}

// wait stores a reported deed for a steward of the street to review. The same text counts as
// evidence only once.
func (o office) wait(ctx context.Context, c citizen, deed Deed, account, text string) error {
	if n := len([]rune(text)); n < 5 || n > 500 {
		return problem.OfField(
			"text",
			"length",
			lang.T("请写明时间、地点和做了什么（5 至 500 字）。", "Write when, where and what you did (5 to 500 characters)."),
		)
	}
	now := o.Now()
	number, err := o.NewNumber(now)
	if err != nil {
		return err
	}
	d := record{Reported: Reported{Number: "D" + number, Code: deed.Code, Name: deed.Name, Points: deed.Points, Account: account,
		Text: text, At: now, State: Waits,
		Person: c.Name, PersonID: c.ID, Region: c.region, Monthly: deed.Monthly}}
	var asked []store.Write
	if d.Parties, asked, err = o.Parties(ctx, c.ID); err != nil {
		return err
	}
	writes, err := d.keep(0)
	if err != nil {
		return err
	}
	writes = append(writes, asked...)
	writes = append(writes,
		store.Create("evidence", store.Item{Key: evidenceKey(account + "\x00" + text), Body: []byte(d.Number), Expires: now.Add(maxWait)}),
		store.Create("queue", store.Item{Key: waitKey(d.Region, d.Number), Body: []byte("{}")}))
	return o.commit(ctx, "deed-reported", d.Number, instant.LimitsOf(c.ID, reportLimit), writes,
		problem.OfField("text", "again", lang.T("这件事已经报过。", "You have reported this before.")))
}

// credit describes points that an account gains.
type credit struct {
	deed    Deed
	account string
	points  int
	of      string
}

// credit posts the points within the month's limits, together with the claim that makes them
// unique.
func (o office) credit(ctx context.Context, region string, c credit, more ...store.Write) error {
	now := o.Now()
	terms, ok := o.rules.Terms.At(region, calendar.Of(now))
	if !ok {
		return fmt.Errorf("points: no terms for region %s", region)
	}
	posted, err := ledger.Post(ctx, o.Store,
		ledger.Posting{Account: c.account, Side: ledger.Issued, Points: c.points, Until: terms.Value.until(calendar.Of(now)),
			Of: c.of, Text: c.deed.Name, At: now})
	if err != nil {
		return err
	}
	n := int64(c.points)
	writes := append(append(more, posted...),
		store.Add("limit", limitKey(c.account, c.deed.Code, now), n, int64(c.deed.Monthly)),
		store.Add("limit", limitKey(c.account, "all", now), n, int64(terms.Value.Monthly)))
	return o.commit(ctx, "points-credited", c.of, nil, writes,
		problem.OfField("deed", "limit",
			lang.T("本月已到上限，或已经入账；积分不会多记也不会少记。",
				"You have reached this month's limit, or this was credited before. Nothing is counted twice and nothing is lost.")))
}

// commit writes the changes with an audit record, and counts them towards the limits.
func (o office) commit(ctx context.Context, action, of string, limits []instant.Counted, writes []store.Write,
	lost *problem.Problem) error {
	entry, err := o.Audit.Append(o.Now(), audit.Event{Action: action, Application: of, Digest: audit.Digest(writes[0].Item.Body)})
	if err != nil {
		return err
	}
	err = o.CommitLimited(ctx, limits, append(entry.Writes, writes...)...)
	entry.Done(err)
	return instant.CommitError("points", err, lost)
}

// credited returns how many points the deed earned the account in the month.
func (o office) credited(ctx context.Context, account, deed string, at time.Time) (int, error) {
	item, err := o.Store.Get(ctx, limitKey(account, deed, at))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("reading the month's limit: %w", err)
	}
	return int(item.Count), nil
}

// limitKey is the key of the counter of one deed, account and month.
func limitKey(account, deed string, at time.Time) store.Key {
	return store.Key{Partition: "POINTS#" + account, Sort: "LIMIT#" + calendar.Of(at).MonthText() + "#" + deed}
}

func evidenceKey(text string) store.Key {
	sum := sha256.Sum256([]byte(text))
	return store.Key{Partition: "EVIDENCE#" + hex.EncodeToString(sum[:]), Sort: "EVIDENCE"}
}

// DeedKey is the store key of a reported deed.
func DeedKey(number string) store.Key { return store.Key{Partition: "DEED#" + number, Sort: "DEED"} }

func waitKey(region, number string) store.Key {
	return store.Key{Partition: "DEEDS#" + region, Sort: number}
}

// keep returns the writes that store the deed in place of its version before, and its line in the
// list of the person who reported it.
func (d record) keep(before int64) ([]store.Write, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("storing a deed: %w", err)
	}
	item := store.Item{Key: DeedKey(d.Number), Body: body, Version: before}
	write := store.Create("deed", item)
	if before > 0 {
		write = store.Replace("deed", item)
	}
	place := store.Key{Partition: instant.PersonPartition(d.PersonID), Sort: points.DeedPrefix + d.Number}
	d.Person = ""
	line, err := json.Marshal(d.shown())
	if err != nil {
		return nil, fmt.Errorf("storing a deed: %w", err)
	}
	return []store.Write{write, store.Put("line", store.Item{Key: place, Body: line})}, nil
}

// reportedBy returns the deeds that the person reported, newest first.
func (o office) reportedBy(ctx context.Context, person string) ([]Reported, error) {
	page, err := o.Store.Query(ctx,
		store.Query{Partition: instant.PersonPartition(person), Prefix: points.DeedPrefix, Limit: 20, Descending: true})
	if err != nil {
		return nil, fmt.Errorf("reading reported deeds: %w", err)
	}
	all := make([]Reported, len(page.Items))
	for i, item := range page.Items {
		if err := json.Unmarshal(item.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("reading reported deeds: %w", err)
		}
	}
	return all, nil
}
