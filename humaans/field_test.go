package humaans_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// everything has a value for each field that is read, and for some that must
// not be.
func everything() map[string]any {
	return map[string]any{
		"companyId": "c1", "firstName": "Ada", "middleName": "Mary", "lastName": "Berg", "preferredName": "Addie",
		"email": "ada@example.com", "personalEmail": "ada@home.example.com",
		"phoneNumber": "+351200000001", "formattedPhoneNumber": "+351 200 000 001",
		"personalPhoneNumber": "+351900000001", "formattedPersonalPhoneNumber": "+351 900 000 001",
		"birthday": "1977-07-04", "locationId": "location0000000000000001",
		"address": "1 High St", "city": "Utrecht", "state": "UT", "postcode": "3511", "country": "Netherlands",
		"countryCode":         "NL",
		"employmentStartDate": "2024-02-01", "employmentEndDate": "2026-12-31", "firstWorkingDay": "2024-02-05",
		"lastWorkingDay":   "2026-12-24",
		"probationEndDate": "2024-08-01", "contractType": "Full time", "employeeId": "17",
		"teams":  []humaanstest.Team{{Name: "Growth"}, {Name: "Brand"}},
		"status": "active", "role": "owner", "timezone": "Europe/Lisbon", "updatedAt": "2024-06-01T10:00:00.000Z",
		"taxId": "tax-1", "calendarFeedToken": "feed-1", "gender": "x", "nationality": "x",
	}
}

func TestFieldsOfAEmployee(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.Person{ID: "p1", Values: everything(), Roles: []humaanstest.Role{
		{JobTitle: "Lead", Department: "Sales", ReportingTo: "p9", EffectiveDate: "2025-01-01",
			UpdatedAt: "2025-01-02T10:00:00.000Z"},
	}})
	e := fetchOne(t, fake, employee.Fields()...)
	want := map[employee.Field]string{
		"id": "p1", "number": "17", "first_name": "Ada", "middle_name": "Mary", "last_name": "Berg",
		"preferred_name": "Addie",
		"work_email":     "ada@example.com", "personal_email": "ada@home.example.com", "work_phone": "+351200000001",
		"mobile_phone": "+351900000001",
		"birth_date":   "1977-07-04", "job_title": "Lead", "department": "Sales", "location": "Lisbon",
		"teams":         "Growth, Brand",
		"address.line1": "1 High St", "address.postal_code": "3511", "address.city": "Utrecht", "address.region": "UT",
		"address.country": "Netherlands",
		"time_zone":       "Europe/Lisbon", "manager.id": "p9", "status": "active", "status_text": "active",
		"employment_type": "Full time",
		"hire_date":       "2024-02-01", "termination_date": "2026-12-31", "last_working_day": "2026-12-24",
	}
	for _, f := range employee.Fields() {
		v := e.Value(f)
		if text, known := want[f]; known != v.Known() || text != v.String() {
			t.Errorf("%s is %q, want %q", f, show(v), text)
		}
		if f == employee.FieldManagerEmail {
			if v.State() != employee.StateWithheld {
				t.Errorf("%s is %v; the manager is not listed", f, v.State())
			}
			continue
		}
		if _, known := want[f]; !known && v.State() != employee.StateAbsent {
			t.Errorf("%s is %v; Humaans does not have it", f, v.State())
		}
	}
	if want := time.Date(2025, 1, 2, 10, 0, 0, 0, time.UTC); !e.UpdatedAt.Equal(want) || len(e.Problems) > 0 {
		t.Errorf("updated %v, problems %v", e.UpdatedAt, e.Problems)
	}
}

