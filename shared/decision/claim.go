package decision

import "time"

// Claim is something of which there is only one, or only so many: a person's
// allowance, a trade name, a unit of a quota.
type Claim struct {
	Kind  string `json:"kind"`            // stable: "allowance", "trade-name"
	Key   string `json:"key"`             // of what: may hold personal data, and never leaves the store
	Limit int64  `json:"limit,omitempty"` // how many may be held: zero means one
	// Returned says that a place that was taken is free again when what was granted
	// ends: a stall, but not a unit of a budget.
	Returned bool `json:"returned,omitempty"`
	Share    int  `json:"share,omitempty"` // of the limit, from which it was taken; set by the engine
}

// Holding is how a claim stands at the time of the decision.
type Holding struct {
	Kind        string    `json:"kind"`
	Key         string    `json:"key"`
	Application string    `json:"application,omitempty"` // who holds it, when it may be held once
	Own         bool      `json:"own,omitempty"`         // the applicant does
	Pending     bool      `json:"pending,omitempty"`     // by an application that a person is reviewing
	Since       time.Time `json:"since,omitzero"`
	Taken       int64     `json:"taken,omitempty"` // of a quota
	Limit       int64     `json:"limit,omitempty"`

	Share int `json:"-"` // of a quota, from which the applicant can take; set by the engine
}

// Free reports whether the claim can still be made.
func (h Holding) Free() bool {
	if h.Limit > 0 {
		return h.Taken < h.Limit
	}
	return h.Application == ""
}

// Holdings are how all claims of a case stand.
type Holdings []Holding

// Of is the holding of that kind; the zero Holding, free, when there is none.
func (hs Holdings) Of(kind string) Holding {
	for _, h := range hs {
		if h.Kind == kind {
			return h
		}
	}
	return Holding{Kind: kind}
}
