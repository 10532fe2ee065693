package hibob_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// TestStates reads one field of one record.
func TestStates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		field  employee.Field
		record string
		state  employee.State
		text   string
	}{
		{name: "a text", field: employee.FieldFirstName, record: `"firstName":"Ada"`, state: employee.StateKnown,
			text: "Ada"},
		{name: "a text with blanks", field: employee.FieldFirstName, record: `"firstName":" Ada\u00a0"`,
			state: employee.StateKnown, text: "Ada"},
		{name: "null", field: employee.FieldFirstName, record: `"firstName":null`, state: employee.StateEmpty},
		{name: "blank", field: employee.FieldFirstName, record: `"firstName":" "`, state: employee.StateEmpty},
		{name: "a missing key", field: employee.FieldFirstName, record: `"surname":"Byron"`,
			state: employee.StateWithheld},
		{name: "an object", field: employee.FieldFirstName, record: `"firstName":{"x":1}`,
			state: employee.StateWithheld},
		{name: "a number for a text", field: employee.FieldNumber, record: `"work":{"employeeIdInCompany":39}`,
			state: employee.StateKnown, text: "39"},
		{name: "no number", field: employee.FieldNumber, record: `"work":{"employeeIdInCompany":null}`,
			state: employee.StateEmpty},
		{name: "a missing category", field: employee.FieldHireDate, record: `"firstName":"Ada"`,
			state: employee.StateWithheld},
		{name: "a category that is null", field: employee.FieldHireDate, record: `"work":null`,
			state: employee.StateWithheld},
		{name: "a category that is a text", field: employee.FieldHireDate, record: `"work":"x"`,
			state: employee.StateWithheld},
		{name: "a date", field: employee.FieldHireDate, record: `"work":{"startDate":"2024-02-29"}`,
			state: employee.StateKnown, text: "2024-02-29"},
		{name: "a day that is none", field: employee.FieldHireDate, record: `"work":{"startDate":"2023-02-29"}`,
			state: employee.StateWithheld},
		{name: "no end", field: employee.FieldTerminationDate, record: `"internal":{"terminationDate":null}`,
			state: employee.StateEmpty},
		{name: "an end ahead", field: employee.FieldTerminationDate,
			record: `"internal":{"terminationDate":"2099-09-23"}`, state: employee.StateKnown, text: "2099-09-23"},
		{name: "a label", field: employee.FieldDepartment,
			record: `"work":{"department":"209"},"humanReadable":{"work":{"department":"R&D"}}`,
			state:  employee.StateKnown, text: "R&D"},
		{name: "a word for an id and no label", field: employee.FieldDepartment,
			record: `"work":{"department":"Product"}`, state: employee.StateWithheld},
		{name: "a word for an id and its label", field: employee.FieldDepartment,
			record: `"work":{"department":"Product"},"humanReadable":{"work":{"department":"Product"}}`,
			state:  employee.StateKnown, text: "Product"},
		{name: "a node of labels without the category", field: employee.FieldDepartment,
			record: `"work":{"department":"Product"},"humanReadable":{"internal":{}}`, state: employee.StateWithheld},
		{name: "a node of labels that is null", field: employee.FieldDepartment,
			record: `"work":{"department":"Product"},"humanReadable":null`, state: employee.StateWithheld},
		{name: "digits for an id and no label", field: employee.FieldDepartment,
			record: `"work":{"department":"209192163"}`, state: employee.StateWithheld},
		{name: "a number for an id and no label", field: employee.FieldDepartment,
			record: `"work":{"department":209192163}`, state: employee.StateWithheld},
		{name: "a label of digits", field: employee.FieldDepartment,
			record: `"work":{"department":"209"},"humanReadable":{"work":{"department":"1984"}}`,
			state:  employee.StateKnown, text: "1984"},
		{name: "null has no label", field: employee.FieldDepartment,
			record: `"work":{"department":null},"humanReadable":{"work":{}}`, state: employee.StateEmpty},
		{name: "null with a label", field: employee.FieldDepartment,
			record: `"work":{"department":null},"humanReadable":{"work":{"department":"R&D"}}`,
			state:  employee.StateEmpty},
		{name: "nothing but a label", field: employee.FieldDepartment,
			record: `"humanReadable":{"work":{"department":"R&D"}}`, state: employee.StateKnown, text: "R&D"},
		{name: "a label that is blank", field: employee.FieldDepartment,
			record: `"work":{"department":"Product"},"humanReadable":{"work":{"department":""}}`,
			state:  employee.StateWithheld},
		{name: "a site of digits, which is a name", field: employee.FieldLocation, record: `"work":{"site":"42"},` +
			`"humanReadable":{"work":{"site":"42"}}`, state: employee.StateKnown, text: "42"},
		{name: "no manager", field: employee.FieldManagerID, record: `"work":{"manager":null,"reportsTo":null}`,
			state: employee.StateEmpty},
		{name: "no manager's name", field: employee.FieldManagerName,
			record: `"work":{"manager":null,"reportsTo":null}`, state: employee.StateEmpty},
		{name: "no manager's e-mail, by a slash", field: employee.FieldManagerEmail,
			record: `"/work/reportsTo":{"value":null}`, state: employee.StateEmpty},
		{name: "the manager's e-mail by its own slash", field: employee.FieldManagerEmail,
			record: `"/work/reportsTo/email":{"value":"bo@example.com"}`, state: employee.StateKnown,
			text: "bo@example.com"},
		{name: "a manager by the object alone", field: employee.FieldManagerID,
			record: `"work":{"reportsTo":{"id":"12"}}`, state: employee.StateKnown, text: "12"},
		{name: "a manager without a name", field: employee.FieldManagerName,
			record: `"work":{"reportsTo":{"id":"12","displayName":null}}`, state: employee.StateEmpty},
		{name: "a manager who is withheld", field: employee.FieldManagerID, record: `"work":{"title":"x"}`,
			state: employee.StateWithheld},
		{name: "the type under its other id", field: employee.FieldEmploymentType,
			record: `"employment":{"type":"Permanent"},"humanReadable":{"employment":{"type":"Permanent"}}`,
			state:  employee.StateKnown, text: "Permanent"},
		{name: "the type under both", field: employee.FieldEmploymentType,
			record: `"employment":{"type":null},"payroll":{"employment":{"type":"Contractor"}},` +
				`"humanReadable":{"payroll":{"employment":{"type":"Contractor"}}}`,
			state: employee.StateKnown, text: "Contractor"},
		{name: "no type", field: employee.FieldEmploymentType, record: `"payroll":{"employment":{"type":null}}`,
			state: employee.StateEmpty},
		{name: "a post code", field: employee.FieldPostalCode, record: `"address":{"postCode":null,"zipCode":"12345"}`,
			state: employee.StateKnown, text: "12345"},
		{name: "a mobile number of work alone", field: employee.FieldMobilePhone,
			record: `"home":{"mobilePhone":null},"work":{"workMobile":"+1 555 0199"}`, state: employee.StateKnown,
			text: "+1 555 0199"},
		{name: "two mobile numbers", field: employee.FieldMobilePhone,
			record: `"home":{"mobilePhone":"+1 555 0101"},"work":{"workMobile":"+1 555 0199"}`,
			state:  employee.StateKnown, text: "+1 555 0101"},
		{name: "a mobile number of work, and the private one withheld", field: employee.FieldMobilePhone,
			record: `"work":{"workMobile":"+1 555 0199"}`, state: employee.StateWithheld},
		{name: "no private mobile number, and that of work withheld", field: employee.FieldMobilePhone,
			record: `"home":{"mobilePhone":null}`, state: employee.StateWithheld},
		{name: "no mobile number", field: employee.FieldMobilePhone,
			record: `"home":{"mobilePhone":null},"work":{"workMobile":null}`, state: employee.StateEmpty},
		{name: "a zip code, and the post code withheld", field: employee.FieldPostalCode,
			record: `"address":{"zipCode":"12345"}`, state: employee.StateWithheld},
		{name: "no post code", field: employee.FieldPostalCode, record: `"address":{"postCode":null,"zipCode":null}`,
			state: employee.StateEmpty},
		{name: "no post code, and the other withheld", field: employee.FieldPostalCode,
			record: `"address":{"postCode":null}`, state: employee.StateWithheld},
		{name: "the city of the site, which is no home", field: employee.FieldCity,
			record: `"address":{"siteCity":"Lisbon","siteCountry":"PT"},"work":{"site":"Lisbon"}`,
			state:  employee.StateWithheld},
		{name: "a field that HiBob has not", field: employee.FieldCostCenter, record: `"work":{"costCenter":"17"}`,
			state: employee.StateAbsent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{employees: `{"id":"7",` + tt.record + `}`}, employee.Fields()...))
			v := e.Value(tt.field)
			if v.State() != tt.state || v.String() != tt.text {
				t.Errorf("%s is %v %q, want %v %q", tt.field, v.State(), v.String(), tt.state, tt.text)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	const unknown = "employee 7: status: a status that HiBob does not document"
	for _, tt := range []struct {
		name, record        string
		status, text, shown employee.Value
		problems            string
	}{
		{name: "hired", record: `"internal":{"lifecycleStatus":"hired","status":"Inactive"}`,
			status: employee.Text("pending"), text: employee.Text("hired"), shown: employee.Text("hired")},
		{name: "employed", record: `"internal":{"lifecycleStatus":"employed"}`, status: employee.Text("active"),
			text: employee.Text("employed"), shown: employee.Text("employed")},
		{name: "terminated", record: `"internal":{"lifecycleStatus":"terminated"}`, status: employee.Text("inactive"),
			text: employee.Text("terminated"), shown: employee.Text("terminated")},
		{name: "capitals", record: `"internal":{"lifecycleStatus":"Terminated"}`, status: employee.Text("inactive"),
			text: employee.Text("Terminated"), shown: employee.Text("Terminated")},
		{name: "leave", record: `"internal":{"lifecycleStatus":"leave"}`, status: employee.Text("leave"),
			text: employee.Text("leave"), shown: employee.Text("leave")},
		{name: "parental leave without access",
			record: `"internal":{"lifecycleStatus":"parental leave","status":"Inactive"}`,
			status: employee.Text("leave"), text: employee.Text("parental leave"),
			shown: employee.Text("parental leave")},
		{name: "parental leave with access",
			record: `"internal":{"lifecycleStatus":"parental_leave","status":"Active"}`, status: employee.Text("leave"),
			text: employee.Text("parental_leave"), shown: employee.Text("parental_leave")},
		{name: "garden leave",
			record: `"internal":{"lifecycleStatus":"garden leave"},` +
				`"humanReadable":{"internal":{"lifecycleStatus":"Garden leave"}}`,
			status: employee.Text("leave"), text: employee.Text("garden leave"), shown: employee.Text("Garden leave")},
		{name: "garden leave otherwise", record: `"internal":{"lifecycleStatus":"Garden - Leave"}`,
			status: employee.Text("leave"), text: employee.Text("Garden - Leave"),
			shown: employee.Text("Garden - Leave")},
		{name: "the company's own leave",
			record: `"internal":{"lifecycleStatus":"sabbatical leave"},` +
				`"humanReadable":{"internal":{"lifecycleStatus":"Year off"}}`,
			status: employee.Text("leave"), text: employee.Text("sabbatical leave"), shown: employee.Text("Year off")},
		{name: "not employed, and yet an access status",
			record: `"internal":{"lifecycleStatus":"terminated","status":"Active"}`, status: employee.Text("inactive"),
			text: employee.Text("terminated"), shown: employee.Text("terminated")},
		{name: "employed, and yet no access", record: `"internal":{"lifecycleStatus":"employed","status":"Inactive"}`,
			status: employee.Text("active"), text: employee.Text("employed"), shown: employee.Text("employed")},
		{name: "employed with an end that has passed",
			record: `"internal":{"lifecycleStatus":"employed","terminationDate":"2001-01-01"}`,
			status: employee.Text("active"), text: employee.Text("employed"), shown: employee.Text("employed")},
		{name: "an unknown word", record: `"internal":{"lifecycleStatus":"noShow"}`, status: employee.Withheld(),
			text: employee.Text("noShow"), shown: employee.Text("noShow"), problems: unknown},
		{name: "a leave in one word", record: `"internal":{"lifecycleStatus":"parentalLeave"}`,
			status: employee.Text("leave"), text: employee.Text("parentalLeave"),
			shown: employee.Text("parentalLeave")},
		{name: "a word that only begins like a leave", record: `"internal":{"lifecycleStatus":"leaver"}`,
			status: employee.Withheld(), text: employee.Text("leaver"), shown: employee.Text("leaver"),
			problems: unknown},
		{name: "nothing but a label", record: `"humanReadable":{"internal":{"lifecycleStatus":"Employed"}}`,
			status: employee.Text("active"), text: employee.Text("Employed"), shown: employee.Text("Employed")},
		{name: "null", record: `"internal":{"lifecycleStatus":null}`, status: employee.Empty(), text: employee.Empty(),
			shown: employee.Empty()},
		{name: "no right, and access", record: `"internal":{"status":"Active"}`, status: employee.Withheld(),
			text: employee.Withheld(), shown: employee.Withheld()},
		{name: "no right, and no access", record: `"internal":{"status":"Inactive","terminationDate":"2001-01-01"}`,
			status: employee.Withheld(), text: employee.Withheld(), shown: employee.Withheld()},
		{name: "unreadable", record: `"internal":{"lifecycleStatus":["hired"]}`, status: employee.Withheld(),
			text: employee.Withheld(), shown: employee.Withheld(),
			problems: "employee 7: status: not a single value; employee 7: status_text: not a single value; " +
				"employee 7: employment_status: not a single value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.shown.Known() && !strings.Contains(tt.record, "humanReadable") {
				tt.record += `,"humanReadable":{"internal":{"lifecycleStatus":"` + tt.shown.String() + `"}}`
			}
			e := only(t, newClient(t, search{employees: `{"id":"7",` + tt.record + `}`}))
			for f, want := range map[employee.Field]employee.Value{
				employee.FieldStatus: tt.status, employee.FieldStatusText: tt.text,
				employee.FieldEmploymentStatus: tt.shown,
			} {
				if got := e.Value(f); got != want {
					t.Errorf("%s is %v %q, want %v %q", f, got.State(), got, want.State(), want)
				}
			}
			if got := problems(e); got != tt.problems {
				t.Errorf("problems %q, want %q", got, tt.problems)
			}
		})
	}
}

