package syncplan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestManagerRule: what changes the text of a manager's rule would lose the manager.
func TestManagerRule(t *testing.T) {
	t.Parallel()
	alone := func(keys ...string) (faults []string) {
		for _, key := range keys {
			faults = append(faults, "mapping.rules[1]."+key+
				": a manager's rule takes from, when, on_empty and authority alone: leave it out")
		}
		return faults
	}
	for _, tt := range []struct {
		name, keys string
		want       []string
	}{
		{
			name: "all that it takes",
			keys: `"on_empty": "clear", "authority": "fill", "replace": [], "when": {"field": "department", "op": "present"}`,
		},
		{name: "a case", keys: `"case": "lower"`, want: alone("case")},
		{name: "a type", keys: `"type": "text"`, want: alone("type")},
		{
			name: "texts", want: alone("diacritics", "max_length", "check"),
			keys: `"max_length": 7, "diacritics": "strip", "check": "email"`,
		},
		{
			name: "transformations", want: alone("separator", "part", "replace", "domain"),
			keys: `"separator": "@", "part": 1, "replace": [{"old": "a", "new": "b"}], "domain": {"a.com": "b.com"}`,
		},
		{
			name: "a lookup", want: alone("no_value", "lookup"),
			keys: `"lookup": {"7": "8"}, "no_value": ["0"]`,
		},
		{name: "required", keys: `"required": true`, want: alone("required")},
		{
			name: "a default", keys: `"on_empty": "default", "default": "7"`,
			want: append(alone("default"), `mapping.rules[1].on_empty: a manager has no default: leave it out, or say "clear"`),
		},
	} {
		_, err := syncplan.ParseSettings([]byte(`{"zone": "UTC", "mapping": {"rules": [
			{"target": "email", "from": ["work_email"]}, {"target": "manager", "from": ["manager.id"], ` + tt.keys + `}]}}`))
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
