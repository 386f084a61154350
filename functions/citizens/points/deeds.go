package points

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
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

// Reported is a deed that somebody reported.
type Reported struct {
	Number   string    `json:"number"`
	Code     string    `json:"deed"`
	Name     lang.Text `json:"name"`
	Points   int       `json:"points"`
	Account  string    `json:"account"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
	State    State     `json:"state"`
	Reason   string    `json:"reason,omitempty"` // of the steward
	Person   string    `json:"person,omitempty"` // who reported it: for the steward's page alone
	PersonID string    `json:"person_id,omitempty"`
	Region   string    `json:"region"`
	Monthly  int       `json:"monthly"`
}

// record is a deed as it is kept: with who reported it and what was on record of them then,
// and who judged it. Neither is shown.
type record struct {
	Reported
	Parties  []interest.Known `json:"parties,omitempty"`
	JudgedBy string           `json:"judged_by,omitempty"` // ID number
}

// State is what became of a reported deed.
type State string

// The states.
const (
	Waits    State = "waits"
	Credited State = "credited"
	Declined State = "declined"
)

// Text is the state as citizens read it.
func (s State) Text() lang.Text {
	switch s {
	case Waits:
		return lang.T("审核中", "Being looked at")
	case Credited:
		return lang.T("已入账", "Credited")
	default:
		return lang.T("未通过", "Declined")
	}
}

// reportDeed takes a deed in. What data or a resolved complaint prove is credited at once;
// the rest waits for a steward of the street.
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
		return o.again(ctx, r, c, values, p)
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
		return problem.OfField("deed", "choice", lang.T("请选择当地的得分事项。", "Choose one of the deeds that your place has."))
	}
	account, may := c.accounts[deed.Account]
	if !may {
		return problem.OfField("deed", "account", lang.T("没有可入账的家庭或商户账户。", "You have no household or business on record to credit it to."))
	}
	switch deed.By {
	case ByData:
		return o.volunteered(ctx, c, deed, account)
	case ByTicket:
		return o.resolved(ctx, c, deed, account, strings.TrimSpace(values["ticket"]))
	default:
		return o.wait(ctx, c, deed, account, strings.TrimSpace(values["text"]))
	}
}

// volunteered credits the hours that shared data has and that were not credited yet: what
// was, is claimed by its hours.
func (o office) volunteered(ctx context.Context, c citizen, deed Deed, account string) error {
	hours := fact.Get(c.facts, c.ID, dataset.Volunteering.Hours)
	year := fact.Get(c.facts, c.ID, dataset.Volunteering.Year)
	now := o.Now()
	if !hours.Known() || !year.Known() {
		return problem.OfField("deed", "unknown", lang.T("志愿服务时长数据暂时没有，稍后再试；不会少算。", "The hours are not known at the moment. Try again later: none is lost."))
	}
	mark := store.Key{Partition: "POINTS#" + account, Sort: fmt.Sprintf("CREDITED#%s#%d", deed.Code, year.V)}
	before := 0
	item, err := o.Store.Get(ctx, mark)
	switch {
	case err == nil:
		if err := json.Unmarshal(item.Body, &before); err != nil {
			return fmt.Errorf("what was credited: %w", err)
		}
	case !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("what was credited: %w", err)
	}
	// No more than the month's limit at once: the rest is credited next month.
	month, err := o.credited(ctx, account, deed.Code, now)
	if err != nil {
		return err
	}
	gained := min(hours.V-before, (deed.Monthly-month)/deed.Points)
	if gained <= 0 {
		return problem.OfField("deed", "nothing", lang.F("已确认的 %d 小时都已入账，或本月已到上限。", "All of the %d hours are credited, or the month's limit is reached.", hours.V))
	}
	body, err := json.Marshal(before + gained)
	if err != nil {
		return fmt.Errorf("what was credited: %w", err)
	}
	write := store.Create("credited", store.Item{Key: mark, Body: body})
	if item.Version > 0 {
		item.Body = body
		write = store.Replace("credited", item)
	}
	return o.credit(ctx, c.region, credit{deed: deed, account: account, points: gained * deed.Points, of: fmt.Sprintf("%s-%d-%d", deed.Code, year.V, before+gained)}, write)
}

// resolved credits a complaint of the caller's own that they said was resolved, once.
func (o office) resolved(ctx context.Context, c citizen, deed Deed, account, number string) error {
	t, err := ticket.Load(ctx, o.Store, number)
	if errors.Is(err, store.ErrNotFound) || number == "" || err == nil && t.Caller.ID != c.ID {
		return problem.OfField("ticket", "unknown", lang.T("您没有这个编号的诉求。", "You have no ticket of that number."))
	}
	if err != nil {
		return err
	}
	if t.State != ticket.Closed || t.Visit == nil || !t.Visit.Resolved {
		return problem.OfField("ticket", "open", lang.T("问题解决并由您确认后才能得分。", "It earns points once it is resolved, and you have said so."))
	}
	once := store.Create("evidence", store.Item{Key: evidenceKey("ticket\x00" + number), Body: []byte(number)})
	return o.credit(ctx, c.region, credit{deed: deed, account: account, points: deed.Points, of: number}, once)
}

// reports are how many deeds somebody can report on a day that a steward has to look at.
var reports = instant.Limit{Kind: "deed", Most: 10, Span: instant.Day}

// wait keeps what somebody reports, for a steward of their street to look at. The same
// words are evidence once.
func (o office) wait(ctx context.Context, c citizen, deed Deed, account, text string) error {
	if n := len([]rune(text)); n < 5 || n > 500 {
		return problem.OfField("text", "length", lang.T("请写明时间、地点和做了什么（5 至 500 字）。", "Say when, where and what: 5 to 500 characters."))
	}
	now := o.Now()
	number, err := o.NewNumber(now)
	if err != nil {
		return err
	}
	d := record{Reported: Reported{Number: "D" + number, Code: deed.Code, Name: deed.Name, Points: deed.Points, Account: account, Text: text, At: now, State: Waits,
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
	return o.commit(ctx, "deed-reported", d.Number, instant.LimitsOf(c.ID, reports), writes, problem.OfField("text", "again", lang.T("这件事已经报过。", "This was reported before.")))
}

// credit is points that an account gains.
type credit struct {
	deed    Deed
	account string
	points  int
	of      string
}

// credit posts the points with what makes them once, within the month's limits.
func (o office) credit(ctx context.Context, region string, c credit, more ...store.Write) error {
	now := o.Now()
	terms, ok := o.rules.Terms.At(region, calendar.Of(now))
	if !ok {
		return fmt.Errorf("points: there are no terms in %s", region)
	}
	posted, err := ledger.Post(ctx, o.Store, ledger.Posting{Account: c.account, Side: ledger.Issued, Points: c.points, Until: terms.Value.until(calendar.Of(now)), Of: c.of, Text: c.deed.Name, At: now})
	if err != nil {
		return err
	}
	n := int64(c.points)
	writes := append(append(more, posted...),
		store.Add("limit", limitKey(c.account, c.deed.Code, now), n, int64(c.deed.Monthly)),
		store.Add("limit", limitKey(c.account, "all", now), n, int64(terms.Value.Monthly)))
	return o.commit(ctx, "points-credited", c.of, nil, writes, problem.OfField("deed", "limit", lang.T("本月已到上限，或已经入账；积分不会多记也不会少记。", "The month's limit is reached, or it was credited before: nothing is counted twice, and nothing is lost.")))
}

// commit commits, with a record of the audit. It counts for the limits.
func (o office) commit(ctx context.Context, action, of string, limits []instant.Counted, writes []store.Write, lost *problem.Problem) error {
	entry, err := o.Audit.Append(o.Now(), audit.Event{Action: action, Application: of, Digest: audit.Digest(writes[0].Item.Body)})
	if err != nil {
		return err
	}
	err = o.CommitLimited(ctx, limits, append(entry.Writes, writes...)...)
	entry.Done(err)
	return instant.CommitError("points", err, lost)
}

// credited is how many points the deed brought the account in the month.
func (o office) credited(ctx context.Context, account, deed string, at time.Time) (int, error) {
	item, err := o.Store.Get(ctx, limitKey(account, deed, at))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("the month's limit: %w", err)
	}
	return int(item.Count), nil
}

// limitKey counts what a deed brought an account in a month.
func limitKey(account, deed string, at time.Time) store.Key {
	return store.Key{Partition: "POINTS#" + account, Sort: "LIMIT#" + calendar.Of(at).MonthText() + "#" + deed}
}

func evidenceKey(text string) store.Key {
	sum := sha256.Sum256([]byte(text))
	return store.Key{Partition: "EVIDENCE#" + hex.EncodeToString(sum[:]), Sort: "EVIDENCE"}
}

// DeedKey is where a deed that somebody reported is.
func DeedKey(number string) store.Key { return store.Key{Partition: "DEED#" + number, Sort: "DEED"} }

func waitKey(region, number string) store.Key {
	return store.Key{Partition: "DEEDS#" + region, Sort: number}
}

// keep is the writes that keep the deed, in place of its version before, and its line with
// who reported it.
func (d record) keep(before int64) ([]store.Write, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("keeping a deed: %w", err)
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
		return nil, fmt.Errorf("keeping a deed: %w", err)
	}
	return []store.Write{write, store.Put("line", store.Item{Key: place, Body: line})}, nil
}

// reportedBy are the deeds that the person reported, the newest first.
func (o office) reportedBy(ctx context.Context, person string) ([]Reported, error) {
	page, err := o.Store.Query(ctx, store.Query{Partition: instant.PersonPartition(person), Prefix: points.DeedPrefix, Limit: 20, Descending: true})
	if err != nil {
		return nil, fmt.Errorf("reported deeds: %w", err)
	}
	all := make([]Reported, len(page.Items))
	for i, item := range page.Items {
		if err := json.Unmarshal(item.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("reported deeds: %w", err)
		}
	}
	return all, nil
}
