package personio

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// sampleSize is how many people Check looks at: enough to meet somebody who has
// what the first lacks, few enough to be quick.
const sampleSize = 25

// Check reports whether the credentials are good and what they see: how many
// people, and which of the requested fields are withheld for all of a sample of
// up to 25 of them. Beside the token it takes as many requests as a listing of V1
// takes up to its first page, which is one or two; with V2 it takes two, for the
// persons and for the employments of one of them, and one for each department
// and team of that person. V2 gives no count: People is -1 unless the sample is
// everybody.
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
		access.Warnings = append(access.Warnings, "the credentials see nobody: let them read employees")
	}
	return access, nil
}

func (c *Client) checkV1(ctx context.Context, access *employee.Access) error {
	_, answer, err := c.first(ctx, sampleSize)
	if err != nil {
		return err
	}
	var counted bool
	if access.People, counted = answer.total(); !counted {
		access.People = -1
	}
	var people []employee.Employee
	for i := range answer.people {
		if answer.people[i].id == "" {
			return withoutID(opList, i+1)
		}
		people = append(people, answer.people[i].employee)
	}
	c.describe(access, people, people)
	return nil
}

// checkV2 looks at the employments of one person of the sample, preferably one
// who is employed.
func (c *Client) checkV2(ctx context.Context, access *employee.Access) error {
	sample, next, err := readV2[person](ctx, c, opList, "v2/persons", "", sampleSize)
	if err != nil {
		return err
	}
	if access.People = len(sample); next != "" {
		access.People = -1
	}
	var people []employee.Employee
	for i, p := range sample {
		id := identity(p.ID)
		if id == "" {
			return withoutID(opList, i+1)
		}
		people = append(people, c.fromPerson(id, p))
	}
	if len(people) == 0 {
		return nil
	}
	one := max(0, slices.IndexFunc(sample, func(p person) bool { return strings.EqualFold(cell(p.Status).Raw(), "active") }))
	l := newPersons(ctx, c, time.Now())
	p, err := l.employ(ctx, employed{person: sample[one], id: people[one].ID})
	if err != nil {
		return err
	}
	whole, err := l.employee(p)
	if err != nil {
		return err
	}
	c.describe(access, people, []employee.Employee{whole})
	return nil
}

// describe says which fields are withheld in a sample, for all or for some.
// Persons are those to judge the fields by that v2 has in a person's own record,
// whole are those for the other fields.
func (c *Client) describe(access *employee.Access, persons, whole []employee.Employee) {
	own := person{}.texts()
	for _, col := range c.columns {
		people, advice := whole, fmt.Sprintf("let the credentials read the attribute %q", col.label)
		switch {
		case col.field == employee.FieldManagerName: // of whom has a manager
			people = slices.DeleteFunc(slices.Clone(whole), func(e employee.Employee) bool {
				return e.Value(employee.FieldManagerID).State() == employee.StateEmpty
			})
			advice = "Personio names the supervisors for some accounts only; use manager.id"
		case slices.ContainsFunc(own, func(t personText) bool { return t.field == col.field }):
			people = persons
		}
		describe(access, col.field, people, advice)
	}
	for _, w := range c.wants {
		describe(access, w.field, persons, "let the credentials read the attribute, or name one that the account has")
	}
}

func describe(access *employee.Access, f employee.Field, people []employee.Employee, advice string) {
	withheld := 0
	for i := range people {
		if people[i].Value(f).State() != employee.StateWithheld {
			continue
		}
		withheld++
		for _, p := range people[i].Problems {
			if p.Field == f {
				advice = p.Reason
			}
		}
	}
	switch {
	case withheld == 0:
	case withheld == len(people):
		access.Withheld = append(access.Withheld, f)
		access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld: %s", f, advice))
	default:
		access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld for %d of %d people looked at", f, withheld, len(people)))
	}
}
