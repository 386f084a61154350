package applications

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// Export is one page of all data that this platform stores about a person (个人信息保护法 art. 45):
// applications with forms, decisions and the data read; notices; and who read the person's data.
// Each department answers for its own data.
type Export struct {
	Person       string                   `json:"person"`
	At           time.Time                `json:"at"`
	Applications []Exported               `json:"applications"`
	Tickets      []ticket.View            `json:"tickets,omitempty"`     // first page only
	Points       []ledger.Entry           `json:"points,omitempty"`      // first page only; of the personal account
	Deeds        []json.RawMessage        `json:"deeds,omitempty"`       // first page only; deeds reported for points
	Corrections  []instant.CorrectionView `json:"corrections,omitempty"` // first page only; requests for the correction of data
	Notices      []instant.Notice         `json:"notices,omitempty"`     // first page only
	Reads        []instant.Read           `json:"reads,omitempty"`       // first page only
	Next         string                   `json:"next,omitempty"`        // value of ?after= for the next page
}

// Exported is an application with the form that was sent. Values about other people, such as the
// name of an account holder, are left out.
type Exported struct {
	instant.Receipt
	Form json.RawMessage `json:"form"`
}

func (a applications) export(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	out := Export{Person: applicant.Name, At: a.Now(), Applications: []Exported{}}
	summaries, next, err := instant.Applications(ctx, a.Store, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	out.Next = next
	for _, s := range summaries {
		application, err := instant.LoadApplication(ctx, a.Store, s.Number)
		if err != nil {
			return httpapi.Response{}, err
		}
		receipt, err := a.Receipt(ctx, application)
		if err != nil {
			return httpapi.Response{}, err
		}
		out.Applications = append(out.Applications, Exported{receipt, application.Form})
	}
	if r.Query("after") == "" {
		if out.Tickets, err = a.tickets(ctx, applicant.ID); err != nil {
			return httpapi.Response{}, err
		}
		if err := a.thanks(ctx, applicant.ID, &out); err != nil {
			return httpapi.Response{}, err
		}
		for after := ""; ; {
			corrections, next, err := a.Corrections(ctx, applicant.ID, after)
			if err != nil {
				return httpapi.Response{}, err
			}
			out.Corrections = append(out.Corrections, corrections...)
			if after = next; after == "" {
				break
			}
		}
		for after := ""; ; {
			notices, next, err := instant.Notices(ctx, a.Store, applicant.ID, after)
			if err != nil {
				return httpapi.Response{}, err
			}
			out.Notices = append(out.Notices, notices...)
			if after = next; after == "" {
				break
			}
		}
		for after := ""; len(out.Reads) < maxReads; {
			reads, next, err := instant.Reads(ctx, a.Store, applicant.ID, after)
			if err != nil {
				return httpapi.Response{}, err
			}
			out.Reads = append(out.Reads, reads...)
			if after = next; after == "" {
				break
			}
		}
	}
	response, err := httpapi.JSON(http.StatusOK, out)
	if err == nil {
		response.Headers["Content-Disposition"] = `attachment; filename="miaoban-export.json"`
	}
	return response, err
}

// tickets returns all complaints and requests of the person.
func (a applications) tickets(ctx context.Context, person string) (all []ticket.View, err error) {
	for after := ""; ; {
		lines, next, err := ticket.Own(ctx, a.Store, person, after)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			t, err := ticket.Load(ctx, a.Store, line.Number)
			if err != nil {
				return nil, err
			}
			all = append(all, t.View())
		}
		if after = next; after == "" {
			return all, nil
		}
	}
}

// thanks adds the points that the person earned and spent, and the deeds that they reported.
func (a applications) thanks(ctx context.Context, person string, out *Export) error {
	for after := ""; ; {
		entries, next, err := ledger.Entries(ctx, a.Store, points.AccountOf(points.Person, person), after)
		if err != nil {
			return err
		}
		out.Points = append(out.Points, entries...)
		if after = next; after == "" {
			break
		}
	}
	for item, err := range store.All(ctx, a.Store, store.Query{Partition: instant.PersonPartition(person), Prefix: points.DeedPrefix}) {
		if err != nil {
			return fmt.Errorf("reported deeds: %w", err)
		}
		out.Deeds = append(out.Deeds, item.Body)
	}
	return nil
}

// maxReads limits the reads in one export, because Lambda limits the size of an answer. The page of
// reads lists all of them.
const maxReads = 2000
