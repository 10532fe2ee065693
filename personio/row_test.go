package personio_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// serveRow answers the list of v1 with one employee of these attributes, as JSON.
func serveRow(attributes string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isToken(r.URL.Path) {
			fmt.Fprint(w, `{"success":true,"data":{"token":"papi-1"}}`)
			return
		}
		fmt.Fprintf(w, `{"success":true,"metadata":{"total_elements":1},"data":[{"type":"Employee",`+
			`"attributes":{%s}}]}`, attributes)
	})
}

// attr is an attribute as v1 writes it.
func attr(key, kind, value string) string {
	return fmt.Sprintf(`%q:{"label":"L","value":%s,"type":%q,"universal_id":null}`, key, value, kind)
}

const rowID = `"id":{"label":"ID","value":101,"type":"integer","universal_id":"id"},`

// TestWholeEmployee: every field of an employee who has everything.
func TestWholeEmployee(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(
		personiotest.Person{ID: "101", Values: map[string]any{
			"first_name": "Ada", "last_name": "Muster", "preferred_name": "Addie", "email": "ada@example.com",
			"status": "leave", "position": "Engineer", "department": "IT", "office": "Munich",
			"subcompany": "Acme GmbH",
			"team":       "Core", "cost_centers": []string{"CC 1", "CC 2"}, "employment_type": "internal",
			"supervisor": "102",
			"hire_date":  "2020-02-01", "termination_date": "2026-06-30", "last_working_day": "2026-05-31",
			"contract_end_date": "2026-12-31",
			"dynamic_1":         "1990-05-17", "last_modified_at": "2025-11-18T17:33:55+01:00",
		}},
		personiotest.Person{ID: "102", Values: map[string]any{
			"first_name": "Grace", "last_name": "Example", "email": "grace@example.com", "status": "active",
		}},
	)
	fake.Configure(personiotest.Config{FullSupervisor: true})
	cfg.Fields = append(employee.DefaultFields(), employee.FieldBirthDate, "custom.last_modified_at")
	r := roster(t, cfg)
	got := map[employee.Field]string{}
	e, _ := r.Employee("101")
	for _, f := range employee.Fields() {
		if v := e.Value(f); v.State() != employee.StateAbsent {
			got[f] = show(v)
		}
	}
	want := map[employee.Field]string{
		"id": "text 101", "first_name": "text Ada", "last_name": "text Muster", "preferred_name": "text Addie",
		"work_email": "text ada@example.com", "birth_date": "date 1990-05-17", "job_title": "text Engineer",
		"department": "text IT",
		"location":   "text Munich", "legal_entity": "text Acme GmbH", "cost_center": "text CC 1", "teams": "list Core",
		"manager.id": "text 102", "manager.email": "text grace@example.com", "manager.name": "text Grace Example",
		"status": "text leave", "status_text": "text leave", "employment_type": "text internal",
		"hire_date": "date 2020-02-01", "termination_date": "date 2026-06-30", "last_working_day": "date 2026-05-31",
		"contract_end_date": "date 2026-12-31",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if at := time.Date(2025, 11, 18, 16, 33, 55, 0, time.UTC); !e.UpdatedAt.Equal(at) {
		t.Errorf("UpdatedAt is %v, want %v", e.UpdatedAt, at)
	}
	top, _ := r.Employee("102")
	for _, f := range []employee.Field{"manager.id", "manager.email", "manager.name", "department", "termination_date",
		"cost_center", "birth_date"} {
		if s := top.Value(f).State(); s != employee.StateEmpty {
			t.Errorf("%s of the other is %v, want empty", f, s)
		}
	}
	if problems := r.Problems(); len(problems) > 0 {
		t.Errorf("problems %v", problems)
	}
}

// TestValues: what each JSON becomes, in the four states, with a problem where
// it cannot be read. It is also the list of the forms that users met: null, "",
// [] and a missing key (pitfall 7), tags in both encodings, and all of the dates.
func TestValues(t *testing.T) {
	t.Parallel()
	const problem = "withheld, with a problem"
	it := `{"type":"Department","attributes":{"id":7,"name":"IT"}}`
	for _, tt := range []struct {
		field     employee.Field
		key, kind string
		value     string // "" for a missing key
		want      string
	}{
		{field: "first_name", key: "first_name", kind: "standard", value: `" Ada "`, want: "text Ada"},
		{field: "first_name", key: "first_name", kind: "standard", value: `null`, want: "empty"},
		{field: "first_name", key: "first_name", kind: "standard", value: `""`, want: "empty"},
		{field: "first_name", key: "first_name", kind: "standard", value: `[]`, want: "empty"},
		{field: "first_name", key: "first_name", kind: "standard", value: ``, want: "withheld"},
		{field: "first_name", key: "first_name", kind: "standard", value: `["Ada"]`, want: problem},
		{field: "department", key: "department", kind: "standard", value: it, want: "text IT"},
		{field: "department", key: "department", kind: "standard", value: `"IT"`, want: "text IT"},
		{field: "department", key: "department", kind: "standard", value: `null`, want: "empty"},
		{field: "department", key: "department", kind: "standard", value: `""`, want: "empty"},
		{field: "department", key: "department", kind: "standard", value: `[ ]`, want: "empty"},
		{field: "department", key: "department", kind: "standard", value: ``, want: "withheld"},
		{field: "department", key: "department", kind: "standard", value: `{}`, want: problem},
		{field: "department", key: "department", kind: "standard", value: `[` + it + `]`, want: problem},
		{field: "department", key: "department", kind: "standard", value: `{"type":"Department","attributes":{"id":7}}`,
			want: "withheld"},
		{field: "department", key: "department", kind: "standard",
			value: `{"type":"Department","attributes":{"id":7,"name":null}}`, want: "withheld, with a problem"},
		{field: "department", key: "department", kind: "standard",
			value: `{"attributes":{"name":{"label":"Name","value":"IT"}}}`, want: "text IT"},
		{field: "teams", key: "team", kind: "standard", value: it, want: "list IT"},
		{field: "teams", key: "team", kind: "standard", value: `""`, want: "empty"},
		{field: "teams", key: "team", kind: "standard", value: `[` + it + `,"Ops"]`, want: "list IT, Ops"},
		{field: "cost_center", key: "cost_centers", kind: "standard", value: `[]`, want: "empty"},
		{field: "cost_center", key: "cost_centers", kind: "standard",
			value: `[` + costCenter("A", "33.3") + `,` + costCenter("B", "33.4") + `,` + costCenter("C", "33.3") + `]`,
			want:  "text B"},
		{field: "cost_center", key: "cost_centers", kind: "standard", value: `[` + costCenter("A", "null") + `,{}]`,
			want: "text A"},
		{field: "cost_center", key: "cost_centers", kind: "standard",
			value: `[` + costCenter("A", "50") + `,` + costCenter("B", "50") + `]`, want: "text A"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `null`, want: "empty"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `[]`, want: "empty"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `""`, want: "empty"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: ``, want: "withheld"},
		{field: "manager.id", key: "supervisor", kind: "standard",
			value: `{"type":"Employee","attributes":{"id":{"value":9007199254740993}}}`, want: "text 9007199254740993"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `{"type":"Employee","attributes":{"id":102}}`,
			want: "text 102"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `{"type":"Employee","attributes":{}}`,
			want: "withheld"},
		{field: "manager.id", key: "supervisor", kind: "standard", value: `"Grace"`, want: problem},
		{field: "hire_date", key: "hire_date", kind: "date", value: `"2020-02-01T00:00:00+01:00"`,
			want: "date 2020-02-01"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `"2020-02-01"`, want: "date 2020-02-01"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `"2020-02-01T23:00:00Z"`, want: "date 2020-02-01"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `"1970-10-05T00:00:00+01:00"`,
			want: "date 1970-10-05"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `null`, want: "empty"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `""`, want: "empty"},
		{field: "hire_date", key: "hire_date", kind: "date", value: ``, want: "withheld"},
		{field: "hire_date", key: "hire_date", kind: "date", value: `"01.02.2020"`, want: problem},
		{field: "hire_date", key: "hire_date", kind: "date", value: `20200201`, want: problem},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `500.5`, want: "number 500.5"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `3300`, want: "number 3300"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `0`, want: "number 0"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `0.1000000000000000055511151231257827`,
			want: "number 0.1000000000000000055511151231257827"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `"1200.50"`, want: "number 1200.5"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "decimal", value: `"1.200,50"`, want: problem},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "integer", value: `9007199254740993`,
			want: "number 9007199254740993"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "integer", value: `null`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "list", value: `"yes"`, want: "text yes"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "list", value: `""`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "list", value: ``, want: "withheld"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "list", value: `true`, want: "bool true"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `"Go,SQL"`, want: problem},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `"Go"`, want: "list Go"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `"[\"Go, really\",\"SQL\"]"`,
			want: "list Go, really, SQL"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `["Go","SQL"]`, want: "list Go, SQL"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `"[]"`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `[]`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `""`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `"[not JSON"`, want: "list [not JSON"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "tags", value: `[["Go"]]`, want: problem},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "date", value: `"2021-01-01"`, want: "date 2021-01-01"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "standard", value: `"Dr"`, want: "text Dr"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "link", value: `"https://example.com"`,
			want: "text https://example.com"},
		{field: "custom.dynamic_2", key: "dynamic_2", kind: "multiline", value: `""`, want: "empty"},
		{field: "custom.dynamic_2", key: "dynamic_2", value: `7`, want: "number 7"},
		{field: "custom.weekly_working_hours", key: "weekly_working_hours", kind: "standard", value: `"40"`,
			want: "text 40"},
		{field: "custom.department", key: "department", kind: "standard", value: it, want: "text IT"},
		{field: "custom.cost_centers", key: "cost_centers", kind: "standard",
			value: `[` + costCenter("A", "50") + `,` + costCenter("B", "50") + `]`, want: "list A, B"},
	} {
		t.Run(fmt.Sprint(tt.field, " ", tt.kind, " ", tt.value), func(t *testing.T) {
			t.Parallel()
			row := rowID + attr("status", "standard", `"active"`)
			if tt.value != "" {
				row += "," + attr(tt.key, tt.kind, tt.value)
			}
			cfg := config(serveRow(row))
			cfg.Fields = []employee.Field{tt.field}
			e := one(t, cfg)
			got := show(e.Value(tt.field))
			for _, p := range e.Problems {
				if p.Field == tt.field && p.EmployeeID == "101" {
					got += ", with a problem"
				}
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func costCenter(name, share string) string {
	return fmt.Sprintf(`{"type":"CostCenter","attributes":{"id":1,"name":%q,"percentage":%s}}`, name, share)
}

// TestBirthday: a birthday is the day that is written, in every zone.
func TestBirthday(t *testing.T) {
	t.Parallel()
	for _, offset := range []string{"+01:00", "+02:00", "-08:00", "+14:00", "Z"} {
		fake, cfg := fakeOf(personiotest.Person{ID: "1", Offset: offset,
			Values: map[string]any{"dynamic_1": "1977-07-04"}})
		for _, bare := range []bool{false, true} {
			fake.Configure(personiotest.Config{BareDates: bare})
			cfg.Fields = []employee.Field{employee.FieldBirthDate}
			e := one(t, cfg)
			if want := employee.NewDate(1977, time.July, 4); e.BirthDate != want {
				t.Errorf("%s: %v, want %v", offset, e.BirthDate, want)
			}
		}
	}
}

// TestStatus (pitfall 5): the words that Personio documents, and others.
func TestStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word, text, want string
		problem          bool
	}{
		{word: `"active"`, text: "text active", want: "text active"},
		{word: `"inactive"`, text: "text inactive", want: "text inactive"},
		{word: `"onboarding"`, text: "text onboarding", want: "text pending"},
		{word: `"leave"`, text: "text leave", want: "text leave"},
		{word: `"Active"`, text: "text Active", want: "text active"},
		{word: `"sabbatical"`, text: "text sabbatical", want: "withheld", problem: true},
		{word: `null`, text: "empty", want: "empty"},
		{word: `""`, text: "empty", want: "empty"},
		{word: `7`, text: "text 7", want: "withheld", problem: true},
		{word: `["active"]`, text: "withheld", want: "withheld", problem: true},
	} {
		e := one(t, config(serveRow(rowID+attr("status", "standard", tt.word))))
		got := []any{show(e.Value(employee.FieldStatusText)), show(e.Value(employee.FieldStatus)), len(e.Problems) == 1}
		if diff := cmp.Diff([]any{tt.text, tt.want, tt.problem}, got); diff != "" {
			t.Errorf("%s: text, status, problem (-want +got):\n%s", tt.word, diff)
		}
	}
}

// TestFutureTermination (pitfall 6): a status and a date that do not agree are
// both delivered as they are.
func TestFutureTermination(t *testing.T) {
	t.Parallel()
	_, cfg := fakeOf(personiotest.Person{ID: "1",
		Values: map[string]any{"status": "active", "termination_date": "2099-06-30", "hire_date": "2098-01-01"}})
	e := one(t, cfg)
	if e.Status != employee.StatusActive || e.TerminationDate != employee.NewDate(2099, 6, 30) ||
		e.HireDate != employee.NewDate(2098, 1, 1) {
		t.Errorf("%v, %v, %v", e.Status, e.TerminationDate, e.HireDate)
	}
}

// TestIDs (pitfalls 8 and 16): the id is the key, as text, however large, and
// the same in both APIs.
func TestIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"1", "9007199254740993", "123456789012345678901234567890", "b7c1-opaque"} {
		for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
			_, cfg := fakeOf(personiotest.Person{ID: id, Values: map[string]any{"status": "active"}})
			cfg.API = api
			if e := one(t, cfg); e.ID != id {
				t.Errorf("%s: id %q, want %q", api, e.ID, id)
			}
		}
	}
	if e := one(t, config(serveRow(attr("id", "integer", "-5")))); e.ID != "-5" {
		t.Errorf("id %q, want -5", e.ID)
	}
}

