package humaans_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// names are the names of a row of /people by the field that they fill.
func names() map[employee.Field][]string {
	return map[employee.Field][]string{
		"number": {"employeeId"}, "first_name": {"firstName"}, "middle_name": {"middleName"},
		"last_name": {"lastName"}, "preferred_name": {"preferredName"}, "work_email": {"email"},
		"personal_email": {"personalEmail"}, "work_phone": {"phoneNumber", "formattedPhoneNumber"},
		"mobile_phone": {"personalPhoneNumber", "formattedPersonalPhoneNumber"}, "birth_date": {"birthday"},
		"teams": {"teams"}, "address.line1": {"address"}, "address.postal_code": {"postcode"},
		"address.city": {"city"}, "address.region": {"state"}, "address.country": {"country", "countryCode"},
		"time_zone": {"timezone"}, "employment_type": {"contractType"}, "hire_date": {"employmentStartDate"},
		"termination_date": {"employmentEndDate"}, "last_working_day": {"lastWorkingDay"}, "location": {"locationId"},
	}
}

// company invents employees who have everything, but some of them not all.
func company(n int) []humaanstest.Person {
	employees := full(humaanstest.People(n))
	lacking := []string{"middleName", "contractType", "employmentEndDate", "teams", "personalEmail", "timezone"}
	for i := range employees {
		if i%4 == 2 {
			for _, name := range lacking {
				employees[i].Values[name] = nil
			}
		}
	}
	return employees
}

func values(r *employee.Roster, fields []employee.Field) map[string]string {
	all := make(map[string]string)
	for e := range r.All() {
		for _, f := range fields {
			all[e.ID+" "+string(f)] = show(e.Value(f))
		}
	}
	return all
}

// TestWithheld: whatever field the role of the token's owner hides of all employees, as
// null or without its key, from the start or from any request on, is Withheld or what
// it is, and so is everything if private:read is lost. With nothing hidden nothing is
// Withheld.
func TestWithheld(t *testing.T) {
	t.Parallel()
	var fields []employee.Field
	for f := range names() {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	healthy := humaanstest.Config{PageSize: 5}
	listing := func(n int, hidden humaanstest.Config) (*employee.Roster, int, error) {
		fake := humaanstest.New(token, company(11)...)
		fake.Configure(healthy)
		after(fake, n, func() { fake.Configure(hidden) })
		r, err := newClient(t, fake, humaans.Config{Fields: fields}).Roster(t.Context())
		return r, len(fake.Requests()), err
	}
	r, requests, err := listing(1000, healthy)
	if err != nil {
		t.Fatal(err)
	}
	truth := values(r, fields)
	for _, f := range fields {
		if c := r.Coverage(f); c.Withheld > 0 || c.Known == 0 {
			t.Errorf("with nothing hidden, %s has the coverage %+v", f, c)
		}
	}
	listings := 0
	judge := func(place string, hides func(employee.Field) bool, always bool, r *employee.Roster) {
		for key, got := range values(r, fields) {
			_, text, _ := strings.Cut(key, " ")
			name := employee.Field(text)
			if got != truth[key] && !(got == "withheld" && hides(name)) ||
				always && got != "withheld" && hides(name) && truth[key] == "empty" {
				t.Errorf("%s: %s is %s, in truth %s", place, key, got, truth[key])
			}
		}
	}
	for f, hidden := range names() {
		for _, omit := range []bool{false, true} {
			c := humaanstest.Config{PageSize: 5, Hidden: hidden, OmitHidden: omit}
			for n := range requests {
				r, _, err := listing(n, c)
				listings++
				if err != nil {
					t.Errorf("%s hidden before request %d: %v", f, n+1, err)
					continue
				}
				judge(string(f)+" hidden", func(name employee.Field) bool { return name == f }, n == 0, r)
				if n == 0 {
					if diff := cmp.Diff(employee.Coverage{Withheld: 11}, r.Coverage(f)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", f, diff)
					}
				}
			}
		}
	}
	for n := range requests {
		r, _, err := listing(n, humaanstest.Config{PageSize: 5, Scopes: []string{"public:read"}})
		listings++
		if err == nil && r.Len() == 11 { // else employees are missing, and the count says so
			judge("private:read lost", func(employee.Field) bool { return true }, false, r)
		}
	}
	t.Logf("%d listings", listings)
}

// after changes something before the request behind n others.
func after(fake *humaanstest.Fake, n int, change func()) {
	faults := make([]humaanstest.Fault, n)
	fake.Next(append(faults, func(h http.Handler) http.Handler { change(); return h })...)
}
