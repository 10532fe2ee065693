package bamboohr_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// A hidable is a field that the key may be kept from seeing: its name in the fake, and
// the value that each employee has.
type hidable struct {
	field employee.Field
	name  string
	value any
}

// hidables are all fields that the client reads.
func hidables() []hidable {
	custom := func(alias string, value any) hidable { return hidable{employee.CustomField(alias), alias, value} }
	return []hidable{
		{employee.FieldNumber, "employeeNumber", "A-1"},
		{employee.FieldFirstName, "firstName", "Ada"},
		{employee.FieldMiddleName, "middleName", "Maria"},
		{employee.FieldLastName, "lastName", "Byron"},
		{employee.FieldPreferredName, "preferredName", "Addie"},
		{employee.FieldDisplayName, "displayName", "Ada Byron"},
		{employee.FieldWorkEmail, "workEmail", "ada@example.com"},
		{employee.FieldPersonalEmail, "homeEmail", "ada@home.example.com"},
		{employee.FieldWorkPhone, "workPhone", "+1 555 0100"},
		{employee.FieldMobilePhone, "mobilePhone", "+1 555 0101"},
		{employee.FieldBirthDate, "birthDate", "1990-12-10"},
		{employee.FieldJobTitle, "jobTitleName", "Analyst"},
		{employee.FieldDepartment, "departmentName", "R&D"},
		{employee.FieldDivision, "divisionName", "Europe"},
		{employee.FieldLocation, "locationName", "Lisbon"},
		{employee.FieldTeams, "teams", []string{"Blue", "Red"}},
		{employee.FieldAddressLine1, "addressLine1", "1 High Street"},
		{employee.FieldAddressLine2, "addressLine2", "Flat 2"},
		{employee.FieldPostalCode, "zipcode", "12345"},
		{employee.FieldCity, "city", "Utrecht"},
		{employee.FieldRegion, "state", "Utrecht"},
		{employee.FieldCountry, "country", "Netherlands"},
		{employee.FieldManagerID, "reportsToId", "1003"},
		{employee.FieldManagerName, "reportsToName", "Grace Holm"},
		{employee.FieldStatus, "status", "Active"},
		{employee.FieldEmploymentStatus, "employmentStatusName", "Full-Time"},
		{employee.FieldEmploymentType, "employmentType", "Employee"},
		{employee.FieldHireDate, "hireDate", "2020-01-02"},
		{employee.FieldOriginalHireDate, "originalHireDate", "2012-03-04"},
		{employee.FieldTerminationDate, "terminationDate", "2030-05-06"},
		{employee.FieldContractEndDate, "contractEndDate", "2029-07-08"},
		custom("xText", "t"), custom("xBox", true), custom("xBool", false), custom("xDay", "2024-02-29"),
		custom("xPay", "65000.00 USD"), custom("xMany", []string{"Equity", "OKR"}), custom("xCount", "3"),
	}
}

// customs are the custom fields of the hidables.
func customs() []bamboohrtest.Field {
	return []bamboohrtest.Field{
		{ID: "4501", Alias: "xText"}, {ID: "4502", Alias: "xBox", Type: "checkbox"},
		{ID: "4503", Alias: "xBool", Type: "bool"}, {ID: "4504", Alias: "xDay", Type: "date"},
		{ID: "4505", Alias: "xPay", Type: "currency"}, {ID: "4507", Alias: "xCount", Type: "integer"},
		{ID: "4506", Alias: "xMany", Type: "multilist", Options: []string{"Recognition", "Equity", "OKR"}},
	}
}

// crew are employees who have every field, and one with blank custom fields.
func crew(hide func(i int) []string) []bamboohrtest.Person {
	employees := bareEmployees(7)
	for i := range employees {
		employees[i].Values = make(map[string]any)
		for _, h := range hidables() {
			if employees[i].Values[h.name] = h.value; i == 6 && strings.HasPrefix(h.name, "x") {
				employees[i].Values[h.name] = nil
			}
		}
		if hide != nil {
			employees[i].Restricted = hide(i)
		}
	}
	return employees
}

// A way is how the client reads a tenant, and how the tenant tells what is hidden.
type way struct {
	name   string
	config bamboohrtest.Config
	reads  int  // Config.SingleReads
	blanks bool // blank custom fields can be proven
}

func ways() []way {
	refuse := func(paths ...string) bamboohrtest.Config {
		c := bamboohrtest.Config{Refuse: map[string]int{}}
		for _, path := range paths {
			c.Refuse[path] = 403
		}
		return c
	}
	strange := func(string) string { return "employee_somethingElse" }
	return []way{
		{name: "naming", blanks: true}, {name: "naming, unknown names", blanks: true,
			config: bamboohrtest.Config{RestrictedAs: strange}},
		{name: "naming inside", blanks: true, config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetNamingInside}},
		{name: "silent", blanks: true, config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent}},
		{name: "silent, unknown names", reads: -1,
			config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent, RestrictedAs: strange}},
		{name: "dataset refused", blanks: true, config: refuse("/datasets/employee/fields")},
		{name: "dataset's pages refused", blanks: true, config: refuse("/datasets/employee/data")},
		{name: "no proof", config: refuse("/datasets/employee/fields"), reads: -1},
		{name: "report alone", config: refuse("/employees"), blanks: true},
		{name: "older list", blanks: true, config: bamboohrtest.Config{
			ListWithout: []string{"departmentName", "terminationDate", "workEmail"}}},
		{name: "report refused", config: refuse("/reports/custom")},
	}
}

// A hiding is which fields the key may not see, of which employees, and when.
type hiding struct {
	way
	names  []string
	share  string // one, third, all
	before int    // the request before which they are hidden, from 0
	until  int    // the request before which they are seen again; 0: never
}