// TestNoID: an employee without an id that can be read fails the listing.
func TestNoID(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		_, cfg := fakeOf(personiotest.Person{ID: "1"}, personiotest.Person{Values: map[string]any{"first_name": "Ada"}})
		cfg.API = api
		_, err := list(newClient(t, cfg))
		wantClass(t, err, employee.ErrMalformed)
	}
	for _, row := range []string{
		``, attr("id", "integer", `null`), attr("id", "integer", `""`), attr("id", "integer", `" "`),
		attr("id", "integer", `[]`), attr("id", "integer", `{}`),
		attr("id", "integer", `true`), attr("id", "integer", "\"\xff\""), `"id":101`, `"id":null`,
		`"id":{"value":{"id":1}}`,
	} {
		_, err := list(newClient(t, config(serveRow(row))))
		wantClass(t, err, employee.ErrMalformed)
	}
}

// TestKeyOfAttributes: it is read in any case, and one that is there twice is not read.
func TestKeyOfAttributes(t *testing.T) {
	t.Parallel()
	page := func(record string) http.Handler {
		return serveBody(`{"success":true,"metadata":{"total_elements":1},"data":[` + record + `]}`)
	}
	for _, record := range []string{`{"ATTRIBUTES":{"id":{"value":1}}}`, `{"\u0061ttributes":{"id":{"value":1}}}`} {
		if e := one(t, config(page(record))); e.ID != "1" {
			t.Errorf("%s: id %q", record, e.ID)
		}
	}
	for _, record := range []string{
		`{"attributes":{"id":{"value":2}},"attributes":{"id":{"value":1}}}`,
		`{"attributes":null,"attributes":{"id":{"value":1}}}`,
	} {
		_, err := list(newClient(t, config(page(record))))
		wantClass(t, err, employee.ErrMalformed)
	}
}