// The cells of one field, under a proved right and under an unproved one.
func TestStatesOfAField(t *testing.T) {
	const proved, weak = "private:read", "other"
	for _, tt := range []struct {
		name         string
		values       map[string]any
		without      string
		field        employee.Field
		proved, weak string
	}{
		{name: "text", values: map[string]any{"middleName": " Mary "}, field: "middle_name", proved: "known Mary",
			weak: "known Mary"},
		{name: "null", values: map[string]any{"middleName": nil}, field: "middle_name", proved: "empty",
			weak: "withheld"},
		{name: "blank", values: map[string]any{"middleName": "  "}, field: "middle_name", proved: "empty",
			weak: "withheld"},
		{name: "missing", without: "middleName", field: "middle_name", proved: "withheld", weak: "withheld"},
		{name: "number", values: map[string]any{"employeeId": 9007199254740993}, field: "number",
			proved: "known 9007199254740993", weak: "known 9007199254740993"},
		{name: "object", values: map[string]any{"middleName": map[string]any{"a": 1}}, field: "middle_name",
			proved: "withheld", weak: "withheld"},
		{name: "date", values: map[string]any{"employmentEndDate": "2026-01-31"}, field: "termination_date",
			proved: "known 2026-01-31", weak: "known 2026-01-31"},
		{name: "date with time", values: map[string]any{"birthday": "1977-07-04T00:00:00+01:00"}, field: "birth_date",
			proved: "known 1977-07-04", weak: "known 1977-07-04"},
		{name: "null date", values: map[string]any{"employmentEndDate": nil}, field: "termination_date",
			proved: "empty", weak: "withheld"},
		{name: "no date", values: map[string]any{"employmentEndDate": "soon"}, field: "termination_date",
			proved: "withheld", weak: "withheld"},
		{name: "teams", values: map[string]any{"teams": []any{"Growth", map[string]any{"name": "Brand"}}},
			field: "teams", proved: "known Growth, Brand", weak: "known Growth, Brand"},
		{name: "a team without a name", values: map[string]any{"teams": []any{"Growth", nil}}, field: "teams",
			proved: "withheld", weak: "withheld"},
		{name: "no teams", values: map[string]any{"teams": []any{}}, field: "teams", proved: "empty", weak: "withheld"},
		{name: "null teams", values: map[string]any{"teams": nil}, field: "teams", proved: "empty", weak: "withheld"},
		{name: "one phone", values: map[string]any{"formattedPhoneNumber": "+351 1"}, field: "work_phone",
			proved: "known +351 1", weak: "withheld"},
		{name: "no phone", field: "work_phone", proved: "empty", weak: "withheld"},
		{name: "country code", values: map[string]any{"countryCode": "NL"}, field: "address.country",
			proved: "known NL", weak: "withheld"},
		{name: "hidden birthday", values: map[string]any{"isBirthdayHidden": true}, field: "birth_date",
			proved: "withheld", weak: "withheld"},
		{name: "no birthday", field: "birth_date", proved: "empty", weak: "withheld"},
		{name: "hidden email of a new hire", values: map[string]any{"status": "newHire", "isWorkEmailHidden": true},
			field: "work_email", proved: "withheld", weak: "withheld"},
		{name: "no email of a new hire", values: map[string]any{"status": "newHire"}, field: "work_email",
			proved: "empty", weak: "withheld"},
		{name: "no email of a leaver", values: map[string]any{"status": "offboarded"}, field: "work_email",
			proved: "empty", weak: "withheld"},
		{name: "no email of an active employee", field: "work_email", proved: "withheld", weak: "withheld"},
		{name: "no email where the status is not documented", values: map[string]any{"status": "sabbatical"},
			field:  "work_email",
			proved: "withheld", weak: "withheld"},
		{name: "no role of an active employee", field: "job_title", proved: "withheld", weak: "withheld"},
		{name: "location", values: map[string]any{"locationId": "location0000000000000002"}, field: "location",
			proved: "known São Paulo", weak: "known São Paulo"},
		{name: "location by its older key", values: map[string]any{"locationId": "l3"}, field: "location",
			proved: "known Kigali", weak: "known Kigali"},
		{name: "location without a label", values: map[string]any{"locationId": "l4"}, field: "location",
			proved: "withheld", weak: "withheld"},
		{name: "unlisted location", values: map[string]any{"locationId": "l5"}, field: "location", proved: "withheld",
			weak: "withheld"},
		{name: "no location of a new hire", values: map[string]any{"status": "newHire"}, field: "location",
			proved: "empty", weak: "withheld"},
		{name: "no location of an active employee", field: "location", proved: "withheld", weak: "withheld"},
		{name: "remote", values: map[string]any{"locationId": "remote", "remoteCity": "Porto",
			"remoteCountryCode": "PT"}, field: "location", proved: "known Remote (Porto, PT)",
			weak: "known Remote (Porto, PT)"},
		{name: "remote, older key", values: map[string]any{"locationId": "remote", "remoteCountry": "PT"},
			field: "location", proved: "known Remote (PT)", weak: "withheld"},
		{name: "remote somewhere", values: map[string]any{"locationId": "remote"}, field: "location",
			proved: "known Remote", weak: "withheld"},
		{name: "remote, unreadable", values: map[string]any{"locationId": "remote", "remoteCity": []any{}},
			field: "location", proved: "withheld", weak: "withheld"},
	} {
		for scope, want := range map[string]string{proved: tt.proved, weak: tt.weak} {
			t.Run(tt.name+" with "+scope, func(t *testing.T) {
				fake := humaanstest.New(token,
					humaanstest.Person{ID: "p1", Values: tt.values, Without: []string{tt.without}})
				fake.Configure(humaanstest.Config{
					TokenInfo: map[string]any{"scopes": []string{scope}},
					Locations: []humaanstest.Location{
						{ID: "location0000000000000002", Label: "São Paulo"}, {ID: "l3", Name: "Kigali"}, {ID: "l4"},
					},
				})
				e := fetchOne(t, fake, tt.field)
				if got := show(e.Value(tt.field)); got != want {
					t.Errorf("%s is %q, want %q", tt.field, got, want)
				}
			})
		}
	}
}

