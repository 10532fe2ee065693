package employee_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
)

// storedRoster has every standard field in every state, custom fields of every
// kind and state, problems, and an origin without a zero in it.
func storedRoster(t *testing.T) *employee.Roster {
	t.Helper()
	fields := employee.Fields()
	employees := []employee.Employee{full(t)}
	for i := range 8 {
		e := employee.Employee{ID: fmt.Sprint("e", i), UpdatedAt: time.Date(2026, 1, i+1, 3, 4, 5, 678, time.UTC)}
		for j, f := range fields[1:] {
			v := []employee.Value{{}, employee.Withheld(), employee.Empty(), sample(f, i)}[(i+j)%4]
			if err := e.Set(f, v); err != nil {
				t.Fatal(err)
			}
		}
		employees = append(employees, e)
	}
	last := &employees[len(employees)-1]
	last.Custom = map[string]employee.Value{
		"text": employee.Text("<R&D> \"\u2028\" é"), "number": number("9007199254740993.10"), "yes": employee.Bool(true),
		"day": employee.Day(date("--02-29")), "list": employee.List("a", "", "3:b"), "empty": employee.Empty(),
		"withheld": employee.Withheld(), "a.b c": employee.Bool(false),
	}
	last.Problems = []employee.Problem{
		{EmployeeID: last.ID, Field: "birth_date", Reason: "not a date"}, {EmployeeID: last.ID, Reason: "read twice"},
	}
	r, err := employee.NewRoster(employee.Origin{
		Provider: "csv", Tenant: "acme", Total: len(employees),
		AsOf:    time.Date(2026, 11, 22, 6, 0, 0, 1, time.FixedZone("", 3600)),
		Leavers: employee.VisibilityYes, Starters: employee.VisibilityNo, NoStatus: true,
	}, employees...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func stored(t *testing.T, r *employee.Roster) string {
	t.Helper()
	var b bytes.Buffer
	if n, err := r.WriteTo(&b); err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d bytes, counted %d, error %v", b.Len(), n, err)
	}
	return b.String()
}

// whole returns all that a roster tells.
func whole(r *employee.Roster) any {
	coverage := make(map[employee.Field]employee.Coverage)
	for _, f := range append(employee.Fields(), r.CustomFields()...) {
		coverage[f] = r.Coverage(f)
	}
	return []any{r.Origin(), slices.Collect(r.All()), r.Problems(), coverage}
}

func TestRosterIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	r := storedRoster(t)
	document := stored(t, r)
	for _, from := range []io.Reader{strings.NewReader(document), iotest.OneByteReader(strings.NewReader(document))} {
		back, err := employee.ReadRoster(from)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole(r), whole(back), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("read back (-want +got):\n%s", diff)
		}
		if again := stored(t, back); again != document {
			t.Errorf("written again as\n%s\nwas\n%s", again, document)
		}
	}
	none, err := employee.NewRoster(origin)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := employee.ReadRoster(strings.NewReader(stored(t, none))); err != nil || back.Len() != 0 {
		t.Errorf("a roster without employees: %v, %v", back, err)
	}
}

// TestRosterInAnotherForm: a database may order the keys of a document anew and
// drop its blanks.
func TestRosterInAnotherForm(t *testing.T) {
	t.Parallel()
	const document = ` {"count": 1, "employees": [{"custom": {"x": 1.50}, "id": "7", "withheld": ["status"]}],
		"origin": {"tenant": "acme", "provider": "csv"}, "version": 1} `
	r, err := employee.ReadRoster(strings.NewReader(employee.Summed(document)))
	if err != nil {
		t.Fatal(err)
	}
	e, ok := r.Employee("7")
	if !ok || e.Value("custom.x") != number("1.5") || e.Value("status") != employee.Withheld() {
		t.Errorf("got %v, %v", e, ok)
	}
}

