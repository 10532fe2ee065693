package personiotest

import (
	"maps"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Config is what differs from a healthy tenant whose credentials see
// everything; the zero Config changes nothing. Each field states the vendor's
// behaviour that it switches on. Attributes are named by their keys in v1.
type Config struct {
	// Fields are the tenant's own attributes. Nil: the birthday alone, with the key
	// dynamic_1, which [People] have.
	Fields []Field

	// Hidden names the attributes that the credentials may not read, also of v2,
	// where they are dropped under the names that they have there. Answers leave
	// them out without a word.
	Hidden []string
	// RefuseHidden is the status with which attributes[] is refused when it names an
	// attribute that is hidden or does not exist. 0: they are left out of the answer.
	// No source has the status: 400, 403, 422, and 200 for an error with that status
	// are likely.
	RefuseHidden int
	// Refuse answers a path with an error status, for example
	// {"/v1/company/employees/attributes": 403} or, as v2 does for a right that is
	// missing, {"/v2/persons": 401}.
	Refuse map[string]int

	// TokenLife is how long a token lives. 0: 24 hours. Asking again within that
	// time gives the same token, and what is left of its life.
	TokenLife time.Duration
	// NoExpiresIn leaves expires_in out of the answers of v1.
	NoExpiresIn bool
	// OneUseTokens is the scheme of before 2023: a token of v1 is good for one
	// request, and the answer's authorization header has the next.
	OneUseTokens bool
	// WrongCredentials is the status for wrong credentials of v1. 0: 403; others
	// have seen 401.
	WrongCredentials int

	// PageSize is the most that a page holds, whatever the limit says. 0: 100 for
	// v1 and 50 for v2.
	PageSize int
	// RejectLimit answers 400 to a limit above 100 instead of lowering it. V2 always
	// does, above 50.
	RejectLimit bool
	// NoMetadata leaves the count of employees out of v1, as old recordings do.
	NoMetadata bool
	// Unsorted moves the order of v1 by one employee with each page, so that employees
	// occur twice and others not at all.
	Unsorted bool

	// Blank is the JSON that v1 writes for an office, department, team, subcompany
	// or supervisor that is not there: "" (which is null), `""` or `[]`.
	Blank string
	// FullSupervisor writes names and e-mail of the supervisor in v1 beside the id.
	FullSupervisor bool
	// TagsAsJSON writes tags of v1 as a JSON array inside a text instead of joining
	// them by commas.
	TagsAsJSON bool
	// BareDates writes dates of the tenant's own attributes of v1 as a day alone.
	BareDates bool

	// LowerCaseTypes writes the types of v2's custom attributes in lower case, as
	// the examples of the vendor's file do, instead of upper case, as its text does.
	LowerCaseTypes bool
	// NoLabels leaves the labels of v2's custom attributes out.
	NoLabels bool
	// TextValues writes the numbers and booleans of v2's custom attributes as text.
	TextValues bool
	// OddLinks gives the link to the next page of persons another path and host,
	// with the right cursor. The employments' always has another path.
	OddLinks bool
	// CursorLoop lets the link to the next page of persons point at its own page.
	CursorLoop bool
	// LastWorkingDate spells termination.last_working_day as last_working_date,
	// which the vendor's file does in its examples.
	LastWorkingDate bool
}

// A Field is an attribute that a tenant has made.
type Field struct {
	ID          string // the key: "dynamic_12"
	Name        string // the label: the tenant's words, which may occur twice
	UniversalID string // global_id in v2; "" is null
	// Type is the word of v1: standard, integer, decimal, date, list, tags, link or
	// multiline; "" is standard.
	Type    string
	Options []string // of a list or tags
}

// settings is a Config made ready to answer. It is never changed.
type settings struct {
	Config
	columns []column // what answers of v1 have, in their order
	hidden  map[string]bool
}

func newSettings(c Config) *settings {
	c.Refuse = maps.Clone(c.Refuse)
	if c.Fields == nil {
		c.Fields = []Field{{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"}}
	}
	c.Fields = slices.Clone(c.Fields)
	s := &settings{Config: c, hidden: fakehr.Set(c.Hidden)}
	for _, col := range systemColumns() {
		if !s.hidden[col.key] || col.key == "id" {
			s.columns = append(s.columns, col.ready())
		}
	}
	for _, a := range c.Fields {
		if a.Type == "" {
			a.Type = "standard"
		}
		if !s.hidden[a.ID] {
			s.columns = append(s.columns, column{key: a.ID, label: a.Name, kind: a.Type, universalID: a.UniversalID, options: a.Options, own: true}.ready())
		}
	}
	return s
}

// pageSize is how many employees a page holds at most.
func (s *settings) pageSize(most int) int {
	if s.PageSize > 0 {
		return min(s.PageSize, most)
	}
	return most
}
