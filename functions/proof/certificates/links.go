package certificates

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"miaoban/shared/credential"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// link creates a link to the certificate. The address is in this answer only; it is not stored.
func (c certificates) link(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := Own(ctx, c.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	days, err := strconv.Atoi(values["days"])
	if err != nil || days > 366 {
		days = 0 // not a valid lifetime
	}
	made, err := c.MakeLink(ctx, issued.HolderOf, issued.Number, time.Duration(days)*24*time.Hour)
	if err != nil {
		return httpapi.Response{}, err
	}
	address := c.origin(r) + "/shared/" + made.Secret
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusCreated, struct {
			instant.Link
			URL string `json:"url"`
		}{made, address})
	}
	shown, err := c.show(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	shown.New = address
	return httpapi.HTML(http.StatusCreated, c.Pages, r.Page("certificate", issued.Title, shown))
}

func (c certificates) withdraw(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := Own(ctx, c.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := c.WithdrawLink(ctx, issued.Number, r.Path("id")); err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/certificates/" + issued.Number), nil
	}
	return httpapi.Response{StatusCode: http.StatusNoContent}, nil
}

var lists = regexp.MustCompile(`^\d{8}-\d$`)

// list publishes a status list. It reveals nothing about anybody and may be cached for five
// minutes, which is how long a revocation may take to be seen.
func (c certificates) list(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	list, purpose := r.Path("list"), credential.Purpose(r.Path("purpose"))
	if !lists.MatchString(list) || purpose != credential.Revocation && purpose != credential.Suspension {
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这个状态列表。", "This status list does not exist."))
	}
	ended, suspended, err := instant.StatusList(ctx, c.Store, list)
	if err != nil {
		return httpapi.Response{}, err
	}
	places := ended
	if purpose == credential.Suspension {
		places = suspended
	}
	token, err := credential.StatusList(ctx, c.ring.Signing(), c.origin(r), list, purpose, places, c.Now().Truncate(5*time.Minute))
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Response{StatusCode: http.StatusOK, Body: token, Headers: map[string]string{
		"Content-Type": "application/vc+jwt", "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*",
	}}, nil
}
