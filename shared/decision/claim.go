package decision

import "time"

// Claim is something that exists only once, or a limited number of times: a person's allowance, a
// trade name, a unit of a quota.
type Claim struct {
	Kind  string `json:"kind"`            // stable identifier: "allowance", "trade-name"
	Key   string `json:"key"`             // identifies the object; may contain personal data, and never leaves the store
	Limit int64  `json:"limit,omitempty"` // maximum number of holders; zero means one
	// Returned is set if the place becomes free again when the grant ends: for a stall, but not
	// for a unit of a budget.
	Returned bool `json:"returned,omitempty"`
	Share    int  `json:"share,omitempty"` // the share of the limit from which it was taken; set by the engine
}

// Holding is the state of a claim at the time of the decision.
type Holding struct {
	Kind        string    `json:"kind"`
	Key         string    `json:"key"`
	Application string    `json:"application,omitempty"` // the application that holds it, if the limit is one
	Own         bool      `json:"own,omitempty"`         // the applicant holds it
	Pending     bool      `json:"pending,omitempty"`     // held by an application that a person is reviewing
	Since       time.Time `json:"since,omitzero"`
	Taken       int64     `json:"taken,omitempty"` // used units of a quota
	Limit       int64     `json:"limit,omitempty"`

	Share int `json:"-"` // the share of a quota that has units left; set by the engine
}

// Free reports whether the claim can still be taken.
func (h Holding) Free() bool {
	if h.Limit > 0 {
		return h.Taken < h.Limit
	}
	return h.Application == ""
}

// Holdings are the states of all claims of a case.
type Holdings []Holding

// Of returns the holding of that kind; the zero Holding, which is free, if there is none.
func (hs Holdings) Of(kind string) Holding {
	for _, h := range hs {
		if h.Kind == kind {
			return h
		}
	}
	return Holding{Kind: kind}
}