func (h hiding) of(i int) []string {
	if h.share == "all" || h.share == "third" && i%3 == 1 || h.share == "one" && i == 1 {
		return h.names
	}
	return nil
}

// list lists the crew under a hiding.
func (h hiding) list(t *testing.T) (r *employee.Roster, requests int, err error) {
	t.Helper()
	fake := bamboohrtest.New(apiKey, crew(nil)...)
	h.config.Fields = customs()
	fake.Configure(h.config)
	faults := make([]bamboohrtest.Fault, max(h.before, h.until)+1)
	if h.until > 0 {
		faults[h.until] = func(next http.Handler) http.Handler { fake.SetPeople(crew(nil)...); return next }
	}
	if h.names != nil {
		faults[h.before] = func(next http.Handler) http.Handler { fake.SetPeople(crew(h.of)...); return next }
	}
	fake.Next(faults...)
	var fields []employee.Field
	for _, f := range hidables() {
		fields = append(fields, f.field)
	}
	// Pages of four: hidden between two of them, too.
	small := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if q := r.URL.Query(); q.Get("page[limit]") == "2500" {
			q.Set("page[limit]", "4")
			r.URL.RawQuery = q.Encode()
		}
		fake.ServeHTTP(w, r)
	})
	r, err = configured(t, small, bamboohr.Config{Fields: fields, SingleReads: h.reads}).Roster(t.Context())
	return r, len(fake.Requests()), err
}

// check compares what a hiding lists with the truth: what is hidden is withheld, and
// nothing reads as another value.
func (h hiding) check(t *testing.T, truth *employee.Roster) {
	t.Helper()
	r, _, err := h.list(t)
	if h.name == "report refused" {
		if !errors.Is(err, employee.ErrPermission) {
			t.Errorf("%s: roster %v, error %v", h, r, err)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", h, err)
		return
	}
	i := -1
	for e := range r.All() {
		i++
		was, _ := truth.Employee(e.ID)
		for _, f := range slices.Concat(fieldsOf(hidables()), []employee.Field{employee.FieldManagerEmail}) {
			got, want := e.Value(f), was.Value(f)
			switch absent := got.State() == employee.StateAbsent; {
			case got == employee.Withheld(), got == want:
			case absent && (f == employee.FieldManagerEmail || h.name == "report alone"):
			default:
				t.Errorf("%s: %s of %s is %v %q", h, f, e.ID, got.State(), got)
			}
		}
		for _, field := range hidables() {
			hidden := h.before == 0 && h.until == 0 && slices.Contains(h.of(i), field.name)
			state := e.Value(field.field).State()
			absent := state == employee.StateAbsent && h.name == "report alone"
			if hidden && state != employee.StateWithheld && !absent {
				t.Errorf("%s: %s of %s is hidden from the start and %v", h, field.field, e.ID, state)
			}
		}
	}
}

func fieldsOf(all []hidable) (fields []employee.Field) {
	for _, h := range all {
		fields = append(fields, h.field)
	}
	return fields
}

func (h hiding) String() string {
	return fmt.Sprintf("%s: %v of %s, hidden before request %d until %d", h.name, h.names, h.share, h.before, h.until)
}

// TestHidden hides each field, and seeded triples of them, from the start and between
// any two requests, for one employee, a third and all, in each form in which BambooHR
// hides.
func TestHidden(t *testing.T) {
	t.Parallel()
	truth, _, err := hiding{way: way{}}.list(t)
	if err != nil {
		t.Fatal(err)
	}
	triples, quick := 2000, testing.Short() || race.Enabled
	if quick {
		triples = 200
	}
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			_, requests, _ := hiding{way: w}.list(t)
			listings := 0
			check := func(h hiding) { h.check(t, truth); listings++ }
			random := rand.New(rand.NewPCG(1, uint64(len(w.name))))
			all, shares := hidables(), []string{"one", "third", "all"}
			for i, f := range all {
				for n, share := range shares {
					check(hiding{way: w, names: []string{f.name}, share: share})
					for before := 1 + (n+i)%3; before <= requests && !quick; before += 3 {
						check(hiding{way: w, names: []string{f.name}, share: share, before: before})
					}
				}
			}
			for range triples / len(ways()) {
				h := hiding{way: w, before: random.IntN(requests + 1), share: shares[random.IntN(3)]}
				for _, i := range random.Perm(len(all))[:3] {
					h.names = append(h.names, all[i].name)
				}
				if random.IntN(2) == 0 {
					h.until = h.before + 1 + random.IntN(requests)
				}
				check(h)
			}
			t.Logf("%d listings of %d requests", listings, requests)
		})
	}
}

// TestNothingHidden: with nothing hidden nothing is withheld, also of the employee
// whose custom fields are blank.
func TestNothingHidden(t *testing.T) {
	t.Parallel()
	for _, w := range ways() {
		if !w.blanks {
			continue
		}
		r, _, err := hiding{way: w}.list(t)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hidables() {
			want := employee.Coverage{Known: 7}
			switch _, custom := h.field.CustomKey(); {
			case custom:
				want = employee.Coverage{Known: 6, Empty: 1}
			case w.name == "report alone" && r.Coverage(h.field) == employee.Coverage{Absent: 7}:
				continue // no report has it
			}
			if got := r.Coverage(h.field); got != want {
				t.Errorf("%s: %s: %+v, want %+v", w.name, h.field, got, want)
			}
		}
		if p := r.Problems(); len(p) > 0 {
			t.Errorf("%s: problems %v", w.name, p)
		}
	}
}
