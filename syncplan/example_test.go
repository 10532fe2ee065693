package syncplan_test

import (
	"fmt"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

const stored = `{
	"name": "Acme HR", "zone": "Europe/Berlin",
	"mapping": {"rules": [
		{"target": "email", "from": ["work_email"]},
		{"target": "department", "from": ["department"]}
	]}
}`

// employees are what an HR system might say; a provider's Client.Roster returns
// the same for a real account.
func employees() *employee.Roster {
	status := func(e employee.Employee, s employee.Status, end employee.Date) employee.Employee {
		e.Status, e.HireDate = s, employee.NewDate(2020, time.January, 1)
		_ = e.Set(employee.FieldTerminationDate, employee.Day(end))
		return e
	}
	r, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme"},
		status(employee.Employee{ID: "41", FirstName: "Ada", WorkEmail: "ada@example.com", Department: "R&D"},
			employee.StatusActive, employee.Date{}),
		status(employee.Employee{ID: "42", FirstName: "Bob", WorkEmail: "bob@example.com", Department: "Sales"},
			employee.StatusInactive, employee.NewDate(2026, time.November, 20)),
		status(employee.Employee{ID: "43", FirstName: "Eve", WorkEmail: "eve@example.com", Department: "Sales"},
			employee.StatusActive, employee.Date{}),
	)
	if err != nil {
		panic(err)
	}
	return r
}

func accounts() syncplan.Existing {
	link := func(id string) syncplan.Link { return syncplan.Link{Source: "csv/acme", EmployeeID: id} }
	return syncplan.Existing{Users: []syncplan.User{
		{
			ID: "u1", Link: link("41"), Email: "ada@example.com", Active: true,
			Attributes: syncplan.Attributes{syncplan.TextAttribute("department", "Sales")},
		},
		{
			ID: "u2", Link: link("42"), Email: "bob@example.com", Active: true,
			Attributes: syncplan.Attributes{syncplan.TextAttribute("department", "Sales")},
		},
	}}
}

func Example() {
	settings, err := syncplan.ParseSettings([]byte(stored))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := syncplan.Build(employees(), accounts(), settings,
		time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, action := range plan.Actions { // run them in this order
		switch action.Kind {
		case syncplan.KindCreate:
			fmt.Printf("create a user for %s and store the link %v\n", action.Name, action.Link)
		case syncplan.KindUpdate:
			fmt.Printf("update %s: %v\n", action.UserID, action.Changes)
		case syncplan.KindDeactivate:
			fmt.Printf("deactivate %s: %s\n", action.UserID, action.Evidence[0])
		}
	}
	// Output:
	// update u1: [department: "Sales" -> "R&D" from department (rules[1])]
	// create a user for Eve and store the link {csv/acme 43}
	// deactivate u2: the end date has passed (since 2026-11-21T00:00:00+01:00 in Europe/Berlin)
}

// A guard holds back what looks wrong by its number, until an operator approves
// it.
func ExampleHold_ApproveAll() {
	settings, _ := syncplan.ParseSettings([]byte(stored))
	existing := accounts()
	existing.Users = existing.Users[1:] // the only linked user is a leaver: more than half
	at := time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC)
	plan, _ := syncplan.Build(employees(), existing, settings, at)
	fmt.Println(plan.Summary())
	hold := plan.Held[0]
	fmt.Println(hold.Guard, hold.Members)

	approval := hold.ApproveAll("ops@example.com", at.Add(24*time.Hour)) // after a look at it
	plan, _ = syncplan.Build(employees(), existing, settings, at, approval)
	fmt.Println(plan.Summary())
	// Output:
	// nothing to do; 3 held by deactivations
	// deactivations [deactivate user u2 employee 42 left]
	// 2 create, 1 deactivate
}