func TestBirthDate(t *testing.T) {
	t.Parallel()
	const form = "not a date of the form 2006-01-02 or --01-02"
	for _, tt := range []struct {
		name, record string
		want         employee.Value
		problem      string
	}{
		{name: "a day", record: `"birthDate":"1990-03-25","shortBirthDate":"03-25"`,
			want: employee.Day(employee.NewDate(1990, 3, 25))},
		{name: "only a birthday", record: `"shortBirthDate":"02-29"`, want: employee.Day(employee.NewMonthDay(2, 29))},
		{name: "a birthday beside null", record: `"birthDate":null,"shortBirthDate":"03-25"`,
			want: employee.Day(employee.NewMonthDay(3, 25))},
		{name: "none", record: `"birthDate":null,"shortBirthDate":null`, want: employee.Empty()},
		{name: "none, and the year withheld", record: `"shortBirthDate":null`, want: employee.Withheld()},
		{name: "none, and the birthday withheld", record: `"birthDate":null`, want: employee.Withheld()},
		{name: "withheld", record: `"x":1`, want: employee.Withheld()},
		{name: "day first", record: `"birthDate":"25/03/1990"`, want: employee.Day(employee.NewDate(1990, 3, 25))},
		{name: "day first or month first", record: `"birthDate":"03/03/1990"`,
			want: employee.Day(employee.NewDate(1990, 3, 3))},
		{name: "day or month", record: `"birthDate":"07/01/1990"`, want: employee.Withheld(),
			problem: "a date whose day and month cannot be told apart"},
		{name: "month first", record: `"birthDate":"03/25/1990"`, want: employee.Withheld(), problem: form},
		{name: "a day without a year", record: `"birthDate":"25/03"`, want: employee.Withheld(), problem: form},
		{name: "no birthday", record: `"shortBirthDate":"02-30"`, want: employee.Withheld(), problem: form},
		{name: "an array", record: `"birthDate":["1990-03-25"],"shortBirthDate":"03-25"`, want: employee.Withheld(),
			problem: "not a single value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{employees: `{"id":"7","personal":{` + tt.record + `}}`},
				employee.FieldBirthDate))
			if got := e.Value(employee.FieldBirthDate); got != tt.want {
				t.Errorf("birth date %v %q, want %v %q", got.State(), got, tt.want.State(), tt.want)
			}
			if tt.problem != "" {
				tt.problem = "employee 7: birth_date: " + tt.problem
			}
			if got := problems(e); got != tt.problem {
				t.Errorf("problems %q, want %q", got, tt.problem)
			}
		})
	}
}

