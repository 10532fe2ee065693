// Package employee is the vocabulary of the library: an [Employee] is one record of
// an HR system (HRIS), a [Roster] all records of one account.
//
// Providers return a Roster. For a source of your own, such as a CSV file, fill
// employees with [Employee.Set] and [Collect] them. A Roster is complete, or Collect
// returns an error: a list that was cut makes no leavers.
//
// # Four states
//
// A field is known, empty, withheld or absent: see [State]. In a struct literal,
// fields that are set are known, all others absent. Only an empty field clears an
// attribute; an absent or withheld one never takes access away.
//
// # Personal data
//
// slog, %+v and %#v show ids and counts only; of slices, maps and structs of your own,
// slog's JSON handler does with [ReplaceAttr], or for a slice that is a [Batch]. Fields,
// [Value.String], the JSON of an Employee and a stored roster ([Roster.WriteTo],
// [ReadRoster]) are personal data.
package employee

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// An Employee is one employee record. Value tells why a field is zero.
type Employee struct {
	ID     string // of the HR system: never blank in a Roster, never reused
	Number string // of the company: may be blank, change, or occur twice

	FirstName, MiddleName, LastName string
	PreferredName                   string // usually a first name
	DisplayName                     string // whole, as HR shows it

	WorkEmail, PersonalEmail string
	WorkPhone, MobilePhone   string
	BirthDate                Date // the year may be unknown

	JobTitle, Department, Division, Location, LegalEntity, CostCenter string
	Teams                                                             []string

	Address  Address // home, never the office
	TimeZone string  // IANA name
	Manager  Manager

	Status           Status // normalised status; dates are not considered
	StatusText       string // the vendor's word
	EmploymentStatus string // the customer's words: "Full-Time", "LOA", "Contractor"
	EmploymentType   string // the relation, in the vendor's words: "internal", "freelancer"
	EmploymentExtent string // full or part time, in the vendor's words

	HireDate         Date // start of the current spell
	OriginalHireDate Date // start of the first spell
	TerminationDate  Date // last day of employment, included
	LastWorkingDay   Date // last day at work; alone it makes no leaver
	ContractEndDate  Date // end of a fixed term; alone it makes no leaver

	Custom    map[string]Value // the customer's own fields by the provider's key
	UpdatedAt time.Time        // zero: not known
	Presence  Presence         // written by Set
	Problems  []Problem        // what could not be read
}

// An Address is a home address.
type Address struct{ Line1, Line2, PostalCode, City, Region, Country string }

func (a Address) Format(s fmt.State, _ rune) { fmt.Fprint(s, "address") }

func (a Address) LogValue() slog.Value { return slog.StringValue("address") }

// A Manager names another Employee. A Roster completes Email by ID; while a manager is
// named, an unknown one is Withheld, not Empty.
type Manager struct{ ID, Number, Email, Name string }

func (m Manager) Format(s fmt.State, _ rune) { fmt.Fprint(s, "manager "+m.ID) }

func (m Manager) LogValue() slog.Value { return slog.StringValue("manager " + m.ID) }

// A Status is the normalised status word. "" is unknown: blank, withheld, or a
// word that the vendor does not document.
type Status string

const (
	StatusPending  Status = "pending"  // not started
	StatusActive   Status = "active"   // employed
	StatusLeave    Status = "leave"    // employed and away: parental, sick, garden leave
	StatusInactive Status = "inactive" // no longer employed
)

func (s Status) valid() bool {
	switch s {
	case "", StatusPending, StatusActive, StatusLeave, StatusInactive:
		return true
	}
	return false
}

// A Problem is a value that could not be read. It never quotes the value.
type Problem struct {
	EmployeeID string `json:"employee_id"`
	Field      Field  `json:"field,omitempty"`
	Reason     string `json:"reason"` // "not a date of the form ..."
}

func (p Problem) String() string {
	if p.Field == "" {
		return fmt.Sprintf("employee %s: %s", p.EmployeeID, p.Reason)
	}
	return fmt.Sprintf("employee %s: %s: %s", p.EmployeeID, p.Field, p.Reason)
}

// Presence says which standard fields without a value are empty or withheld; the
// others are absent.
type Presence struct{ empty, withheld uint64 }

// Equal is == for go-cmp.
func (p Presence) Equal(o Presence) bool { return p == o }

func (p Presence) value(i int) Value {
	switch bit := uint64(1) << i; {
	case p.empty&bit != 0:
		return Empty()
	case p.withheld&bit != 0:
		return Withheld()
	}
	return Value{}
}

func (p *Presence) mark(i int, s State) {
	bit := uint64(1) << i
	p.empty &^= bit
	p.withheld &^= bit
	switch s {
	case StateEmpty:
		p.empty |= bit
	case StateWithheld:
		p.withheld |= bit
	}
}

// Value returns the field f with its state. Only a list allocates.
func (e *Employee) Value(f Field) Value {
	i, where := e.slot(f)
	if i < 0 {
		key, _ := f.CustomKey()
		return e.Custom[key]
	}
	return e.valueAt(i, where)
}

func (e *Employee) valueAt(i int, where any) Value {
	switch p := where.(type) {
	case *string:
		if *p != "" {
			return Text(*p)
		}
	case *Status:
		if *p != "" {
			return Text(string(*p))
		}
	case *Date:
		if !p.IsZero() {
			return Day(*p)
		}
	case *[]string:
		if len(*p) > 0 {
			return List(*p...)
		}
	}
	return e.Presence.value(i)
}

var (
	errField  = errors.New("no such field")
	errText   = errors.New("not valid UTF-8")
	errStatus = errors.New("not pending, active, leave or inactive")
)

// Set sets a field and its state. A text field takes any known value as text, a date
// field a date or a text that [ParseDate] reads, a list field a list or one text, a
// custom field any value. On an error, which quotes no value, e is unchanged: set
// [Withheld], with the error as the reason of a [Problem].
func (e *Employee) Set(f Field, v Value) error {
	if v.Known() && garbled(v.text) {
		return errText
	}
	i, where := e.slot(f)
	if i < 0 {
		key, ok := f.CustomKey()
		if !ok {
			return fmt.Errorf("%q: %w", string(f), errField)
		}
		if e.Custom == nil {
			e.Custom = make(map[string]Value)
		}
		e.Custom[key] = v
		return nil
	}
	if err := store(where, v); err != nil {
		return err
	}
	e.Presence.mark(i, v.State())
	return nil
}

func store(where any, v Value) error {
	switch p := where.(type) {
	case *string:
		*p = v.String()
	case *[]string:
		*p = v.Items()
	case *Status:
		s := Status(v.String())
		if !s.valid() {
			return errStatus
		}
		*p = s
	case *Date:
		d, isDay := v.Day()
		if v.Known() && !isDay {
			var err error
			if d, err = ParseDate(v.String()); err != nil {
				return err
			}
		}
		*p = d
	}
	return nil
}

// Clone shares no memory with e.
func (e *Employee) Clone() Employee {
	c := *e
	c.Teams, c.Problems, c.Custom = slices.Clone(e.Teams), slices.Clone(e.Problems), maps.Clone(e.Custom)
	return c
}

func (e Employee) String() string { return "employee " + e.ID }

func (e Employee) Format(s fmt.State, _ rune) { fmt.Fprint(s, e.String()) }

func (e Employee) LogValue() slog.Value { return slog.StringValue(e.String()) }
