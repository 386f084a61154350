package points

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Queue lists what stewards of the region have to review, oldest first.
type Queue struct {
	Region  string     `json:"region"`
	Waiting []Reported `json:"waiting"`
}

func (o office) queue(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	steward, err := instant.OfficerOf(r.Caller, "steward")
	if err != nil {
		return httpapi.Response{}, err
	}
	listed, err := o.Listed(ctx, steward)
	if err != nil {
		return httpapi.Response{}, err
	}
	q := Queue{Region: steward.Region, Waiting: []Reported{}}
	for _, place := range around(steward.Region) {
		for item, err := range store.All(ctx, o.Store, store.Query{Partition: waitKey(place, "").Partition}) {
			if err != nil {
				return httpapi.Response{}, fmt.Errorf("reading the stewards' queue: %w", err)
			}
			d, _, err := o.deed(ctx, item.Sort)
			if err != nil {
				return httpapi.Response{}, err
			}
			if listed(d.parties()) {
				q.Waiting = append(q.Waiting, d.line())
			}
		}
	}
	return httpapi.Either(r, o.Pages, http.StatusOK, r.Page("stewards", lang.T("积分审核", "Reported deeds"), q))
}

// around returns the region and all divisions in it. A steward of a higher level takes over where
// no local steward may judge.
func around(region string) []string {
	places := []string{region}
	for _, below := range division.Children(region) {
		places = append(places, around(below.Code)...)
	}
	return places
}

// shown returns the deed without the ID number of the person who reported it.
func (d Reported) shown() Reported {
	d.PersonID = ""
	return d
}

// line returns the deed for a list: who reported it, and the text, are shown only after it is
// opened.
func (d Reported) line() Reported {
	d = d.shown()
	d.Person, d.Text, d.Account = "", "", ""
	return d
}

// parties returns the people whose deed it is, with the shared data about them when it was
// reported.
func (d record) parties() []interest.Known {
	return instant.WithPeople(d.Parties, d.PersonID)
}

func (o office) deed(ctx context.Context, number string) (d record, version int64, err error) {
	item, err := o.Store.Get(ctx, DeedKey(number))
	if err == nil {
		err = json.Unmarshal(item.Body, &d)
	}
	if err != nil {
		return d, 0, fmt.Errorf("a deed: %w", err)
	}
	return d, item.Version, nil
}

// find returns the deed in the path if the steward may judge it, and logs the access. A steward may
// not judge a deed of their own or of a relative, then or now, or one that would be credited to an
// account that they use.
func (o office) find(ctx context.Context, r *httpapi.Request) (d record, version int64, by instant.Clearance, err error) {
	steward, err := instant.OfficerOf(r.Caller, "steward")
	if err != nil {
		return d, 0, by, err
	}
	d, version, err = o.deed(ctx, r.Path("deed"))
	if errors.Is(err, store.ErrNotFound) || err == nil && !division.Within(d.Region, steward.Region) {
		err = problem.New("not-found", lang.T("您的辖区没有这件事。", "There is no deed with this number in your region."))
	}
	if err == nil {
		err = o.notTheirAccount(ctx, steward, d)
	}
	if err != nil {
		return d, 0, by, err
	}
	by, err = o.Admit(ctx, steward,
		instant.Matter{Partition: DeedKey(d.Number).Partition, Number: d.Number, Purpose: "deed", People: d.parties()})
	return d, version, by, err
}

// notTheirAccount refuses if the points would go to an account that the steward uses: that of their
// household or of their business.
func (o office) notTheirAccount(ctx context.Context, by instant.Officer, d record) error {
	facts, err := o.Look(ctx, decision.Applicant{ID: by.ID, Name: by.Name}, "conflict-check", nil,
		fact.Ask(by.ID, dataset.Households.Book), fact.Ask(by.ID, dataset.Operators.Code))
	if err != nil {
		return err
	}
	accounts := []string{points.AccountOf(points.Person, by.ID)}
	for kind, field := range map[points.Kind]fact.Field[string]{points.Household: dataset.Households.Book,
		points.Business: dataset.Operators.Code} {
		switch v := fact.Get(facts, by.ID, field); {
		case v.V != "":
			accounts = append(accounts, points.AccountOf(kind, v.V))
		case !v.State.Knowledge():
			return instant.Recused()
		}
	}
	if slices.Contains(accounts, d.Account) {
		return instant.Recused()
	}
	return nil
}

func (o office) reported(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	d, _, _, err := o.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, o.Pages, http.StatusOK, r.Page("deed", d.Name, d.shown()))
}

// judge credits or declines a reported deed. Stewards cannot judge deeds of themselves or of their
// household.
func (o office) judge(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	d, version, by, err := o.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	reason := form.Trim(values["reason"])
	if n := len([]rune(reason)); n < 2 || n > 500 || values["verdict"] != "credit" && values["verdict"] != "decline" {
		return httpapi.Response{},
			problem.OfField("reason", "required",
				lang.T("请选择是否入账，并写明核实情况（2 至 500 字）。", "Choose whether to credit the deed, and write what you found (2 to 500 characters)."))
	}
	if d.State != Waits {
		return httpapi.Response{}, problem.New("moved-on", lang.T("已经审核过。", "It was already reviewed."))
	}
	d.State, d.Reason, d.JudgedBy = Declined, reason, by.Officer().ID
	if values["verdict"] == "credit" {
		d.State = Credited
	}
	writes, err := d.keep(version)
	if err != nil {
		return httpapi.Response{}, err
	}
	acted, err := by.Act("judged")
	if err != nil {
		return httpapi.Response{}, err
	}
	writes = append(append(writes, store.Remove("queue", waitKey(d.Region, d.Number))), acted...)
	if d.State == Credited {
		err = o.credit(ctx, d.Region,
			credit{deed: Deed{Code: d.Code, Points: d.Points, Monthly: d.Monthly, Name: d.Name}, account: d.Account, points: d.Points,
				of: d.Number}, writes...)
	} else {
		err = o.commit(ctx, "deed-declined", d.Number, nil, writes, problem.New("moved-on", lang.T("已经审核过。", "It was already reviewed.")))
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/stewards"), nil
	}
	return httpapi.JSON(http.StatusOK, d.shown())
}
