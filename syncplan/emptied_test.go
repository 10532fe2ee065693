package syncplan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestEmptiedGroups: a group that no active user has after the actions is named, and one
// whose users get the same new group may be a renamed one.
func TestEmptiedGroups(t *testing.T) {
	t.Parallel()
	const renamed = `Support: 2 users of this department get the new one "Care", ` +
		"and it has no active user then: if HR has renamed it, rename the group by hand and plan again"
	const emptied = "Support: no active user has this department after the actions: delete the group if it is not needed"
	for _, tt := range []struct {
		name   string
		hr     [4]string // departments; the first two are Support in the product, the others Sales
		left   bool      // the first two have left
		exists bool      // the group Care
		joiner string    // the department of one
		want   []string
	}{
		{name: "nothing changes", hr: [4]string{"Support", "Support", "Sales", "Sales"}},
		{name: "one remains", hr: [4]string{"Care", "Support", "Sales", "Sales"}},
		{name: "renamed", hr: [4]string{"Care", "Care", "Sales", "Sales"}, want: []string{renamed}},
		{name: "joined with one that exists", hr: [4]string{"Care", "Care", "Sales", "Sales"}, exists: true,
			want: []string{emptied}},
		{name: "split", hr: [4]string{"Care", "Desk", "Sales", "Sales"}, want: []string{emptied}},
		{name: "two of them", hr: [4]string{"Care", "Desk", "Care", "Desk"},
			want: []string{strings.Replace(emptied, "Support", "Sales", 1), emptied}},
		{name: "a joiner gets it", hr: [4]string{"Care", "Care", "Sales", "Sales"}, joiner: "Support"},
		{name: "another user gets it", hr: [4]string{"Care", "Care", "Sales", "Support"}},
		{name: "all have left", hr: [4]string{"Support", "Support", "Sales", "Sales"}, left: true,
			want: []string{emptied}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			employees, users := company(4, nil)
			for i, department := range tt.hr {
				employees[i].Department = department
				if i < 2 {
					users[i].Attributes[1] = syncplan.TextAttribute("department", "Support")
					if tt.left {
						field("termination_date", yesterday)(&employees[i])
					}
				}
			}
			if tt.joiner != "" {
				employees = append(employees, emp("j", "Joe", "joe@example.com", field("department", tt.joiner)))
			}
			x := syncplan.Existing{Users: users, Groups: map[string][]string{"department": {"Sales", "Support", "Unused"}}}
			if tt.exists {
				x.Groups["department"] = append(x.Groups["department"], "Care")
			}
			p, err := syncplan.Build(roster(t, employees...), x, settings(), now)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range p.Notes {
				if n.Reason == syncplan.ReasonGroupEmptied || n.Reason == syncplan.ReasonGroupRenamed {
					got = append(got, fmt.Sprintf("%s: %s", n.Name, n.Text))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, p)
			}
		})
	}
}
