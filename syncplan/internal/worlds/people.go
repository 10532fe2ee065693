package worlds

import (
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
)

type generator struct {
	*rand.Rand
	gaps int // one value in so many is not known
	calm int // one address, link or date in so many is not the obvious one

	moving bool // the settings replace another source

	zones bool // employees have time zones of their own
}

func pick[T any](g generator, from ...T) T { return from[g.IntN(len(from))] }

// one is true once in n.
func (g generator) one(n int) bool { return g.IntN(n) == 0 }

// instant returns an instant that is special somewhere: clocks are changed, a
// day begins, a year or a February ends.
func (g generator) instant() time.Time {
	at := pick(g,
		time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC), time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC),
		time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), // Berlin
		time.Date(2026, 3, 8, 10, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), // Los Angeles
		time.Date(2026, 4, 4, 14, 0, 0, 0, time.UTC), time.Date(2026, 9, 26, 14, 0, 0, 0, time.UTC), // Auckland
		time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC), // São Paulo, at midnight
		time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC), time.Date(2028, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC))
	return at.Add(pick(g, 0, 0, -time.Second, time.Second, -time.Hour, time.Hour, 12*time.Hour))
}

// address is the own one of an employee or user, or one of a few that collide, some
// of which differ in case or in Unicode form alone.
func (g generator) address(i int, others ...string) string {
	if !g.one(g.calm) {
		return strconv.Itoa(i) + "@example.com"
	}
	return pick(g, append(others, "0@example.com", "a@example.com", "A@Example.com", " A@example.com", "b@example.com",
		"jos\u00e9@example.com", "jose\u0301@example.com", "JOS\u00c9@example.com", "1@example.com", "2@example.com")...)
}

// value returns a known value or, now and then, one of the other states.
func (g generator) value(v employee.Value) employee.Value {
	if g.one(g.gaps) {
		return pick(g, employee.Withheld(), employee.Withheld(), employee.Empty(), employee.Empty(), employee.Value{})
	}
	return v
}

func (g generator) text(from ...string) employee.Value {
	return g.value(employee.Text(pick(g, from...)))
}

// day returns a date near today, one long ago or far ahead, or a sentinel.
func (g generator) day(today employee.Date) employee.Date {
	switch g.IntN(8) {
	case 0:
		return pick(g, employee.NewDate(1899, 12, 30), employee.NewDate(1753, 1, 1), employee.NewMonthDay(2, 29),
			employee.NewDate(2028, 2, 29), employee.NewDate(2024, 2, 29), employee.NewDate(9999, 12, 31))
	case 1, 2:
		return today.AddDays(pick(g, -2000, -400, -370, 30, 200, 400))
	}
	return today.AddDays(g.IntN(9) - 4)
}

// person returns an employee, employed for long more often than not, and changes some
// of the fields that plans depend on.
func (g generator) person(i int, today employee.Date) employee.Employee {
	id := "e" + strconv.Itoa(i)
	e := employee.Employee{ID: id}
	set := func(f employee.Field, v employee.Value) {
		if err := e.Set(f, v); err != nil {
			panic(err)
		}
	}
	set(employee.FieldNumber, g.text(pick(g, strconv.Itoa(i), strconv.Itoa(i), "1", "2")))
	first, last := pick(g, "Ada", "Ada", "Bob", "José", "Jose\u0301"), pick(g, "Example", "Example", "Beispiel")
	if g.one(12) {
		first, last = pick(g, "花子", "Example"), pick(g, "山田", "Adamson")
	}
	set(employee.FieldFirstName, g.text(first))
	set(employee.FieldPreferredName, pick(g, employee.Value{}, employee.Withheld(), employee.Empty(), employee.Empty(), employee.Text(pick(g, "Addie", "Bob", "花子"))))
	set(employee.FieldLastName, g.text(last))
	set(employee.FieldWorkEmail, g.text(g.address(i, "no address")))
	set(employee.FieldPersonalEmail, g.text("p"+id+"@example.com", "a@example.com", "1@example.com"))
	set(employee.FieldDepartment, g.text("Sales", "R&D", "R & D", "sales", " R  & D"))
	set(employee.FieldLocation, g.text("Berlin", "Auckland", "Los Angeles"))
	set(employee.FieldEmploymentStatus, g.text("Full-Time", "Contractor"))
	set(employee.CustomField("sync"), g.value(pick(g, employee.Text("yes"), employee.Text("yes"), employee.Text("ja"), employee.Bool(true), employee.Text("no"), employee.Text("maybe"))))
	set(employee.CustomField("budget"), g.text("27000", "27000.00", "1,5", "much"))
	set(employee.FieldTeams, g.value(pick(g, employee.List("Red"), employee.List("Red", "Blue"), employee.List("Blue", "Red"))))
	set(employee.CustomField("circles"), g.value(pick(g, employee.Empty(), employee.List("Red", "Chess"), employee.List("Che\u0301s"), employee.Text("Blue"))))
	if g.zones {
		set(employee.FieldTimeZone, pick(g, employee.Value{}, employee.Empty(), employee.Empty(), employee.Withheld(), employee.Text("Pacific/Auckland"),
			employee.Text("America/Los_Angeles"), employee.Text("Pacific/Pago_Pago"), employee.Text("Mars/Base"), employee.Text("localtime")))
	}
	set(employee.FieldManagerID, g.text("e0", "e1", "e2", "e3", id))
	set(employee.FieldManagerNumber, g.text("0", "1", "2"))
	set(employee.FieldManagerEmail, g.text("0@example.com", "a@example.com"))
	set(employee.FieldStatus, g.text(pick(g, "active", "active", "active", "leave", "pending", "inactive", "inactive")))
	set(employee.FieldHireDate, employee.Day(today.AddDays(-1000)))
	if g.one(g.calm) {
		set(employee.FieldHireDate, g.value(employee.Day(g.day(today))))
	}
	set(employee.FieldTerminationDate, employee.Empty())
	if g.one(g.calm) {
		set(employee.FieldTerminationDate, g.value(employee.Day(g.day(today))))
	}
	set(employee.FieldOriginalHireDate, pick(g, employee.Value{}, employee.Empty(), employee.Day(today.AddDays(-3000)), employee.Day(g.day(today))))
	if g.one(6) {
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: id, Field: employee.FieldDepartment, Reason: "invented"})
	}
	return e
}

