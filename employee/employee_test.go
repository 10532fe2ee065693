package employee_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// sample returns a known value of the kind of f that no other field has.
func sample(f employee.Field, i int) employee.Value {
	switch {
	case f == employee.FieldStatus:
		return employee.Text("leave")
	case f.Kind() == employee.KindDate:
		return employee.Day(date("2001-01-01").AddDays(i))
	case f.Kind() == employee.KindList:
		return employee.List("one", string(f))
	}
	return employee.Text("marker-" + string(f))
}

func full(t *testing.T) employee.Employee {
	t.Helper()
	var e employee.Employee
	for i, f := range employee.Fields() {
		if err := e.Set(f, sample(f, i)); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func TestValueIsTheInverseOfSet(t *testing.T) {
	t.Parallel()
	for i, f := range append(employee.Fields(), "custom.4567", "custom.a.b c") {
		for _, v := range []employee.Value{sample(f, i), employee.Empty(), employee.Withheld(), {}} {
			e := employee.Employee{}
			if err := e.Set(f, sample(f, i+1)); err != nil {
				t.Fatal(err)
			}
			if err := e.Set(f, v); err != nil {
				t.Errorf("Set(%s, %#v): %v", f, v, err)
			}
			if got := e.Value(f); got != v {
				t.Errorf("%s: set %#v, got %#v", f, v, got)
			}
			for _, other := range employee.Fields() {
				if got := e.Value(other); other != f && got != (employee.Value{}) {
					t.Errorf("setting %s also set %s to %#v", f, other, got)
				}
			}
		}
	}
}

// TestEveryFieldHasAName holds the struct and the field names together: a field
// added to one without the other fails here.
func TestEveryFieldHasAName(t *testing.T) {
	t.Parallel()
	e := full(t)
	notFields := map[string]bool{"Custom": true, "UpdatedAt": true, "Presence": true, "Problems": true}
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		for i := range v.NumField() {
			name := path + v.Type().Field(i).Name
			if notFields[name] {
				continue
			}
			if f := v.Field(i); f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[employee.Date]() {
				walk(f, name+".")
			} else if f.IsZero() {
				t.Errorf("Employee.%s has no Field", name)
			}
		}
	}
	walk(reflect.ValueOf(e), "")
	seen := make(map[employee.Field]bool)
	for _, f := range employee.Fields() {
		if seen[f] || !f.Valid() || f.Kind() == "" {
			t.Errorf("field %q: seen %v, valid %v, kind %q", f, seen[f], f.Valid(), f.Kind())
		}
		seen[f] = true
	}
	if n := len(employee.PrivateFields()) + len(employee.DefaultFields()); n != len(employee.Fields()) {
		t.Errorf("private and default fields are %d of %d", n, len(employee.Fields()))
	}
}

func TestSetConvertsAndRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		f    employee.Field
		v    employee.Value
		want employee.Value // absent: refused
	}{
		{name: "a date from text", f: "hire_date", v: employee.Text("2026-01-31"), want: employee.Day(date("2026-01-31"))},
		{name: "a list from text", f: "teams", v: employee.Text("Sales"), want: employee.List("Sales")},
		{name: "text from a number", f: "number", v: number("12.0"), want: employee.Text("12")},
		{name: "text from a list", f: "division", v: employee.List("a", "b"), want: employee.Text("a, b")},
		{name: "no date", f: "hire_date", v: employee.Text("31.01.2026")},
		{name: "no status", f: "status", v: employee.Text("Active")},
		{name: "no UTF-8", f: "last_name", v: employee.Text("M\xfcller")},
		{name: "UTF-8 lost on the way", f: "custom.x", v: employee.Text("M\ufffdller")},
		{name: "no such field", f: "departmnt", v: employee.Text("Sales")},
		{name: "a group is no field", f: "manager", v: employee.Text("7")},
		{name: "custom without a key", f: "custom.", v: employee.Text("7")},
	} {
		var e employee.Employee
		err := e.Set(tt.f, tt.v)
		if got := e.Value(tt.f); got != tt.want || (err != nil) != (tt.want == employee.Value{}) {
			t.Errorf("%s: got %#v %q, error %v", tt.name, got, got, err)
		}
		if err != nil && strings.Contains(err.Error(), tt.v.String()) {
			t.Errorf("%s: the error quotes the value: %v", tt.name, err)
		}
	}
}

