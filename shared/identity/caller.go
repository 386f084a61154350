// Package identity knows people and businesses by their numbers, and the caller
// of a function by what the authorizer vouches for.
package identity

import (
	"slices"
	"strings"
	"time"
)

// Caller is who calls, as the authorizer found from the caller's token.
type Caller struct {
	ID     string // ID number (GB 11643); empty: not signed in
	Name   string
	Roles  []string // beside citizen, which everybody is
	Reason string   // why nobody is signed in: "anonymous", "expired", "invalid" or "unavailable"

	// What signs the caller in: the token's name, its end, and whether a program's header
	// brought it rather than a browser's cookie, which goes with whatever a page sends.
	Session  string
	Until    time.Time
	ByHeader bool
}

// SignedIn reports whether the caller is known.
func (c Caller) SignedIn() bool { return c.ID != "" }

// Has reports whether the caller has the role.
func (c Caller) Has(role string) bool { return slices.Contains(c.Roles, role) }

// RegionOf is the division (GB/T 2260) for which the caller has the role: reviewer for
// 440605, where the role is "reviewer:440605".
func (c Caller) RegionOf(role string) (region string, ok bool) {
	for _, r := range c.Roles {
		if region, found := strings.CutPrefix(r, role+":"); found && region != "" {
			return region, true
		}
	}
	return "", false
}

// Context is what the authorizer hands to the functions, and FromAuthorizer reads.
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

// FromAuthorizer is the caller that the authorizer put into an event's context.
// An event that no authorizer has seen is anonymous.
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
