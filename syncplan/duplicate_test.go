package syncplan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// withLastName are the settings of these tests: names are mapped, and the address of no
// employee is that of a user.
func withLastName() syncplan.Settings {
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}})
	return s
}

// userNamed returns an active user without a link.
func userNamed(id, email, first, last string) syncplan.User {
	return syncplan.User{ID: id, Email: email, Active: true, Attributes: syncplan.Attributes{
		syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("last_name", last),
	}}
}

// of links a user to a record of another source.
func of(source, employeeID string, u syncplan.User) syncplan.User {
	u.Link = syncplan.Link{Source: source, EmployeeID: employeeID}
	return u
}

// TestPossibleDuplicates: who resembles a user that nobody matched, and whether the new
// user is held or a hint names the two.
func TestPossibleDuplicates(t *testing.T) {
	t.Parallel()
	ada := userNamed("u1", "ada@old.example.com", "Ada", "Example")
	private := field("personal_email", "ada@home.example.com")
	home := syncplan.User{ID: "u1", Email: "ada@home.example.com", Active: true}
	ignored := ada
	ignored.Ignored = true
	for _, tt := range []struct {
		name string
		user syncplan.User
		with func(*employee.Employee)
		held string // the evidence, "" where the create runs
		hint string // the text of the hint, "" for none
	}{
		{
			name: "the full name of a user without a link", user: userNamed("u1", "x@old.example.com", "Ada", "Example"),
			held: `user u1 "Ada Example" ("x@old.example.com") has the same full name`,
		},
		{
			name: "in another order, and in another field", user: userNamed("u1", "x@old.example.com", "EXAMPLE Ada", ""),
			held: `user u1 "EXAMPLE Ada" ("x@old.example.com") has the same full name`,
		},
		{
			name: "of an inactive user", user: inactive(userNamed("u1", "x@old.example.com", "Ada", "Example"), false),
			held: `user u1 "Ada Example" ("x@old.example.com") has the same full name`,
		},
		{
			name: "of an ignored user", user: of("other/acme", "7", ignored),
			held: `user u1 "Ada Example" ("ada@old.example.com") of other/acme has the same full name, ` +
				`and the same name before the @ and first name`,
		},
		{
			name: "of a user of another source", user: of("other/acme", "7", ada),
			hint: "a user of another source has the same full name: compare the two, and link the user if they are " +
				"the same employee",
		},
		{
			name: "the first name, and the name before the @", user: userNamed("u1", "ada@old.example.com", "Ada", "Beispiel"),
			held: `user u1 "Ada Beispiel" ("ada@old.example.com") has the same name before the @ and first name`,
		},
		{
			name: "the preferred name, and the name before the @", user: userNamed("u1", "ada@old.example.com", "Addie", ""),
			with: field("preferred_name", "Addie"),
			held: `user u1 "Addie" ("ada@old.example.com") has the same name before the @ and first name`,
		},
		{
			name: "both of a user of another source",
			user: of("other/acme", "7", userNamed("u1", "ada@old.example.com", "Ada", "Beispiel")),
		},
		{
			name: "the name before the @ alone", user: userNamed("u1", "ada@old.example.com", "Bob", "Beispiel"),
			hint: "both have the same name before the @: link them if they are the same",
		},
		{
			name: "the private address of a user without a link", user: home, with: private,
			held: `user u1 ("ada@home.example.com") has the employee's private address`,
		},
		{
			name: "the private address of a user of another source", user: of("other/acme", "7", home), with: private,
			held: `user u1 ("ada@home.example.com") of other/acme has the employee's private address`,
		},
		{
			name: "of a user whose record HR lists no longer", user: of("test/acme", "e0", home), with: private,
			held: `user u1 ("ada@home.example.com") of test/acme has the employee's private address`,
		},
		{
			name: "a withheld private address", user: home, with: field("personal_email", "withheld"),
			hint: "both have the same name before the @: link them if they are the same",
		},
		{name: "nothing in common", user: userNamed("u1", "bob@old.example.com", "Bob", "Beispiel")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := emp("e1", "Ada", "ada@example.com")
			if tt.with != nil {
				tt.with(&e)
			}
			p := build(t, roster(t, e), []syncplan.User{tt.user}, withLastName())
			creates, want := p.Actions, syncplan.Guard("")
			if tt.held != "" {
				creates, want = heldBy(p, syncplan.GuardPossibleDuplicates), syncplan.GuardPossibleDuplicates
			}
			if len(creates) != 1 || creates[0].Kind != syncplan.KindCreate {
				t.Fatalf("want the create, held by %q:\n%s", want, p)
			}
			likeness := creates[0].Evidence[len(creates[0].Evidence)-1].Detail
			if tt.held != "" && likeness != tt.held {
				t.Errorf("the evidence is %s, want %s", likeness, tt.held)
			}
			var hints []string
			for _, n := range p.Notes {
				if n.Reason == syncplan.ReasonSimilar {
					hints = append(hints, n.Text)
					if !slices.Equal(n.EmployeeIDs, []string{"e1"}) || !slices.Equal(n.UserIDs, []string{"u1"}) {
						t.Errorf("the note names %v and %v", n.EmployeeIDs, n.UserIDs)
					}
				}
			}
			if got := strings.Join(hints, "; "); got != tt.hint {
				t.Errorf("hints %q, want %q", got, tt.hint)
			}
			syncplantest.CheckLaws(t, roster(t, e), syncplan.Existing{Users: []syncplan.User{tt.user}}, withLastName(), now)
		})
	}
}

