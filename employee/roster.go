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

// Visibility says whether the credentials see a group of employees.
type Visibility string

const (
	VisibilityUnknown Visibility = ""
	VisibilityYes     Visibility = "yes"
	VisibilityNo      Visibility = "no"
)

// An Origin says where a roster comes from and what it can show.
type Origin struct {
	Provider string     `json:"provider"`       // "bamboohr", or a name of your own
	Tenant   string     `json:"tenant"`         // "acme"
	AsOf     time.Time  `json:"as_of,omitzero"` // when the listing began
	Total    int        `json:"total,omitzero"` // as the HR system counts; 0: not known
	Leavers  Visibility `json:"leavers,omitzero"`
	Starters Visibility `json:"starters,omitzero"`  // before their hire date
	NoStatus bool       `json:"no_status,omitzero"` // dates alone decide
	// NoEnds says that no record shows an end date, that none has to, and that the HR
	// system does not tell a hidden date from a blank one: the status alone decides.
	NoEnds bool `json:"no_ends,omitzero"`
}

// Source names the HR account, "bamboohr/acme"; with the employee's ID it links your
// user to the record.
func (o Origin) Source() string { return o.Provider + "/" + o.Tenant }

// A Roster is every employee that an HR system lists, at one instant. It is safe for
// concurrent use: do not change its employees.
type Roster struct {
	origin    Origin
	employees []Employee
	byID      map[string]int32
	standard  [fieldCount]Coverage
	custom    map[Field]Coverage
	problems  []Problem
}

// Collect returns all employees of seq, or the first error and no roster. It refuses
// what [NewRoster] refuses.
func Collect(origin Origin, seq iter.Seq2[Employee, error]) (*Roster, error) {
	var employees []Employee
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		employees = append(employees, e)
	}
	return newRoster(origin, employees)
}

// NewRoster keeps the order. A blank ID, an ID that occurs twice and fewer employees
// than origin.Total are a [FetchError]; the origin needs a provider and a tenant.
func NewRoster(origin Origin, employees ...Employee) (*Roster, error) {
	return newRoster(origin, slices.Clone(employees))
}

func newRoster(origin Origin, employees []Employee) (*Roster, error) {
	fail := func(class error, format string, args ...any) (*Roster, error) {
		return nil, &FetchError{Provider: origin.Provider, Op: "roster", Message: fmt.Sprintf(format, args...), Err: class}
	}
	if origin.Provider == "" || origin.Tenant == "" {
		return nil, errors.New("employee: roster: the origin needs a provider and a tenant")
	}
	if len(employees) < origin.Total {
		return fail(ErrIncomplete, "%d of %d employees arrived", len(employees), origin.Total)
	}
	r := &Roster{origin: origin, employees: employees, byID: make(map[string]int32, len(employees)), custom: make(map[Field]Coverage)}
	for i := range employees {
		id := employees[i].ID
		if strings.TrimSpace(id) == "" {
			return fail(ErrMalformed, "employee %d of %d has no id", i+1, len(employees))
		}
		if j, double := r.byID[id]; double {
			return fail(ErrMalformed, "employees %d and %d have the same id %q", j+1, i+1, id)
		}
		r.byID[id] = int32(i)
	}
	asked := slices.ContainsFunc(employees, func(e Employee) bool { return e.Value(FieldWorkEmail).State() != StateAbsent })
	for i := range employees {
		r.completeManager(&employees[i], asked)
		r.count(&employees[i])
	}
	return r, nil
}

// completeManager completes a manager's e-mail that the record does not have, but not
// by the employee's own. It is Empty only if no manager is named. It stays Absent in a
// roster that was not asked for work e-mails.
func (r *Roster) completeManager(e *Employee, asked bool) {
	state, id := e.Value(FieldManagerEmail).State(), e.Value(FieldManagerID).State()
	switch {
	case state == StateKnown:
	case state == StateAbsent && id == StateWithheld:
		_ = e.Set(FieldManagerEmail, Withheld())
	case !e.Manager.named():
		if state == StateAbsent && id == StateEmpty {
			_ = e.Set(FieldManagerEmail, Empty()) // no manager, so no manager e-mail
		}
	case asked || state == StateEmpty:
		email := Withheld()
		if m, ok := r.Employee(e.Manager.ID); ok && m.WorkEmail != "" && m.ID != e.ID {
			email = Text(m.WorkEmail)
		}
		_ = e.Set(FieldManagerEmail, email) // a text that is in one record fits into another
	}
}

func (m *Manager) named() bool { return m.ID != "" || m.Number != "" || m.Name != "" }

func (r *Roster) count(e *Employee) {
	for i := range fieldCount {
		_, where := e.slotAt(i)
		r.standard[i].add(e.valueAt(i, where).State())
	}
	for key, v := range e.Custom {
		if v.State() != StateAbsent { // with or without a key
			c := r.custom[CustomField(key)]
			c.add(v.State())
			r.custom[CustomField(key)] = c
		}
	}
	r.problems = append(r.problems, e.Problems...)
}

func (r *Roster) Origin() Origin { return r.origin }

func (r *Roster) Len() int { return len(r.employees) }

// All yields the employees in their order.
func (r *Roster) All() iter.Seq[*Employee] {
	return func(yield func(*Employee) bool) {
		for i := range r.employees {
			if !yield(&r.employees[i]) {
				return
			}
		}
	}
}

func (r *Roster) Employee(id string) (*Employee, bool) {
	i, ok := r.byID[id]
	if !ok {
		return nil, false
	}
	return &r.employees[i], true
}

// Coverage counts employees by the state of one field. None known probably means
// that the credentials cannot see it.
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

// Coverage counts the states of the field f.
func (r *Roster) Coverage(f Field) Coverage {
	if i := index(f); i >= 0 {
		return r.standard[i]
	}
	c := r.custom[f]
	c.Absent = len(r.employees) - c.Known - c.Empty - c.Withheld
	return c
}

// CustomFields returns, sorted, those that any employee has.
func (r *Roster) CustomFields() []Field {
	fields := make([]Field, 0, len(r.custom))
	for f := range r.custom {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	return fields
}

func (r *Roster) Problems() []Problem { return slices.Clone(r.problems) }

// String returns source and count, as fmt and slog print.
func (r Roster) String() string {
	noun := "employees"
	if len(r.employees) == 1 {
		noun = "employee"
	}
	return fmt.Sprintf("roster of %s: %d %s", r.origin.Source(), len(r.employees), noun)
}

func (r Roster) Format(s fmt.State, _ rune) { fmt.Fprint(s, r.String()) }

func (r Roster) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON writes source and count only, for logs.
func (r Roster) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Source    string `json:"source"`
		Employees int    `json:"employees"`
	}{r.origin.Source(), len(r.employees)})
}

// UnmarshalJSON is an error: use [ReadRoster].
func (r *Roster) UnmarshalJSON([]byte) error {
	return errors.New("employee: a roster is not read from its JSON, which is for logs: store it with WriteTo, and use ReadRoster")
}
