package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestGroups is about values that must exist first, and spellings that come
// near one that does.
func TestGroups(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		exist  map[string][]string
		hr     string
		before string
		want   string
	}{
		{
			name: "nothing need exist",
			hr:   "R&D",
			want: `update user u1 employee e1 "Ada Example": changed; department: "R&D" from department (rules[2])`,
		},
		{
			name:  "it exists",
			exist: map[string][]string{"department": {"R&D"}},
			hr:    "R&D",
			want:  `update user u1 employee e1 "Ada Example": changed; department: "R&D" from department (rules[2])`,
		},
		{
			name:  "it is created first",
			exist: map[string][]string{"department": {}},
			hr:    "R&D",
			want: `create_group "R&D": group; ` +
				`department: "R&D" from department; ` +
				`update user u1 employee e1 "Ada Example": changed; department: "R&D" from department (rules[2])`,
		},
		{name: "no user gets it anew", exist: map[string][]string{"department": {}}, hr: "R&D", before: "R&D"},
		{
			name:  "another blank",
			exist: map[string][]string{"department": {"R & D"}},
			hr:    "R&D",
			want: `create_group "R&D": group; ` +
				`department: "R&D" from department; ` +
				`update user u1 employee e1 "Ada Example": changed; department: "R&D" from department (rules[2]); ` +
				`hint "R&D" near_duplicate: a new department is spelled almost like "R & D": ` +
				`if they are the same, correct the HR data or map one to the other`,
		},
		{
			name:  "another accent and case",
			exist: map[string][]string{"department": {"Développement"}},
			hr:    "DEVELOPPEMENT",
			want: `create_group "DEVELOPPEMENT": group; ` +
				`department: "DEVELOPPEMENT" from department; ` +
				`update user u1 employee e1 "Ada Example": changed; department: "DEVELOPPEMENT" from department (rules[2]); ` +
				`hint "DEVELOPPEMENT" near_duplicate: a new department is spelled almost like "Développement": ` +
				`if they are the same, correct the HR data or map one to the other`,
		},
		{
			name:  "signs alone are not alike",
			exist: map[string][]string{"department": {"+"}},
			hr:    "*",
			want: `create_group "*": group; ` +
				`department: "*" from department; ` +
				`update user u1 employee e1 "Ada Example": changed; department: "*" from department (rules[2])`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			u := linked("u1", "e1", "ada@example.com")
			u.Attributes = syncplan.Attributes{
				syncplan.TextAttribute("first_name", "Ada"),
				syncplan.TextAttribute("department", tt.before),
			}
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("department", tt.hr)))
			p, err := syncplan.Build(r, syncplan.Existing{Users: []syncplan.User{u}, Groups: tt.exist}, settings(), now)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(p); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
