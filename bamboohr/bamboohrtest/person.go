package bamboohrtest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Person is one employee of the fake company.
type Person struct {
	// ID is the employeeId, which the vendor never changes. It is served as it is,
	// even if it is blank or another employee's.
	ID string

	// Values are the fields, by their names in GET /employees ("firstName",
	// "departmentName", "reportsToId"), custom ones by alias or numeric id
	// ("customBudget", "4567"), and what only reports know by its alias there
	// ("lastChanged", "stateCode"). Text, numbers and booleans; dates as
	// "2006-01-02"; the teams as a []string.
	//
	// What is missing or nil is null, save that no teams are an empty array and that
	// names composed of others (displayName, employeeName, bestEmail, reportsToName,
	// isManager, ...) are composed where they are missing.
	Values map[string]any

	// Restricted names the fields, as above, that the key may not see of this
	// employee; what is composed of one of them goes with it. GET /employees answers
	// null and lists the name in _restrictedFields, a report answers null and says
	// nothing, GET /employees/{id} leaves the key out. A list that is filtered or
	// sorted by a restricted field leaves the employee out.
	Restricted []string

	// Planned are the values that replace those of the same name where rows dated
	// ahead count: in reports, GET /employees/{id} and the directory with
	// onlyCurrent=false. BambooHR then gives the state that is planned: an employee who
	// leaves next month already is Inactive, a joiner of next month Active.
	Planned map[string]any
}

// company is the employees, made ready to answer. It is never changed.
type company struct {
	people   []Person
	byID     map[string]*Person
	order    []*Person // as given
	sorted   []*Person // by id
	managers map[string]bool
}

func newCompany(people []Person) *company {
	c := &company{
		people:   people,
		byID:     fakehr.Index(people, func(p *Person) string { return p.ID }),
		order:    make([]*Person, len(people)),
		managers: make(map[string]bool),
	}
	for i := range people {
		p := &people[i]
		c.order[i] = p
		if manager := fakehr.Text(p.Values["reportsToId"]); manager != "" {
			c.managers[manager] = true
		}
	}
	c.sorted = slices.Clone(c.order)
	slices.SortStableFunc(c.sorted, func(a, b *Person) int { return fakehr.CompareIDs(a.ID, b.ID) })
	return c
}

// value is what an employee has under a name of either vocabulary.
func (c *company) value(p *Person, name string, planned bool) any {
	if planned {
		if v, ok := p.Planned[name]; ok {
			return v
		}
	}
	if v, ok := p.Values[name]; ok {
		return v
	}
	if !composed(name) {
		return nil
	}
	return c.compose(p, name, planned)
}

// compose derives what is not stored. An unknown part makes no text of blanks.
func (c *company) compose(p *Person, name string, planned bool) any {
	get := func(name string) string { return fakehr.Text(c.value(p, name, planned)) }
	first, middle, last, preferred := get("firstName"), get("middleName"), get("lastName"), get("preferredName")
	switch name {
	case "displayName", "firstNameLastName", "fullName1":
		return words(first, last)
	case "employeeName", "fullName2":
		return lastFirst(last, first)
	case "fullName3", "preferredNameLastName":
		if preferred == "" || name == "preferredNameLastName" {
			return words(cmp.Or(preferred, first), last)
		}
		return words(first, "("+preferred+")", last)
	case "fullName4":
		return lastFirst(last, words(first, middle))
	case "fullName5":
		return words(first, middle, last)
	case "bestEmail":
		return fakehr.OrNil(cmp.Or(get("workEmail"), get("homeEmail")))
	case "birthday":
		if day := get("birthDate"); len(day) == len("2006-01-02") {
			return day[5:]
		}
		return ""
	case "workPhonePlusExtension":
		return words(get("workPhone"), get("workPhoneExtension"))
	case "isPhotoUploaded":
		return get("photoUrl") != ""
	case "isManager":
		return c.managers[p.ID]
	}
	return c.composeManager(get("reportsToId"), name)
}

// composeManager describes a manager by id. A manager who is not in the company
// leaves nothing but the id.
func (c *company) composeManager(id, name string) any {
	boss := c.byID[id]
	if boss == nil || id == "" {
		return nil
	}
	switch name {
	case "reportsToName":
		return c.value(boss, "firstNameLastName", false)
	case "supervisor": // "Last, First", as in the HR department's lists
		return c.value(boss, "employeeName", false)
	case "supervisorId": // the manager's employee NUMBER; supervisorEId is the id
		return c.value(boss, "employeeNumber", false)
	case "supervisorEmail":
		return c.value(boss, "workEmail", false)
	}
	return nil
}

func composed(name string) bool { return len(inputs(name)) > 0 || name == "isManager" }

// inputs are the fields that a composed one would give away.
func inputs(name string) []string {
	switch name {
	case "displayName", "firstNameLastName", "employeeName", "fullName1", "fullName2":
		return []string{"firstName", "lastName"}
	case "preferredNameLastName", "fullName3":
		return []string{"firstName", "lastName", "preferredName"}
	case "fullName4", "fullName5":
		return []string{"firstName", "middleName", "lastName"}
	case "bestEmail":
		return []string{"workEmail", "homeEmail"}
	case "birthday":
		return []string{"birthDate"}
	case "workPhonePlusExtension":
		return []string{"workPhone", "workPhoneExtension"}
	case "isPhotoUploaded":
		return []string{"photoUrl"}
	case "reportsToName", "supervisor", "supervisorId", "supervisorEmail":
		return []string{"reportsToId"}
	}
	return nil
}

// restricts reports whether the key may not see a field of this employee, given all
// the names under which the field could be restricted.
func (p *Person) restricts(names []string) bool {
	return slices.ContainsFunc(p.Restricted, func(name string) bool { return slices.Contains(names, name) })
}

// words joins what is there; nothing is nil.
func words(parts ...any) any {
	var b strings.Builder
	for _, part := range parts {
		if s := fakehr.Text(part); s != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(s)
		}
	}
	return fakehr.OrNil(b.String())
}

// lastFirst is "last, first".
func lastFirst(last string, first any) any {
	if f := fakehr.Text(first); f != "" && last != "" {
		return last + ", " + f
	}
	return words(last, first)
}
