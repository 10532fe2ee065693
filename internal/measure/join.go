package main

import "github.com/rosterkit/rosterkit/syncplan"

// A record is an employee, or a user, as a program holds it that was written for
// these twelve attributes alone.
type record struct {
	EmployeeID string
	Left       bool // of an employee
	details
}

type details struct {
	Email, FirstName, LastName, DisplayName, Title, Department, Division, Office, Company, CostCenter, Phone, Number string
}

func (d *details) fields() [12]*string {
	return [...]*string{&d.Email, &d.FirstName, &d.LastName, &d.DisplayName, &d.Title, &d.Department,
		&d.Division, &d.Office, &d.Company, &d.CostCenter, &d.Phone, &d.Number}
}

// A difference is what a sync would have to do: places in a crowd's employees, and
// in its rows.
type difference struct {
	joined        []int32
	left, changed []int32
}

// join is the yardstick of plans: the plainest fast program. It indexes the users
// by employee id, in a map that has its size from the start, looks every employee
// up, and compares twelve strings where both are there. It knew its attributes
// when it was compiled, reads no date, weighs no evidence, matches no employee without
// a link, guards nothing, keeps nothing that could explain the result, and trusts
// that no id and no address comes twice.
func (c *crowd) join() *difference {
	index := make(map[string]int32, len(c.rows))
	for i := range c.rows {
		index[c.rows[i].EmployeeID] = int32(i)
	}
	var d difference
	for i := range c.employees {
		p := &c.employees[i]
		u, found := index[p.EmployeeID]
		switch {
		case p.Left && found:
			d.left = append(d.left, u)
		case p.Left:
		case !found:
			d.joined = append(d.joined, int32(i))
		case p.details != c.rows[u].details:
			d.changed = append(d.changed, u)
		}
	}
	return &d
}

// same reports whether a plan wants what the join found.
func (d *difference) same(p *syncplan.Plan) bool {
	count := make(map[syncplan.Kind]int)
	for _, a := range p.Actions {
		count[a.Kind]++
	}
	return count[syncplan.KindCreate] == len(d.joined) && count[syncplan.KindDeactivate] == len(d.left) &&
		count[syncplan.KindUpdate] == len(d.changed) && len(p.Actions) == len(d.joined)+len(d.left)+len(d.changed) && len(p.Held) == 0
}
