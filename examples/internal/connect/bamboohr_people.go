package connect

import (
	"maps"
	"strings"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

// bambooHRPeople are the people of the demo, all invented, at DemoTime. With
// the users of examples/preview/users.json every one of them shows something
// else in a plan.
func bambooHRPeople() []bamboohrtest.Person {
	return []bamboohrtest.Person{
		person("101", "Ada", "Moreau", "Management", values{"reportsToId": nil}), // as HR has her: not in the plan
		person("102", "Boris", "Holm", "Data & Analytics", nil),                  // moved to a new department
		person("103", "Clara", "Santos", "Sales", values{ // new, with a private address only
			"workEmail": nil, "homeEmail": "clara.santos@mail.example.com", "hireDate": "2026-03-01", "reportsToId": "102",
		}),
		person("104", "Dmitri", "Petrov", "Sales", values{ // gone, and his user is linked
			"status": "Inactive", "employmentStatusName": "Terminated", "terminationDate": "2026-02-27",
		}),
		person("105", "Esra", "Yılmaz", "Finance", nil), // her user is there, and not yet linked
		person("106", "Femi", "Abara", "Support", values{"workEmail": "support@example.com"}),
		person("107", "Grace", "Novák", "Support", values{"workEmail": "support@example.com"}), // the same address
		person("108", "Hana", "Fujita", "Finance", values{"syncIf": false}),
		person("109", "Ivo", "Jansen", "Sales", values{"status": "Inactive", "hireDate": "2026-04-01"}), // yet to come
		withheld(person("110", "Jamal", "Quispe", "Finance", nil), "status"),
		person("111", "Keiko", "Ishikawa", "Support", values{"reportsToId": "105"}), // another manager
		person("112", "Mateo", "Rossi", "Sales", nil),                               // back: the sync had deactivated his user
		person("113", "Nia", "Eriksen", "Sales", values{ // gone, and no sync has ever linked her user
			"status": "Inactive", "employmentStatusName": "Terminated", "terminationDate": "2026-01-30",
		}),
		person("114", "Rosa", "Lindqvist", "Finance", values{"terminationDate": "2026-03-31"}), // to leave, unchanged so far
	}
}

// values are fields by BambooHR's names.
type values = map[string]any

// person returns an invented employee who reports to Ada, changed by other.
func person(id, first, last, department string, other values) bamboohrtest.Person {
	p := bamboohrtest.Person{ID: id, Values: values{
		"firstName":            first,
		"lastName":             last,
		"employeeNumber":       "E-" + id,
		"workEmail":            strings.ToLower(first) + "@example.com",
		"departmentName":       department,
		"jobTitleName":         "Specialist",
		"locationName":         "Lisbon",
		"status":               "Active",
		"employmentStatusName": "Full-Time",
		"hireDate":             "2021-05-03",
		"reportsToId":          "101",
		"syncIf":               true,
	}}
	maps.Copy(p.Values, other)
	p.Values["originalHireDate"] = p.Values["hireDate"]
	return p
}

// withheld takes the key's view of a field of p away.
func withheld(p bamboohrtest.Person, field string) bamboohrtest.Person {
	p.Restricted = append(p.Restricted, field)
	return p
}