// TestTolerance (pitfall 8): whatever else is wrong with a record harms the
// fields that it is about.
func TestTolerance(t *testing.T) {
	t.Parallel()
	row := rowID + `"status":[],"first_name":"Ada","last_name":null,"hire_date":{"label":7,"value":"2020-02-01",` +
		`"type":[],"universal_id":{}},` +
		attr("termination_date", "date", `{"a":1}`)
	e := one(t, config(serveRow(row)))
	got := map[employee.Field]string{}
	for _, f := range []employee.Field{"status", "first_name", "last_name", "hire_date", "termination_date",
		"department"} {
		got[f] = show(e.Value(f))
	}
	want := map[employee.Field]string{"status": "withheld", "first_name": "withheld", "last_name": "withheld",
		"hire_date": "date 2020-02-01", "termination_date": "withheld", "department": "withheld"}
	if diff := cmp.Diff(want, got); diff != "" || len(e.Problems) != 1 {
		t.Errorf("%v (-want +got):\n%s", e.Problems, diff)
	}
}

// TestSparse (pitfalls 8 and 9): every field but the id is optional, and no employee
// is left out for the lack of one.
func TestSparse(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.Person{ID: "1"},
		personiotest.Person{ID: "2", Hidden: []string{"email", "status", "hire_date"}})
	for _, blank := range []string{"", `""`, "[]"} {
		fake.Configure(personiotest.Config{Blank: blank})
		cfg.Fields = append(employee.DefaultFields(), employee.FieldBirthDate)
		r := roster(t, cfg)
		for f, want := range map[employee.Field]employee.Coverage{
			"work_email": {Empty: 1, Withheld: 1}, "status": {Empty: 1, Withheld: 1},
			"hire_date":  {Empty: 1, Withheld: 1},
			"department": {Empty: 2}, "manager.id": {Empty: 2}, "birth_date": {Empty: 2}, "location": {Empty: 2},
			"number":            {Absent: 2},
			"employment_status": {Absent: 2}, "employment_extent": {Absent: 2}, "address.city": {Absent: 2},
		} {
			if diff := cmp.Diff(want, r.Coverage(f)); diff != "" {
				t.Errorf("%q: %s (-want +got):\n%s", blank, f, diff)
			}
		}
		if problems := r.Problems(); len(problems) > 0 {
			t.Errorf("%q: problems %v", blank, problems)
		}
	}
}

