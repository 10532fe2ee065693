package syncplan_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A dimension is a field and representative values of it. The first is the
// hidden one.
type dimension struct {
	field  employee.Field
	values []string
}

// evidence is every field on which access may turn, with a value on either side
// of every border of the tables in the package comment.
func evidence() []dimension {
	return []dimension{
		{"hire_date", []string{"hidden", "empty", longAgo, yesterday, today, tomorrow}},
		{"termination_date", []string{"hidden", "empty", lastYear, yesterday, today, nextYear}},
		{"status", []string{"hidden", "empty", "pending", "active", "leave", "inactive"}},
		{"original_hire_date", []string{"hidden", longAgo, tomorrow}},
		{"custom.sync", []string{"hidden", "yes", "no"}},
		{"department", []string{"hidden", "Sales", "R&D"}},
	}
}

// A grid is one employee for every combination of values, once linked to a user
// and once found by its key.
type grid struct {
	dimensions []dimension
	size       int
	employees  []employee.Employee
	users      []syncplan.User
}

func newGrid(hidden string, dimensions []dimension) *grid {
	g := &grid{dimensions: dimensions, size: 1}
	for _, d := range dimensions {
		g.size *= len(d.values)
	}
	for i := range 2 * g.size {
		id := fmt.Sprintf("%06d", i)
		e := emp(id, "Ada", id+"@example.com")
		rest := i % g.size
		for _, d := range dimensions {
			v := d.values[rest%len(d.values)]
			rest /= len(d.values)
			if v == "hidden" {
				v = hidden
			}
			field(d.field, v)(&e)
		}
		u := syncplan.User{ID: id, Email: e.WorkEmail, Active: true}
		if i < g.size {
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: id}
		}
		g.employees, g.users = append(g.employees, e), append(g.users, u)
	}
	return g
}

// check reports users that are deactivated with a field hidden and not with
// some value of it.
func (g *grid) check(t *testing.T, gone []bool) {
	t.Helper()
	step := 1
	for _, d := range g.dimensions {
		for i := range gone {
			if !gone[i] || i/step%len(d.values) != 0 {
				continue // not deactivated, or the field is not hidden
			}
			for v := 1; v < len(d.values); v++ {
				if other := i + v*step; !gone[other] {
					t.Errorf("with %s hidden this user is deactivated, though not with %q: %s", d.field, d.values[v], g.describe(i))
				}
			}
		}
		step *= len(d.values)
	}
}

func (g *grid) describe(i int) string {
	text, rest := "linked", i%g.size
	if i >= g.size {
		text = "found by e-mail"
	}
	for _, d := range g.dimensions {
		text += fmt.Sprintf(", %s %s", d.field, d.values[rest%len(d.values)])
		rest /= len(d.values)
	}
	return text
}

func cond(f employee.Field, op mapping.Op, values ...string) mapping.Condition {
	return mapping.Condition{Field: f, Op: op, Values: values}
}