// TestProblemsQuoteNothing reads what cannot be read.
func TestProblemsQuoteNothing(t *testing.T) {
	t.Parallel()
	record := `{"id":"7","firstName":"Ad\ufffd","work":{"startDate":"31 Dec 1999","department":["Secret"],` +
		`"title":"4711"}}`
	e := only(t, newClient(t, search{employees: record}))
	want := "employee 7: first_name: not valid UTF-8; employee 7: job_title: a list item that came without its name; " +
		"employee 7: department: not a single value; employee 7: hire_date: not a date of the form 2006-01-02 or " +
		"--01-02"
	if got := problems(e); got != want {
		t.Errorf("problems:\n%s\nwant:\n%s", got, want)
	}
	for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldDepartment, employee.FieldFirstName,
		employee.FieldJobTitle} {
		if e.Value(f) != employee.Withheld() {
			t.Errorf("%s is %v, want withheld", f, e.Value(f).State())
		}
	}
}

// TestEveryField lists an employee with every field of HiBob.
func TestEveryField(t *testing.T) {
	t.Parallel()
	employees := []hibobtest.Person{
		{ID: "3332880000000000002",
			Values: map[string]any{"root.firstName": "Bo", "root.surname": "Lee", "root.email": "bo@example.com",
				"work.employeeIdInCompany": 7}},
		{ID: "3332880000000000001", Values: map[string]any{
			"root.firstName": "Ada", "root.secondName": "Maria", "root.surname": "Byron", "root.displayName": "Ada B.",
			"root.email":        "ada@example.com",
			"home.privateEmail": "ada@home.example.com", "home.mobilePhone": "+1 555 0101",
			"work.workPhone":     "+1 555 0100",
			"personal.birthDate": "1990-12-10", "personal.shortBirthDate": "12-10",
			"address.line1": "1 High Street", "address.line2": "Flat 2", "address.postCode": "1234 AB",
			"address.city":     "Utrecht",
			"address.usaState": "UT", "address.country": "Netherlands",
			"work.title": "253271801", "work.department": "209192104", "work.site": "Lisbon",
			"work.employeeIdInCompany": 39,
			"work.manager":             "3332880000000000002", "work.startDate": "2020-01-02",
			"work.originalStartDate":   "2012-03-04",
			"internal.lifecycleStatus": "garden leave", "internal.terminationDate": "2030-05-06",
			"employee.lastDayOfWork":  "2030-03-31",
			"payroll.employment.type": "permanent", "payroll.employment.contract": "244000202",
		}},
	}
	want := &employee.Employee{
		ID: "3332880000000000001", Number: "39", FirstName: "Ada", MiddleName: "Maria", LastName: "Byron",
		DisplayName: "Ada B.",
		WorkEmail:   "ada@example.com", PersonalEmail: "ada@home.example.com", WorkPhone: "+1 555 0100",
		MobilePhone: "+1 555 0101",
		BirthDate:   employee.NewDate(1990, 12, 10), JobTitle: "Manager", Department: "R&D", Location: "Lisbon",
		Address: employee.Address{Line1: "1 High Street", Line2: "Flat 2", PostalCode: "1234 AB", City: "Utrecht",
			Region: "UT", Country: "Netherlands"},
		Manager: employee.Manager{ID: "3332880000000000002", Number: "7", Email: "bo@example.com", Name: "Bo Lee"},
		Status:  employee.StatusLeave, StatusText: "garden leave", EmploymentStatus: "Garden leave",
		EmploymentType: "Permanent", EmploymentExtent: "Part-Time",
		HireDate: employee.NewDate(2020, 1, 2), OriginalHireDate: employee.NewDate(2012, 3, 4),
		TerminationDate: employee.NewDate(2030, 5, 6), LastWorkingDay: employee.NewDate(2030, 3, 31),
	}
	for _, config := range []hibobtest.Config{{}, {Form: hibobtest.FormNested}, {Form: hibobtest.FormSlash},
		{ISOLabels: true}} {
		fake := newFake(employees...)
		fake.Configure(config)
		r, err := newClient(t, fake, employee.Fields()...).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, _ := r.Employee(want.ID)
		e := got.Clone()
		e.Presence = employee.Presence{}
		if diff := cmp.Diff(want, &e); diff != "" {
			t.Errorf("%+v: employee (-want +got):\n%s", config, diff)
		}
	}
}