// TestHidden: an attribute that the credentials may not read is Withheld for
// all employees, in both APIs.
func TestHidden(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		fake, cfg := fakeOf(personiotest.People(3)...)
		fake.Configure(personiotest.Config{Hidden: []string{"email", "hire_date", "department", "team",
			"termination_date", "supervisor", "dynamic_1"}})
		cfg.API, cfg.Fields = api,
			append(employee.DefaultFields(), employee.FieldBirthDate, "custom.dynamic_1", "custom.dynamic_404")
		r := roster(t, cfg)
		for _, f := range []employee.Field{"work_email", "hire_date", "department", "teams", "termination_date",
			"manager.id", "birth_date", "custom.dynamic_1", "custom.dynamic_404"} {
			if c := r.Coverage(f); c.Withheld != 3 {
				t.Errorf("%s: %s has the coverage %+v, want it withheld", api, f, c)
			}
		}
	}
}

// TestSupervisor (pitfall 11): the supervisor is a stub, with names for some
// tenants; the address is completed from the roster.
func TestSupervisor(t *testing.T) {
	t.Parallel()
	employees := []personiotest.Person{
		{ID: "1", Values: map[string]any{"first_name": "Ada", "last_name": "Muster", "email": "ada@example.com"}},
		{ID: "2", Values: map[string]any{"supervisor": "1"}},
		{ID: "3", Values: map[string]any{"supervisor": "99"}},
	}
	for _, full := range []bool{false, true} {
		fake, cfg := fakeOf(employees...)
		fake.Configure(personiotest.Config{FullSupervisor: full})
		r := roster(t, cfg)
		name := map[bool]string{true: "text Ada Muster", false: "withheld"}[full]
		want := [][]string{
			{"empty", "empty", "empty"},
			{"text 1", "text ada@example.com", name},
			{"text 99", "withheld", "withheld"},
		}
		var got [][]string
		for e := range r.All() {
			got = append(got, []string{show(e.Value(employee.FieldManagerID)),
				show(e.Value(employee.FieldManagerEmail)), show(e.Value(employee.FieldManagerName))})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("id, email, name (-want +got):\n%s", diff)
		}
	}
}

// TestProblemsQuoteNothing: a problem never shows the value that it is about.
func TestProblemsQuoteNothing(t *testing.T) {
	t.Parallel()
	row := rowID + attr("hire_date", "date", `"hush-1"`) + "," + attr("dynamic_2", "decimal", `"hush-2"`) + "," +
		attr("status", "standard", `"hush-3"`) +
		"," + attr("department", "standard", `{"hush":"hush-4"}`)
	cfg := config(serveRow(row))
	cfg.Fields = []employee.Field{"custom.dynamic_2", employee.FieldDepartment}
	e := one(t, cfg)
	text, err := json.Marshal(e.Problems)
	if err != nil || len(e.Problems) != 4 || strings.Contains(string(text), "hush") {
		t.Errorf("problems %s, error %v", text, err)
	}
}
