package humaanstest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Person is one employee of the fake company.
type Person struct {
	// ID is served as it is, even if it is blank or another employee's.
	ID string

	// Values are the fields by their names in /people ("firstName",
	// "employmentStartDate"), with what encoding/json makes of them: text, nil,
	// booleans, "teams" as []Team. Names that the vendor does not have are added.
	// What is missing has a default: the status "active", the first company,
	// empty lists, false, else null.
	Values map[string]any

	// Without names the fields whose keys are left out.
	Without []string

	// Roles is the history of job roles, in any order.
	Roles []Role

	// Custom are the values of custom fields by the field's id: text, a []string,
	// or nil for a row without a value. An employee without an entry has no row.
	Custom map[string]any
}

// A Team is an item of an employee's teams.
type Team struct {
	Name string `json:"name"`
}

// A Role is a job role of an employee. What is empty is null, save what says
// otherwise.
type Role struct {
	ID            string // empty: made of the employee's
	JobTitle      string
	Department    any    // text, or map[string]any{"name": ...}, the form that one client met
	ReportingTo   string // the manager's id
	EffectiveDate string // the first day
	EndDate       string // often not set on roles that were superseded
	CreatedAt     string // empty: 2024-01-10
	UpdatedAt     string // empty: CreatedAt
}

// A row is what a list consists of.
type row interface {
	value(name string) any  // for filters and sorting
	append(b []byte) []byte // as JSON
}

// rows gives a slice the form of a list.
func rows[T row](all []T) list {
	return list{len(all), func(i int) row { return all[i] }}
}

// A list is an ordered set of rows.
type list struct {
	length int
	at     func(i int) row
}

// A view is the company as a token sees it. It is never changed.
type view struct {
	Config
	scopes      []string
	fields      []field
	known       map[string]struct{} // the names of the fields
	owner       *Person
	visible     []*Person
	byStatus    map[string][]*Person
	byID        map[string]*Person
	roles       []roleRow
	locations   []object
	companies   []object
	definitions []object
	values      []object
}

func newView(people []Person, c Config) *view {
	v := &view{
		Config: c, scopes: c.Scopes,
		known: make(map[string]struct{}), byStatus: make(map[string][]*Person), byID: make(map[string]*Person),
	}
	if v.scopes == nil {
		v.scopes = []string{public, private}
	}
	v.addTables()
	v.addFields()
	unseen := fakehr.Set(c.Unseen)
	for i := range people {
		p := &people[i]
		if p.ID == c.Owner || c.Owner == "" && i == 0 {
			v.owner = p
		}
		status, _ := v.personValue(p, "status").(string)
		if unseen[p.ID] || status != "active" && !v.has(private) {
			continue
		}
		v.visible = append(v.visible, p)
		v.byStatus[status] = append(v.byStatus[status], p)
		v.byID[p.ID] = p
		for j := range p.Roles {
			v.roles = append(v.roles, roleRow{p, v.shown(&p.Roles[j]), j})
		}
		if v.seesPrivate(p) {
			v.addValues(p)
		}
	}
	return v
}

// addTables makes the rows of the small lists.
func (v *view) addTables() {
	if v.Locations == nil {
		v.Locations = defaultLocations()
	}
	if v.Companies == nil {
		v.Companies = []Company{{ID: "company00000000000000001", Name: "Example Ltd"}}
	}
	for _, l := range v.Locations {
		o := object{"id", l.ID, "label", fakehr.OrNil(l.Label)}
		if l.Name != "" {
			o = object{"id", l.ID, "name", l.Name}
		}
		v.locations = append(v.locations, append(o, "city", fakehr.OrNil(l.City), "country", fakehr.OrNil(l.Country), "timezone", fakehr.OrNil(l.TimeZone)))
	}
	for _, c := range v.Companies {
		v.companies = append(v.companies, object{"id", c.ID, "name", c.Name, "domains", []string{"example.com"}, "status", "active"})
	}
	for _, f := range v.Fields {
		config := map[string]any{}
		if len(f.Options) > 0 {
			config["choices"] = f.Options
		}
		v.definitions = append(v.definitions, object{
			"id", f.ID, "companyId", v.Companies[0].ID, "name", f.Name, "section", "basics", "resourceId", nil,
			"type", cmp.Or(f.Type, "text"), "config", config, "createdAt", made, "updatedAt", made,
		})
	}
}

// shown is a role without what is hidden.
func (v *view) shown(r *Role) *Role {
	if len(v.Hidden) == 0 {
		return r
	}
	role := *r
	for _, name := range v.Hidden {
		switch name {
		case "jobTitle":
			role.JobTitle = ""
		case "department":
			role.Department = nil
		case "reportingTo":
			role.ReportingTo = ""
		}
	}
	return &role
}

// addValues makes the rows of an employee's custom values.
func (v *view) addValues(p *Person) {
	for _, id := range slices.Sorted(maps.Keys(p.Custom)) {
		value := p.Custom[id]
		if slices.Contains(v.Hidden, id) {
			value = nil
		}
		v.values = append(v.values, object{
			"id", "value-" + p.ID + "-" + id, "personId", p.ID, "customFieldId", id, "resourceId", nil,
			"value", value, "createdAt", made, "updatedAt", made,
		})
	}
}

const made = "2024-01-10T09:00:00.000Z"

// A roleRow is a row of /job-roles.
type roleRow struct {
	person *Person
	role   *Role
	index  int
}

func (r roleRow) object() object {
	created := cmp.Or(r.role.CreatedAt, made)
	updated := cmp.Or(r.role.UpdatedAt, created)
	id := cmp.Or(r.role.ID, "role-"+r.person.ID+"-"+strconv.Itoa(r.index))
	return object{
		"id", id, "personId", r.person.ID, "jobTitle", fakehr.OrNil(r.role.JobTitle), "department", r.role.Department,
		"reportingTo", fakehr.OrNil(r.role.ReportingTo), "effectiveDate", fakehr.OrNil(r.role.EffectiveDate),
		"endDate", fakehr.OrNil(r.role.EndDate), "note", nil, "createdAt", created, "updatedAt", updated,
	}
}

func (r roleRow) value(name string) any  { return r.object().value(name) }
func (r roleRow) append(b []byte) []byte { return r.object().append(b) }

// inForce returns the rows of the roles in force on a day, for $asOf: the
// latest of each employee that has begun, and none of an employee without one.
func (v *view) inForce(day string) []roleRow {
	var picked []roleRow
	for _, r := range v.roles {
		if r.role.EffectiveDate > day {
			continue
		}
		if n := len(picked); n > 0 && picked[n-1].person == r.person { // an employee's roles are together
			if r.role.EffectiveDate >= picked[n-1].role.EffectiveDate {
				picked[n-1] = r
			}
			continue
		}
		picked = append(picked, r)
	}
	return picked
}
