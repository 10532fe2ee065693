package main

import (
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/r3labs/diff/v3"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A pair is one employee with the user, in every form that is compared.
type pair struct {
	listed, row *record
	employee    *employee.Employee
	user        *syncplan.User
}

// pairEntries compares an employee with a user. Every way says which of the twelve
// attributes differ, as bits.
func pairEntries() ([]entry, error) {
	c, err := newCrowd(1000, true)
	if err != nil {
		return nil, err
	}
	compared, err := mapping.Compile(c.settings.Mapping)
	if err != nil {
		return nil, err
	}
	var pairs []pair
	for i := range c.rows {
		e, _ := c.roster.Employee(c.rows[i].EmployeeID)
		at := slices.IndexFunc(c.employees, func(r record) bool { return r.EmployeeID == e.ID })
		pairs = append(pairs, pair{&c.employees[at], &c.rows[i], e, &c.x.Users[i]})
	}
	return agreed(pairs, []way[pair, uint16]{
		{"twelve comparisons, hand-written", func(p *pair) uint16 { return handWritten(&p.row.details, &p.listed.details) }},
		{"rosterkit, the settings' mapping", func(p *pair) uint16 { return mapped(compared, p) }},
		{"go-cmp", func(p *pair) uint16 {
			var r reporter
			cmp.Equal(p.row.details, p.listed.details, cmp.Reporter(&r))
			return r.differ
		}},
		{"r3labs/diff", func(p *pair) uint16 {
			changes, _ := diff.Diff(p.row.details, p.listed.details)
			var differ uint16
			for _, change := range changes {
				differ |= bit(change.Path[0])
			}
			return differ
		}},
	})
}

func handWritten(a, b *details) (differ uint16) {
	for i, same := range [...]bool{a.Email == b.Email, a.FirstName == b.FirstName, a.LastName == b.LastName, a.DisplayName == b.DisplayName,
		a.Title == b.Title, a.Department == b.Department, a.Division == b.Division, a.Office == b.Office,
		a.Company == b.Company, a.CostCenter == b.CostCenter, a.Phone == b.Phone, a.Number == b.Number} {
		if !same {
			differ |= 1 << i
		}
	}
	return differ
}

// mapped compares as the planner does: equal values at once, and others under the
// rule's type.
func mapped(m *mapping.Program, p *pair) (differ uint16) {
	s := mapping.Subject{Employee: p.employee, Lifecycle: mapping.LifecycleActive, Today: today()}
	for i := range copied {
		has := employee.Text(p.user.Email)
		if i > 0 {
			has = p.user.Attributes[i-1].Value
		}
		if o := m.Apply(i, s); o.Verdict != mapping.VerdictSet || o.Value != has && !m.Same(i, has, o.Value) {
			differ |= 1 << i
		}
	}
	return differ
}

// A reporter collects what go-cmp finds.
type reporter struct {
	path   cmp.Path
	differ uint16
}

// PushStep enters a field.
func (r *reporter) PushStep(s cmp.PathStep) { r.path = append(r.path, s) }

// PopStep leaves it.
func (r *reporter) PopStep() { r.path = r.path[:len(r.path)-1] }

// Report notes whether it differs.
func (r *reporter) Report(result cmp.Result) {
	if !result.Equal() {
		r.differ |= bit(r.path.Index(1).(cmp.StructField).Name())
	}
}

// bit returns that of a field of details.
func bit(name string) uint16 {
	return 1 << slices.Index([]string{"Email", "FirstName", "LastName", "DisplayName", "Title", "Department",
		"Division", "Office", "Company", "CostCenter", "Phone", "Number"}, name)
}