func TestKnownWinsOverPresence(t *testing.T) {
	t.Parallel()
	e := employee.Employee{ID: "1"}
	if err := e.Set(employee.FieldDepartment, employee.Withheld()); err != nil {
		t.Fatal(err)
	}
	e.Department = "Sales"
	if got := e.Value(employee.FieldDepartment); got != employee.Text("Sales") {
		t.Errorf("got %#v", got)
	}
}

func TestValueAllocatesNothing(t *testing.T) {
	e := full(t)
	_ = e.Set("custom.x", employee.Bool(true))
	fields := []employee.Field{"department", "hire_date", "status", "custom.x", "nonsense"}
	if n := testing.AllocsPerRun(100, func() {
		for _, f := range fields {
			_ = e.Value(f)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestEmployeeJSON(t *testing.T) {
	t.Parallel()
	e := employee.Employee{ID: "41", FirstName: "Ada", Department: "R&D", Teams: []string{"Blue"},
		Address: employee.Address{City: "Berlin"}, Manager: employee.Manager{ID: "7"}, HireDate: date("2020-02-29"),
		UpdatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Custom: map[string]employee.Value{
			"4567": number("1200.50"), "day": employee.Day(date("--07-04")), "gone": employee.Withheld(),
			"none": employee.Empty(), "unknown": {},
		},
		Problems: []employee.Problem{{EmployeeID: "41", Field: "birth_date", Reason: "not a date"}}}
	for f, v := range map[employee.Field]employee.Value{
		"termination_date": employee.Empty(), "manager.email": employee.Empty(), "birth_date": employee.Withheld(),
	} {
		if err := e.Set(f, v); err != nil {
			t.Fatal(err)
		}
	}
	const want = `{"id":"41","first_name":"Ada","department":"R&D","teams":["Blue"],"address":{"city":"Berlin"},` +
		`"manager":{"id":"7","email":null},"hire_date":"2020-02-29","termination_date":null,` +
		`"custom":{"4567":1200.5,"day":{"date":"--07-04"},"none":null},"updated_at":"2026-01-02T03:04:05Z",` +
		`"withheld":["birth_date","custom.gone"],` +
		`"problems":[{"employee_id":"41","field":"birth_date","reason":"not a date"}]}`
	got, err := e.MarshalJSON()
	if err != nil || string(got) != want {
		t.Fatalf("error %v, got\n%s\nwant\n%s", err, got, want)
	}
	var back employee.Employee
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	delete(e.Custom, "unknown") // absent is absent, with or without a key
	if diff := cmp.Diff(e.Custom, back.Custom); diff != "" {
		t.Errorf("custom (-want +got):\n%s", diff)
	}
	again, _ := back.MarshalJSON()
	if string(again) != want || back.Presence != e.Presence {
		t.Errorf("read back as\n%s", again)
	}
	all := full(t)
	data, _ := all.MarshalJSON()
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, all) {
		t.Errorf("a full employee does not survive: %v\n%s", err, data)
	}
}

func TestEmployeeJSONIsStrict(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		`[]`, `null`, `{"departmnt":"x"}`, `{"address":{"street":"secret"}}`, `{"hire_date":"secret"}`, `{"status":"secret"}`,
		`{"custom":["secret"]}`, `{"withheld":["nope"]}`, `{"withheld":"secret"}`, `{"updated_at":"secret"}`,
		`{"department":"secret","department":"secret"}`, `{"address":"secret"}`, `{"problems":[{"text":"secret"}]}`,
	} {
		var e employee.Employee
		err := json.Unmarshal([]byte(in), &e)
		if in == `null` {
			continue // by encoding/json's convention null changes nothing
		}
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// FuzzEmployeeJSON: what can be read survives being written and read again, in
// every field, and is written in one way.
func FuzzEmployeeJSON(f *testing.F) {
	f.Add(`{"id":"7","department":null,"teams":["a"],"hire_date":"2020-01-02","manager":{"id":"1"},"withheld":["status"]}`)
	f.Add(`{"id":"7","custom":{"x":1.50,"y":{"date":"--07-04"},"z":{"state":"withheld"}}}`)
	f.Add(`{"id":"7","updated_at":"2026-01-31T00:00:00Z"}`)
	f.Add(`{"id":"1","first_name":null,"withheld":["last_name","custom.x","nonsense"],"manager":{"id":"2","email":null}}`)
	f.Add("{\"id\":\"\xff\",\"first_name\":\"\\ud800\"}")
	f.Add(`{"address":{"city":"Utrecht"},"problems":[{"employee_id":"7","field":"status","reason":"why"}],"teams":[""]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var first, second employee.Employee
		if json.Unmarshal([]byte(text), &first) != nil {
			return
		}
		once, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(once, &second); err != nil {
			t.Fatalf("%s cannot be read: %v", once, err)
		}
		fields := employee.Fields()
		for key := range first.Custom {
			fields = append(fields, employee.CustomField(key))
		}
		for _, f := range fields {
			if v, w := first.Value(f), second.Value(f); v != w {
				t.Errorf("%s is %v %q and was %v %q", f, w.State(), w, v.State(), v)
			}
		}
		if twice, err := json.Marshal(second); err != nil || string(twice) != string(once) {
			t.Errorf("%s becomes %s, error %v", once, twice, err)
		}
	})
}

func TestPrintingShowsNoPersonalData(t *testing.T) {
	t.Parallel()
	e := full(t)
	e.ID = "41"
	_ = e.Set("custom.x", employee.Text("marker-custom"))
	r, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme"}, e)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, v := range []any{e, &e, []employee.Employee{e}, r, *r, struct{ E employee.Employee }{e}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("listing", "employee", e, "pointer", &e, "roster", r)
	}
	if err := json.NewEncoder(&out).Encode(r); err != nil {
		t.Fatal(err)
	}
	s := out.String()
	if strings.Contains(s, "marker") || strings.Contains(s, "2001") || !strings.Contains(s, "employee 41") {
		t.Errorf("printed:\n%s", s)
	}
}

func TestClone(t *testing.T) {
	t.Parallel()
	e := employee.Employee{ID: "1", Teams: []string{"a"}, Custom: map[string]employee.Value{"k": employee.Bool(true)}}
	c := e.Clone()
	c.Teams[0] = "b"
	c.Custom["k"] = employee.Bool(false)
	if e.Teams[0] != "a" || e.Custom["k"] != employee.Bool(true) {
		t.Errorf("the original changed")
	}
}

func TestFetchErrorText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  employee.FetchError
		want string
	}{
		{
			err: employee.FetchError{Provider: "bamboohr", Op: "list employees", StatusCode: 401,
				Message: "API key not provided or invalid", Err: employee.ErrCredentials},
			want: "bamboohr: list employees: HTTP 401: API key not provided or invalid: " +
				"the credentials were refused: store new ones",
		},
		{
			err: employee.FetchError{Provider: "lucca", Op: "list users", StatusCode: 429, Code: "E1", RequestID: "r-1",
				RetryAfter: time.Minute, Err: employee.ErrRateLimited},
			want: "lucca: list users: HTTP 429: E1: the HR system limits the rate: try again later (after 1m0s) " +
				"(request id r-1)",
		},
		{err: employee.FetchError{Provider: "hibob"}, want: "hibob"},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
