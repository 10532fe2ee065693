package hibobtest

import (
	"maps"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Config is what differs from a healthy company whose service user sees
// everything; the zero Config changes nothing. Each field states the vendor's
// behaviour that it switches on. Fields are named by their ids: "root.email",
// "work.department", "custom.category_1.field_2".
type Config struct {
	// Fields are the company's own fields, or more of the vendor's.
	Fields []Field
	// Lists are the named lists. One that has the name of a standard list
	// (department, title, site, ...) replaces it.
	Lists []List

	// Hidden are the fields that the service user has no right to. Asked for, they
	// do not come back, and no answer tells; they stay in the metadata.
	Hidden []string
	// Unseen are the ids of the employees outside the access of the permission group,
	// as when its condition names the lifecycle status Employed alone: every answer
	// is as if there were no such employees.
	Unseen []string
	// Refuse answers a path below /v1 with an error status, for example
	// {"/people/search": 403} for a service user in no permission group, or
	// {"/people": 410} for the retired listing, which is 404 otherwise.
	Refuse map[string]int

	// Form is where an answer has the values.
	Form Form
	// ISOLabels writes dates in the human-readable node as 2006-01-02 instead of
	// 02/01/2006: the vendor's texts have both.
	ISOLabels bool
	// NoLabels leaves the human-readable node out, whatever is asked for.
	NoLabels bool
	// Enveloped wraps one employee as the search wraps many, in {"employees":[...]}.
	Enveloped bool
	// EmptyFilters takes "filters": [] for no filter, as some clients report,
	// instead of answering 400, as the vendor warns.
	EmptyFilters bool
	// ListsAsItems writes the named lists as an array and their choices as
	// "items", which is the vendor's description, instead of as an object by name
	// and as "values", which is what clients meet.
	ListsAsItems bool
	// OldCursor calls the cursor of bulk tables "cursor" instead of "next_cursor".
	OldCursor bool

	// PerMinute answers 429 to requests beyond so many in any 60 seconds. 0: no
	// limit. The vendor's is 50 for a search.
	PerMinute int
}

// A Form is where an answer has the values of an employee.
type Form string

// The forms that clients have met.
const (
	FormBoth   Form = ""       // nested by category, and each under a key with slashes
	FormNested Form = "nested" // nested by category; fields of the category root at the top
	FormSlash  Form = "slash"  // each under a key such as "/work/title"
)

// A Field is a field of the metadata.
type Field struct {
	ID       string // "custom.category_1.field_2"
	Name     string // the label; empty is the id
	Category string // empty is the beginning of the id
	Type     string // text, list, multi-list, date, number, currency, ...; empty is text
	List     string // of list types: the name of the list
	JSONPath string // empty is the id without "root."
}

// A List is a named list of choices.
type List struct {
	Name  string
	Items []Item
}

// An Item is one choice of a list. Its id is a text; one of digits alone is
// written as a number in the lists, and as a text in an employee's values.
type Item struct {
	ID, Name string
	Archived bool
	Children []Item // of a hierarchy
}

// settings is a Config made ready to answer. It is never changed.
type settings struct {
	Config
	fields []Field // in the order of the metadata
	byID   map[string]Field
	lists  []List
	labels map[string]map[string]string // of lists, by name and id
	hidden map[string]bool
	unseen map[string]bool
}

func newSettings(c Config) *settings {
	c.Refuse = maps.Clone(c.Refuse)
	s := &settings{
		Config: c,
		fields: standardFields(),
		byID:   make(map[string]Field),
		lists:  slices.Clone(c.Lists),
		labels: make(map[string]map[string]string),
		hidden: fakehr.Set(c.Hidden),
		unseen: fakehr.Set(c.Unseen),
	}
	for _, f := range c.Fields {
		s.fields = append(s.fields, complete(f))
	}
	for _, f := range s.fields {
		s.byID[f.ID] = f
	}
	for _, l := range standardLists() {
		if !slices.ContainsFunc(c.Lists, func(own List) bool { return own.Name == l.Name }) {
			s.lists = append(s.lists, l)
		}
	}
	for _, l := range s.lists {
		s.labels[l.Name] = make(map[string]string)
		label(s.labels[l.Name], l.Items)
	}
	return s
}

func label(labels map[string]string, items []Item) {
	for _, item := range items {
		labels[item.ID] = item.Name
		label(labels, item.Children)
	}
}

func complete(f Field) Field {
	if f.Name == "" {
		f.Name = f.ID
	}
	if f.Category == "" {
		f.Category, _, _ = strings.Cut(f.ID, ".")
	}
	if f.Type == "" {
		f.Type = "text"
	}
	if f.JSONPath == "" {
		f.JSONPath = strings.TrimPrefix(f.ID, "root.")
	}
	return f
}