// heldBy returns the actions in the hold of a guard.
func heldBy(p *syncplan.Plan, g syncplan.Guard) []syncplan.Action {
	for _, h := range p.Held {
		if h.Guard == g {
			return h.Actions
		}
	}
	return nil
}

// lookalikes returns n employees with distinct full names, and a user of each name under an
// older address.
func lookalikes(n int) (employees []employee.Employee, users []syncplan.User) {
	for i := range n {
		last := "Example" + strings.Repeat("a", 1+i/26) + string(rune('a'+i%26))
		e := emp(fmt.Sprintf("e%d", i), "Ada", fmt.Sprintf("%d@new.example.com", i))
		e.LastName = last
		employees = append(employees, e)
		users = append(users, userNamed(fmt.Sprintf("u%d", i), fmt.Sprintf("ada%d@old.example.com", i), "Ada", last))
	}
	return employees, users
}

// TestDuplicatesOfAnotherSource: a second HR source shares some names with the first, and
// a renamed one nearly all.
func TestDuplicatesOfAnotherSource(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		employees int
		users     int // of other/acme, with the names of the first employees
		link      string
		want      string
		approved  int // members that are approved
	}{
		{
			name: "a renamed subdomain", employees: 60, users: 60, link: "other/acme",
			want: "nothing to do; 60 held by possible_duplicates",
		},
		{
			name: "a product with users and no link", employees: 40, users: 40,
			want: "nothing to do; 40 held by possible_duplicates",
		},
		{name: "12 of 60 are a fifth", employees: 60, users: 12, link: "other/acme", want: "60 create"},
		{
			name: "13 of 60 are more", employees: 60, users: 13, link: "other/acme",
			want: "47 create; 13 held by possible_duplicates",
		},
		{name: "5 of 6", employees: 6, users: 5, link: "other/acme", want: "6 create"},
		{name: "6 of 6", employees: 6, users: 6, link: "other/acme", want: "nothing to do; 6 held by possible_duplicates"},
		{
			name: "two of 13 approved: the others that were shown wait", employees: 60, users: 13, link: "other/acme",
			approved: 2, want: "49 create; 11 held by possible_duplicates",
		},
		{name: "all approved", employees: 60, users: 60, link: "other/acme", approved: 60, want: "60 create"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			employees, users := lookalikes(tt.employees)
			users = users[:tt.users]
			for i := range users {
				if tt.link != "" {
					users[i] = of(tt.link, fmt.Sprint(i), users[i])
				}
			}
			r, p := roster(t, employees...), prepare(t, roster(t, employees...), users, withLastName())
			plan := p.Plan()
			if tt.approved > 0 {
				var ids []string
				for _, m := range plan.Held[0].Members[:tt.approved] {
					ids = append(ids, m.EmployeeID)
				}
				plan = p.Plan(plan.Held[0].Approve("an operator", now.AddDate(0, 0, 7), ids...))
			}
			if got := counted(plan); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if tt.link != "" && tt.users <= 13 {
				hints := 0
				for _, n := range plan.Notes {
					if n.Reason == syncplan.ReasonSimilar {
						hints++
					}
				}
				if hints != tt.users {
					t.Errorf("%d hints, want one for each of %d users", hints, tt.users)
				}
			}
			if tt.employees < 20 {
				syncplantest.CheckLaws(t, r, syncplan.Existing{Users: users}, withLastName(), now)
			}
		})
	}
}