func TestRosterThatIsCutIsNoRoster(t *testing.T) {
	t.Parallel()
	document := stored(t, storedRoster(t))
	whole := strings.TrimRight(document, "\n")
	for end := range len(whole) {
		r, err := employee.ReadRoster(strings.NewReader(whole[:end]))
		if r != nil || err == nil {
			t.Fatalf("%d of %d bytes: %v, %v", end, len(whole), r, err)
		}
		if end > 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d of %d bytes: %v", end, len(whole), err)
		}
	}
	broken := errors.New("the disk failed")
	r, err := employee.ReadRoster(io.MultiReader(strings.NewReader(document[:len(document)/2]), iotest.ErrReader(broken)))
	if r != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", r, err)
	}
}

func TestReadRosterRefuses(t *testing.T) {
	t.Parallel()
	const (
		again   = ": list the employees anew and store the roster again"
		foreign = ": this is no roster that WriteTo wrote"
		ada     = `{"id":"41","first_name":"secret"}`
	)
	with := func(employees string) string {
		return `{"version":1,"origin":{"provider":"csv","tenant":"acme"},"count":1,"employees":[` + employees + `]}`
	}
	for _, tt := range []struct {
		name, document, want string
	}{
		{name: "nothing", document: " ", want: "nothing to read" + again},
		{name: "cut", document: with(ada)[:90], want: "cut off behind employee 0" + again + ": unexpected EOF"},
		{name: "no JSON", document: `roster of secret`, want: "not JSON at byte 0" + foreign},
		{name: "an array", document: `[]`, want: "this is no roster that WriteTo wrote"},
		{name: "null", document: `null`, want: "this is no roster that WriteTo wrote"},
		{name: "what Marshal gives", document: `{"source":"csv/acme","employees":7}`,
			want: `"source": no such key` + foreign},
		{name: "newer", document: `{"version":2,"people":[]}`,
			want: "version 2, and this release reads up to 1: update the library"},
		{name: "version 0", document: `{"version":0}`, want: "version 0" + foreign},
		{name: "a text for a version", document: `{"version":"secret"}`, want: "version: not of its type" + foreign},
		{name: "null for a version", document: `{"version":null}`, want: "version: not of its type" + foreign},
		{name: "two versions", document: `{"version":1,"version":1}`,
			want: `"version" occurs twice: two documents may have been joined` + again},
		{name: "two lists", document: `{"version":1,"employees":[],"employees":[]}`,
			want: `"employees" occurs twice: two documents may have been joined` + again},
		{name: "two documents", document: with(ada) + with(ada),
			want: "something follows the document: two may have been joined" + again},
		{name: "no version", document: strings.Replace(with(ada), `"version":1,`, "", 1), want: "no version" + foreign},
		{name: "no origin", document: `{"version":1,"count":0,"employees":[]}`, want: "no origin" + foreign},
		{name: "no count", document: strings.Replace(with(ada), `"count":1,`, "", 1), want: "no count" + foreign},
		{name: "no employees", document: `{"version":1,"origin":{"provider":"csv","tenant":"acme"},"count":0}`,
			want: "no employees" + foreign},
		{name: "no sum", document: with(ada), want: "a part is missing or was edited" + again},
		{name: "edited", document: strings.Replace(employee.Summed(with(ada)), "secret", "another", 1),
			want: "a part is missing or was edited" + again},
		{name: "without a word of the origin", document: strings.Replace(
			employee.Summed(strings.Replace(with(ada), `"acme"`, `"acme","leavers":"no"`, 1)), `,"leavers":"no"`, "", 1),
			want: "a part is missing or was edited" + again},
		{name: "one employee less", document: strings.Replace(with(ada), `"count":1`, `"count":2`, 1),
			want: "1 of 2 employees" + again},
		{name: "one employee more", document: with(ada + `,{"id":"42"}`), want: "2 of 1 employees" + again},
		{name: "an unknown state", document: with(`{"id":"41","custom":{"x":{"state":"secret"}}}`),
			want: "employees[0]: custom.x: not a value: want a text, number, bool, list of texts, null, " +
				"or an object with a date or a state" + again},
		{name: "an unknown status", document: with(`{"id":"41","status":"secret"}`),
			want: "employees[0]: status: not pending, active, leave or inactive" + again},
		{name: "no date", document: with(ada + `,{"id":"42","hire_date":"secret"}`),
			want: "employees[1]: hire_date: not a date of the form 2006-01-02 or --01-02" + again},
		{name: "an unknown field", document: with(`{"id":"41","shoe_size":"secret"}`),
			want: `employees[0]: "shoe_size": no such field` + again},
		{name: "a field twice", document: with(`{"id":"41","first_name":"secret","first_name":"secret"}`),
			want: `employees[0]: "first_name" occurs twice` + again},
		{name: "a field known and withheld", document: with(`{"id":"41","first_name":"secret","withheld":["first_name"]}`),
			want: `employees[0]: "first_name" occurs twice` + again},
		{name: "a custom field twice", document: with(`{"id":"41","custom":{"x":"secret","x":null}}`),
			want: `employees[0]: "x" occurs twice` + again},
		{name: "null for a count", document: `{"version":1,"count":null}`, want: "count: not of its type" + foreign},
		{name: "an unknown key of a problem", document: with(`{"id":"41","problems":[{"severity":"secret"}]}`),
			want: `employees[0]: problems: "severity": no such key` + again},
		{name: "null for a problem", document: with(`{"id":"41","problems":[null]}`),
			want: "employees[0]: problems: not a JSON object" + again},
		{name: "null for an employee", document: with(`null`), want: "employees[0]: not a JSON object" + again},
		{name: "a text for an employee", document: with(`"secret"`), want: "employees[0]: not a JSON object" + again},
		{name: "no UTF-8", document: with("{\"id\":\"41\",\"first_name\":\"\xff\"}"),
			want: "employees[0]: first_name: not valid UTF-8" + again},
		{name: "an unknown visibility", document: `{"version":1,"origin":{"provider":"csv","leavers":"secret"}}`,
			want: "origin: leavers: not of its type" + foreign},
		{name: "an unknown key of the origin", document: `{"version":1,"origin":{"zone":"secret"}}`,
			want: `origin: "zone": no such key` + foreign},
		{name: "an origin key twice", document: `{"version":1,"origin":{"tenant":"secret","tenant":"secret"}}`,
			want: `origin: "tenant" occurs twice` + foreign},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := employee.ReadRoster(strings.NewReader(tt.document))
			if r != nil || err == nil || err.Error() != "employee: read roster: "+tt.want {
				t.Errorf("%v, error\n%v\nwant\nemployee: read roster: %s", r, err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error quotes a value: %v", err)
			}
		})
	}
	for _, tt := range []struct {
		document string
		class    error
	}{
		{document: with(`{"id":" "}`), class: employee.ErrMalformed},
		{document: strings.Replace(with(ada+`,{"id":"41"}`), `"count":1`, `"count":2`, 1), class: employee.ErrMalformed},
		{document: strings.Replace(with(ada), `"acme"`, `"acme","total":2`, 1), class: employee.ErrIncomplete},
	} {
		r, err := employee.ReadRoster(strings.NewReader(employee.Summed(tt.document)))
		if r != nil || !errors.Is(err, tt.class) {
			t.Errorf("%s: %v, %v", tt.document, r, err)
		}
	}
}

