package luccatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Person is one employee of the fake company. A blank text is null.
type Person struct {
	// ID is served as it is, even if it is blank or another employee's: as a number in the
	// legacy API if it is one.
	ID string

	FirstName, LastName, Login, Mail, Number, JobTitle                     string
	DirectLine, ProfessionalMobile, PersonalMobile, PersonalEmail, Address string
	BirthDate, SeniorityDate                                               string // "2006-01-02"
	Manager                                                                string // an id
	Department, Establishment, LegalEntity                                 string // names
	TimeZone                                                               string // of the establishment
	UpdatedAt                                                              string // "2006-01-02T15:04:05.123"

	Contracts []Contract

	// Extended is extendedData of v3, written as JSON as it is:
	// {"e_github": map[string]any{"id": 1, "value": "ana"}}. Nil is {}.
	Extended map[string]any
	// Attributes are the values of /employee-attributes by the id of the
	// definition, written as JSON as they are. A []Spell is a row for each.
	Attributes map[string]any

	// Values replace what is served under a name of either API: at the root of a
	// user ("jobTitle", "department"), of an employee ("status", "birthDay"), of
	// an employment ("employment.end") or of a job position
	// ("job-position.manager"). Nil is null.
	Values map[string]any
	// Hidden names the fields, as in Config.Hidden, that are left out of this
	// employee.
	Hidden []string
}

// A Contract is a work contract, or employment. The end is the last day of it;
// blank is open.
type Contract struct{ Start, End string }

// A Spell is a value of a custom field from one day to another, both included; a
// blank day is no bound.
type Spell struct {
	Value      any
	Start, End string
}

// company is employees and configuration, made ready to answer. But for
// what it keeps of queries it is never changed.
type company struct {
	Config
	people         []*member // as given, without those that the credentials do not cover
	sorted         []*member // by id
	byID           map[string]*member
	contracts      []employed
	departments    group
	establishments group
	entities       group
	hidden         map[string]bool

	mu    sync.Mutex
	found map[string]any // what queries have found, by query
}

// cached returns what build finds, which is looked for once.
func cached[T any](c *company, query string, build func() T) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.found[query].(T); ok {
		return found
	}
	found := build()
	if len(c.found) >= maxFound {
		clear(c.found)
	}
	c.found[query] = found
	return found
}

// maxFound bounds what is kept of queries.
const maxFound = 64

// A member is an employee with what follows from the day.
type member struct {
	*Person
	applicable                        *Contract // nil: none
	number                            int       // of the applicable contract
	word                              string    // the status
	department, establishment, entity int       // ids; 0 is none
}

// employed is a contract with its number and its owner.
type employed struct {
	Contract
	number int
	owner  *member
}

// A group is a list of names; the id of the first is 1.
type group struct {
	names []string
	zones []string
	ids   map[string]int
}

func (g *group) id(name, zone string) int {
	if name == "" {
		return 0
	}
	if id, ok := g.ids[name]; ok {
		return id
	}
	if g.ids == nil {
		g.ids = make(map[string]int)
	}
	g.names, g.zones = append(g.names, name), append(g.zones, zone)
	g.ids[name] = len(g.names)
	return len(g.names)
}

func newCompany(people []Person, config Config) *company {
	c := &company{Config: config, byID: make(map[string]*member, len(people)), hidden: fakehr.Set(config.Hidden), found: make(map[string]any)}
	c.Today = cmp.Or(c.Today, "2026-01-01")
	members := make([]member, len(people))
	number := 0
	for i := range people {
		m := &members[i]
		m.Person = &people[i]
		m.department = c.departments.id(m.Department, "")
		m.establishment = c.establishments.id(m.Establishment, m.TimeZone)
		m.entity = c.entities.id(m.LegalEntity, "")
		m.apply(c.Today, number)
		first := number
		number += len(m.Contracts)
		if slices.Contains(c.Unseen, m.ID) {
			continue
		}
		c.people = append(c.people, m)
		if _, double := c.byID[m.ID]; !double {
			c.byID[m.ID] = m
		}
		for j, contract := range m.Contracts {
			c.contracts = append(c.contracts, employed{contract, first + j + 1, m})
		}
	}
	c.sorted = slices.Clone(c.people)
	slices.SortStableFunc(c.sorted, func(a, b *member) int { return fakehr.CompareIDs(a.ID, b.ID) })
	return c
}

// apply finds the contract that applies on a day; before is the number of
// contracts of the employees before.
func (m *member) apply(today string, before int) {
	m.word = "deactivated"
	for i := range m.Contracts {
		contract := &m.Contracts[i]
		word := "active"
		switch {
		case contract.Start > today:
			word = "upcoming"
		case contract.End != "" && contract.End < today:
			word = "deactivated"
		}
		better := m.applicable == nil || rank(word) > rank(m.word) ||
			word == m.word && (word == "upcoming" && contract.Start < m.applicable.Start ||
				word == "deactivated" && contract.Start > m.applicable.Start)
		if better {
			m.applicable, m.word, m.number = contract, word, before+i+1
		}
	}
}

func rank(word string) int { return slices.Index([]string{"deactivated", "upcoming", "active"}, word) }

// sees reports whether a field of an employee is served.
func (c *company) sees(m *member, name string) bool {
	return !c.hidden[name] && (len(m.Hidden) == 0 || !slices.Contains(m.Hidden, name))
}

func (m *member) name() string { return strings.TrimSpace(m.FirstName + " " + m.LastName) }

func (m *member) displayName() string { return strings.TrimSpace(m.LastName + " " + m.FirstName) }

// lacks reports whether a scope was not granted.
func lacks(scopes []string, list string) bool {
	return scopes != nil && !slices.Contains(scopes, list+".readonly") && !slices.Contains(scopes, list+".readwrite")
}

func itoa(n int) string { return strconv.Itoa(n) }

// stamp is when an employee last changed.
func (m *member) stamp() string { return cmp.Or(m.UpdatedAt, "2025-06-01T08:00:00") }

func number(id int) string {
	if id == 0 {
		return ""
	}
	return itoa(id)
}

func (m *member) start() string {
	if m.applicable == nil {
		return ""
	}
	return m.applicable.Start
}

func (m *member) end() string {
	if m.applicable == nil {
		return ""
	}
	return m.applicable.End
}
