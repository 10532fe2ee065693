package hibob_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/internal/race"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	shirt := hibobtest.Field{ID: "work.custom.field_1"}
	for _, people := range []int{0, 1, 2, 500, 10_000} {
		for _, tt := range []struct {
			fields []employee.Field
			want   string
		}{
			{[]employee.Field{}, "POST /people/search"},
			{[]employee.Field{employee.CustomField(shirt.ID)}, "GET /company/people/fields, POST /people/search"},
		} {
			t.Run(fmt.Sprint(people, tt.fields), func(t *testing.T) {
				t.Parallel()
				if race.Enabled && people == 10_000 {
					t.Skip("no other races than with fewer people")
				}
				synctest.Test(t, func(t *testing.T) {
					fake := newFake(hibobtest.People(people)...)
					fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{shirt}})
					c := newClient(t, fake, tt.fields...)
					r, err := c.Roster(t.Context())
					if err != nil || r.Len() != people || r.Origin().Total != 0 {
						t.Fatalf("roster %v, error %v", r, err)
					}
					if got := calls(fake); got != tt.want {
						t.Errorf("requests of Roster: %s, want %s", got, tt.want)
					}
					fake.ResetRequests()
					if got, err := ids(t, c); err != nil || len(got) != people {
						t.Fatalf("%d people, error %v", len(got), err)
					}
					if got := calls(fake); got != tt.want {
						t.Errorf("requests of Employees: %s, want %s", got, tt.want)
					}
				})
			})
		}
	}
}

