package personiotest

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Person is one employee of the fake company.
type Person struct {
	// ID is the id, a number in v1 and text in v2. Anything but digits is a text in
	// both; an empty one is left out. It is served as it is, even if it is another
	// employee's.
	ID string

	// Values are the attributes by their keys in v1 ("first_name", "hire_date",
	// "dynamic_12"). Text, numbers, booleans; dates as "2006-01-02"; the names of
	// department, office, subcompany and team; the id of the supervisor; and a
	// []string for cost_centers and tags. A json.RawMessage is the value itself, in
	// v1, whatever the attribute: `""`, `[]`, {"type":...}.
	//
	// What is missing or nil has nothing: null or, in attributes of the tenant's own
	// that are text, "".
	Values map[string]any

	// Hidden names the attributes that answers leave out for this employee alone. V2 has
	// department and team in one array, which is left out for either: without one of the
	// two it would be that of an employee who has none.
	Hidden []string

	// Offset is the offset from UTC with which v1 writes the midnights of this
	// employee's dates: "+02:00". Empty: that of central Europe on the day.
	Offset string

	// Employments are the employments of v2 as the JSON has them, the newest first.
	// Nil: one, made of Values.
	Employments []map[string]any
}

// text returns a value as text, "" for none and for raw JSON.
func (p *Person) text(key string) string {
	if _, raw := p.Values[key].(json.RawMessage); raw {
		return ""
	}
	return fakehr.Text(p.Values[key])
}

func (p *Person) lacks(key string) bool { return slices.Contains(p.Hidden, key) }

// company is the employees, made ready to answer. It is never changed.
type company struct {
	people []Person
	byID   map[string]int
	units  map[string]map[string]int // ids of departments, teams, ... by kind and name
	names  map[string]string         // names of org units by "kind id"
}

func newCompany(people []Person) *company {
	c := &company{
		people: people,
		byID:   make(map[string]int, len(people)),
		units:  make(map[string]map[string]int),
		names:  make(map[string]string),
	}
	for i := range people {
		p := &people[i]
		if _, double := c.byID[p.ID]; !double {
			c.byID[p.ID] = i
		}
		for _, kind := range []string{"department", "team", "office", "subcompany"} {
			if name := p.text(kind); name != "" {
				c.name(kind, name)
			}
		}
		if centers, ok := p.Values["cost_centers"].([]string); ok {
			for _, name := range centers {
				c.name("cost_centers", name)
			}
		}
	}
	return c
}

// name gives a unit its id, those of a kind in the order of their names' first
// appearance.
func (c *company) name(kind, name string) {
	ids := c.units[kind]
	if ids == nil {
		ids = make(map[string]int)
		c.units[kind] = ids
	}
	if _, known := ids[name]; !known {
		ids[name] = 1000*(len(kind)+1) + len(ids) + 1
		c.names[kind+" "+strconv.Itoa(ids[name])] = name
	}
}

// unit returns the id of a unit.
func (c *company) unit(kind, name string) int { return c.units[kind][name] }
