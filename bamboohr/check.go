package bamboohr

import (
	"context"
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// sampleSize is how many people Check looks at: enough to meet somebody with
// other permissions than the first, few enough to be quick.
const sampleSize = 25

// Check reports whether the credentials are good and what they see: how many
// people, and which of the requested fields are withheld for all of a sample of
// up to 25 of them. It takes one request, two with custom fields or an older list,
// three for a tenant that does not serve the list, and works for a key whose user is not an
// employee. An access level that covers only a part of the company cannot be
// told from a smaller company: compare People with what the customer expects.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	access := employee.Access{Tenant: c.company}
	p, err := c.readPage(ctx, "", sampleSize, nil)
	if !listed(err) {
		return c.checkReport(ctx, access)
	}
	if err != nil {
		return employee.Access{}, err
	}
	access.People = -1
	if p.counted {
		access.People = p.total
	}
	rep, err := c.reportOn(ctx, p.rows)
	if err != nil {
		return employee.Access{}, err
	}
	people := make([]employee.Employee, len(p.rows))
	for i, r := range p.rows {
		people[i] = c.fromList(c.page.idOf(r), r, rep)
	}
	c.describe(&access, people, true)
	return access, nil
}

// reportOn reads what the list does not have of these people, if it is wanted.
func (c *Client) reportOn(ctx context.Context, rows []row) (*report, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	names := slices.Concat(c.custom, c.lacking(rows))
	if len(names) == 0 {
		return nil, nil
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = c.page.idOf(r)
	}
	rep, err := c.readReport(ctx, names, ids...)
	if len(c.custom) == 0 && refused(err) {
		return nil, nil // as in a listing
	}
	return rep, err
}

// checkReport is Check for a tenant that does not serve the list. The report has
// no pages: one about nothing but a status counts the people.
func (c *Client) checkReport(ctx context.Context, access employee.Access) (employee.Access, error) {
	everybody, err := c.readReport(ctx, []string{"status"})
	if err != nil {
		return employee.Access{}, err
	}
	access.People = len(everybody.order)
	var people []employee.Employee
	if access.People > 0 {
		l := newListing(ctx, c, func(e employee.Employee) bool { people = append(people, e); return true })
		if err := l.runReport(everybody.order[:min(sampleSize, access.People)]...); err != nil {
			return employee.Access{}, err
		}
	}
	c.describe(&access, people, false)
	access.Warnings = append(access.Warnings,
		"this account does not serve the list of employees: nothing tells a blank field from a withheld one")
	return access, nil
}

// describe says which fields are withheld in a sample: for all, and for some if
// it was told which are.
func (c *Client) describe(access *employee.Access, people []employee.Employee, told bool) {
	if len(people) == 0 {
		access.Warnings = append(access.Warnings, "the credentials see nobody: give their access level all employees")
		return
	}
	for _, f := range c.fields() {
		withheld := 0
		for i := range people {
			if people[i].Value(f).State() == employee.StateWithheld {
				withheld++
			}
		}
		switch {
		case withheld == len(people):
			access.Withheld = append(access.Withheld, f)
			access.Warnings = append(access.Warnings, withheldWarning(f))
		case withheld > 0 && told:
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld for %d of %d people looked at: the access level does not cover them alike", f, withheld, len(people)))
		}
	}
}

// withheldWarning is about a field that nobody has. BambooHR drops custom fields
// that do not exist as it drops those that may not be seen.
func withheldWarning(f employee.Field) string {
	if _, custom := f.CustomKey(); custom {
		return fmt.Sprintf("%s is withheld: let the access level view it, or correct its name", f)
	}
	return fmt.Sprintf("%s is withheld: let the access level view it", f)
}

// fields returns what the client asks for.
func (c *Client) fields() []employee.Field {
	var fields []employee.Field
	for _, col := range c.columns {
		fields = append(fields, col.field)
	}
	for _, key := range c.custom {
		fields = append(fields, employee.CustomField(key))
	}
	return fields
}
