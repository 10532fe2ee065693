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
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// Existing is what your product has for one customer.
type Existing struct {
	Users employee.Batch[User] `json:"users"`
	// Groups has, by attribute, the values that must exist first, as in
	// {"department": ["Sales", "R&D"]}; the plan creates those that are missing.
	Groups map[string][]string `json:"groups,omitempty"`
	// Seats is how many users may be active at once, those of other sources and
	// ignored ones included; 0 is without a limit. The plan never goes beyond it.
	Seats int `json:"seats,omitzero"`
	// Unfinished are those of the last Plan.Actions that were not carried out; never
	// what it held. No guard counts again what the new plan has of them.
	Unfinished employee.Batch[Action] `json:"unfinished,omitempty"`
}

// ParseExisting reads and validates; "users" is required, even if empty.
func ParseExisting(data []byte) (Existing, error) {
	var d struct {
		Users      *[]User             `json:"users"`
		Groups     map[string][]string `json:"groups"`
		Seats      int                 `json:"seats"`
		Unfinished []Action            `json:"unfinished"`
	}
	if faults := asFaults(document.Decode(data, &d, document.Data())); len(faults) > 0 {
		return Existing{}, faults
	}
	if d.Users == nil {
		return Existing{}, mapping.Faults{{Path: "users", Message: "missing: list the users that exist, or [] for none"}}
	}
	x := Existing{Users: *d.Users, Groups: d.Groups, Seats: d.Seats, Unfinished: d.Unfinished}
	return x, x.Validate()
}

func (x Existing) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("users", len(x.Users)))
}

// A User is a user of your product. The zero values are safe, but for Active. fmt
// and slog print the ID only.
type User struct {
	ID    string `json:"id"`             // your own key
	Link  Link   `json:"link,omitzero"`  // of an earlier action; zero: not linked
	Email string `json:"email,omitzero"` // the login, unique in your product

	ManagerID string `json:"manager_id,omitzero"` // the ID of another user

	Active            bool `json:"active,omitzero"`              // not deactivated: usable, invited, or provisioned and not yet invited
	DeactivatedBySync bool `json:"deactivated_by_sync,omitzero"` // inactive, by an AccessInactive
	Protected         bool `json:"protected,omitzero"`           // owners, the last admin
	Ignored           bool `json:"ignored,omitzero"`             // service accounts

	EndsOn     employee.Date `json:"ends_on,omitzero"` // the To of a ChangeEndsOn
	Attributes Attributes    `json:"attributes,omitempty"`
	Kept       []string      `json:"kept,omitempty"`    // fixed by an operator
	Applied    Attributes    `json:"applied,omitempty"` // of the plans
}

func (u User) String() string { return "user " + visible.Word(u.ID) }

func (u User) Format(s fmt.State, _ rune) { fmt.Fprint(s, u.String()) }

func (u User) LogValue() slog.Value { return slog.StringValue(u.String()) }

// A Link ties a user to an employee record; see employee.Origin.Source.
type Link struct {
	Source     string `json:"source"`
	EmployeeID string `json:"employee_id"`
}

// Attributes are a user's values by target, each name once; in JSON an object,
// sorted.
type Attributes []Attribute

// An Attribute is one value of a user; empty is the same as none, but in User.Applied.
type Attribute struct {
	Name  string
	Value employee.Value
}

func TextAttribute(name, value string) Attribute {
	return Attribute{Name: name, Value: employee.Text(value)}
}

func ListAttribute(name string, items ...string) Attribute {
	return Attribute{Name: name, Value: employee.List(items...)}
}

// Format prints the name only.
func (a Attribute) Format(s fmt.State, _ rune) { fmt.Fprint(s, a.Name) }

// LogValue logs the name only.
func (a Attribute) LogValue() slog.Value { return slog.StringValue(a.Name) }

func (as Attributes) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("attributes", len(as)))
}

func (as Attributes) MarshalJSON() ([]byte, error) {
	object := make(map[string]employee.Value, len(as))
	for _, a := range as {
		object[a.Name] = a.Value
	}
	return json.Marshal(object)
}

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

// Validate names the first ten users that are not distinct or have half a link.
func (x Existing) Validate() error {
	c := newUserChecker(x.Users)
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

// A userChecker checks users one by one.
type userChecker struct {
	users []User
	ids   *users.Index // places in users, by id
	names Attributes   // of an earlier user, checked
	errs  []error
}

func newUserChecker(list []User) *userChecker {
	return &userChecker{users: list, ids: users.NewIndex(len(list), func(u int32) string { return list[u].ID })}
}

// add checks one user.
func (c *userChecker) add(i int32) {
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
func (c *userChecker) err() error {
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
