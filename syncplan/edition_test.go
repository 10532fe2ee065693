package syncplan_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestFirstEditionSettings has the keys and words that documents of the first
// edition may still have: each is refused with what to write now.
func TestFirstEditionSettings(t *testing.T) {
	t.Parallel()
	const (
		email = `{"target":"email","from":["work_email"]}`
		limit = `{"count":1,"percent":5}`
	)
	for _, tt := range []struct {
		name, rules, scope, limits, want string
	}{
		{
			name:   "limit by create",
			limits: `"create":` + limit,
			want:   `policy.limits.create: a limit is named after what it limits: write "creates"`,
		},
		{
			name:   "limit by deactivate",
			limits: `"deactivate":` + limit,
			want:   `policy.limits.deactivate: a limit is named after what it limits: write "deactivations"`,
		},
		{
			name:   "limit by update",
			limits: `"update":` + limit,
			want: `policy.limits.update: a limit is named after what it limits: write "email_changes"; ` +
				`it limits the updates that change an address, as before`,
		},
		{
			name:   "limit by relink",
			limits: `"relink":` + limit,
			want:   `policy.limits.relink: relinks are held whatever their number: leave it out`,
		},
		{
			name:   "limit by link",
			limits: `"link":` + limit,
			want:   `policy.limits.link: there is no limit for these actions: leave it out`,
		},
		{
			name:   "both editions",
			limits: `"creates":` + limit + `,"update":` + limit,
			want: `policy.limits.update: a limit is named after what it limits: write "email_changes"; ` +
				`it limits the updates that change an address, as before`,
		},
		{
			name:   "limit with a typo",
			limits: `"creats":` + limit,
			want:   `policy.limits.creats: no such key; did you mean "creates"?`,
		},
		{
			name:  "lifecycle in a condition",
			scope: `{"field":"lifecycle","op":"equals","values":["prehire"]}`,
			want:  `mapping.scope.values[0]: lifecycle has no option "prehire"; did you mean "pre_hire"?`,
		},
		{
			name:  "lifecycle in a lookup",
			rules: `,{"target":"state","from":["lifecycle"],"lookup":{"prehire":"soon","*":"now"}}`,
			want:  `mapping.rules[1].lookup.prehire: the lifecycle before the hire date is "pre_hire": write that`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.scope == "" {
				tt.scope = "{}"
			}
			document := `{"zone":"UTC","mapping":{"scope":` + tt.scope + `,"rules":[` + email + tt.rules + `]},
				"policy":{"limits":{` + tt.limits + `}}}`
			s, err := syncplan.ParseSettings([]byte(document))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			if s.Zone != "" {
				t.Error("settings beside an error")
			}
			now := strings.NewReplacer("prehire", "pre_hire", "create\"", "creates\"", "deactivate\"", "deactivations\"",
				"update\"", "email_changes\"", "creats\"", "creates\"").Replace(document)
			if _, err := syncplan.ParseSettings([]byte(now)); err != nil && !strings.HasSuffix(tt.want, "leave it out") {
				t.Errorf("written as the error says: %v", err)
			}
		})
	}
}