// TestSearch looks at what is asked for.
func TestSearch(t *testing.T) {
	t.Parallel()
	always := []string{"root.id", "work.employeeIdInCompany", "root.firstName", "root.surname", "work.manager",
		"internal.lifecycleStatus", "work.startDate", "work.originalStartDate", "internal.terminationDate"}
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		more   []string
	}{
		{"nothing more", []employee.Field{}, nil},
		{"no field of its own", []employee.Field{employee.FieldID, employee.FieldStatusText, employee.FieldLegalEntity, employee.FieldTeams}, nil},
		{"what is named", []employee.Field{employee.FieldBirthDate, employee.FieldDepartment}, []string{"personal.birthDate", "personal.shortBirthDate", "work.department"}},
		{"an object once", []employee.Field{employee.FieldManagerEmail, employee.FieldManagerName}, []string{"work.reportsTo"}},
		{"custom", []employee.Field{"custom.employee.hrbp", "custom.work.custom.field_1", "custom.employee.hrbp", "custom.work.startDate"}, []string{"employee.hrbp", "work.custom.field_1"}},
		{"both ids of a field", []employee.Field{employee.FieldEmploymentType}, []string{"payroll.employment.type", "employment.type"}},
		{"by default", nil, []string{
			"root.secondName", "root.displayName", "root.email", "work.workPhone", "work.title", "work.department", "work.site",
			"work.reportsToIdInCompany", "work.reportsTo", "payroll.employment.type", "employment.type",
			"payroll.employment.contract", "employment.contract", "employee.lastDayOfWork",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			synctest.Test(t, func(t *testing.T) {
				if _, err := newClient(t, fake, tt.fields...).Roster(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			requests := fake.Requests()
			last := requests[len(requests)-1]
			var got map[string]any
			if err := json.Unmarshal(last.Body, &got); err != nil {
				t.Fatal(err)
			}
			var fields []string
			for _, f := range got["fields"].([]any) {
				fields = append(fields, f.(string))
			}
			if diff := cmp.Diff(slices.Sorted(slices.Values(append(tt.more, always...))), slices.Sorted(slices.Values(fields))); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			delete(got, "fields")
			if diff := cmp.Diff(map[string]any{"showInactive": true, "humanReadable": "APPEND"}, got); diff != "" {
				t.Errorf("the rest of the body (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"application/json", "application/json"}, []string{last.Header.Get("Content-Type"), last.Header.Get("Accept")}); diff != "" {
				t.Errorf("media types (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultFieldsAreNotPrivate(t *testing.T) {
	t.Parallel()
	e := only(t, newClient(t, newFake(hibobtest.People(1)...)))
	for _, f := range employee.PrivateFields() {
		if state := e.Value(f).State(); state != employee.StateAbsent {
			t.Errorf("%s is %v, want absent", f, state)
		}
	}
}

// broken answers in turn with a part of the fake's answer about some people.
type broken struct {
	parts  []float64 // 1: the whole; the last one for ever
	people []int
	sent   int
}

func (b *broken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i := b.sent
	b.sent++
	fake := newFake(hibobtest.People(b.people[min(i, len(b.people)-1)])...)
	if part := b.parts[min(i, len(b.parts)-1)]; part < 1 {
		fake.Always(hibobtest.TruncatedAt(part))
	}
	fake.ServeHTTP(w, r)
}

// TestBrokenOff has answers that break off after some people were yielded. The
// range goes on with the others; it never ends early without an error.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	const cut = "hibob: search people: HTTP 200: the answer broke off: unexpected EOF: the listing is incomplete: read it again"
	const gone = "hibob: search people: 40 were removed while they were listed: the listing is incomplete: read it again"
	for _, tt := range []struct {
		name   string
		serve  broken
		people int // of Employees
		roster int // 0: its error is the one wanted
		sent   int
		want   string
	}{
		{"once, in the middle", broken{[]float64{0.5, 1}, []int{100}, 0}, 100, 100, 2, ""},
		{"once, before the first person", broken{[]float64{0.001, 1}, []int{100}, 0}, 100, 100, 2, ""},
		{"once, at the very end", broken{[]float64{0.99999, 1}, []int{100}, 0}, 100, 100, 2, ""},
		{"later each time", broken{[]float64{0.1, 0.3, 0.5, 0.7, 1}, []int{100}, 0}, 100, 100, 5, ""},
		{"sooner each time", broken{[]float64{0.7, 0.5, 0.3, 0.1, 1}, []int{100}, 0}, 100, 100, 5, ""},
		{"somebody new in the second answer", broken{[]float64{0.5, 1}, []int{100, 101}, 0}, 101, 101, 2, ""},
		{"fewer in the second answer", broken{[]float64{0.9, 1}, []int{100, 50}, 0}, 90, 50, 2, gone},
		{"for ever", broken{[]float64{0.5}, []int{100}, 0}, 50, 0, 5, cut},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var got []string
				errs := 0
				var last error
				for e, err := range newClient(t, &tt.serve).Employees(t.Context()) {
					if errs > 0 {
						t.Fatal("the range goes on after its error")
					}
					if last = err; err != nil {
						errs++
						continue
					}
					got = append(got, e.ID)
				}
				if text(last) != tt.want || tt.want != "" && !errors.Is(last, employee.ErrIncomplete) {
					t.Errorf("error %v, want %s", last, tt.want)
				}
				if twice := len(got) - len(slices.Compact(slices.Sorted(slices.Values(got)))); twice != 0 || len(got) != tt.people {
					t.Errorf("%d people, %d of them twice; want %d", len(got), twice, tt.people)
				}
				if tt.serve.sent != tt.sent {
					t.Errorf("%d requests, want %d", tt.serve.sent, tt.sent)
				}
				tt.serve.sent = 0
				r, err := newClient(t, &tt.serve).Roster(t.Context())
				switch {
				case tt.roster > 0 && (err != nil || r.Len() != tt.roster):
					t.Errorf("roster %v, error %v, want %d employees", r, err, tt.roster)
				case tt.roster == 0 && (r != nil || text(err) != tt.want):
					t.Errorf("roster %v, error %v, want %s", r, err, tt.want)
				}
			})
		})
	}
}

// records answers with the nth list of records, the last one for ever.
type records struct {
	answers []string
	sent    int
}

func (a *records) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, a.answers[min(a.sent, len(a.answers)-1)])
	a.sent++
}

func TestAnswerThatCannotBeTrusted(t *testing.T) {
	t.Parallel()
	people := func(records string) string { return `{"employees":[` + records + `]}` }
	for _, tt := range []struct {
		name, answer string
		ids          string
		want         string // "" for none
		class        error
		sent         int
	}{
		{"ids as texts and numbers", people(`{"id":"3332880000000000001"},{"id":9007199254740993},{"/root/id":{"value":"7"}},{"root":{"id":" 8 "}}`), "3332880000000000001 9007199254740993 7 8", "", nil, 1},
		{"more than people", `{"meta":{"employees":[{"id":"1"}]},"employees":[{"id":"2"}],"next":null}`, "2", "", nil, 1},
		{"nobody", people(``), "", "", nil, 1},
		{"a person twice", people(`{"id":"1"},{"id":"2"},{"id":"1"}`), "1 2", `the answer has the id "1" twice`, employee.ErrIncomplete, 1},
		{"a text and a number that are one id", people(`{"id":"1"},{"id":1}`), "1", `the answer has the id "1" twice`, employee.ErrIncomplete, 1},
		{"two lists with one person", `{"employees":[{"id":"1"}],"employees":[{"id":"1"}]}`, "1", "a key that is read is there twice, at offset 37", employee.ErrMalformed, 3},
		{"a full list and an empty one", `{"employees":[{"id":"1"}],"employees":[]}`, "1", "a key that is read is there twice, at offset 37", employee.ErrMalformed, 3},
		{"a person without an id", people(`{"id":"1"},{"firstName":"Ada"},{"id":"3"}`), "1", "employee 2 of the answer has no id", employee.ErrMalformed, 1},
		{"a blank id", people(`{"id":"\u00a0"}`), "", "employee 1 of the answer has no id", employee.ErrMalformed, 1},
		{"null for an id", people(`{"id":null,"/root/id":{"value":null}}`), "", "employee 1 of the answer has no id", employee.ErrMalformed, 1},
		{"an array for an id", people(`{"id":["7"]}`), "", "employee 1 of the answer has no id", employee.ErrMalformed, 1},
		{"an id that is no text", people("{\"id\":\"7\xff\"}"), "", "employee 1 of the answer has no id", employee.ErrMalformed, 1},
		{"null for a person", people(`{"id":"1"},null`), "1", "an employee that is no JSON object", employee.ErrMalformed, 3},
		{"a text for a person", people(`"1"`), "", "item 1 of employees is no JSON object", employee.ErrMalformed, 3},
		{"an array of people for a person", people(`[{"id":"1"}]`), "", "item 1 of employees is no JSON object", employee.ErrMalformed, 3},
		{"people in no list", `{"employees":{"id":"1"}}`, "", "an answer without employees", employee.ErrMalformed, 3},
		{"null for the people", `{"employees":null}`, "", "an answer without employees", employee.ErrMalformed, 3},
		{"no people", `{"key":"x","error":"y"}`, "", "an answer without employees", employee.ErrMalformed, 3},
		{"a bare list", `[{"id":"1"}]`, "", "the answer is no JSON object", employee.ErrMalformed, 3},
		{"something behind it", people(`{"id":"1"}`) + people(`{"id":"2"}`), "1", "data after the end of the JSON value", employee.ErrMalformed, 3},
		{"no JSON inside", people(`{"id":"1"},{"id":"2",}`), "1", "not valid JSON at offset 35", employee.ErrMalformed, 3},
		{"no end of the list", `{"employees":[{"id":"1"}`, "1", "the answer ends inside a value", employee.ErrIncomplete, 5},
		{"no end of the answer", `{"employees":[{"id":"1"}]`, "1", "the answer ends inside a value", employee.ErrIncomplete, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				serve := records{[]string{tt.answer}, 0}
				got, err := ids(t, newClient(t, &serve))
				if strings.Join(got, " ") != tt.ids {
					t.Errorf("people %v, want %s", got, tt.ids)
				}
				want := ""
				if tt.want != "" {
					want = "hibob: search people: HTTP 200: " + tt.want + ": " + tt.class.Error()
				}
				if text(err) != want || !errors.Is(err, tt.class) {
					t.Errorf("error %v\nwant  %s", err, want)
				}
				if serve.sent != tt.sent {
					t.Errorf("%d requests, want %d", serve.sent, tt.sent)
				}
				if r, err := newClient(t, &serve).Roster(t.Context()); (r == nil) != (want != "") || text(err) != want {
					t.Errorf("roster %v, error %v", r, err)
				}
			})
		})
	}
}

