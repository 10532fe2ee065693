package hibob

import (
	"context"
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// sampleSize is how many employees Check looks at: enough to meet one that the
// permission group covers otherwise than the first, few enough to be quick.
const sampleSize = 25

// where an admin gives rights.
const where = "the permission group of the service user"

// Check reports whether the credentials are good and what they see: how many
// employees, and which of the requested fields are withheld for all of a sample of up
// to 25, spread over the company. It takes two requests, one more with custom fields,
// and one more if the sample has no leaver and no future starter, to learn whether any
// is listed. HiBob has no total, so that the first and the last ask for the ids of all
// employees, and for nothing else. A permission group that covers a part of the
// company cannot be told from a smaller company: compare People with what the customer
// expects.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	p, err := c.newPlan(ctx)
	if err != nil {
		return employee.Access{}, err
	}
	sample, n, err := c.count(ctx, true)
	if err != nil {
		return employee.Access{}, err
	}
	access := employee.Access{Tenant: c.tenant, People: n}
	if n == 0 {
		c.judge.Warn(&access, employee.WarningCodeNoEmployees, "", "the credentials see no employees: "+
			"add the service user to a permission group with access to the data of all employees")
		return access, nil
	}
	var employees []employee.Employee
	s := search{Fields: p.ask, ShowInactive: true, HumanReadable: "APPEND", Filters: []filter{{fieldID, "equals", sample}}}
	err = c.search(ctx, s, p, func() { employees = employees[:0] }, func(e employee.Employee) error {
		employees = append(employees, e)
		return ctx.Err()
	})
	if err != nil {
		return employee.Access{}, err
	}
	if len(employees) == 0 {
		c.judge.Warn(&access, employee.WarningCodeCheckAgain, "", "HiBob gave ids, but no employees with these ids: check again")
		return access, nil
	}
	c.judge.Describe(&access, c.looks(employees)...)
	if slices.ContainsFunc(employees, func(e employee.Employee) bool {
		return e.Status == employee.StatusInactive || e.Status == employee.StatusPending
	}) {
		return access, nil
	}
	_, active, err := c.count(ctx, false)
	if err != nil {
		return employee.Access{}, err
	}
	if active >= n {
		c.judge.Warn(&access, employee.WarningCodeNoLeavers, "",
			"no leaver and no future starter is listed: unless there are none, let the permission group's access "+
				"include the lifecycle statuses Hired and Terminated, and all kinds of leave")
	}
	return access, nil
}

// count counts employees, those without access to HiBob (leavers, future starters and
// some on leave) included or not, and returns ids at even distances. REPLACE makes the
// shortest answer; ids are the same in it.
func (c *Client) count(ctx context.Context, inactive bool) (ids []string, n int, err error) {
	s := search{Fields: []string{fieldID}, ShowInactive: inactive, HumanReadable: "REPLACE"}
	step := 1
	begin := func() { ids, n, step = ids[:0], 0, 1 }
	err = c.search(ctx, s, newPlan(nil, nil, nil), begin, func(e employee.Employee) error {
		if len(ids) == sampleSize && n%step == 0 { // take every other, from now on too
			for i := range (sampleSize + 1) / 2 {
				ids[i] = ids[2*i]
			}
			ids, step = ids[:(sampleSize+1)/2], 2*step
		}
		if n%step == 0 {
			ids = append(ids, e.ID)
		}
		n++
		return ctx.Err()
	})
	return ids, n, err
}

// looks are the fields to judge by a sample.
func (c *Client) looks(employees []employee.Employee) []listing.Look {
	look := func(f employee.Field, remedy string) listing.Look {
		return listing.Look{Field: f, Employees: employees, All: remedy,
			Some: "the permission group does not cover them alike",
			Withheld: func(e *employee.Employee, f employee.Field) bool {
				return e.Value(f).State() == employee.StateWithheld && !unreadable(e, f)
			}}
	}
	var looks []listing.Look
	for _, col := range c.columns {
		looks = append(looks, look(col.field, fmt.Sprintf("let the permission group view the category %s", col.category)))
	}
	for _, key := range c.custom {
		looks = append(looks, look(employee.CustomField(key), "let the permission group view its category, or correct its name"))
	}
	return looks
}

// unreadable reports whether a field came, though not so that it could be read.
func unreadable(e *employee.Employee, f employee.Field) bool {
	return slices.ContainsFunc(e.Problems, func(p employee.Problem) bool { return p.Field == f })
}
