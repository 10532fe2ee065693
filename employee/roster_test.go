package employee_test

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

var origin = employee.Origin{Provider: "csv", Tenant: "acme"}

func TestRosterRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		origin    employee.Origin
		employees []employee.Employee
		class     error
		want      string
	}{
		{
			name: "a blank id", origin: origin, employees: []employee.Employee{{ID: "1"}, {ID: " "}},
			class: employee.ErrMalformed, want: "csv: roster: employee 2 of 2 has no id: ",
		},
		{
			name: "a double id", origin: origin, employees: []employee.Employee{{ID: "1"}, {ID: "2"}, {ID: "1"}},
			class: employee.ErrMalformed, want: `csv: roster: employees 1 and 3 have the same id "1": `,
		},
		{
			name:   "fewer than the total",
			origin: employee.Origin{Provider: "csv", Tenant: "acme", Total: 2}, employees: []employee.Employee{{ID: "1"}},
			class: employee.ErrIncomplete, want: "csv: roster: 1 of 2 employees arrived: ",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := employee.NewRoster(tt.origin, tt.employees...)
			if r != nil || !errors.Is(err, tt.class) {
				t.Fatalf("got %v, %v", r, err)
			}
			if want := tt.want + tt.class.Error(); err.Error() != want {
				t.Errorf("got  %s\nwant %s", err, want)
			}
		})
	}
	if r, err := employee.NewRoster(employee.Origin{Provider: "csv"}); r != nil || err == nil {
		t.Errorf("without a tenant: %v, %v", r, err)
	}
}

func TestCollectReturnsAllOrNone(t *testing.T) {
	t.Parallel()
	broken := errors.New("page 2 is cut short")
	seq := func(err error) iter.Seq2[employee.Employee, error] {
		return func(yield func(employee.Employee, error) bool) {
			for _, id := range []string{"1", "2"} {
				if !yield(employee.Employee{ID: id}, nil) {
					return
				}
			}
			if err != nil {
				yield(employee.Employee{}, err)
			}
		}
	}
	if r, err := employee.Collect(origin, seq(broken)); r != nil || err != broken {
		t.Errorf("got %v, %v", r, err)
	}
	r, err := employee.Collect(origin, seq(nil))
	if err != nil || r.Len() != 2 {
		t.Errorf("got %v, %v", r, err)
	}
}

func TestRoster(t *testing.T) {
	t.Parallel()
	boss := employee.Employee{
		ID: "7", WorkEmail: "grace@example.com", Custom: map[string]employee.Value{"k": employee.Empty()},
	}
	ada := employee.Employee{
		ID: "41", Manager: employee.Manager{ID: "7"},
		Custom:   map[string]employee.Value{"k": employee.Bool(true), "l": employee.Withheld(), "m": {}},
		Problems: []employee.Problem{{EmployeeID: "41", Field: "birth_date", Reason: "not a date"}},
	}
	bob := employee.Employee{ID: "42", Manager: employee.Manager{ID: "9", Email: "kept@example.com"}}
	eve := employee.Employee{ID: "43", Manager: employee.Manager{ID: "44"}}
	mute := employee.Employee{ID: "44", Manager: employee.Manager{ID: "none"}}
	if err := mute.Set(employee.FieldWorkEmail, employee.Withheld()); err != nil {
		t.Fatal(err)
	}
	if err := boss.Set(employee.FieldManagerID, employee.Empty()); err != nil {
		t.Fatal(err)
	}
	given := []employee.Employee{boss, ada, bob, eve, mute}
	r, err := employee.NewRoster(origin, given...)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	got := make(map[string]employee.Value)
	for e := range r.All() {
		ids = append(ids, e.ID)
		got[e.ID] = e.Value(employee.FieldManagerEmail)
	}
	if diff := cmp.Diff([]string{"7", "41", "42", "43", "44"}, ids); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	want := map[string]employee.Value{
		"7": employee.Empty(), "41": employee.Text("grace@example.com"), "42": employee.Text("kept@example.com"),
		"43": employee.Withheld(), "44": employee.Withheld(),
	}
	if !cmp.Equal(got, want) {
		t.Errorf("manager e-mails %v, want %v", got, want)
	}
	if given[1].Manager.Email != "" {
		t.Error("the caller's slice was changed")
	}
	for f, want := range map[employee.Field]employee.Coverage{
		employee.FieldWorkEmail: {Known: 1, Withheld: 1, Absent: 3},
		"custom.k":              {Known: 1, Empty: 1, Absent: 3},
		"custom.l":              {Withheld: 1, Absent: 4},
		"custom.m":              {Absent: 5},
	} {
		if diff := cmp.Diff(want, r.Coverage(f)); diff != "" {
			t.Errorf("Coverage(%s) (-want +got):\n%s", f, diff)
		}
	}
	if got := r.CustomFields(); !slices.Equal(got, []employee.Field{"custom.k", "custom.l"}) {
		t.Errorf("CustomFields = %v", got)
	}
	if got := r.Problems(); len(got) != 1 || got[0].String() != "employee 41: birth_date: not a date" {
		t.Errorf("Problems = %v", got)
	}
	if e, ok := r.Employee("41"); !ok || e.ID != "41" {
		t.Errorf("Employee(41) = %v, %v", e, ok)
	}
	if _, ok := r.Employee("0"); ok {
		t.Error("Employee(0) was found")
	}
	if got := r.String(); got != "roster of csv/acme: 5 employees" {
		t.Errorf("String = %q", got)
	}
}

