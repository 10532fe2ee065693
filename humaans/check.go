package humaans

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// sampleSize is how many employees Check looks at.
const sampleSize = 100

// where an admin gives rights.
const where = "three-dot menu > API access tokens, and the role of the token's owner"

// Check reports whether the token is good and what it sees: its company, how many
// employees, and which of the requested fields are withheld for all of a sample of
// up to 100 of them. It warns if the token's scopes do not prove that it sees private
// data, leavers and future starters, and if it has scopes that are not needed. It
// takes four requests for the default fields, two more with custom fields, up to three
// more to count employees where the sample does not show whether all are listed, and
// one more to tell the company if there are none.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	l := c.newRun(ctx)
	var err error
	if l.grant, err = c.readGrant(ctx); err != nil {
		return employee.Access{}, err
	}
	l.answers.next()
	s, err := c.sample(ctx, l.grant)
	if err != nil {
		return employee.Access{}, err
	}
	refusals, err := l.probe()
	if err != nil {
		return employee.Access{}, err
	}
	employees := make([]employee.Employee, len(s.rows))
	for i := range s.rows {
		p := &s.rows[i]
		if p.id == "" {
			return employee.Access{}, listing.NoID(provider, opList, i+1)
		}
		employees[i] = l.employee(p)
		l.meet(p)
	}
	access := employee.Access{People: s.total}
	l.grant.warn(&access, c.judge)
	if access.Tenant, err = c.tenant(ctx, l.companies); err != nil {
		return employee.Access{}, err
	}
	if s.total == 0 {
		c.judge.Warn(&access, employee.WarningCodeNoEmployees, "", "the token sees no employees: let the role of its owner see all of them")
		return access, nil
	}
	if s.noLeavers {
		c.judge.Warn(&access, employee.WarningCodeNoLeavers, "",
			"no leaver is listed: unless there are none, let the role of the token's owner see offboarded employees")
	}
	if fields := l.blank(); len(fields) > 0 {
		access.Notes = append(access.Notes, fmt.Sprintf("%s: blank for all of a sample of %d, and Humaans does not say whether a "+
			"blank is a hidden value. Such a field is withheld unless some employee has one: let the role of the token's owner see "+
			"it, or, if the role hides no field, set Config.NoHiddenFields", joinFields(fields), len(employees)))
	}
	if n := countUnseen(s.rows); n > 0 && !c.noHidden && l.grant.private() == employee.VisibilityYes {
		access.Notes = append(access.Notes, fmt.Sprintf("%d of a sample of %d employees show no private data, and their blank "+
			"fields are withheld: let the role of the token's owner see the private data of all employees, or, if it does, "+
			"set Config.NoHiddenFields", n, len(employees)))
	}
	c.judge.Describe(&access, c.looks(employees, l.grant.private() == employee.VisibilityYes)...)
	for _, f := range refusals {
		access.Withheld = append(access.Withheld, f)
		c.judge.Warn(&access, employee.WarningCodeWithheld, f, fmt.Sprintf("%s is withheld: Humaans refuses its list, or the list does not have it; "+
			"check the scopes and the role of the token's owner", f))
	}
	return access, nil
}

// looks are the fields of /people to judge by a sample. Proved is the right to
// private data: without it, no warning is given for a field withheld for some.
func (c *Client) looks(employees []employee.Employee, proved bool) []listing.Look {
	looks := make([]listing.Look, len(c.columns))
	for i, col := range c.columns {
		looks[i] = listing.Look{Field: col.field, Employees: employees, Quiet: !proved,
			All:  "check the scopes and the role of the token's owner",
			Some: "the token does not see them alike, or their records are not in order"}
	}
	return looks
}

// blank returns the fields of /people that rest on blanks alone.
func (l *run) blank() []employee.Field {
	fields := make(map[employee.Field]bool)
	for _, s := range l.people {
		if s.field != "" && s.shown == 0 {
			fields[s.field] = true
		}
	}
	return sortedFields(fields)
}

// countUnseen returns how many of the rows show no private data.
func countUnseen(rows []employeeRow) (n int) {
	for i := range rows {
		if !rows[i].private {
			n++
		}
	}
	return n
}

func joinFields(fields []employee.Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	return strings.Join(words, ", ")
}

// A sample is some of the employees that a token sees.
type sample struct {
	rows      []employeeRow
	total     int  // of all
	noLeavers bool // Humaans says that it lists none
}

// sample reads one page and counts all employees.
func (c *Client) sample(ctx context.Context, g grant) (s sample, err error) {
	page := func(status string, limit int) ([]employeeRow, int, error) {
		p, err := c.tables.people.page(ctx, c.rest, byStatus(status), 0, limit, nil)
		return p.Items, p.Total, err
	}
	s.rows, s.total, err = page(wordAll, sampleSize)
	if refused(err) {
		return c.sampleSeparately(page)
	}
	others := func(p employeeRow) bool { return p.id != "" && normal(p.status.Raw()) != employee.StatusActive }
	if err != nil || slices.ContainsFunc(s.rows, others) || g.private() == employee.VisibilityNo {
		return s, err
	}
	if len(s.rows) < s.total {
		_, active, err := page(wordActive, 1)
		if err != nil || active < s.total {
			return s, err // the others are beyond the sample
		}
	}
	for _, status := range []string{wordStarter, wordLeft} {
		rows, n, err := page(status, 1)
		if err != nil && !refused(err) && !withheld(err) {
			return s, err
		}
		if err == nil && slices.ContainsFunc(rows, others) {
			s.rows, s.total = append(s.rows, rows...), s.total+n
		} else {
			s.noLeavers = s.noLeavers || status == wordLeft
		}
	}
	return s, nil
}

// sampleSeparately is sample where Humaans refuses the status "all".
func (c *Client) sampleSeparately(page func(string, int) ([]employeeRow, int, error)) (s sample, err error) {
	for _, status := range separately() {
		rows, n, err := page(status, sampleSize)
		if err != nil && !optional(status, err) {
			return sample{}, err
		}
		s.rows, s.total = append(s.rows, rows...), s.total+n
		s.noLeavers = status == wordLeft && n == 0
	}
	return s, nil
}

// probe looks at one row of each list other than /people, and returns the requested
// fields of a list without rows.
func (l *run) probe() (fields []employee.Field, err error) {
	n, err := l.c.tables.roles.count(l.ctx, l.c.rest)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		for _, f := range l.c.roles {
			fields = append(fields, f.field)
		}
	}
	if l.c.place {
		n, err := l.c.tables.locations.count(l.ctx, l.c.rest)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			fields = append(fields, employee.FieldLocation)
		}
	}
	if len(l.c.custom) == 0 {
		return fields, nil
	}
	definitions, err := l.c.readDefinitions(l.ctx)
	if err != nil && !withheld(err) {
		return nil, err
	}
	if n, err = l.c.tables.values.count(l.ctx, l.c.rest); err != nil {
		return nil, err
	}
	for _, key := range l.c.custom {
		if _, ok := find(definitions, key); !ok || n == 0 {
			fields = append(fields, employee.CustomField(key))
		}
	}
	return fields, nil
}
