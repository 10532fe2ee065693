package bamboohr

import (
	"context"
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// sampleSize is how many employees Check looks at: enough to meet one with
// other permissions than the first, few enough to be quick.
const sampleSize = 25

// where an admin gives rights.
const where = "Settings > Access Levels > the level of the login whose key it is"

// Check reports whether the credentials are good and what they see: how many
// employees, and which of the requested fields are withheld for all of a sample of
// up to 25 of them. It takes one request, two with custom fields or an older list,
// three for a tenant that does not serve the list, and works for a key whose user is
// not an employee. With custom fields and without OneAccessLevel it takes up to 29 more,
// mostly three, and says in Notes what proves that a blank custom field is blank, or
// warns that nothing does. An access level that covers only a part of the company cannot be
// told from a smaller company: compare People with what the customer expects.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	access := employee.Access{Tenant: c.tenant}
	p, err := c.readPage(ctx, "", sampleSize, nil)
	if !listed(err) {
		return c.checkReport(ctx, access)
	}
	if err != nil {
		return employee.Access{}, err
	}
	access.People = p.Total // or -1
	beside := c.sampling(ctx)
	rep, err := c.reportOn(ctx, beside, p.Items)
	if err != nil {
		return employee.Access{}, err
	}
	employees := make([]employee.Employee, len(p.Items))
	for i, r := range p.Items {
		employees[i] = c.fromList(c.page.idOf(r), r, rep)
	}
	c.describe(&access, employees, true)
	c.describeProof(&access, beside, rep)
	return access, nil
}

// reportOn reads what the list does not have of these employees, if it is wanted.
func (c *Client) reportOn(ctx context.Context, beside *completion, rows []row) (*report, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	names := slices.Concat(c.asked, c.lacking(rows))
	if len(names) == 0 {
		return nil, nil
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = c.page.idOf(r)
	}
	rep, err := c.readReport(ctx, names, ids...)
	if err == nil {
		err = beside.complete(rep)
	}
	if len(c.custom) == 0 && refused(err) {
		return nil, nil // as in a listing
	}
	return rep, err
}

// checkReport is Check for a tenant that does not serve the list. The report has
// no pages: one about nothing but a status counts the employees.
func (c *Client) checkReport(ctx context.Context, access employee.Access) (employee.Access, error) {
	all, err := c.readReport(ctx, []string{"status"})
	if err != nil {
		return employee.Access{}, err
	}
	access.People = len(all.order)
	var employees []employee.Employee
	var rep *report
	beside := c.sampling(ctx)
	if access.People > 0 {
		if employees, rep, err = c.byReport(ctx, beside, all.order[:min(sampleSize, access.People)]...); err != nil {
			return employee.Access{}, err
		}
	}
	c.describe(&access, employees, false)
	c.describeProof(&access, beside, rep)
	c.judge.Warn(&access, employee.WarningCodeBlank, "",
		"this account does not serve the list of employees: a blank field cannot be told from a withheld one")
	return access, nil
}

// sampling returns a completion that tries what proves blank cells.
func (c *Client) sampling(ctx context.Context) *completion {
	p := c.newCompletion(ctx)
	p.sample, p.left = true, min(p.left, sampleSize)
	return p
}

// describeProof says what proves to a listing that a blank custom field is blank.
func (c *Client) describeProof(access *employee.Access, p *completion, rep *report) {
	columns := 0
	for _, key := range c.asked {
		if _, ok := rep.cellName(key); ok {
			columns++
		}
	}
	note := func(text string) { access.Notes = append(access.Notes, "a blank custom field is empty "+text) }
	switch {
	case columns == 0:
	case c.oneLevel:
		note("because OneAccessLevel says that the login has one access level and no other")
	case p.dataset:
		note("where the employee dataset names no restriction")
	case p.single:
		note(fmt.Sprintf("where a read of the employee alone shows the field: %d of them a listing, and no inactive employee",
			max(0, c.singleReads)))
	default:
		c.judge.Warn(access, employee.WarningCodeBlank, "", "a blank custom field is withheld, because the key may not see it: "+
			"set OneAccessLevel if the login has one access level and no other, or let it read the employee dataset")
	}
}

// describe says which fields are withheld in a sample: for all, and for some if it
// was told which are.
func (c *Client) describe(access *employee.Access, employees []employee.Employee, told bool) {
	if len(employees) == 0 {
		c.judge.Warn(access, employee.WarningCodeNoEmployees, "", "the credentials see no employees: let their access level see all of them")
		return
	}
	for _, f := range c.fields() {
		c.judge.Describe(access, listing.Look{Field: f, Employees: employees, Quiet: !told,
			All: remedy(f), Some: "the access level does not cover them alike"})
	}
}

// remedy is about a field that no employee has. BambooHR drops custom fields that do
// not exist as it drops those that may not be seen.
func remedy(f employee.Field) string {
	if _, custom := f.CustomKey(); custom {
		return "let the access level view it, or correct its name"
	}
	return "let the access level view it"
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