// TestLawRemovalExhaustive: monotone removal over all combinations of evidence,
// for every policy that deactivates a user, with users linked and found by
// key, with and without a vendor's status word, and with conditions on fields of
// their own and on the evidence itself.
func TestLawRemovalExhaustive(t *testing.T) {
	t.Parallel()
	all := evidence()
	few := slices.Clone(all) // for short tests, and for hidden fields that are absent
	few = slices.Delete(few, 3, 4)
	sentinels := []dimension{
		{"hire_date", append(all[0].values, "1899-12-30")},
		{"termination_date", append(all[1].values, "1753-01-01")},
		all[2],
	}
	for _, tt := range []struct {
		name, hidden string
		long         bool
		dimensions   []dimension
		scope, block mapping.Condition
		ahead        syncplan.Days
		grace        int
	}{
		{
			name:   "fields of their own",
			hidden: "withheld", long: true, dimensions: all,
			scope: cond("custom.sync", mapping.OpYes),
			block: cond("department", mapping.OpEquals, "R&D"),
		},
		{
			name:   "absent",
			hidden: "absent", dimensions: few,
			scope: cond("custom.sync", mapping.OpYes),
			block: cond("department", mapping.OpEquals, "R&D"),
		},
		{
			name:   "sentinels",
			hidden: "withheld", dimensions: sentinels,
			block: cond(mapping.FieldLifecycle, mapping.OpEquals, "active"),
		},
		{
			name:   "lifecycle",
			hidden: "withheld", long: true,
			dimensions: all[:4],
			scope:      cond(mapping.FieldLifecycle, mapping.OpNotEquals, "leave"),
			block:      cond(mapping.FieldLifecycle, mapping.OpEquals, "notice", "active"),
		},
		{
			name:   "dates",
			hidden: "withheld", long: true,
			dimensions: all[:4],
			scope:      cond("hire_date", mapping.OpBefore, "today"),
			block:      cond("termination_date", mapping.OpPresent),
		},
		{
			name:   "words",
			hidden: "withheld", long: true,
			dimensions: all[:4],
			scope:      cond("status", mapping.OpEquals, "active", "leave", "inactive"),
			block:      cond("original_hire_date", mapping.OpOnOrAfter, "today"),
		},
		{
			name:   "windows and grace",
			hidden: "withheld", long: true,
			dimensions: []dimension{
				{"hire_date", append(slices.Clone(all[0].values), "2026-11-20", "2026-11-25", "2026-11-26")},
				{"termination_date", append(slices.Clone(all[1].values), "2026-11-19", "2026-11-20", tomorrow)},
				all[2],
				{"original_hire_date", []string{"hidden", "empty", longAgo, today, nextYear}},
			},
			block: cond("hire_date", mapping.OpAfter, "today"),
			ahead: 3, grace: 2,
		},
		{
			name:   "time zones",
			hidden: "withheld", long: true,
			dimensions: []dimension{
				all[0], all[1], all[2],
				{"time_zone", []string{"hidden", "empty", "Moon/Crater", "Europe/Berlin", "Pacific/Niue", "Pacific/Kiritimati"}},
			},
			scope: cond("termination_date", mapping.OpNotEquals, "today"),
			ahead: syncplan.DaysAny, grace: 1,
		},
		{
			name:       "blank is blocked",
			hidden:     "absent",
			dimensions: all[:3],
			block:      cond("status", mapping.OpNotPresent),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.long && (testing.Short() || race.Enabled) {
				t.Skip("takes seconds")
			}
			g := newGrid(tt.hidden, tt.dimensions)
			s := settings()
			s.Mapping.Rules = s.Mapping.Rules[:1]
			s.Mapping.Scope, s.Policy.Block = tt.scope, tt.block
			s.Policy.CreateAhead, s.Policy.DeactivateAfter = tt.ahead, tt.grace
			if removed := g.sweep(t, s); removed < g.size {
				t.Errorf("only %d deactivations: the grid is too tame", removed)
			}
		})
	}
}

// sweep plans the grid under every policy that deactivates, and returns how
// many deactivations there were.
func (g *grid) sweep(t *testing.T, s syncplan.Settings) (removed int) {
	t.Helper()
	const yes, no = syncplan.TreatmentDeactivate, syncplan.TreatmentKeep
	for _, noWord := range []bool{false, true} {
		o := origin
		o.NoStatus = noWord
		r, err := employee.NewRoster(o, g.employees...)
		if err != nil {
			t.Fatal(err)
		}
		for _, s.Policy.LeavingEvidence = range []syncplan.LeavingEvidence{
			syncplan.LeavingEvidenceBoth, syncplan.LeavingEvidenceEndDate, syncplan.LeavingEvidenceStatus,
		} {
			for _, policy := range []struct{ left, blocked, outOfScope syncplan.Treatment }{
				{left: yes, blocked: yes, outOfScope: yes},
				{left: yes, blocked: yes, outOfScope: no},
				{left: yes, blocked: no, outOfScope: yes},
				{left: yes, blocked: no, outOfScope: no},
				{left: no, blocked: yes, outOfScope: yes},
				{left: syncplan.TreatmentSync, blocked: yes, outOfScope: no},
				{left: no, blocked: no, outOfScope: yes},
			} {
				s.Policy.Left, s.Policy.Blocked, s.Policy.OutOfScope = policy.left, policy.blocked, policy.outOfScope
				gone := make([]bool, len(g.employees))
				for _, id := range deactivated(build(t, r, g.users, s)) {
					i, err := strconv.Atoi(id)
					if err != nil {
						t.Fatal(err)
					}
					gone[i] = true
					removed++
				}
				g.check(t, gone)
			}
		}
	}
	return removed
}