// TestTextOfHeldDuplicates: the text of the hold says where the users are of another
// source, and only there.
func TestTextOfHeldDuplicates(t *testing.T) {
	t.Parallel()
	employees, users := lookalikes(6)
	open := build(t, roster(t, employees...), users, withLastName())
	for i := range users {
		users[i] = of("other/acme", fmt.Sprint(i), users[i])
	}
	moved := build(t, roster(t, employees...), users, withLastName())
	const text = "6 employees may have a user already: compare each with the users in its evidence; " +
		"if they are the same, link the user to the employee in your product, else approve the hold"
	for _, tt := range []struct{ got, want string }{
		{open.Held[0].Text, text},
		{moved.Held[0].Text, text + " (6 of them resemble users of another source; if the HR system was changed or " +
			"renamed, name the old source in moves_from in the settings instead)"},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestCommonNames: a full name that more than eight employees or users have holds
// nothing, and a hint names some of them.
func TestCommonNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name             string
		employees, users int
		want             string
		hints            int
	}{
		{name: "eight and eight", employees: 8, users: 8, want: "nothing to do; 8 held by possible_duplicates"},
		{name: "nine employees", employees: 9, users: 1, want: "9 create", hints: 9},
		{name: "nine users", employees: 1, users: 9, want: "1 create", hints: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var employees []employee.Employee
			var users []syncplan.User
			for i := range tt.employees {
				employees = append(employees, emp(fmt.Sprintf("e%d", i), "Ada", fmt.Sprintf("e%d@example.com", i)))
			}
			for i := range tt.users {
				users = append(users, userNamed(fmt.Sprintf("u%d", i), fmt.Sprintf("u%d@old.example.com", i), "Ada", "Example"))
			}
			p := build(t, roster(t, employees...), users, withLastName())
			hints := 0
			for _, n := range p.Notes {
				if n.Reason == syncplan.ReasonSimilar && len(n.UserIDs) == min(8, tt.users) && len(n.EmployeeIDs) == 1 {
					hints++
				}
			}
			if got := counted(p); got != tt.want || hints != tt.hints {
				t.Errorf("%s and %d hints, want %s and %d:\n%s", got, hints, tt.want, tt.hints, p)
			}
		})
	}
}

// TestLimitOfCreatesBeforeAnyLink: a limit of the settings counts for the first plan.
func TestLimitOfCreatesBeforeAnyLink(t *testing.T) {
	t.Parallel()
	s := withLastName()
	s.Policy.Limits.Creates = &syncplan.Limit{}
	employees, users := lookalikes(30)
	for i := range users {
		users[i] = of("other/acme", fmt.Sprint(i), users[i])
	}
	if got := counted(build(t, roster(t, employees...), nil, s)); got != "nothing to do; 30 held by creates" {
		t.Errorf("without users: %s", got)
	}
	p := prepare(t, roster(t, employees...), users, s)
	plan := p.Plan(p.Plan().Held[0].ApproveAll("an operator", now.AddDate(0, 0, 7)))
	if got := counted(plan); got != "nothing to do; 30 held by creates" {
		t.Errorf("with the duplicates approved: %s", got)
	}
}