// user returns an account, linked or not.
func (g generator) user(i int, today employee.Date) syncplan.User {
	id := "u" + strconv.Itoa(i)
	u := syncplan.User{ID: id, Email: g.address(i, "", "old@example.com", strconv.Itoa(i)+"@old.example.com", "pe"+strconv.Itoa(i)+"@example.com"), Active: !g.one(4), DeactivatedBySync: g.one(2),
		Protected: g.one(8), Ignored: g.one(10), ManagerID: pick(g, "", "u0", "u1", "u2", "u3", "gone")}
	if g.one(3) {
		u.EndsOn = g.day(today)
	}
	for _, a := range []syncplan.Attribute{
		syncplan.TextAttribute("department", pick(g, "Sales", "R&D", "")), syncplan.TextAttribute("first_name", pick(g, "Ada", "Ada", "Bob", "Bob", "花子", "")),
		syncplan.TextAttribute("last_name", pick(g, "Example", "Example", "Beispiel", "Beispiel", "山田", "")), syncplan.TextAttribute("number", pick(g, strconv.Itoa(i), "1", "2", "")),
		syncplan.TextAttribute("nick", pick(g, "Ada", "José", "Jose\u0301", "Addie", "")),
		{Name: "circles", Value: g.circles()},
		syncplan.TextAttribute("budget", pick(g, "27000", "27000.0", "")), syncplan.ListAttribute("teams", "Red", "Blue"), syncplan.TextAttribute("other", "kept"),
	} {
		if !g.one(4) {
			u.Attributes = append(u.Attributes, a)
		}
	}
	if g.one(4) {
		u.Kept = []string{pick(g, "department", "first_name", "email", "manager", "circles", "number", "nick")}
	}
	for _, a := range []syncplan.Attribute{
		{Name: "department", Value: pick(g, employee.Empty(), employee.Text("Sales"), employee.Text("R & D"))},
		syncplan.TextAttribute("nick", pick(g, "Ada", "José", "Addie")), {Name: "circles", Value: g.circles()},
		syncplan.TextAttribute("email", u.Email), syncplan.TextAttribute("budget", "27000"),
	} {
		if g.one(3) {
			u.Applied = append(u.Applied, a)
		}
	}
	switch g.IntN(6) {
	case 0, 1, 2:
		u.Link = syncplan.Link{Source: "test/acme", EmployeeID: "e" + strconv.Itoa(i)}
		if g.one(g.calm) {
			u.Link.EmployeeID = "e" + strconv.Itoa(g.IntN(8))
		}
	case 3:
		if g.one(2) {
			u.Link = syncplan.Link{Source: pick(g, "other/acme", "other/acme", "third/acme"), EmployeeID: pick(g, "e0", "e1", "x9")}
		}
	}
	if g.moving && g.one(2) {
		u.Link.Source = "other/acme"
		if u.Link.EmployeeID == "" {
			u.Link.EmployeeID = "e" + strconv.Itoa(i)
		}
	}
	return u
}

// circles is a set as a product may have it: in any order, composed or not, with items of
// its own.
func (g generator) circles() employee.Value {
	return pick(g, employee.Empty(), employee.List("Red", "Blue"), employee.List("Own", "Red", "Chess"), employee.List("Ch\u00e9s", "Blue"),
		employee.List("red", "Own"), employee.List("Chess", "Red"))
}

// sameLetters reports whether two addresses are one login.
func sameLetters(a, b string) bool { return fold.Key(a) == fold.Key(b) }
