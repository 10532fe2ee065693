package hibob_test

import (
	"context"
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
	for _, employees := range []int{0, 1, 2, 500, 10_000} {
		for _, tt := range []struct {
			fields []employee.Field
			want   string
		}{
			{[]employee.Field{}, "POST /people/search"},
			{[]employee.Field{employee.CustomField(shirt.ID)}, "GET /company/people/fields, POST /people/search"},
		} {
			t.Run(fmt.Sprint(employees, tt.fields), func(t *testing.T) {
				t.Parallel()
				if race.Enabled && employees == 10_000 {
					t.Skip("no other races than with fewer employees")
				}
				synctest.Test(t, func(t *testing.T) {
					fake := newFake(hibobtest.People(employees)...)
					fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{shirt}})
					c := newClient(t, fake, tt.fields...)
					r, err := c.Roster(t.Context())
					if err != nil || r.Len() != employees || r.Origin().Total != 0 {
						t.Fatalf("roster %v, error %v", r, err)
					}
					if got := calls(fake); got != tt.want {
						t.Errorf("requests of Roster: %s, want %s", got, tt.want)
					}
					fake.ResetRequests()
					if got, err := ids(t, c); err != nil || len(got) != employees {
						t.Fatalf("%d employees, error %v", len(got), err)
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
		{name: "nothing more", fields: []employee.Field{}},
		{name: "no field of its own",
			fields: []employee.Field{employee.FieldID, employee.FieldStatusText, employee.FieldLegalEntity,
				employee.FieldTeams}},
		{name: "what is named", fields: []employee.Field{employee.FieldBirthDate, employee.FieldDepartment},
			more: []string{"personal.birthDate", "personal.shortBirthDate", "work.department"}},
		{name: "an object once", fields: []employee.Field{employee.FieldManagerEmail, employee.FieldManagerName},
			more: []string{"work.reportsTo"}},
		{name: "custom", fields: []employee.Field{"custom.employee.hrbp", "custom.work.custom.field_1",
			"custom.employee.hrbp", "custom.work.startDate"}, more: []string{"employee.hrbp", "work.custom.field_1"}},
		{name: "both ids of a field", fields: []employee.Field{employee.FieldEmploymentType},
			more: []string{"payroll.employment.type", "employment.type"}},
		{name: "by default", more: []string{
			"root.secondName", "root.displayName", "root.email", "work.workPhone", "work.title", "work.department",
			"work.site",
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
			if diff := cmp.Diff(slices.Sorted(slices.Values(append(tt.more, always...))),
				slices.Sorted(slices.Values(fields))); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			delete(got, "fields")
			if diff := cmp.Diff(map[string]any{"showInactive": true, "humanReadable": "APPEND"}, got); diff != "" {
				t.Errorf("the rest of the body (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"application/json", "application/json"},
				[]string{last.Header.Get("Content-Type"), last.Header.Get("Accept")}); diff != "" {
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

// broken answers in turn with a part of the fake's answer about some employees.
type broken struct {
	parts     []float64 // 1: the whole; the last one for ever
	employees []int
	sent      int
}

func (b *broken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i := b.sent
	b.sent++
	fake := newFake(hibobtest.People(b.employees[min(i, len(b.employees)-1)])...)
	if part := b.parts[min(i, len(b.parts)-1)]; part < 1 {
		fake.Always(hibobtest.TruncatedAt(part))
	}
	fake.ServeHTTP(w, r)
}

// TestBrokenOff has answers that break off after some employees were yielded. The
// range goes on with the others; it never ends early without an error.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	const cut = "hibob: list employees: HTTP 200: the answer broke off: unexpected EOF: the listing is incomplete: " +
		"read it again"
	const gone = "hibob: list employees: 40 were removed while they were listed: the listing is incomplete: read it " +
		"again"
	for _, tt := range []struct {
		name      string
		serve     broken
		employees int // of Employees
		roster    int // 0: its error is the one wanted
		sent      int
		want      string
	}{
		{name: "once, in the middle", serve: broken{[]float64{0.5, 1}, []int{100}, 0}, employees: 100, roster: 100,
			sent: 2},
		{name: "once, before the first employee", serve: broken{[]float64{0.001, 1}, []int{100}, 0}, employees: 100,
			roster: 100, sent: 2},
		{name: "once, at the very end", serve: broken{[]float64{0.99999, 1}, []int{100}, 0}, employees: 100,
			roster: 100, sent: 2},
		{name: "later each time", serve: broken{[]float64{0.1, 0.3, 0.5, 0.7, 1}, []int{100}, 0}, employees: 100,
			roster: 100, sent: 5},
		{name: "sooner each time", serve: broken{[]float64{0.7, 0.5, 0.3, 0.1, 1}, []int{100}, 0}, employees: 100,
			roster: 100, sent: 5},
		{name: "a new employee in the second answer", serve: broken{[]float64{0.5, 1}, []int{100, 101}, 0},
			employees: 101, roster: 101, sent: 2},
		{name: "fewer in the second answer", serve: broken{[]float64{0.9, 1}, []int{100, 50}, 0}, employees: 90,
			roster: 50, sent: 2, want: gone},
		{name: "for ever", serve: broken{[]float64{0.5}, []int{100}, 0}, employees: 50, sent: 5, want: cut},
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
				if twice := len(got) - len(slices.Compact(slices.Sorted(slices.Values(got)))); twice != 0 ||
					len(got) != tt.employees {
					t.Errorf("%d employees, %d of them twice; want %d", len(got), twice, tt.employees)
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
	employees := func(records string) string { return `{"employees":[` + records + `]}` }
	for _, tt := range []struct {
		name, answer string
		ids          string
		want         string // "" for none
		class        error
		sent         int
	}{
		{name: "ids as texts and numbers",
			answer: employees(`{"id":"3332880000000000001"},{"id":9007199254740993},{"/root/id":{"value":"7"}},` +
				`{"root":{"id":" 8 "}}`), ids: "3332880000000000001 9007199254740993 7 8", sent: 1},
		{name: "more than employees",
			answer: `{"meta":{"employees":[{"id":"1"}]},"employees":[{"id":"2"}],"next":null}`, ids: "2", sent: 1},
		{name: "no employee", answer: employees(``), sent: 1},
		{name: "an employee twice", answer: employees(`{"id":"1"},{"id":"2"},{"id":"1"}`), ids: "1 2",
			want: `the answer has the id "1" twice`, class: employee.ErrIncomplete, sent: 1},
		{name: "a text and a number that are one id", answer: employees(`{"id":"1"},{"id":1}`), ids: "1",
			want: `the answer has the id "1" twice`, class: employee.ErrIncomplete, sent: 1},
		{name: "two lists with one employee", answer: `{"employees":[{"id":"1"}],"employees":[{"id":"1"}]}`, ids: "1",
			want: "an answer that has the key employees twice", class: employee.ErrMalformed, sent: 3},
		{name: "a full list and an empty one", answer: `{"employees":[{"id":"1"}],"employees":[]}`, ids: "1",
			want: "an answer that has the key employees twice", class: employee.ErrMalformed, sent: 3},
		{name: "an employee without an id", answer: employees(`{"id":"1"},{"firstName":"Ada"},{"id":"3"}`), ids: "1",
			want: "employee 2 of the answer has no id", class: employee.ErrMalformed, sent: 1},
		{name: "a blank id", answer: employees(`{"id":"\u00a0"}`), want: "employee 1 of the answer has no id",
			class: employee.ErrMalformed, sent: 1},
		{name: "null for an id", answer: employees(`{"id":null,"/root/id":{"value":null}}`),
			want: "employee 1 of the answer has no id", class: employee.ErrMalformed, sent: 1},
		{name: "an array for an id", answer: employees(`{"id":["7"]}`), want: "employee 1 of the answer has no id",
			class: employee.ErrMalformed, sent: 1},
		{name: "an id that is no text", answer: employees("{\"id\":\"7\xff\"}"),
			want: "employee 1 of the answer has no id", class: employee.ErrMalformed, sent: 1},
		{name: "null for an employee", answer: employees(`{"id":"1"},null`), ids: "1",
			want: "an employee that is no JSON object", class: employee.ErrMalformed, sent: 3},
		{name: "a text for an employee", answer: employees(`"1"`),
			want: "item 1 of employees: a record that is no JSON object", class: employee.ErrMalformed, sent: 3},
		{name: "an array of employees for an employee", answer: employees(`[{"id":"1"}]`),
			want: "item 1 of employees: a record that is no JSON object", class: employee.ErrMalformed, sent: 3},
		{name: "employees in no list", answer: `{"employees":{"id":"1"}}`, want: "an answer without employees",
			class: employee.ErrMalformed, sent: 3},
		{name: "null for the employees", answer: `{"employees":null}`, want: "an answer without employees",
			class: employee.ErrMalformed, sent: 3},
		{name: "no employees", answer: `{"key":"x","error":"y"}`, want: "an answer without employees",
			class: employee.ErrMalformed, sent: 3},
		{name: "a bare list", answer: `[{"id":"1"}]`, want: "an answer that is no JSON object",
			class: employee.ErrMalformed, sent: 3},
		{name: "something behind it", answer: employees(`{"id":"1"}`) + employees(`{"id":"2"}`), ids: "1",
			want: "data after the end of the JSON value", class: employee.ErrMalformed, sent: 3},
		{name: "no JSON inside", answer: employees(`{"id":"1"},{"id":"2",}`), ids: "1",
			want: "not valid JSON at offset 35", class: employee.ErrMalformed, sent: 3},
		{name: "no end of the list", answer: `{"employees":[{"id":"1"}`, ids: "1",
			want: "the answer ends inside a value", class: employee.ErrIncomplete, sent: 5},
		{name: "no end of the answer", answer: `{"employees":[{"id":"1"}]`, ids: "1",
			want: "the answer ends inside a value", class: employee.ErrIncomplete, sent: 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				serve := records{[]string{tt.answer}, 0}
				got, err := ids(t, newClient(t, &serve))
				if strings.Join(got, " ") != tt.ids {
					t.Errorf("employees %v, want %s", got, tt.ids)
				}
				want := ""
				if tt.want != "" {
					want = "hibob: list employees: HTTP 200: " + tt.want + ": " + tt.class.Error()
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
			t.Fatalf("roster %v, error %v, want 2 employees", r, err)
		}
		if ada, _ := r.Employee("1"); ada.FirstName != "Zoë" {
			t.Errorf("the first name is %q, of the answer that broke off", ada.FirstName)
		}
	})
}

// TestTooLarge has an employee too large for memory, as in a gzip bomb.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	read := 0
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"employees":[{"id":"1"},{"id":"2","about":{"about":"`),
			&zeros{&read})
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body)}, nil
	})
	_, err := newClientOver(t, &http.Client{Transport: mt}).Roster(t.Context())
	const want = "hibob: list employees: HTTP 200: an employee is larger than allowed: the answer was not " +
		"understood: check the address, then report it to the maintainers"
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

// TestEmployeesIsLazyAndRestartable also sees to it that an answer is not read on
// for a consumer who has gone.
func TestEmployeesIsLazyAndRestartable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const employees = 300
		whole := recordedBody(t, hibobtest.People(employees)...)
		closed, unread := 0, 0
		sent := 0
		mt := httpmock.NewMockTransport()
		mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
			sent++
			body := strings.NewReader(whole)
			return &http.Response{StatusCode: 200, Header: http.Header{},
				Body: &watched{body, func() { closed++; unread = body.Len() }}}, nil
		})
		all := newClientOver(t, &http.Client{Transport: mt}).Employees(context.Background())
		if sent != 0 {
			t.Errorf("%d requests before the range", sent)
		}
		for range all {
			break
		}
		if sent != 1 || closed != 1 || unread < len(whole)/2 {
			t.Errorf("after the first employee: %d requests, %d bodies closed, %d of %d bytes not read", sent, closed,
				unread, len(whole))
		}
		for range 2 {
			n := 0
			for range all {
				n++
			}
			if n != employees {
				t.Errorf("%d employees, want %d", n, employees)
			}
		}
	})
}

type watched struct {
	io.Reader
	close func()
}

func (w *watched) Close() error { w.close(); return nil }

// TestCancelledByTheLoop: a consumer that cancels while an answer arrives gets the error,
// though the rest of the answer is there.
func TestCancelledByTheLoop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range newClient(t, newFake(hibobtest.People(100)...)).Employees(ctx) {
		n++
		last = err
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d steps, error %v, want one employee and the context's error", n, last)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	record := func(id, status string) string {
		return fmt.Sprintf(`{"id":%q,"internal":{"lifecycleStatus":%q,"terminationDate":"2001-01-01"},`+
			`"work":{"startDate":"2999-01-01"}}`, id, status)
	}
	for _, tt := range []struct {
		name              string
		employees         []string
		leavers, starters employee.Visibility
	}{
		{name: "no employee", leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "employed", employees: []string{record("1", "employed"), record("2", "garden leave")},
			leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "a leaver", employees: []string{record("1", "terminated"), record("2", "employed")},
			leavers: employee.VisibilityYes, starters: employee.VisibilityUnknown},
		{name: "a starter", employees: []string{record("1", "hired")}, leavers: employee.VisibilityUnknown,
			starters: employee.VisibilityYes},
		{name: "no status", employees: []string{`{"id":"1"}`}, leavers: employee.VisibilityUnknown,
			starters: employee.VisibilityUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := newClient(t, search{employees: strings.Join(tt.employees, ",")}).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o := r.Origin()
			want := employee.Origin{Provider: "hibob", Tenant: "acme", AsOf: o.AsOf, Leavers: tt.leavers,
				Starters: tt.starters}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Errorf("origin (-want +got):\n%s", diff)
			}
		})
	}
}