// A fullDisk takes some bytes and then no more.
type fullDisk struct{ room int }

var errDisk = errors.New("no room")

func (d *fullDisk) Write(p []byte) (int, error) {
	n := min(d.room, len(p))
	if d.room -= n; n < len(p) {
		return n, errDisk
	}
	return n, nil
}

func TestWriteToRefuses(t *testing.T) {
	t.Parallel()
	r := storedRoster(t)
	size := len(stored(t, r))
	custom := func(key, text string) employee.Employee {
		return employee.Employee{Custom: map[string]employee.Value{key: employee.Text(text)}}
	}
	for _, room := range []int{0, 1, size / 2, size - 1} {
		if n, err := r.WriteTo(&fullDisk{room: room}); n != int64(room) || !errors.Is(err, errDisk) {
			t.Errorf("room for %d: wrote %d, error %v", room, n, err)
		}
	}
	for _, tt := range []struct {
		name string
		e    employee.Employee
		want string
	}{
		{name: "an unknown status", e: employee.Employee{Status: "secret"},
			want: "status: not pending, active, leave or inactive"},
		{name: "no UTF-8", e: employee.Employee{LastName: "secret\xff"}, want: "last_name: not valid UTF-8"},
		{name: "no UTF-8 in a list", e: employee.Employee{Teams: []string{"a", "secret\xff"}},
			want: "teams: not valid UTF-8"},
		{name: "no UTF-8 in a custom field", e: custom("x", "secret\xff"),
			want: "custom: not valid UTF-8"},
		{name: "a custom field without a key", e: custom("", "secret"),
			want: "custom: no such field: the key is missing"},
		{name: "no UTF-8 in a problem", e: employee.Employee{Problems: []employee.Problem{{Reason: "secret\xff"}}},
			want: "problems: not valid UTF-8"},
	} {
		tt.e.ID = "41"
		r, err := employee.NewRoster(origin, tt.e)
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.WriteTo(io.Discard)
		if want := `employee: write roster: employee "41": ` + tt.want; err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", tt.name, err, want)
		}
	}
}

