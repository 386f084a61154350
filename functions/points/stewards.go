package points

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
	"miaoban/shared/store"
)

// Queue is what stewards of the region have to look at, the oldest first.
type Queue struct {
	Region  string     `json:"region"`
	Waiting []Reported `json:"waiting"`
}

func (o office) queue(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	steward, err := instant.OfficerOf(r.Caller, "steward")
	if err != nil {
		return httpapi.Response{}, err
	}
	q := Queue{Region: steward.Region, Waiting: []Reported{}}
	places := []string{steward.Region}
	for _, below := range division.Children(steward.Region) {
		places = append(places, below.Code)
	}
	for _, place := range places {
		for item, err := range store.All(ctx, o.Store, store.Query{Partition: waitKey(place, "").Partition}) {
			if err != nil {
				return httpapi.Response{}, fmt.Errorf("the stewards' queue: %w", err)
			}
			d, _, err := o.deed(ctx, item.Sort)
			if err != nil {
				return httpapi.Response{}, err
			}
			q.Waiting = append(q.Waiting, d.shown())
		}
	}
	return httpapi.Either(r, o.Pages, http.StatusOK, r.Page("stewards", lang.T("积分审核", "Reported deeds"), q))
}

// shown is the deed without the number of who reported it.
func (d Reported) shown() Reported {
	d.PersonID = ""
	return d
}

func (o office) deed(ctx context.Context, number string) (d Reported, version int64, err error) {
	item, err := o.Store.Get(ctx, DeedKey(number))
	if err == nil {
		err = json.Unmarshal(item.Body, &d)
	}
	if err != nil {
		return d, 0, fmt.Errorf("a deed: %w", err)
	}
	return d, item.Version, nil
}

// find is the deed of the path, if it is the steward's to look at.
func (o office) find(ctx context.Context, r *httpapi.Request) (d Reported, version int64, by instant.Officer, err error) {
	if by, err = instant.OfficerOf(r.Caller, "steward"); err != nil {
		return d, 0, by, err
	}
	d, version, err = o.deed(ctx, r.Path("deed"))
	if errors.Is(err, store.ErrNotFound) || err == nil && !division.Within(d.Region, by.Region) {
		err = httpapi.NewProblem("not-found", lang.T("您的辖区没有这件事。", "There is no such deed in your region."))
	}
	return d, version, by, err
}

func (o office) reported(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	d, _, _, err := o.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, o.Pages, http.StatusOK, r.Page("deed", d.Name, d.shown()))
}

// judge credits or declines what was reported. Nobody judges their own, or that of their
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
	reason := strings.TrimSpace(values["reason"])
	if n := len([]rune(reason)); n < 2 || n > 500 || values["verdict"] != "credit" && values["verdict"] != "decline" {
		return httpapi.Response{}, httpapi.Fault("reason", "required", lang.T("请选择是否入账，并写明核实情况（2 至 500 字）。", "Choose whether it is credited, and say what you found: 2 to 500 characters."))
	}
	if d.State != Waits {
		return httpapi.Response{}, httpapi.NewProblem("moved-on", lang.T("已经审核过。", "It was looked at before."))
	}
	if err := o.disinterested(ctx, by, d); err != nil {
		return httpapi.Response{}, err
	}
	d.State, d.Reason = Declined, reason
	if values["verdict"] == "credit" {
		d.State = Credited
	}
	writes, err := d.keep(version)
	if err != nil {
		return httpapi.Response{}, err
	}
	writes = append(writes, store.Remove("queue", waitKey(d.Region, d.Number)))
	if d.State == Credited {
		err = o.credit(ctx, d.Region, credit{deed: Deed{Code: d.Code, Points: d.Points, Monthly: d.Monthly, Name: d.Name}, account: d.Account, points: d.Points, of: d.Number}, writes...)
	} else {
		err = o.commit(ctx, "deed-declined", d.Number, nil, writes, httpapi.NewProblem("moved-on", lang.T("已经审核过。", "It was looked at before.")))
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/stewards"), nil
	}
	return httpapi.JSON(http.StatusOK, d.shown())
}

// disinterested holds that the steward is neither who reported it nor of their household.
func (o office) disinterested(ctx context.Context, by instant.Officer, d Reported) error {
	own := httpapi.NewProblem("forbidden", lang.T("不能审核自己或家人的积分，请由其他审核员办理。", "Nobody looks at their own deeds, or their household's: another steward does."))
	if by.ID == d.PersonID {
		return own
	}
	facts, err := o.Look(ctx, instant.Applicant{ID: d.PersonID, Name: d.Person}, "points", nil, registry.Ask(by.ID, dataset.Households.Book), registry.Ask(d.PersonID, dataset.Households.Book))
	if err != nil {
		return err
	}
	one, other := registry.Get(facts, by.ID, dataset.Households.Book), registry.Get(facts, d.PersonID, dataset.Households.Book)
	if one.Known() && other.Known() && one.V == other.V {
		return own
	}
	return nil
}
