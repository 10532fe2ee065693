package hibob_test

import (
	"strings"
	"testing"
	"testing/synctest"

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
		{"a text", employee.FieldFirstName, `"firstName":"Ada"`, employee.StateKnown, "Ada"},
		{"a text with blanks", employee.FieldFirstName, `"firstName":" Ada\u00a0"`, employee.StateKnown, "Ada"},
		{"null", employee.FieldFirstName, `"firstName":null`, employee.StateEmpty, ""},
		{"blank", employee.FieldFirstName, `"firstName":" "`, employee.StateEmpty, ""},
		{"a missing key", employee.FieldFirstName, `"surname":"Byron"`, employee.StateWithheld, ""},
		{"an object", employee.FieldFirstName, `"firstName":{"x":1}`, employee.StateWithheld, ""},
		{"a number for a text", employee.FieldNumber, `"work":{"employeeIdInCompany":39}`, employee.StateKnown, "39"},
		{"no number", employee.FieldNumber, `"work":{"employeeIdInCompany":null}`, employee.StateEmpty, ""},
		{"a missing category", employee.FieldHireDate, `"firstName":"Ada"`, employee.StateWithheld, ""},
		{"a category that is null", employee.FieldHireDate, `"work":null`, employee.StateWithheld, ""},
		{"a category that is a text", employee.FieldHireDate, `"work":"x"`, employee.StateWithheld, ""},
		{"a date", employee.FieldHireDate, `"work":{"startDate":"2024-02-29"}`, employee.StateKnown, "2024-02-29"},
		{"a day that is none", employee.FieldHireDate, `"work":{"startDate":"2023-02-29"}`, employee.StateWithheld, ""},
		{"no end", employee.FieldTerminationDate, `"internal":{"terminationDate":null}`, employee.StateEmpty, ""},
		{"an end ahead", employee.FieldTerminationDate, `"internal":{"terminationDate":"2099-09-23"}`, employee.StateKnown, "2099-09-23"},
		{"a label", employee.FieldDepartment, `"work":{"department":"209"},"humanReadable":{"work":{"department":"R&D"}}`, employee.StateKnown, "R&D"},
		{"a word for an id and no label", employee.FieldDepartment, `"work":{"department":"Product"}`, employee.StateKnown, "Product"},
		{"digits for an id and no label", employee.FieldDepartment, `"work":{"department":"209192163"}`, employee.StateWithheld, ""},
		{"a number for an id and no label", employee.FieldDepartment, `"work":{"department":209192163}`, employee.StateWithheld, ""},
		{"a label of digits", employee.FieldDepartment, `"work":{"department":"209"},"humanReadable":{"work":{"department":"1984"}}`, employee.StateKnown, "1984"},
		{"null has no label", employee.FieldDepartment, `"work":{"department":null},"humanReadable":{"work":{}}`, employee.StateEmpty, ""},
		{"null with a label", employee.FieldDepartment, `"work":{"department":null},"humanReadable":{"work":{"department":"R&D"}}`, employee.StateEmpty, ""},
		{"nothing but a label", employee.FieldDepartment, `"humanReadable":{"work":{"department":"R&D"}}`, employee.StateKnown, "R&D"},
		{"a label that is blank", employee.FieldDepartment, `"work":{"department":"Product"},"humanReadable":{"work":{"department":""}}`, employee.StateKnown, "Product"},
		{"a site of digits, which is a name", employee.FieldLocation, `"work":{"site":"42"}`, employee.StateKnown, "42"},
		{"no manager", employee.FieldManagerID, `"work":{"manager":null,"reportsTo":null}`, employee.StateEmpty, ""},
		{"no manager's name", employee.FieldManagerName, `"work":{"manager":null,"reportsTo":null}`, employee.StateEmpty, ""},
		{"no manager's e-mail, by a slash", employee.FieldManagerEmail, `"/work/reportsTo":{"value":null}`, employee.StateEmpty, ""},
		{"the manager's e-mail by its own slash", employee.FieldManagerEmail, `"/work/reportsTo/email":{"value":"bo@example.com"}`, employee.StateKnown, "bo@example.com"},
		{"a manager by the object alone", employee.FieldManagerID, `"work":{"reportsTo":{"id":"12"}}`, employee.StateKnown, "12"},
		{"a manager without a name", employee.FieldManagerName, `"work":{"reportsTo":{"id":"12","displayName":null}}`, employee.StateEmpty, ""},
		{"a manager who is withheld", employee.FieldManagerID, `"work":{"title":"x"}`, employee.StateWithheld, ""},
		{"the type under its other id", employee.FieldEmploymentType, `"employment":{"type":"Permanent"}`, employee.StateKnown, "Permanent"},
		{"the type under both", employee.FieldEmploymentType, `"employment":{"type":null},"payroll":{"employment":{"type":"Contractor"}}`, employee.StateKnown, "Contractor"},
		{"no type", employee.FieldEmploymentType, `"payroll":{"employment":{"type":null}}`, employee.StateEmpty, ""},
		{"a post code", employee.FieldPostalCode, `"address":{"postCode":null,"zipCode":"12345"}`, employee.StateKnown, "12345"},
		{"no post code", employee.FieldPostalCode, `"address":{"postCode":null,"zipCode":null}`, employee.StateEmpty, ""},
		{"no post code, and the other withheld", employee.FieldPostalCode, `"address":{"postCode":null}`, employee.StateWithheld, ""},
		{"the city of the site, which is no home", employee.FieldCity, `"address":{"siteCity":"Lisbon","siteCountry":"PT"},"work":{"site":"Lisbon"}`, employee.StateWithheld, ""},
		{"a field that HiBob has not", employee.FieldCostCenter, `"work":{"costCenter":"17"}`, employee.StateAbsent, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{people: `{"id":"7",` + tt.record + `}`}, employee.Fields()...))
			v := e.Value(tt.field)
			if v.State() != tt.state || v.String() != tt.text {
				t.Errorf("%s is %v %q, want %v %q", tt.field, v.State(), v.String(), tt.state, tt.text)
			}
		})
	}
}

