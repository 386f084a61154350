package access_test

import (
	"slices"
	"testing"

	"miaoban/shared/access"
)

// TestWhoHasWhich: what everything else rests on is changed by one function, and functions that are open
// to anybody reach no citizen's records.
func TestWhoHasWhich(t *testing.T) {
	table, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	writes := []string{access.PutItem, access.UpdateItem, access.DeleteItem}
	for name, tt := range map[string]struct {
		actions   []string
		partition string
		want      []string
	}{
		"make the ring of keys":        {writes, "KEYS", []string{"clocks"}},
		"sign the audit":               {writes, "AUDITHEADS", []string{"auditing"}},
		"change an entry of the audit": {[]string{access.UpdateItem, access.DeleteItem}, "AUDIT#1", nil},
		"change a policy":              {[]string{access.UpdateItem, access.DeleteItem}, "POLICY#1", nil},
		"publish a ranking":            {writes, "RANKING#2026-11", []string{"publication"}},
		"withdraw a session":           {writes, "SESSION#1", []string{"session"}},
		"erase a person's records":     {[]string{access.DeleteItem}, "SEAL#1", []string{"applications"}},
		"write who died": {writes, "RECORD#deaths#1",
			[]string{"applications", "proactive", "reviews", "tasks", "verification"}},
		"delegate authority": {writes, "RECORD#delegations#1",
			[]string{"applications", "proactive", "reviews", "tasks", "verification"}},
		"take a place of the elderly allowance": {writes, "CLAIM#elderly-allowance#1",
			[]string{"applications", "elderlyallowance", "proactive", "reviews", "verification"}},
	} {
		var got []string
		for function := range table.Own {
			if slices.ContainsFunc(tt.actions, func(action string) bool { return table.Of(function).Allow(action, tt.partition) }) {
				got = append(got, function)
			}
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%v may %s, want %v", got, name, tt.want)
		}
	}
	for _, function := range []string{"portal", "figures", "dashboard", "verify", "authorizer", "session"} {
		for _, partition := range []string{"RECORD#population#1", "KIN#births#1", "TICKET#1", "CLAIM#credit-code#1", "AUDIT#1"} {
			for _, action := range append(writes, access.GetItem, access.Query) {
				if table.Of(function).Allow(action, partition) {
					t.Errorf("%s may %s %s", function, action, partition)
				}
			}
		}
	}
}

// TestAPatternIsNoPrefixOfAnother kind: what is allowed in TICKET# is not in TICKETS#.
func TestAPatternIsNoPrefixOfAnother(t *testing.T) {
	rights := access.Rights{access.GetItem: {"TICKET", "KEYS", "RECORD#births"}}
	for partition, want := range map[string]bool{
		"TICKET#1": true, "TICKETS#440605": false, "TICKET": false, "KEYS": true, "KEYS#1": false,
		"RECORD#births#1": true, "RECORD#births-of-others#1": false, "RECORD#population#1": false,
	} {
		if got := rights.Allow(access.GetItem, partition); got != want {
			t.Errorf("%s: %v", partition, got)
		}
	}
	if rights.Allow(access.Query, "TICKET#1") {
		t.Error("an action that is not listed is allowed")
	}
}
