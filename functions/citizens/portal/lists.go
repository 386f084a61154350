package portal

import (
	"context"
	"net/http"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Lists are the three lists by which authority is managed (三单管理). They are computed from the
// catalogue.
type Lists struct {
	Free       []instant.Item `json:"no_approval"` // registration or self-declaration: no approval needed
	Approved   []instant.Item `json:"approval"`    // approved here, by the department named in the item
	Supervised []instant.Item `json:"supervision"` // checked afterwards, by shared data or by inspection
}

func (p *portal) lists(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Either(r, p.pages, http.StatusOK, r.Page("lists", lang.T("审批、免审批和监管清单", "What needs approval"), p.sorted()))
}

func (p *portal) sorted() Lists {
	l := Lists{[]instant.Item{}, []instant.Item{}, []instant.Item{}}
	for _, item := range p.items {
		if item.Handling == instant.Approval {
			l.Approved = append(l.Approved, item)
		} else {
			l.Free = append(l.Free, item)
		}
		if item.VerifiedEvery > 0 || item.Handling == instant.Promise {
			l.Supervised = append(l.Supervised, item)
		}
	}
	return l
}