// An operator may approve a part of a hold. The rest stays held, however few they are.
func ExampleHold_Approve() {
	settings, _ := syncplan.ParseSettings([]byte(stored))
	settings.Policy.Limits.Creates = &syncplan.Limit{} // every new user needs approval
	at := time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC)
	plan, _ := syncplan.Build(employees(), syncplan.Existing{}, settings, at)
	fmt.Println(plan.Summary())

	approval := plan.Held[0].Approve("ops@example.com", at.AddDate(0, 0, 7), "41")
	plan, _ = syncplan.Build(employees(), syncplan.Existing{}, settings, at, approval)
	fmt.Println(plan.Actions)
	fmt.Println(plan.Held[0].Members)
	// Output:
	// nothing to do; 2 held by creates, 1 skipped
	// [create employee 41 "Ada": hired]
	// [create employee 43 hired]
}

// A plan never makes more users active than there are seats.
func ExampleSummary() {
	settings, _ := syncplan.ParseSettings([]byte(stored))
	at := time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC)
	plan, _ := syncplan.Build(employees(), syncplan.Existing{Seats: 1}, settings, at)
	s := plan.Summary()
	fmt.Println(s)
	fmt.Println(s.Active, s.ActiveAfter)
	fmt.Println(plan.Held[0].Text)
	// Output:
	// 1 create; 1 held by seats, 1 skipped
	// 0 1
	// 1 seat and 0 of them taken, so 1 user waits: raise the seats, no approval releases this
}

func ExamplePlanner_Explain() {
	settings, _ := syncplan.ParseSettings([]byte(stored))
	planner, _ := syncplan.Prepare(employees(), accounts(), settings,
		time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC))
	why, _ := planner.Explain(planner.Plan(), "42")
	fmt.Print(why)
	// Output:
	// user u2 employee 42 "Bob": left
	//   user found by link
	//   decided by the end date has passed (since 2026-11-21T00:00:00+01:00 in Europe/Berlin)
	//   because status is inactive
	//   because hire_date is 2020-01-01
	//   because termination_date is 2026-11-20
	//   email: "bob@example.com" (rules[0])
	//     work_email is "bob@example.com"
	//   department: "Sales" (rules[1])
	//     department is "Sales"
	//   to do:
	//     deactivate user u2 employee 42 "Bob": left
}

// Before a settings page saves an edit, it can say what the edit would change.
func ExampleCompare() {
	at := time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC)
	settings, _ := syncplan.ParseSettings([]byte(stored))
	before, _ := syncplan.Prepare(employees(), accounts(), settings, at)

	settings.Mapping.Scope = mapping.Condition{Field: "department", Op: mapping.OpNotEquals, Values: []string{"R&D"}}
	settings.Mapping.Rules[1].Case = "upper"
	after, _ := syncplan.Prepare(employees(), accounts(), settings, at)

	comparison, err := syncplan.Compare(before, after)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(comparison)
	// Output:
	// 1 employee leaves scope, 2 employees get a different department
	//
	// leave scope:
	//   Ada (employee 41): present -> out_of_scope
	//
	// department:
	//   Bob (employee 42): "Sales" -> "SALES"
	//   Eve (employee 43): "Sales" -> "SALES"
	//
	// update actions: 1 -> 0
}

// Users change between planning and running: look again before each action.
func ExampleAction_Recheck() {
	settings, _ := syncplan.ParseSettings([]byte(stored))
	plan, _ := syncplan.Build(employees(), accounts(), settings, time.Date(2026, time.November, 22, 3, 0, 0, 0, time.UTC))
	action := plan.Actions[0]
	fmt.Println(action, action.Changes)

	user := accounts().Users[0]
	fmt.Println(action.Recheck(user))
	user.Attributes = syncplan.Attributes{syncplan.TextAttribute("department", "Support")} // in the meantime
	fmt.Println(action.Recheck(user))
	// Output:
	// update user u1 employee 41 "Ada": changed [department: "Sales" -> "R&D" from department (rules[1])]
	// valid []
	// stale [department: "Support" -> "R&D" from department (rules[1])]
}