// TestManagerEmail: which e-mail the manager of an employee has in a roster with a boss
// whose e-mail is known, and one whose e-mail is blank.
func TestManagerEmail(t *testing.T) {
	t.Parallel()
	with := func(m employee.Manager, states map[employee.Field]employee.Value) employee.Employee {
		e := employee.Employee{ID: "41", WorkEmail: "ada@example.com", Manager: m}
		for f, v := range states {
			if err := e.Set(f, v); err != nil {
				t.Fatal(err)
			}
		}
		return e
	}
	const id, email = employee.FieldManagerID, employee.FieldManagerEmail
	for _, tt := range []struct {
		name    string
		manager employee.Manager
		states  map[employee.Field]employee.Value
		want    employee.Value
	}{
		{
			name: "known in HR", manager: employee.Manager{ID: "7", Email: "x@example.com"},
			want: employee.Text("x@example.com"),
		},
		{name: "in the boss's record", manager: employee.Manager{ID: "7"}, want: employee.Text("boss@example.com")},
		{
			name: "blank, and in the boss's record", manager: employee.Manager{ID: "7"},
			states: map[employee.Field]employee.Value{email: employee.Empty()}, want: employee.Text("boss@example.com"),
		},
		{
			name: "withheld, and in the boss's record", manager: employee.Manager{ID: "7"},
			states: map[employee.Field]employee.Value{email: employee.Withheld()}, want: employee.Text("boss@example.com"),
		},
		{name: "blank in the boss's record", manager: employee.Manager{ID: "8"}, want: employee.Withheld()},
		{
			name: "blank in both", manager: employee.Manager{ID: "8"},
			states: map[employee.Field]employee.Value{email: employee.Empty()}, want: employee.Withheld(),
		},
		{name: "the boss is not listed", manager: employee.Manager{ID: "99"}, want: employee.Withheld()},
		{
			name: "the boss has a name alone", manager: employee.Manager{Name: "Grace"},
			states: map[employee.Field]employee.Value{email: employee.Empty()}, want: employee.Withheld(),
		},
		{
			name: "the boss has a number alone", manager: employee.Manager{Number: "12"},
			states: map[employee.Field]employee.Value{id: employee.Empty()}, want: employee.Withheld(),
		},
		{
			name:   "no boss",
			states: map[employee.Field]employee.Value{id: employee.Empty()}, want: employee.Empty(),
		},
		{
			name:   "no boss, and no e-mail",
			states: map[employee.Field]employee.Value{id: employee.Empty(), email: employee.Empty()}, want: employee.Empty(),
		},
		{
			name:   "whether there is a boss is hidden",
			states: map[employee.Field]employee.Value{id: employee.Withheld()}, want: employee.Withheld(),
		},
		{name: "their own boss", manager: employee.Manager{ID: "41"}, want: employee.Withheld()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			blank := employee.Employee{ID: "8"}
			if err := blank.Set(employee.FieldWorkEmail, employee.Empty()); err != nil {
				t.Fatal(err)
			}
			boss := employee.Employee{ID: "7", WorkEmail: "boss@example.com"}
			r, err := employee.NewRoster(origin, boss, blank, with(tt.manager, tt.states))
			if err != nil {
				t.Fatal(err)
			}
			e, _ := r.Employee("41")
			if got := e.Value(email); got != tt.want {
				t.Errorf("got %v (%v), want %v (%v)", got, got.State(), tt.want, tt.want.State())
			}
		})
	}
	ada := employee.Employee{ID: "41", Manager: employee.Manager{ID: "7"}}
	r, err := employee.NewRoster(origin, employee.Employee{ID: "7"}, ada)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Coverage(email); c.Absent != 2 {
		t.Errorf("without work e-mails in the roster: %+v", c)
	}
}
