package syncplan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// copied are the twelve attributes of the benchmark, and the fields that they
// are copied from.
var copied = []struct {
	target string
	field  employee.Field
}{
	{target: "email", field: "work_email"},
	{target: "first_name", field: "first_name"},
	{target: "last_name", field: "last_name"},
	{target: "display_name", field: "display_name"},
	{target: "title", field: "job_title"},
	{target: "department", field: "department"},
	{target: "division", field: "division"},
	{target: "office", field: "location"},
	{target: "company", field: "legal_entity"},
	{target: "cost_center", field: "cost_center"},
	{target: "phone", field: "work_phone"},
	{target: "number", field: "number"},
}

// A crowd is one company, as the planner gets it.
type crowd struct {
	roster   *employee.Roster
	x        syncplan.Existing
	settings syncplan.Settings
}

func oneOf(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// newCrowd makes n employees and about as many users, in another order: one
// percent have joined, one percent have left, and of five percent one field is
// another one.
func newCrowd(tb testing.TB, n int) *crowd {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	c := &crowd{settings: syncplan.Settings{Zone: "Europe/Berlin"}}
	for _, m := range copied {
		c.settings.Mapping.Rules = append(c.settings.Mapping.Rules,
			mapping.Rule{Target: m.target, From: []employee.Field{m.field}})
	}
	employees := make([]employee.Employee, n)
	texts := make([][12]string, n)
	for i := range employees {
		e := &employees[i]
		texts[i] = [12]string{
			fmt.Sprintf("person.%07d@example.com", i),
			oneOf(r, "Anna", "Boris", "Chloé", "Dmitri"),
			fmt.Sprintf("Example%d", r.IntN(50_000)),
			fmt.Sprintf("Person No. %d", i),
			oneOf(r, "Engineer", "Accountant", "Designer"),
			fmt.Sprintf("Department %d", r.IntN(200)),
			fmt.Sprintf("Division %d", r.IntN(20)),
			oneOf(r, "Berlin", "Paris", "Utrecht", "London"),
			fmt.Sprintf("Company %d", r.IntN(30)),
			fmt.Sprintf("CC-%05d", r.IntN(3000)),
			fmt.Sprintf("+49 30 %07d", i),
			fmt.Sprintf("N%07d", i),
		}
		e.ID, e.Status = fmt.Sprintf("employee-%07d", i), employee.StatusActive
		e.HireDate = date("2010-01-01").AddDays(r.IntN(5000))
		set(e, "termination_date", employee.Empty())
		for j, m := range copied {
			set(e, m.field, employee.Text(texts[i][j]))
		}
		if i%100 == 1 {
			e.Status, e.TerminationDate = employee.StatusInactive, date(lastYear)
		}
	}
	for _, i := range r.Perm(n) {
		if i%100 == 0 {
			continue // has just joined
		}
		has := texts[i]
		if i%20 == 2 {
			j := r.IntN(len(copied))
			has[j] = "old." + has[j]
		}
		u := syncplan.User{
			ID:     fmt.Sprintf("user-%07d", i),
			Link:   syncplan.Link{Source: origin.Source(), EmployeeID: strings.Clone(employees[i].ID)},
			Active: true,
			Email:  strings.Clone(has[0]),
		}
		for j, m := range copied[1:] {
			u.Attributes = append(u.Attributes, syncplan.TextAttribute(m.target, strings.Clone(has[j+1])))
		}
		u.Attributes = slices.Clip(u.Attributes)
		c.x.Users = append(c.x.Users, u)
	}
	c.roster = roster(tb, employees...)
	return c
}

// TestUnchangedPairsAllocateNothing: a thousand more employees with users that are as
// they should be cost no more than the growth of a few tables.
func TestUnchangedPairsAllocateNothing(t *testing.T) {
	allocations := func(n int) float64 {
		c := newCrowd(t, n)
		still := make(map[string]bool) // the employees without a difference
		var employees []employee.Employee
		i := 0
		for e := range c.roster.All() {
			if i%100 > 1 && i%20 != 2 {
				employees, still[e.ID] = append(employees, *e), true
			}
			i++
		}
		r := roster(t, employees...)
		c.x.Users = slices.DeleteFunc(c.x.Users, func(u syncplan.User) bool { return !still[u.Link.EmployeeID] })
		return testing.AllocsPerRun(3, func() {
			if p, err := syncplan.Build(r, c.x, c.settings, now); err != nil || len(p.Actions)+len(p.Notes) > 0 {
				t.Fatal(p, err)
			}
		})
	}
	few, many := allocations(1000), allocations(3000)
	if many > few+20 {
		t.Errorf("%v allocations for a thousand employees, %v for three thousand", few, many)
	}
	t.Logf("%v allocations for a thousand employees, %v for three thousand", few, many)
}

// BenchmarkBuild is for profiles; internal/measure compares Build with other code.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		c := newCrowd(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := syncplan.Build(c.roster, c.x, c.settings, now)
				if err != nil || len(p.Actions) < n/20 {
					b.Fatal(p.Summary(), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/employee")
		})
	}
}
