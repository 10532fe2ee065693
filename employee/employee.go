// Package employee is the vocabulary of the library: one person as an HR system
// describes them, with what is known, what is blank and what was withheld kept
// apart.
//
// Providers fill an [Employee] for each person and hand out a [Roster], which
// is everybody or does not exist. The packages mapping and syncplan read it.
// A source of your own, such as a CSV file, fills employees with
// [Employee.Set] and makes its roster with [Collect] or [NewRoster].
//
// # Four states
//
// A field is known, empty, withheld or absent; see [State]. In a literal the
// fields that you set are known and the others absent, which is the safe
// reading: nothing is ever cleared and nobody ever removed for an absent or a
// withheld field. To say that the HR system has the field and it is blank, set
// it to [Empty].
//
// # Personal data
//
// Printing an Employee or a Roster with fmt, or logging it with slog, shows ids
// and counts only. Personal data comes out of the fields, of [Value.String] and
// of the explicit JSON of an Employee.
package employee

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// An Employee is one person as the HR system describes them. The zero value of
// a field means that nothing is known; Value tells why.
//
// An Employee is plain data: copy it, but see Clone for its map and slice. It
// is safe for concurrent reading.
type Employee struct {
	ID     string // stable in the HR system, never reused, never empty in a Roster
	Number string // the company's own number: may be blank, change, or occur twice

	FirstName, MiddleName, LastName string
	PreferredName                   string // what the person is called, usually a first name
	DisplayName                     string // the whole name as the HR system shows it

	WorkEmail, PersonalEmail string
	WorkPhone, MobilePhone   string
	BirthDate                Date // the year may be unknown

	JobTitle, Department, Division, Location, LegalEntity, CostCenter string
	Teams                                                             []string

	Address  Address // home, never the office
	TimeZone string  // IANA name, where the system knows it
	Manager  Manager

	Status           Status // the vendor's word, normalised; not weighed with the dates
	StatusText       string // the word itself
	EmploymentStatus string // the tenant's own words: "Full-Time", "LOA", "Contractor"
	EmploymentType   string // the relation in the vendor's words: "internal", "freelancer"
	EmploymentExtent string // full or part time in the vendor's words

	HireDate         Date // start of the current spell
	OriginalHireDate Date // start of the first spell
	TerminationDate  Date // last day of employment, included
	LastWorkingDay   Date // last day at work; never by itself a sign of leaving
	ContractEndDate  Date // end of a fixed term; never by itself a sign of leaving

	Custom    map[string]Value // the tenant's fields by the provider's key; a missing key is Absent
	UpdatedAt time.Time        // when the record last changed, zero if the system does not say
	Presence  Presence         // tells the unset fields apart; written by Set
	Problems  []Problem        // what could not be read about this person
}

// An Address is where a person lives.
type Address struct{ Line1, Line2, PostalCode, City, Region, Country string }

// A Manager is the person an employee reports to, in whatever form the HR
// system names them. ID is the ID of another Employee; Email is completed from
// the roster when the ID is found there.
type Manager struct{ ID, Number, Email, Name string }

// A Status is the vendor's status word in a common form. "" is unknown: the
// word is blank, withheld, or not among those that the vendor documents.
type Status string

// The statuses. A provider delivers the word as it stands; syncplan weighs it
// with the dates.
const (
	StatusPending  Status = "pending"  // not started yet
	StatusActive   Status = "active"   // employed
	StatusLeave    Status = "leave"    // employed and away: parental, sick, garden leave
	StatusInactive Status = "inactive" // no longer employed
)

// A Problem is something about one person that could not be read or makes no
// sense. It never quotes the value.
type Problem struct {
	EmployeeID string `json:"employee_id"`
	Field      Field  `json:"field,omitempty"`
	Reason     string `json:"reason"` // "not a date of the form ..."
}

// String returns employee, field and reason.
func (p Problem) String() string {
	if p.Field == "" {
		return fmt.Sprintf("employee %s: %s", p.EmployeeID, p.Reason)
	}
	return fmt.Sprintf("employee %s: %s: %s", p.EmployeeID, p.Field, p.Reason)
}

// Presence remembers which unset standard fields of an Employee are Empty or
// Withheld. The zero Presence says that all of them are Absent. A field that
// has a value is Known whatever its Presence says.
type Presence struct{ empty, withheld uint64 }

// Equal reports whether p and o say the same.
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

// Value returns the field f of e with its state. A field that does not exist is
// Absent. Only a list allocates.
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

// Set sets the field f of e and its state; it is the inverse of Value, and how
// a source fills an employee. A text field takes the text of any known value, a
// date field a date or text that ParseDate reads, a list field a list or one
// text as its only item. A custom field keeps the value as it is.
//
// On an error e is unchanged. The error is a reason for a Problem: it does not
// quote the value. A source marks the field [Withheld] then.
func (e *Employee) Set(f Field, v Value) error {
	if v.Known() && (!utf8.ValidString(v.text) || strings.ContainsRune(v.text, utf8.RuneError)) {
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
		if !slices.Contains([]Status{"", StatusPending, StatusActive, StatusLeave, StatusInactive}, s) {
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

// Clone returns a copy of e that shares no memory with it.
func (e *Employee) Clone() Employee {
	c := *e
	c.Teams, c.Problems, c.Custom = slices.Clone(e.Teams), slices.Clone(e.Problems), maps.Clone(e.Custom)
	return c
}

// String returns "employee" and the ID, nothing else about the person.
func (e Employee) String() string { return "employee " + e.ID }

// Format prints what String returns, whatever the verb.
func (e Employee) Format(s fmt.State, _ rune) { fmt.Fprint(s, e.String()) }

// LogValue logs the ID only.
func (e Employee) LogValue() slog.Value { return slog.StringValue(e.String()) }
