package personio

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// sampleSize is how many employees Check looks at: enough to meet one with a field
// that the first lacks, few enough to be quick.
const sampleSize = 25

// where an admin gives rights.
const where = "Settings > Integrations > API credentials > readable attributes"

// Check reports whether the credentials are good and what they see: how many
// employees, and which of the requested fields are withheld for all of a sample of
// up to 25 of them. Beside the token it takes as many requests as a listing of APIV1
// takes up to its first page, which is one or two; with APIV2 it takes two, for the
// persons and for the employments of one of them, and one for each department
// and team of that person; and if Fields has department or teams and that person is
// in none, the employments of up to two more. APIV2 gives no count: People is -1 unless the sample has
// all employees.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	access := employee.Access{Tenant: c.tenant}
	check := c.checkV1
	if c.api == APIV2 {
		check = c.checkV2
	}
	if err := check(ctx, &access); err != nil {
		return employee.Access{}, err
	}
	if access.People == 0 {
		c.judge.Warn(&access, employee.WarningCodeNoEmployees, "", "the credentials see no employees: let them read all")
	}
	return access, nil
}

func (c *Client) checkV1(ctx context.Context, access *employee.Access) error {
	_, page, err := c.first(ctx, sampleSize)
	if err != nil {
		return err
	}
	access.People = page.Total // or -1
	var employees []employee.Employee
	for i := range page.Items {
		if page.Items[i].id == "" {
			return listing.NoID(provider, opList, i+1)
		}
		employees = append(employees, page.Items[i].employee)
	}
	c.describe(access, employees, employees)
	return nil
}

func (c *Client) checkV2(ctx context.Context, access *employee.Access) error {
	page, err := c.persons.page(ctx, c, opList, "v2/persons", "", sampleSize)
	if err != nil {
		return err
	}
	if access.People = len(page.Items); page.Next != "" {
		access.People = -1
	}
	var employees []employee.Employee
	for i, p := range page.Items {
		if p.id == "" {
			return listing.NoID(provider, opList, i+1)
		}
		employees = append(employees, c.fromPerson(p))
	}
	if len(employees) == 0 {
		return nil
	}
	l := newPersons(ctx, c, time.Now())
	l.handsOut = true
	one, err := l.look(page.Items)
	if err != nil {
		return err
	}
	whole, err := l.employee(one)
	if err != nil {
		return err
	}
	c.describe(access, employees, []employee.Employee{whole})
	return nil
}

// look reads the employments of a person of a sample, preferably of an active one, and
// those of up to two more while no unit of a kind that is asked for is shown: an
// employee who is in none shows nothing of the right to see it.
func (l *persons) look(sample []person) (one employed, err error) {
	active := func(p person) bool { return strings.EqualFold(p.status.Raw(), "active") }
	first := max(0, slices.IndexFunc(sample, active))
	sample = append([]person{sample[first]}, slices.Delete(slices.Clone(sample), first, first+1)...)
	for i, p := range sample[:min(len(sample), 3)] {
		next, err := l.employ(l.ctx, employed{person: p})
		if err != nil {
			return one, err
		}
		if l.showUnits(p.id, next.employments); i == 0 {
			one = next
		}
		open := func(r unitRight) bool { return l.c.asks(r.field) && !r.proved() }
		if !slices.ContainsFunc(l.rights, open) {
			break
		}
	}
	return one, nil
}

// describe says which fields are withheld in a sample, for all or for some.
// Persons are the sample for the fields that v2 has in a person's own record, whole
// is that for the other fields.
func (c *Client) describe(access *employee.Access, persons, whole []employee.Employee) {
	own := person{}.texts()
	for _, col := range c.columns {
		sample, advice := whole, fmt.Sprintf("let the credentials read the attribute %q", col.label)
		switch {
		case col.field == employee.FieldManagerName: // of employees who have a manager
			sample = slices.DeleteFunc(slices.Clone(whole), func(e employee.Employee) bool {
				return e.Value(employee.FieldManagerID).State() == employee.StateEmpty
			})
			advice = "Personio names the supervisors for some accounts only; use manager.id"
		case slices.ContainsFunc(own, func(t personText) bool { return t.field == col.field }):
			sample = persons
		}
		c.look(access, col.field, sample, advice)
	}
	for _, w := range c.wants {
		c.look(access, w.field, persons, "let the credentials read the attribute, or name one that the account has")
	}
}

// look judges one field. The reason of a Problem, if there is one, replaces the advice.
func (c *Client) look(access *employee.Access, f employee.Field, sample []employee.Employee, advice string) {
	for i := range sample {
		for _, p := range sample[i].Problems {
			if p.Field == f && sample[i].Value(f).State() == employee.StateWithheld {
				advice = p.Reason
			}
		}
	}
	c.judge.Describe(access, listing.Look{Field: f, Employees: sample, All: advice})
}
