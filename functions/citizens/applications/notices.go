package applications

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// NoticePage is one page of the notices to a person.
type NoticePage struct {
	Notices []instant.Notice `json:"notices"`
	Next    string           `json:"next,omitempty"` // value of ?after= for the next page
}

func (a applications) notices(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	notices, next, err := instant.Notices(ctx, a.Store, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	slices.SortFunc(notices, func(m, n instant.Notice) int { return n.At.Compare(m.At) })
	return httpapi.Either(r, a.Pages, http.StatusOK, r.Page("notices", lang.T("主动提醒", "Notifications"), NoticePage{notices, next}))
}

// ReadList is one page of who read data about a person, and for what purpose. It has no values.
type ReadList struct {
	Reads []instant.Read `json:"reads"`
	Next  string         `json:"next,omitempty"` // value of ?after= for the next page

	items map[string]instant.Item
}

// For returns the name of the service for which data was read.
func (l ReadList) For(service string) lang.Text {
	return cmp.Or(l.items[service].Name, lang.T(service, service))
}

func (a applications) reads(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	found, next, err := instant.Reads(ctx, a.Store, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	page := r.Page("reads", lang.T("谁查了我的数据", "Who read my data"), ReadList{found, next, a.items})
	return httpapi.Either(r, a.Pages, http.StatusOK, page)
}