// FuzzReadRoster: what is read can be written, and is read from that as the same
// roster.
func FuzzReadRoster(f *testing.F) {
	const head = `{"version":1,"origin":{"provider":"csv","tenant":"acme"},`
	f.Add(head + `"count":1,"employees":[{"id":"7","withheld":["status"]}]}`)
	f.Add(head + `"count":1,"employees":[{"id":"7","custom":{"x":{"date":"--07-04"}}}]}`)
	f.Add(`{"version":1,"origin":{"provider":"csv","tenant":"a","as_of":"2026-01-02T03:04:05Z"},"count":0,"employees":[]}`)
	f.Fuzz(func(t *testing.T, document string) {
		r, err := employee.ReadRoster(strings.NewReader(document))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if _, err := r.WriteTo(&b); err != nil {
			t.Fatalf("%q is read and not written: %v", document, err)
		}
		back, err := employee.ReadRoster(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole(r), whole(back), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: read back (-want +got):\n%s", document, diff)
		}
	})
}

func BenchmarkStoredRoster(b *testing.B) {
	var employees []employee.Employee
	for i := range 10_000 {
		e := employee.Employee{
			ID: fmt.Sprint(i), FirstName: "Ada", LastName: "Example", WorkEmail: fmt.Sprintf("%d@example.com", i),
			JobTitle: "Engineer", Department: "R&D", Location: "Berlin", Status: employee.StatusActive,
			HireDate: date("2020-02-29"), Manager: employee.Manager{ID: "0"},
			Custom: map[string]employee.Value{"budget": number("1200.5"), "sync": employee.Bool(true)},
		}
		_ = e.Set(employee.FieldTerminationDate, employee.Empty())
		_ = e.Set(employee.FieldBirthDate, employee.Withheld())
		employees = append(employees, e)
	}
	r, err := employee.NewRoster(origin, employees...)
	if err != nil {
		b.Fatal(err)
	}
	var document bytes.Buffer
	_, _ = r.WriteTo(&document)
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.WriteTo(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(document.Len()))
		for b.Loop() {
			if _, err := employee.ReadRoster(bytes.NewReader(document.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
	})
}
