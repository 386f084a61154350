// Package identity parses the numbers of people and businesses, and reads the caller of a function
// from the authorizer's context.
package identity

import (
	"slices"
	"strings"
	"time"
)

// Caller is the person who makes the request, as the authorizer read them from the token.
type Caller struct {
	ID     string // number of the person's document (Person); empty: not signed in
	Name   string
	Roles  []string // in addition to citizen, which everybody has
	Reason string   // why nobody is signed in: "anonymous", "expired", "invalid" or "unavailable"

	// The token behind the sign-in: its ID, its end, and whether it came in a program's header and
	// not in a browser's cookie (which a browser attaches to any page's request).
	Session  string
	Until    time.Time
	ByHeader bool
}

// SignedIn reports whether the authorizer identified the caller.
func (c Caller) SignedIn() bool { return c.ID != "" }

// Has reports whether the caller has the role, including its region if it has one
// ("reviewer:440605").
func (c Caller) Has(role string) bool { return slices.Contains(c.Roles, role) }

// RegionOf returns the division code (GB/T 2260) for which the caller has the role: for the role
// "reviewer:440605", RegionOf("reviewer") is 440605.
func (c Caller) RegionOf(role string) (region string, ok bool) {
	for _, r := range c.Roles {
		if region, found := strings.CutPrefix(r, role+":"); found && region != "" {
			return region, true
		}
	}
	return "", false
}

// Context is the map that the authorizer passes to the functions; FromAuthorizer reads it.
func (c Caller) Context() map[string]any {
	said := map[string]any{"id": c.ID, "name": c.Name, "roles": strings.Join(c.Roles, " "), "reason": c.Reason}
	if c.SignedIn() {
		said["session"], said["until"], said["by"] = c.Session, c.Until.UTC().Format(time.RFC3339), byCookie
		if c.ByHeader {
			said["by"] = byHeader
		}
	}
	return said
}

const byHeader, byCookie = "header", "cookie"

// FromAuthorizer returns the caller in an event's authorizer context. Without one the caller is
// anonymous.
func FromAuthorizer(context map[string]any) Caller {
	text := func(name string) string {
		s, _ := context[name].(string)
		return s
	}
	caller := Caller{ID: text("id"), Name: text("name"), Roles: strings.Fields(text("roles")), Reason: text("reason"),
		Session: text("session"), ByHeader: text("by") == byHeader}
	if until, err := time.Parse(time.RFC3339, text("until")); err == nil {
		caller.Until = until
	}
	if !caller.SignedIn() && caller.Reason == "" {
		caller.Reason = "anonymous"
	}
	return caller
}
