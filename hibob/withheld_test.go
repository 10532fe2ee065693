package hibob_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// sources are HiBob's fields by the field that they fill.
func sources() map[employee.Field][]string {
	return map[employee.Field][]string{
		"number": {"work.employeeIdInCompany"}, "first_name": {"root.firstName"}, "middle_name": {"root.secondName"},
		"last_name": {"root.surname"}, "display_name": {"root.displayName"}, "work_email": {"root.email"},
		"personal_email": {"home.privateEmail"}, "work_phone": {"work.workPhone"},
		"mobile_phone": {"home.mobilePhone", "work.workMobile"}, "birth_date": {"personal.birthDate"},
		"job_title": {"work.title"}, "department": {"work.department"}, "location": {"work.site"},
		"address.line1": {"address.line1"}, "address.city": {"address.city"}, "address.country": {"address.country"},
		"manager.id": {"work.manager"}, "status": {"internal.lifecycleStatus"},
		"employment_type": {"payroll.employment.type"}, "employment_extent": {"payroll.employment.contract"},
		"hire_date": {"work.startDate"}, "original_hire_date": {"work.originalStartDate"},
		"termination_date": {"internal.terminationDate"}, "last_working_day": {"employee.lastDayOfWork"},
		"custom.about.hobbies": {"about.hobbies"}, "custom.employee.hrbp": {"employee.hrbp"},
	}
}

// labelled are the fields that are read by the label that HiBob shows.
func labelled(f employee.Field) bool {
	switch f {
	case "job_title", "department", "location", "address.country", "employment_type", "employment_extent",
		"employment_status", "address.region", "custom.about.hobbies":
		return true
	}
	return false
}

// company invents employees; some lack what others have.
func company(n int) []hibobtest.Person {
	employees := hibobtest.People(n)
	for i := range employees {
		v := employees[i].Values
		v["about.hobbies"], v["employee.hrbp"] = []string{"yoga", "261314348"}, "1"
		v["personal.birthDate"], v["personal.shortBirthDate"] = "1990-05-17", nil
		v["root.secondName"], v["home.mobilePhone"], v["work.workMobile"] = "Mary", "+1 555 0101", "+1 555 0199"
		if i%4 == 1 {
			v["home.mobilePhone"], v["about.hobbies"], v["work.department"] = nil, nil, nil
		}
	}
	return employees
}

func values(t *testing.T, fake *hibobtest.Fake) (all map[string]map[employee.Field]string) {
	t.Helper()
	var fields []employee.Field
	for f := range sources() {
		fields = append(fields, f)
	}
	all = make(map[string]map[employee.Field]string)
	for e := range roster(t, newClient(t, fake, fields...)).All() {
		all[e.ID] = make(map[employee.Field]string)
		for _, f := range fields {
			all[e.ID][f] = e.Value(f).State().String() + " " + e.Value(f).String()
		}
	}
	return all
}

// TestWithheld: whatever is hidden, of one employee, of a third or of all, in each form
// of the answer, is Withheld, and everything else is what it is. So is what is shown by
// a label, where the labels do not come. With nothing hidden nothing is Withheld.
func TestWithheld(t *testing.T) {
	t.Parallel()
	const withheld = "withheld "
	listings := 0
	for _, form := range []hibobtest.Form{hibobtest.FormBoth, hibobtest.FormNested, hibobtest.FormSlash} {
		fake := newFake(company(9)...)
		fake.Configure(hibobtest.Config{Form: form})
		truth := values(t, fake)
		for id, fields := range truth {
			for f, v := range fields {
				if v == withheld {
					t.Errorf("with nothing hidden, %s of %s is withheld", f, id)
				}
			}
		}
		judge := func(place string, hidden func(id string, f employee.Field) bool) {
			listings++
			want := make(map[string]map[employee.Field]string)
			for id, fields := range truth {
				want[id] = make(map[employee.Field]string)
				for f, v := range fields {
					if want[id][f] = v; hidden(id, f) {
						want[id][f] = withheld
					}
				}
			}
			if diff := cmp.Diff(want, values(t, fake)); diff != "" {
				t.Errorf("%s, form %q (-want +got):\n%s", place, form, diff)
			}
		}
		for f, ids := range sources() {
			for _, chosen := range []func(int) bool{
				func(i int) bool { return i == 3 }, func(i int) bool { return i%3 == 0 }, func(int) bool { return true },
			} {
				employees, hidden := company(9), make(map[string]bool)
				for i := range employees {
					if chosen(i) {
						employees[i].Hidden, hidden[employees[i].ID] = ids, true
					}
				}
				fake.SetPeople(employees...)
				judge(string(f), func(id string, name employee.Field) bool { return hidden[id] && name == f })
			}
			fake.SetPeople(company(9)...)
			fake.Configure(hibobtest.Config{Form: form, Hidden: ids})
			judge(string(f), func(_ string, name employee.Field) bool { return name == f })
			fake.Configure(hibobtest.Config{Form: form})
		}
		fake.Configure(hibobtest.Config{Form: form, NoLabels: true})
		judge("no labels", func(id string, f employee.Field) bool { return labelled(f) && truth[id][f] != "empty " })
	}
	t.Logf("%d listings", listings)
}