// TestPlaces looks for a value in each place that HiBob's answers may have it.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, record, first, title string // "-" for empty, "" for withheld
	}{
		{"nested and top", `"firstName":"Ada","work":{"title":"Poet"}`, "Ada", "Poet"},
		{"slashed", `"/root/firstName":{"value":"Ada"},"/work/title":{"value":"Poet"}`, "Ada", "Poet"},
		{"the category root nested", `"root":{"firstName":"Ada"}`, "Ada", ""},
		{"slashes in the key escaped", `"\/root\/firstName":{"value":"Ada"},"\u002fwork\/title":{"val\u0075e":"Poet"}`, "Ada", "Poet"},
		{"nested before slashed", `"/root/firstName":{"value":"B"},"/work/title":{"value":"B"},"firstName":"A","work":{"title":"A"}`, "A", "A"},
		{"nested before top", `"firstName":"B","root":{"firstName":"A"}`, "A", ""},
		{"top before slashed", `"/root/firstName":{"value":"B"},"firstName":"A"`, "A", ""},
		{"null does not hide a value", `"firstName":null,"/root/firstName":{"value":"Ada"},"work":{"title":null},"/work/title":{"value":"Poet"}`, "Ada", "Poet"},
		{"null everywhere", `"firstName":null,"/root/firstName":{"value":null},"/work/title":{"value":null}`, "-", "-"},
		{"a slash key without a value", `"/root/firstName":{"a URL":null},"/work/title":"Poet"`, "", ""},
		{"a key twice", `"firstName":null,"firstName":"Ada","work":{"title":"Poet"},"work":{"title":null}`, "", ""},
		{"blanks between everything", "\n\t\"firstName\" : \"Ada\" ,\r\n \"work\" : { \"title\" : \"Poet\" , \"x\" : [ { } , 1 ] } ", "Ada", "Poet"},
		{"quotes and brackets in other values", `"about":{"about":"\"}{[\\","x":[["}"],{"y":"]"}]},"firstName":"Ada","work":{"x":"\\\"","title":"Poet"}`, "Ada", "Poet"},
		{"keys that only look alike", `"work/title":"B","/work/title/x":{"value":"B"},"Work":{"title":"B"},"/root/firstname":{"value":"B"}`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{people: `{"id":"7",` + tt.record + `}`}))
			for f, want := range map[employee.Field]string{employee.FieldFirstName: tt.first, employee.FieldJobTitle: tt.title} {
				v := employee.Text(want)
				switch want {
				case "":
					v = employee.Withheld()
				case "-":
					v = employee.Empty()
				}
				if got := e.Value(f); got != v {
					t.Errorf("%s is %v %q, want %v %q", f, got.State(), got, v.State(), v)
				}
			}
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	const unknown = "employee 7: status: a lifecycle status that HiBob does not document"
	for _, tt := range []struct {
		name, record        string
		status, text, shown employee.Value
		problems            string
	}{
		{"hired", `"internal":{"lifecycleStatus":"hired","status":"Inactive"}`, employee.Text("pending"), employee.Text("hired"), employee.Text("hired"), ""},
		{"employed", `"internal":{"lifecycleStatus":"employed"}`, employee.Text("active"), employee.Text("employed"), employee.Text("employed"), ""},
		{"terminated", `"internal":{"lifecycleStatus":"terminated"}`, employee.Text("inactive"), employee.Text("terminated"), employee.Text("terminated"), ""},
		{"capitals", `"internal":{"lifecycleStatus":"Terminated"}`, employee.Text("inactive"), employee.Text("Terminated"), employee.Text("Terminated"), ""},
		{"leave", `"internal":{"lifecycleStatus":"leave"}`, employee.Text("leave"), employee.Text("leave"), employee.Text("leave"), ""},
		{"parental leave without access", `"internal":{"lifecycleStatus":"parental leave","status":"Inactive"}`, employee.Text("leave"), employee.Text("parental leave"), employee.Text("parental leave"), ""},
		{"parental leave with access", `"internal":{"lifecycleStatus":"parental_leave","status":"Active"}`, employee.Text("leave"), employee.Text("parental_leave"), employee.Text("parental_leave"), ""},
		{"garden leave", `"internal":{"lifecycleStatus":"garden leave"},"humanReadable":{"internal":{"lifecycleStatus":"Garden leave"}}`,
			employee.Text("leave"), employee.Text("garden leave"), employee.Text("Garden leave"), ""},
		{"garden leave otherwise", `"internal":{"lifecycleStatus":"Garden - Leave"}`, employee.Text("leave"), employee.Text("Garden - Leave"), employee.Text("Garden - Leave"), ""},
		{"the company's own leave", `"internal":{"lifecycleStatus":"sabbatical leave"},"humanReadable":{"internal":{"lifecycleStatus":"Year off"}}`,
			employee.Text("leave"), employee.Text("sabbatical leave"), employee.Text("Year off"), ""},
		{"not employed, and yet an access status", `"internal":{"lifecycleStatus":"terminated","status":"Active"}`, employee.Text("inactive"), employee.Text("terminated"), employee.Text("terminated"), ""},
		{"employed, and yet no access", `"internal":{"lifecycleStatus":"employed","status":"Inactive"}`, employee.Text("active"), employee.Text("employed"), employee.Text("employed"), ""},
		{"employed with an end that has passed", `"internal":{"lifecycleStatus":"employed","terminationDate":"2001-01-01"}`, employee.Text("active"), employee.Text("employed"), employee.Text("employed"), ""},
		{"an unknown word", `"internal":{"lifecycleStatus":"noShow"}`, employee.Withheld(), employee.Text("noShow"), employee.Text("noShow"), unknown},
		{"a leave in one word", `"internal":{"lifecycleStatus":"parentalLeave"}`, employee.Text("leave"), employee.Text("parentalLeave"), employee.Text("parentalLeave"), ""},
		{"a word that only begins like a leave", `"internal":{"lifecycleStatus":"leaver"}`, employee.Withheld(), employee.Text("leaver"), employee.Text("leaver"), unknown},
		{"nothing but a label", `"humanReadable":{"internal":{"lifecycleStatus":"Employed"}}`, employee.Text("active"), employee.Text("Employed"), employee.Text("Employed"), ""},
		{"null", `"internal":{"lifecycleStatus":null}`, employee.Empty(), employee.Empty(), employee.Empty(), ""},
		{"no right, and access", `"internal":{"status":"Active"}`, employee.Withheld(), employee.Withheld(), employee.Withheld(), ""},
		{"no right, and no access", `"internal":{"status":"Inactive","terminationDate":"2001-01-01"}`, employee.Withheld(), employee.Withheld(), employee.Withheld(), ""},
		{"unreadable", `"internal":{"lifecycleStatus":["hired"]}`, employee.Withheld(), employee.Withheld(), employee.Withheld(),
			"employee 7: status: not a single value; employee 7: status_text: not a single value; employee 7: employment_status: not a single value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{people: `{"id":"7",` + tt.record + `}`}))
			for f, want := range map[employee.Field]employee.Value{
				employee.FieldStatus: tt.status, employee.FieldStatusText: tt.text, employee.FieldEmploymentStatus: tt.shown,
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
		{"a day", `"birthDate":"1990-03-25","shortBirthDate":"03-25"`, employee.Day(employee.NewDate(1990, 3, 25)), ""},
		{"only a birthday", `"shortBirthDate":"02-29"`, employee.Day(employee.NewMonthDay(2, 29)), ""},
		{"a birthday beside null", `"birthDate":null,"shortBirthDate":"03-25"`, employee.Day(employee.NewMonthDay(3, 25)), ""},
		{"none", `"birthDate":null,"shortBirthDate":null`, employee.Empty(), ""},
		{"none, and the year withheld", `"shortBirthDate":null`, employee.Withheld(), ""},
		{"none, and the birthday withheld", `"birthDate":null`, employee.Withheld(), ""},
		{"withheld", `"x":1`, employee.Withheld(), ""},
		{"day first", `"birthDate":"25/03/1990"`, employee.Day(employee.NewDate(1990, 3, 25)), ""},
		{"day first or month first", `"birthDate":"03/03/1990"`, employee.Day(employee.NewDate(1990, 3, 3)), ""},
		{"who knows", `"birthDate":"07/01/1990"`, employee.Withheld(), "a date whose day and month cannot be told apart"},
		{"month first", `"birthDate":"03/25/1990"`, employee.Withheld(), form},
		{"a day without a year", `"birthDate":"25/03"`, employee.Withheld(), form},
		{"no birthday", `"shortBirthDate":"02-30"`, employee.Withheld(), form},
		{"an array", `"birthDate":["1990-03-25"],"shortBirthDate":"03-25"`, employee.Withheld(), "not a single value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{people: `{"id":"7","personal":{` + tt.record + `}}`}, employee.FieldBirthDate))
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

// TestCustom reads fields of every type of the catalogue.
func TestCustom(t *testing.T) {
	t.Parallel()
	number := func(s string) employee.Value {
		v, err := employee.Number(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tt := range []struct {
		name, kind, record string
		want               employee.Value
		problem            string
	}{
		{"a text", "text", `"f":"12"`, employee.Text("12"), ""},
		{"a long text", "text-area", `"f":"a\nb"`, employee.Text("a\nb"), ""},
		{"a list", "list", `"f":"26","L":"Large"`, employee.Text("Large"), ""},
		{"a hierarchy", "hierarchy-list", `"f":26,"L":"Brand"`, employee.Text("Brand"), ""},
		{"a list without its label", "list", `"f":"26"`, employee.Withheld(), "a list item that came without its name"},
		{"several", "multi-list", `"f":["a","26"],"L":"Apple,Bear"`, employee.List("Apple", "Bear"), ""},
		{"several with an array of labels", "multi-list", `"f":["1","2"],"L":["Apple","Bear"]`, employee.List("Apple", "Bear"), ""},
		{"one with a comma", "multi-list", `"f":["1"],"L":"Apple, green"`, employee.List("Apple, green"), ""},
		{"several with a comma", "multi-list", `"f":["1","2"],"L":"Apple, green,Bear"`, employee.Withheld(), "a list item that came without its name"},
		{"several words", "multi-list", `"f":["yoga","cooking"]`, employee.List("yoga", "cooking"), ""},
		{"several without labels", "multi-list", `"f":["yoga","26"]`, employee.Withheld(), "a list item that came without its name"},
		{"none of several", "multi-list", `"f":[]`, employee.Empty(), ""},
		{"a date", "date", `"f":"2025-03-20","L":"20/03/2025"`, employee.Day(employee.NewDate(2025, 3, 20)), ""},
		{"a date in the reader's form", "date", `"f":"20/03/2025"`, employee.Withheld(), "not a date of the form 2006-01-02 or --01-02"},
		{"a time without a zone", "date", `"f":"2024-03-27T23:12:25.002884"`, employee.Day(employee.NewDate(2024, 3, 27)), ""},
		{"a day of every year", "short-date", `"f":"03-20"`, employee.Day(employee.NewMonthDay(3, 20)), ""},
		{"yes", "boolean", `"f":true,"L":"Yes"`, employee.Bool(true), ""},
		{"yes as a label", "boolean", `"f":"Yes"`, employee.Bool(true), ""},
		{"a number", "number", `"f":9007199254740993.10`, number("9007199254740993.1"), ""},
		{"money", "currency", `"f":{"value":1200.50,"currency":"EUR"}`, number("1200.5"), ""},
		{"money as a number", "currency", `"f":"1200"`, number("1200"), ""},
		{"no money", "currency", `"f":null`, employee.Empty(), ""},
		{"money without an amount", "currency", `"f":{"currency":"EUR"}`, employee.Withheld(), "not a single value"},
		{"a person", "employee-reference", `"f":"3332880000000000002","L":"Bo Lee"`, employee.Text("3332880000000000002"), ""},
		{"a person as an object", "employee-reference", `"f":{"id":"3332880000000000002","displayName":"Bo Lee"}`, employee.Text("3332880000000000002"), ""},
		{"nobody", "employee-reference", `"f":null`, employee.Empty(), ""},
		{"a time", "time", `"f":"08:00"`, employee.Text("08:00"), ""},
		{"a type of the future", "colour", `"f":"red"`, employee.Text("red"), ""},
		{"not in the catalogue", "", `"f":"red"`, employee.Text("red"), ""},
		{"several, not in the catalogue", "", `"f":["red","blue"]`, employee.List("red", "blue"), ""},
		{"null", "list", `"f":null`, employee.Empty(), ""},
		{"withheld", "list", `"x":1`, employee.Withheld(), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const key = "work.custom.f"
			value, label, _ := strings.Cut(tt.record, `,"L":`)
			people := `{"id":"7","work":{"custom":{` + value + `}}`
			if label != "" {
				people += `,"humanReadable":{"work":{"custom":{"f":` + label + `}}}`
			}
			s := search{people: people + `}`}
			if tt.kind != "" {
				s.fields = key + ":" + tt.kind
			}
			var e *employee.Employee
			synctest.Test(t, func(t *testing.T) { // two requests, which wait for each other
				e = only(t, newClient(t, s, employee.CustomField(key)))
			})
			if got := e.Value(employee.CustomField(key)); got != tt.want {
				t.Errorf("%v %s %q, want %v %s %q", got.State(), got.Kind(), got, tt.want.State(), tt.want.Kind(), tt.want)
			}
			if tt.problem != "" {
				tt.problem = "employee 7: custom." + key + ": " + tt.problem
			}
			if got := problems(e); got != tt.problem {
				t.Errorf("problems %q, want %q", got, tt.problem)
			}
		})
	}
}

// TestCustomPlaces has a field whose place is not that of its id, as after it was
// moved to another category.
func TestCustomPlaces(t *testing.T) {
	t.Parallel()
	shirt := hibobtest.Field{ID: "custom.category_1.field_2", Type: "list", List: "shirts", JSONPath: "work.custom.field_2"}
	lists := []hibobtest.List{{Name: "shirts", Items: []hibobtest.Item{{ID: "26", Name: "Large"}}}}
	f := employee.CustomField(shirt.ID)
	for _, form := range []hibobtest.Form{hibobtest.FormBoth, hibobtest.FormNested, hibobtest.FormSlash} {
		fake := newFake(hibobtest.Person{ID: "7", Values: map[string]any{shirt.ID: "26"}})
		fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{shirt}, Lists: lists, Form: form})
		synctest.Test(t, func(t *testing.T) {
			if got := only(t, newClient(t, fake, f)).Value(f); got != employee.Text("Large") {
				t.Errorf("form %q: %v %q", form, got.State(), got)
			}
		})
	}
}

// TestProblemsQuoteNothing reads what cannot be read.
func TestProblemsQuoteNothing(t *testing.T) {
	t.Parallel()
	record := `{"id":"7","firstName":"Ad\ufffd","work":{"startDate":"31 Dec 1999","department":["Secret"],"title":"4711"}}`
	e := only(t, newClient(t, search{people: record}))
	want := "employee 7: first_name: not valid UTF-8; employee 7: job_title: a list item that came without its name; " +
		"employee 7: department: not a single value; employee 7: hire_date: not a date of the form 2006-01-02 or --01-02"
	if got := problems(e); got != want {
		t.Errorf("problems:\n%s\nwant:\n%s", got, want)
	}
	for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldDepartment, employee.FieldFirstName, employee.FieldJobTitle} {
		if e.Value(f) != employee.Withheld() {
			t.Errorf("%s is %v, want withheld", f, e.Value(f).State())
		}
	}
}

// TestEveryField lists somebody of whom HiBob knows everything.
func TestEveryField(t *testing.T) {
	t.Parallel()
	people := []hibobtest.Person{
		{ID: "3332880000000000002", Values: map[string]any{"root.firstName": "Bo", "root.surname": "Lee", "root.email": "bo@example.com", "work.employeeIdInCompany": 7}},
		{ID: "3332880000000000001", Values: map[string]any{
			"root.firstName": "Ada", "root.secondName": "Maria", "root.surname": "Byron", "root.displayName": "Ada B.", "root.email": "ada@example.com",
			"home.privateEmail": "ada@home.example.com", "home.mobilePhone": "+1 555 0101", "work.workPhone": "+1 555 0100",
			"personal.birthDate": "1990-12-10", "personal.shortBirthDate": "12-10",
			"address.line1": "1 High Street", "address.line2": "Flat 2", "address.postCode": "1234 AB", "address.city": "Utrecht",
			"address.usaState": "UT", "address.country": "Netherlands",
			"work.title": "253271801", "work.department": "209192104", "work.site": "Lisbon", "work.employeeIdInCompany": 39,
			"work.manager": "3332880000000000002", "work.startDate": "2020-01-02", "work.originalStartDate": "2012-03-04",
			"internal.lifecycleStatus": "garden leave", "internal.terminationDate": "2030-05-06", "employee.lastDayOfWork": "2030-03-31",
			"payroll.employment.type": "permanent", "payroll.employment.contract": "244000202",
		}},
	}
	want := &employee.Employee{
		ID: "3332880000000000001", Number: "39", FirstName: "Ada", MiddleName: "Maria", LastName: "Byron", DisplayName: "Ada B.",
		WorkEmail: "ada@example.com", PersonalEmail: "ada@home.example.com", WorkPhone: "+1 555 0100", MobilePhone: "+1 555 0101",
		BirthDate: employee.NewDate(1990, 12, 10), JobTitle: "Manager", Department: "R&D", Location: "Lisbon",
		Address: employee.Address{Line1: "1 High Street", Line2: "Flat 2", PostalCode: "1234 AB", City: "Utrecht", Region: "UT", Country: "Netherlands"},
		Manager: employee.Manager{ID: "3332880000000000002", Number: "7", Email: "bo@example.com", Name: "Bo Lee"},
		Status:  employee.StatusLeave, StatusText: "garden leave", EmploymentStatus: "Garden leave",
		EmploymentType: "Permanent", EmploymentExtent: "Part-Time",
		HireDate: employee.NewDate(2020, 1, 2), OriginalHireDate: employee.NewDate(2012, 3, 4),
		TerminationDate: employee.NewDate(2030, 5, 6), LastWorkingDay: employee.NewDate(2030, 3, 31),
	}
	for _, config := range []hibobtest.Config{{}, {Form: hibobtest.FormNested}, {Form: hibobtest.FormSlash}, {ISOLabels: true}} {
		fake := newFake(people...)
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
