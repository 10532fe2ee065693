package syncplan

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// Existing is what your product has today, for one customer. Build does not
// change it.
type Existing struct {
	Users []User `json:"users"`
	// Groups lists, by attribute, the values that must exist before a user can
	// have them: {"department": ["Sales", "R&D"]}. For an attribute named here
	// the plan creates what is missing; for others nothing need exist.
	Groups map[string][]string `json:"groups,omitempty"`
	// Seats is how many users may be active at once, those of other sources and
	// ignored ones included; 0 is without a limit. The plan never goes beyond it.
	Seats int `json:"seats,omitzero"`
}

// ParseExisting reads the JSON of an Existing, strictly, and validates it. A
// document without "users" is refused: "nobody" is said with an empty list. The
// error is [mapping.Faults] for what cannot be read.
func ParseExisting(data []byte) (Existing, error) {
	var d struct {
		Users  *[]User             `json:"users"`
		Groups map[string][]string `json:"groups"`
		Seats  int                 `json:"seats"`
	}
	if faults := asFaults(document.Decode(data, &d, document.Data())); len(faults) > 0 {
		return Existing{}, faults
	}
	if d.Users == nil {
		return Existing{}, mapping.Faults{{Path: "users", Message: "missing: list the users that exist, or [] for none"}}
	}
	x := Existing{Users: *d.Users, Groups: d.Groups, Seats: d.Seats}
	return x, x.Validate()
}

// LogValue logs the number of users only.
func (x Existing) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("users", len(x.Users)))
}

// A User is an account in your product. The zero value of a field is the safe
// one, but for Active: an account that people can use, or that they have been
// invited to, is active.
//
// Printing or logging a User shows the ID only.
type User struct {
	ID    string `json:"id"`             // your own key; Build only hands it back
	Link  Link   `json:"link,omitzero"`  // the employee that an earlier sync found; zero if none
	Email string `json:"email,omitzero"` // the address to log in with, unique in your product

	ManagerID string `json:"manager_id,omitzero"` // the ID of another User

	Active            bool `json:"active,omitzero"`              // usable, or invited and not yet accepted
	DeactivatedBySync bool `json:"deactivated_by_sync,omitzero"` // for an inactive user: a plan's action did it
	Protected         bool `json:"protected,omitzero"`           // never deactivated, never loses its e-mail: owners, the last admin
	Ignored           bool `json:"ignored,omitzero"`             // in no action at all: service accounts

	EndsOn     employee.Date `json:"ends_on,omitzero"` // the end date that an earlier sync read
	Attributes Attributes    `json:"attributes,omitempty"`
}

// String returns "user" and the ID.
func (u User) String() string { return "user " + u.ID }

// Format prints what String returns, whatever the verb.
func (u User) Format(s fmt.State, _ rune) { fmt.Fprint(s, u.String()) }

// LogValue logs the ID only.
func (u User) LogValue() slog.Value { return slog.StringValue(u.String()) }

// A Link ties a user to one employee of one HR account. Source is what
// employee.Origin.Source returns: a link matches only a roster of its own
// source, so that the employee 41 of one customer is never that of another.
type Link struct {
	Source     string `json:"source"`
	EmployeeID string `json:"employee_id"`
}

// Attributes are a user's values by the targets of the mapping, in any order.
// Two with one name are refused by Build. In JSON they are an object.
type Attributes []Attribute

// An Attribute is one value of a user. No value and an empty one are the same.
type Attribute struct {
	Name  string
	Value employee.Value
}

// Text returns an attribute with a text.
func TextAttribute(name, value string) Attribute {
	return Attribute{Name: name, Value: employee.Text(value)}
}

// List returns an attribute with a list, in the given order.
func ListAttribute(name string, items ...string) Attribute {
	return Attribute{Name: name, Value: employee.List(items...)}
}

// Format prints the name only.
func (a Attribute) Format(s fmt.State, _ rune) { fmt.Fprint(s, a.Name) }

