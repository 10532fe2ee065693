package employee

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// Visibility says whether a credential sees a group of people.
type Visibility string

// The visibilities; the zero value is unknown.
const (
	VisibilityUnknown Visibility = ""
	VisibilityYes     Visibility = "yes"
	VisibilityNo      Visibility = "no"
)

// An Origin says where a roster comes from and how far it can be trusted.
type Origin struct {
	Provider string    // "bamboohr", or a name of your own for a source of your own
	Tenant   string    // which account there: "acme"
	AsOf     time.Time // when the listing began
	Total    int       // how many people the HR system itself counts; 0 if it does not say

	Leavers  Visibility // whether people who have left are listed
	Starters Visibility // whether people who have not started are listed

	NoStatusWord bool // this vendor has no status word: dates decide alone
}

// Source names the account, as in "bamboohr/acme". Store it with the ID of an
// employee: the two are the link from your user to his record.
func (o Origin) Source() string { return o.Provider + "/" + o.Tenant }

// A Roster is everybody that an HR system lists, at one instant. There is no
// roster of a listing that failed half-way. The employees in it must not be
// changed; see Employee.Clone. A Roster is safe for concurrent use.
type Roster struct {
	origin   Origin
	people   []Employee
	byID     map[string]int32
	standard [fieldCount]Coverage
	custom   map[Field]Coverage
	problems []Problem
}

// Collect reads seq to its end and returns everybody, or the first error and
// nobody. It refuses what NewRoster refuses.
func Collect(origin Origin, seq iter.Seq2[Employee, error]) (*Roster, error) {
	var people []Employee
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		people = append(people, e)
	}
	return newRoster(origin, people)
}

// NewRoster returns the roster of the given people, in their order. It
// completes Manager.Email from the manager's own record. It refuses an employee
// with a blank ID, two with one ID, and fewer people than origin.Total with a
// [FetchError], and an origin without provider or tenant, which is a mistake in
// the program, with another error.
func NewRoster(origin Origin, people ...Employee) (*Roster, error) {
	return newRoster(origin, slices.Clone(people))
}

func newRoster(origin Origin, people []Employee) (*Roster, error) {
	fail := func(class error, format string, args ...any) (*Roster, error) {
		return nil, &FetchError{Provider: origin.Provider, Op: "roster", Message: fmt.Sprintf(format, args...), Err: class}
	}
	if origin.Provider == "" || origin.Tenant == "" {
		return nil, errors.New("employee: roster: the origin needs a provider and a tenant")
	}
	if len(people) < origin.Total {
		return fail(ErrIncomplete, "%d people arrived of %d", len(people), origin.Total)
	}
	r := &Roster{origin: origin, people: people, byID: make(map[string]int32, len(people)), custom: make(map[Field]Coverage)}
	for i := range people {
		id := people[i].ID
		if strings.TrimSpace(id) == "" {
			return fail(ErrMalformed, "person %d of %d has no id", i+1, len(people))
		}
		if j, double := r.byID[id]; double {
			return fail(ErrMalformed, "persons %d and %d have the same id %q", j+1, i+1, id)
		}
		r.byID[id] = int32(i)
	}
	for i := range people {
		r.completeManager(&people[i])
		r.count(&people[i])
	}
	return r, nil
}

func (r *Roster) completeManager(e *Employee) {
	if e.Value(FieldManagerEmail).State() != StateAbsent {
		return
	}
	if e.Value(FieldManagerID).State() == StateEmpty {
		_ = e.Set(FieldManagerEmail, Empty()) // nobody has no address
	}
	if m, ok := r.Employee(e.Manager.ID); ok {
		if email := m.Value(FieldWorkEmail); email.State() != StateAbsent {
			_ = e.Set(FieldManagerEmail, email) // a text that is in one record fits into another
		}
	}
}

func (r *Roster) count(e *Employee) {
	for i := range fieldCount {
		_, where := e.slotAt(i)
		r.standard[i].add(e.valueAt(i, where).State())
	}
	for key, v := range e.Custom {
		c := r.custom[CustomField(key)]
		c.add(v.State())
		r.custom[CustomField(key)] = c
	}
	r.problems = append(r.problems, e.Problems...)
}

// Origin returns where the roster comes from.
func (r *Roster) Origin() Origin { return r.origin }

// Len returns the number of people.
func (r *Roster) Len() int { return len(r.people) }

// All iterates over everybody, in the order of the listing.
func (r *Roster) All() iter.Seq[*Employee] {
	return func(yield func(*Employee) bool) {
		for i := range r.people {
			if !yield(&r.people[i]) {
				return
			}
		}
	}
}

// Employee returns the person with the given ID.
func (r *Roster) Employee(id string) (*Employee, bool) {
	i, ok := r.byID[id]
	if !ok {
		return nil, false
	}
	return &r.people[i], true
}

// Coverage counts the people of a roster by the state of one field. A field
// that is Known for nobody is one that the credentials probably cannot see.
type Coverage struct {
	Known    int `json:"known"`
	Empty    int `json:"empty"`
	Withheld int `json:"withheld"`
	Absent   int `json:"absent"`
}

func (c *Coverage) add(s State) {
	switch s {
	case StateKnown:
		c.Known++
	case StateEmpty:
		c.Empty++
	case StateWithheld:
		c.Withheld++
	default:
		c.Absent++
	}
}

// Coverage returns how many people have the field f in which state.
func (r *Roster) Coverage(f Field) Coverage {
	if i := index(f); i >= 0 {
		return r.standard[i]
	}
	c := r.custom[f]
	c.Absent = len(r.people) - c.Known - c.Empty - c.Withheld
	return c
}

// CustomFields returns the custom fields that anybody has, sorted.
func (r *Roster) CustomFields() []Field {
	fields := make([]Field, 0, len(r.custom))
	for f := range r.custom {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	return fields
}

// Problems returns what could not be read, in the order of the listing.
func (r *Roster) Problems() []Problem { return slices.Clone(r.problems) }

// String returns the source and the number of people.
func (r Roster) String() string {
	return fmt.Sprintf("roster of %s: %d people", r.origin.Source(), len(r.people))
}

// Format prints what String returns, whatever the verb.
func (r Roster) Format(s fmt.State, _ rune) { fmt.Fprint(s, r.String()) }

// LogValue logs the source and the number of people only.
func (r Roster) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON gives source and number of people; range over All for the people.
func (r Roster) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Source string `json:"source"`
		People int    `json:"people"`
	}{r.origin.Source(), len(r.people)})
}