// TestRosterIsOfOneAnswer: what an answer said that broke off is forgotten.
func TestRosterIsOfOneAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		serve := records{[]string{
			`{"employees":[{"id":"1","firstName":"Ada"},{"id":"2"},`,
			`{"employees":[{"id":"3"},{"id":"1","firstName":"Zoë"}]}`,
		}, 0}
		r, err := newClient(t, &serve).Roster(t.Context())
		if err != nil || r.Len() != 2 {
			t.Fatalf("roster %v, error %v, want 2 people", r, err)
		}
		if ada, _ := r.Employee("1"); ada.FirstName != "Zoë" {
			t.Errorf("the first name is %q, of the answer that broke off", ada.FirstName)
		}
	})
}

// TestTooLarge has a person whom nobody could hold in memory, as in a gzip bomb.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	read := 0
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"employees":[{"id":"1"},{"id":"2","about":{"about":"`), &zeros{&read})
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body)}, nil
	})
	_, err := newClientOver(t, &http.Client{Transport: mt}).Roster(t.Context())
	const want = "hibob: search people: HTTP 200: an employee is larger than allowed: the answer was not understood: check the address, then report it to the maintainers"
	if text(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if read > 32<<20 {
		t.Errorf("%d bytes were read", read)
	}
}

type zeros struct{ read *int }

func (z *zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	*z.read += len(p)
	return len(p), nil
}