// LogValue logs the name only.
func (a Attribute) LogValue() slog.Value { return slog.StringValue(a.Name) }

// LogValue logs the number of attributes only.
func (as Attributes) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("attributes", len(as)))
}

// MarshalJSON writes the attributes as an object, sorted by name.
func (as Attributes) MarshalJSON() ([]byte, error) {
	object := make(map[string]employee.Value, len(as))
	for _, a := range as {
		object[a.Name] = a.Value
	}
	return json.Marshal(object)
}

// UnmarshalJSON reads an object of texts, numbers, booleans, lists of texts and
// nulls; the attributes come out sorted by name.
func (as *Attributes) UnmarshalJSON(data []byte) error {
	var object map[string]employee.Value
	if err := json.Unmarshal(data, &object); err != nil {
		return errors.New("want an object of texts, numbers, booleans and lists of texts")
	}
	*as = make(Attributes, 0, len(object))
	for name, v := range object {
		*as = append(*as, Attribute{name, v})
	}
	slices.SortFunc(*as, func(a, b Attribute) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// Validate returns nil, or says which users cannot be told apart or planned:
// the first ten of them.
func (x Existing) Validate() error {
	c := newCensus(x.Users)
	for i := range x.Users {
		c.add(int32(i))
	}
	return errors.Join(c.err(), x.seatsErr())
}

func (x Existing) seatsErr() error {
	if x.Seats < 0 {
		return fmt.Errorf("syncplan: existing users: seats is %d: want how many users may be active at once, or 0 for no limit", x.Seats)
	}
	return nil
}

// A census finds out whether users can be told apart, one after the other.
type census struct {
	users []User
	ids   *users.Index // places in users, by id
	names Attributes   // of an earlier user, each once
	errs  []error
}

func newCensus(list []User) *census {
	return &census{users: list, ids: users.NewIndex(len(list), func(u int32) string { return list[u].ID })}
}

// add looks at one user.
func (c *census) add(i int32) {
	u := &c.users[i]
	fault := func(format string, args ...any) {
		c.errs = append(c.errs, fmt.Errorf("users[%d]: "+format, append([]any{i}, args...)...))
	}
	if strings.TrimSpace(u.ID) == "" {
		fault("no id")
		return
	}
	if c.ids.Add(u.ID, i) != i {
		fault("a second user with the id %q", u.ID)
	}
	if (u.Link.Source == "") != (u.Link.EmployeeID == "") {
		fault("user %q has half a link: give source and employee id, or neither", u.ID)
	}
	if u.Attributes.named(c.names) {
		return
	}
	if name, double := u.Attributes.double(); double {
		fault("user %q has the attribute %q twice", u.ID, name)
		return
	}
	c.names = u.Attributes
}

// err returns what Existing.Validate does.
func (c *census) err() error {
	const most = 10
	switch n := len(c.errs) - most; {
	case len(c.errs) == 0:
		return nil
	case n > 0:
		c.errs = append(c.errs[:most], fmt.Errorf("and %d more", n))
	}
	return fmt.Errorf("syncplan: existing users: %w", errors.Join(c.errs...))
}

// named reports whether as has the names of o, in their order.
func (as Attributes) named(o Attributes) bool {
	if len(as) != len(o) {
		return false
	}
	for i := range as {
		if as[i].Name != o[i].Name {
			return false
		}
	}
	return true
}

// double returns a name that occurs twice. The lists are short, a dozen or so:
// a nested loop beats a map.
func (as Attributes) double() (string, bool) {
	if len(as) > 64 {
		names := make(map[string]bool, len(as))
		for _, a := range as {
			if names[a.Name] {
				return a.Name, true
			}
			names[a.Name] = true
		}
		return "", false
	}
	for i := range as {
		for j := range i {
			if as[j].Name == as[i].Name {
				return as[i].Name, true
			}
		}
	}
	return "", false
}
