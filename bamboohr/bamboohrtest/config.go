package bamboohrtest

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Config is what differs from a healthy tenant whose key sees everything; the
// zero Config changes nothing. Each field states the vendor's behaviour that it
// switches on. Names of fields are those of GET /employees, or the alias or
// numeric id of a custom field.
type Config struct {
	// Fields are the custom fields of the tenant. Reports and GET /employees/{id}
	// have them, GET /employees has not.
	Fields []Field

	// Hidden names the fields that the key may not see of any employee; what is composed
	// of one of them goes with it. GET /employees answers null and lists the name in
	// _restrictedFields of all employees; a report leaves the column out and
	// GET /employees/{id} the key, both with 200 and no word about it. They stay in
	// /meta/fields.
	Hidden []string

	// Unseen are the ids of the employees outside the key's reach, as with an access
	// level for "own team only": every listing is shorter and no answer tells;
	// GET /employees/{id} is 403.
	Unseen []string

	// Unlisted are the ids of the employees that the company hides from the directory.
	Unlisted []string

	// OrgChartOnly reduces the directory to the fields of the org chart, as when a
	// company shares that alone.
	OrgChartOnly bool

	// Owner is the id of the employee that the key belongs to: /employees/0.
	//
	// For a key without one the sources differ. Recorded traffic has 404 (Owner ""),
	// the vendor's description has 200 with the id "0" and nothing else (Owner "0").
	Owner string

	// Refuse answers a path below /v1 with an error status, for example
	// {"/employees": 404} for a tenant without the list endpoint,
	// {"/employees/directory": 403} for a company that shares no directory, or
	// {"/meta/lists": 403}.
	Refuse map[string]int

	// Dataset is how the dataset of employees tells what is hidden. Refuse
	// {"/datasets/employee/fields": 403} for a key that may not read datasets.
	Dataset Dataset

	// RestrictedAs changes the names in _restrictedFields, of the list and of the
	// dataset: no public answer of the list has any, and recorded ones of a dataset
	// have another form than the request. Nil is the name asked for.
	RestrictedAs func(name string) string

	// ListWithout names optional fields that GET /employees of this tenant does not
	// know; as every unknown name, they are ignored and their keys are missing. The
	// endpoint had 27 optional fields before it had 123.
	ListWithout []string

	// ExtraColumns are aliases of columns that every report has although no request
	// asked for them.
	ExtraColumns []string

	// TextBooleans writes fields of type bool as "true" and "false" in reports, the
	// form that some connectors met, instead of JSON booleans.
	TextBooleans bool

	// Users are the logins without an employee record; they appear in /meta/users
	// only. Every employee with a userId has a login as well.
	Users []User

	// Changes is what GET /employees/changed knows.
	Changes []Change

	// LinksHost is the host in the _links of GET /employees; empty is the host of
	// the request. The vendor's own example has links to another host, where no
	// client should send a key.
	LinksHost string
}

// A Field is a custom field. It needs an ID or an Alias.
//
// Asked for by the alias it comes back under the alias; asked for by the number
// 4567 its column in a report is called 4567.0.
type Field struct {
	ID    string // such as "4567" (standard fields are below 1000); inside another field "4567.1"
	Alias string // such as "customBudget"; many fields have none
	Name  string // the label; empty is the alias

	// Type is the vendor's word: text, date, list, multilist, checkbox, bool,
	// currency, integer, ...; empty is text. A report writes a bool as JSON boolean
	// (but see Config.TextBooleans), a checkbox as "yes" or "no", and several values
	// of a multilist as one string with commas.
	Type string

	// Options are the choices of a list. A value that an employee has and Options lacks
	// is reported as archived, as options deleted from a list are.
	Options []string

	// Unreported lists the field in /meta/fields only; reports drop it, as they do
	// some of the fields listed there.
	Unreported bool
}

// A User is a login. BambooHR keeps them apart from employees.
type User struct {
	ID        string // a number
	FirstName string
	LastName  string
	Email     string // empty is null
	Disabled  bool
}

// A Change is one entry of GET /employees/changed.
type Change struct {
	ID     string // the employee
	Action string // Inserted, Updated or Deleted
	At     time.Time
	NoID   bool // leaves the id to the key of the entry, as is seen at times
}

// settings is a Config made ready to answer. It is never changed.
type settings struct {
	Config
	columns  []column          // in the order of /meta/fields
	byName   map[string]column // by alias and by numeric id
	hidden   map[string]bool   // with every other name of the same field
	unseen   map[string]bool
	unlisted map[string]bool
	without  map[string]bool
}

func newSettings(c Config) *settings {
	c.Refuse = maps.Clone(c.Refuse)
	c.Changes = slices.Clone(c.Changes)
	c.Users = slices.Clone(c.Users)
	c.ExtraColumns = slices.Clone(c.ExtraColumns)
	s := &settings{
		Config:   c,
		columns:  standardColumns(),
		byName:   make(map[string]column),
		unseen:   fakehr.Set(c.Unseen),
		unlisted: fakehr.Set(c.Unlisted),
		without:  fakehr.Set(c.ListWithout),
	}
	for _, field := range c.Fields {
		s.columns = append(s.columns, customColumn(field))
	}
	for _, col := range s.columns {
		if col.alias != "" {
			s.byName[col.alias] = col
		}
		if col.id != "" {
			s.byName[col.id] = col
		}
	}
	s.hidden = fakehr.Set(c.Hidden)
	for _, name := range c.Hidden { // a custom field by its other name as well
		if col, ok := s.byName[name]; ok {
			s.hidden[col.source] = true
		}
	}
	return s
}

func customColumn(f Field) column {
	col := column{
		id: f.ID, alias: f.Alias, source: f.Alias, label: f.Name, kind: f.Type,
		custom: true, options: slices.Clone(f.Options), unreported: f.Unreported,
	}
	if col.source == "" {
		col.source = f.ID
	}
	if col.label == "" {
		col.label = col.source
	}
	if col.kind == "" {
		col.kind = "text"
	}
	return col
}

// column finds a field by the name that a request gives it.
func (s *settings) column(name string) (column, bool) {
	name = strings.TrimSpace(name)
	col, ok := s.byName[name]
	return col, ok
}

// concealed reports whether the key may not see the field of any employee.
func (s *settings) concealed(names []string) bool {
	return len(s.hidden) > 0 && slices.ContainsFunc(names, func(n string) bool { return s.hidden[n] })
}