func TestStatusWords(t *testing.T) {
	for word, want := range map[any]employee.Status{
		"active": employee.StatusActive, "offboarded": employee.StatusInactive, "newHire": employee.StatusPending,
		"Active":   employee.StatusActive,
		"new_hire": "", "inactive": "", "onboarding": "", "terminated": "",
	} {
		e := fetchOne(t, one(map[string]any{"status": word}))
		if e.Status != want || e.StatusText != word {
			t.Errorf("%q is %q with the text %q, want %q", word, e.Status, e.StatusText, want)
		}
		if want == "" && (e.Value(employee.FieldStatus).State() != employee.StateWithheld || len(e.Problems) != 1 ||
			e.Problems[0].Field != employee.FieldStatus) {
			t.Errorf("%q: %v, problems %v", word, e.Value(employee.FieldStatus).State(), e.Problems)
		}
	}
	e := fetchOne(t, one(map[string]any{"status": nil}))
	if e.Value(employee.FieldStatus).State() != employee.StateWithheld || len(e.Problems) != 0 {
		t.Errorf("null is %v", e.Value(employee.FieldStatus).State())
	}
}

// An unreadable value harms one field of one employee.
func TestUnreadableValues(t *testing.T) {
	values := everything()
	values["employmentStartDate"] = "1987-66-77"
	values["firstName"] = "A\ufffd"
	fake := humaanstest.New(token, humaanstest.Person{ID: "p1", Values: values},
		humaanstest.Person{ID: "p2", Values: everything()})
	r := fetch(t, fake)
	var got []string
	for _, p := range r.Problems() {
		got = append(got, p.String())
	}
	want := []string{
		"employee p1: first_name: not valid UTF-8",
		"employee p1: hire_date: not a date of the form 2006-01-02 or --01-02",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	e, _ := r.Employee("p1")
	healthy, _ := r.Employee("p2")
	for _, f := range employee.DefaultFields() {
		v, w := e.Value(f), healthy.Value(f)
		if f == employee.FieldHireDate || f == employee.FieldFirstName {
			w = employee.Withheld()
		}
		if v != w && f != employee.FieldID {
			t.Errorf("%s is %s, want %s", f, show(v), show(w))
		}
	}
}

func TestIDs(t *testing.T) {
	for _, tt := range []struct {
		id   any
		want string // "": the listing fails
	}{
		{id: "p1", want: "p1"},
		{id: 9007199254740993, want: "9007199254740993"},
		{id: " p1 ", want: "p1"},
		{id: nil, want: ""},
		{id: "", want: ""},
		{id: " ", want: ""},
		{id: []any{}, want: ""},
	} {
		r, err := newClient(t, one(map[string]any{"id": tt.id}), humaans.Config{}).Roster(t.Context())
		switch {
		case tt.want == "" && !errors.Is(err, employee.ErrMalformed):
			t.Errorf("%v: error %v", tt.id, err)
		case tt.want != "" && (err != nil || ids(r)[0] != tt.want):
			t.Errorf("%v: %v, error %v", tt.id, r, err)
		}
	}
	fake := one(nil)
	fake.Always(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/people" {
				w.Write([]byte(`{"total":1,"limit":250,"skip":0,"data":[null]}`))
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	client := newClient(t, fake, humaans.Config{})
	if _, err := client.Roster(t.Context()); !errors.Is(err, employee.ErrMalformed) {
		t.Errorf("null in the place of an employee: error %v", err)
	}
	if _, err := client.Check(t.Context()); !errors.Is(err, employee.ErrMalformed) {
		t.Errorf("null in the place of an employee: Check: error %v", err)
	}
}

// What must not be read is in nothing that comes out.
func TestSensitiveValuesAreNotRead(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.Person{ID: "p1", Values: everything()})
	text, err := fetchOne(t, fake, employee.Fields()...).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	values := everything()
	for _, name := range []string{"taxId", "calendarFeedToken"} {
		if bytes.Contains(text, []byte(values[name].(string))) {
			t.Errorf("%s is in %s", name, text)
		}
	}
	if !bytes.Contains(text, []byte("Ada")) {
		t.Error("the test looks at nothing")
	}
}

func TestExtraFieldsAndNumbers(t *testing.T) {
	fake := one(map[string]any{"firstName": "Ada", "newInTheAPI": map[string]any{"a": []int{1}},
		"phoneNumber": json.Number("351200000001")})
	if e := fetchOne(t, fake); e.FirstName != "Ada" || e.WorkPhone != "351200000001" || len(e.Problems) != 0 {
		t.Errorf("%q, %q, %v", e.FirstName, e.WorkPhone, e.Problems)
	}
}

// An active employee may start later, a new hire may have started, and an employee
// with notice is active: words and dates are passed on as they are.
func TestDatesAreNotConsidered(t *testing.T) {
	for _, tt := range []struct {
		values map[string]any
		status employee.Status
		start  string
		end    string
	}{
		{values: map[string]any{"status": "active", "employmentStartDate": "2099-01-01"}, status: employee.StatusActive,
			start: "2099-01-01"},
		{values: map[string]any{"status": "newHire", "employmentStartDate": "2000-01-01"},
			status: employee.StatusPending, start: "2000-01-01"},
		{values: map[string]any{"status": "active", "employmentEndDate": "2099-01-01"}, status: employee.StatusActive,
			end: "2099-01-01"},
		{values: map[string]any{"status": "active", "employmentEndDate": "2000-01-01"}, status: employee.StatusActive,
			end: "2000-01-01"},
		{values: map[string]any{"status": "offboarded", "employmentEndDate": "2099-01-01"},
			status: employee.StatusInactive, end: "2099-01-01"},
		{values: map[string]any{"status": "active", "lastWorkingDay": "2000-01-01"}, status: employee.StatusActive},
		{values: map[string]any{"status": "active", "isVerified": false}, status: employee.StatusActive},
	} {
		e := fetchOne(t, one(tt.values))
		if e.Status != tt.status || e.HireDate.String() != tt.start || e.TerminationDate.String() != tt.end {
			t.Errorf("%v: %q from %v to %v", tt.values, e.Status, e.HireDate, e.TerminationDate)
		}
	}
}
