package personiotest

import (
	"strconv"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// People invents n employees, always the same ones: ids from 1001, mail at
// example.com, departments, teams and offices, a birthday in dynamic_1, and a tree
// of supervisors. The first is the only one without a supervisor.
//
// They are mostly active, and some on leave. Of those without reports, some
// are gone (inactive with a termination_date in 2025), some are yet to come
// (onboarding with a hire_date in 2099), and some are to leave in 2099.
func People(n int) []Person { return fakehr.Invent(n, invent) }

// invent describes the i-th employee.
func invent(i int, supervises bool) Person {
	first, last, department := fakehr.FirstName(i), fakehr.LastName(i), fakehr.Department(i)
	v := map[string]any{
		"first_name": first, "last_name": last,
		"email":           fakehr.Mailbox(first, last) + "." + strconv.Itoa(i+1) + "@example.com",
		"status":          "active",
		"position":        fakehr.Title(supervises) + ", " + department,
		"department":      department,
		"team":            department + " " + fakehr.Pick(i/7, "North", "South"),
		"office":          fakehr.Pick(i, "Munich", "Lisbon", "Dublin"),
		"subcompany":      fakehr.Pick(i, "Acme GmbH", "Acme Ltd"),
		"cost_centers":    []string{fakehr.Pick(i, "CC 10", "CC 20", "CC 30")},
		"employment_type": "internal", "weekly_working_hours": "40",
		"hire_date": fakehr.Day(2012+i%13, i),
		"dynamic_1": fakehr.Day(1962+i%40, i/2),
	}
	if i > 0 {
		v["supervisor"] = strconv.Itoa(1001 + fakehr.Manager(i))
	}
	if i%9 == 4 {
		v["preferred_name"] = string([]rune(first)[:2])
	}
	if i%17 == 16 {
		v["employment_type"] = "external"
	}
	if !supervises && i > 0 {
		unsettle(i, v)
	}
	return Person{ID: strconv.Itoa(1001 + i), Values: v}
}

// unsettle turns some into leavers, joiners, planned leavers and employees on leave.
func unsettle(i int, v map[string]any) {
	switch i % 40 {
	case 7, 27:
		v["status"], v["termination_date"], v["last_working_day"] = "inactive", fakehr.Day(2025, i), fakehr.Day(2025, i)
	case 15:
		v["status"], v["hire_date"] = "onboarding", fakehr.Day(2099, i)
	case 21:
		v["status"] = "leave"
	case 33:
		v["termination_date"] = fakehr.Day(2099, i)
	}
}
