package hibobtest

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// companyID is root.companyId of every employee.
const companyID = 600001

// A Person is one employee of the fake company.
type Person struct {
	// ID is root.id, which the vendor never changes. It is served as it is, be it
	// blank or another employee's.
	ID string

	// Values are the machine values by the ids of their fields: texts, numbers,
	// booleans, dates as "2006-01-02", a []string for several choices, maps for
	// what the vendor has as an object, and for a list the id of the item.
	//
	// What is missing or nil is null, save that what the vendor derives is derived:
	// root.displayName, root.fullName and root.companyId; internal.status (the
	// access status) from internal.lifecycleStatus; work.reportsTo and
	// work.reportsToIdInCompany from work.manager.
	Values map[string]any

	// Labels are what users of HiBob see in place of a value, by the ids of the fields,
	// where a list does not tell: custom lifecycle statuses, for example.
	Labels map[string]string

	// Hidden are fields that do not come back for this employee.
	Hidden []string

	// Lifecycle are the rows of the lifecycle table, as the vendor's fields:
	// "effectiveDate", "status", ...
	Lifecycle []map[string]any
}

// company is the employees, made ready to answer. It is never changed.
type company struct {
	people []Person
	byID   map[string]*Person
}

func newCompany(people []Person) *company {
	return &company{people: people, byID: fakehr.Index(people, func(p *Person) string { return p.ID })}
}

// active is the access status, which is what showInactive is about.
func (p *Person) active() bool {
	if status, ok := p.Values["internal.status"]; ok {
		return status == "Active"
	}
	switch p.Values["internal.lifecycleStatus"] {
	case "hired", "terminated":
		return false
	}
	return true
}

// hides reports whether a field does not come back for this employee.
func (p *Person) hides(id string) bool {
	return len(p.Hidden) > 0 && slices.ContainsFunc(p.Hidden, func(hidden string) bool {
		return hidden == id || strings.HasPrefix(id, hidden+".")
	})
}

// value is the machine value of a field.
func (c *company) value(p *Person, id string) any {
	if v, ok := p.Values[id]; ok {
		return v
	}
	switch id {
	case "root.id":
		return p.ID
	case "root.companyId":
		return companyID
	case "root.displayName", "root.fullName":
		return p.name()
	case "internal.status":
		if p.active() {
			return "Active"
		}
		return "Inactive"
	case "work.reportsTo":
		if id := fakehr.Text(p.Values["work.manager"]); id != "" {
			return c.reference(id)
		}
		return nil
	case "work.reportsToIdInCompany":
		if boss := c.byID[fakehr.Text(p.Values["work.manager"])]; boss != nil {
			return boss.Values["work.employeeIdInCompany"]
		}
		return nil
	}
	if part, ok := strings.CutPrefix(id, "work.reportsTo."); ok {
		if object, ok := c.value(p, "work.reportsTo").(map[string]any); ok {
			return object[part]
		}
	}
	return nil
}

func (p *Person) name() any {
	return fakehr.OrNil(strings.TrimSpace(fakehr.Text(p.Values["root.firstName"]) + " " + fakehr.Text(p.Values["root.surname"])))
}

// reference is an employee as work.reportsTo has one. Of an employee who is not in the
// company only the id is known.
func (c *company) reference(id string) map[string]any {
	r := map[string]any{"id": id, "email": nil, "firstName": nil, "surname": nil, "displayName": nil}
	if boss := c.byID[id]; boss != nil {
		for _, part := range []string{"email", "firstName", "surname", "displayName"} {
			r[part] = c.value(boss, "root."+part)
		}
	}
	return r
}
