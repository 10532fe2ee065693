package syncplan_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestGate: an employee in no action gets the gate that stopped them, and the
// raw value.
func TestGate(t *testing.T) {
	t.Parallel()
	yes := field("custom.sync", "yes")
	ada := func(with ...func(*employee.Employee)) employee.Employee {
		return emp("e1", "Ada", "ada@example.com", append(options{yes}, with...)...)
	}
	u := linked("u1", "e1", "ada@example.com")
	for _, tt := range []struct {
		name string
		ada  employee.Employee
		user syncplan.User
		want string
	}{
		{
			name: "the scope",
			ada:  ada(field("custom.sync", "Vollzeit")), user: u,
			want: `scope: custom.sync is "Vollzeit", not a listed word for yes or no, ` +
				`so it is unknown whether it is yes`,
		},
		{name: "the block", ada: ada(field("department", "Interns")), want: `block: department is "Interns"`},
		{name: "the lifecycle", ada: ada(field("status", "empty")), user: u, want: "the status is blank"},
		{
			name: "left, without a user",
			ada:  ada(field("termination_date", yesterday), field("status", "inactive")),
			want: "left: the end date has passed (since 2026-11-22T00:00:00+01:00 in Europe/Berlin); " +
				"status is inactive (the vendor's status: Active); hire_date is 2020-01-01; termination_date is 2026-11-21",
		},
		{
			name: "a key that cannot be read",
			ada:  ada(field("work_email", "withheld")),
			want: "no_key: no user is created: email cannot be read, so a user may exist already",
		},
		{
			name: "a required value",
			ada:  ada(field("department", "empty")),
			want: `required: no user is created: no value for "department"; department is empty`,
		},
		{
			name: "a protected address",
			ada:  ada(),
			user: syncplan.User{
				ID: "u1", Link: u.Link, Email: "old@example.com", Active: true, Protected: true, Attributes: u.Attributes,
			},
			want: "protected: HR has another address, but the user is protected: change it by hand; " +
				"work_email is ada@example.com",
		},
		{
			name: "an operator's decision",
			ada:  ada(), user: inactive(u, false),
			want: "manual: the user should be active, but an operator deactivated the user: reactivate it by hand",
		},
		{
			name: "a pre-hire",
			ada:  ada(field("hire_date", tomorrow)),
			want: "pre_hire: will be created on 2026-11-23; hire_date is 2026-11-23",
		},
		{
			name: "a guard",
			ada:  ada(field("termination_date", yesterday)), user: free("u1", "ada@example.com"),
			want: "held by the guard unlinked_deactivations",
		},
		{name: "nothing", ada: ada(), user: u, want: "the status says active; the user is up to date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.OpYes}
			s.Policy.Block = mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"Interns"}}
			s.Mapping.Rules[2].Required = true
			users := []syncplan.User{linked("u2", "e2", "b@example.com"), linked("u3", "e3", "c@example.com")}
			if tt.user.ID != "" {
				users = append(users, tt.user)
			}
			r := roster(t, tt.ada, emp("e2", "Ada", "b@example.com", yes), emp("e3", "Ada", "c@example.com", yes))
			p := prepare(t, r, users, s)
			x, ok := p.Explain(p.Plan(), "e1")
			if !ok || x.Gate != tt.want {
				t.Errorf("got  %s\nwant %s", x.Gate, tt.want)
			}
			seen := make(map[string]bool)
			for line := range strings.Lines(x.String()) {
				if seen[line] {
					t.Errorf("%q is there twice", line)
				}
				seen[line] = true
			}
			if len(x.Actions) > 0 || !strings.Contains(x.String(), "decided by "+x.Gate) || len(x.Values) != 3 {
				t.Errorf("got\n%s", x)
			}
		})
	}
}

// TestExplainUser is about users, with an employee and without.
func TestExplainUser(t *testing.T) {
	t.Parallel()
	users := []syncplan.User{
		linked("u1", "e1", "ada@example.com"), linked("u2", "gone", "bob@example.com"),
		inactive(linked("u3", "gone too", "c@example.com"), true), free("u4", "d@example.com"),
		ignored(free("u5", "e@example.com")),
		{ID: "u6", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "f@example.com"},
		linked("u7", "e1", "g@example.com"),
	}
	r := roster(t, emp("e1", "Ada", "ada@example.com"), emp("e2", "Bob", "b@example.com"))
	planner := prepare(t, r, users, settings())
	p := planner.Plan()
	for _, tt := range []struct {
		user, employee string
		disposition    syncplan.Disposition
		gate           string
	}{
		{
			user: "u1", employee: "e1", disposition: "present",
			gate: "linked_twice: several users are linked to one employee: unlink all but one",
		},
		{
			user: "u2", employee: "gone", disposition: "no_record",
			gate: "no_record: HR no longer lists the record that this user is linked to: access is not changed",
		},
		{
			user: "u3", employee: "gone too", disposition: "no_record",
			gate: "HR no longer lists employee \"gone too\", and the user is inactive",
		},
		{user: "u4", disposition: "untouched", gate: "the user has no link, and no key matches an employee"},
		{user: "u5", disposition: "untouched", gate: "the user is ignored"},
		{user: "u6", disposition: "untouched", gate: "linked to employee e1 of other/acme, not of test/acme"},
		{
			user: "u7", employee: "e1", disposition: "untouched",
			gate: "linked_twice: several users are linked to one employee: unlink all but one",
		},
	} {
		x, ok := planner.ExplainUser(p, tt.user)
		if !ok || x.EmployeeID != tt.employee || x.Disposition != tt.disposition || x.Gate != tt.gate {
			t.Errorf("%s: got %v, %q, %q, %q", tt.user, ok, x.EmployeeID, x.Disposition, x.Gate)
		}
	}
	if x, ok := planner.Explain(p, "gone"); !ok || x.UserID != "u2" {
		t.Errorf("a record that is not listed: got %v, %+v", ok, x)
	}
	for _, id := range []string{"", "e9", "u1"} {
		if x, ok := planner.Explain(p, id); ok {
			t.Errorf("employee %q is explained: %s", id, x)
		}
	}
	if x, ok := planner.ExplainUser(p, "u9"); ok {
		t.Errorf("a user that does not exist is explained: %s", x)
	}
	later, elsewhere := *p, *p
	later.At, elsewhere.Source = p.At.Add(time.Hour), "other/acme"
	for name, plan := range map[string]*syncplan.Plan{
		"no plan": nil, "an empty plan": {}, "a plan of another instant": &later, "a plan of another source": &elsewhere,
	} {
		if _, ok := planner.Explain(plan, "e1"); ok {
			t.Errorf("%s: an employee is explained", name)
		}
		if _, ok := planner.ExplainUser(plan, "u1"); ok {
			t.Errorf("%s: a user is explained", name)
		}
	}
}

// TestConcurrentReading is for the race detector.
func TestConcurrentReading(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		w := worlds.New(seed)
		planner := planner(t, w)
		p := planner.Plan()
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				for i := range w.People {
					planner.Explain(p, w.People[i].ID)
				}
				for i := range w.Existing.Users {
					planner.ExplainUser(p, w.Existing.Users[i].ID)
				}
				c, err := syncplan.Compare(planner, planner)
				if err != nil || len(c.Enter)+len(c.Leave)+len(c.Dispositions)+len(c.Attributes)+len(c.Actions) > 0 {
					t.Errorf("world %d: compared with itself: %v\n%s", seed, err, c)
				}
				if planner.Plan().Hash() != p.Hash() {
					t.Errorf("world %d: the next plan is another one", seed)
				}
				_ = p.String() + p.Markdown() + p.Hash()
			})
		}
		readers.Wait()
	}
}

func TestRecheck(t *testing.T) {
	t.Parallel()
	boss := field("manager.id", "e2")
	r := roster(t, emp("e1", "Ada", "new@example.com", field("department", "R&D"), boss),
		emp("e2", "Bob", "bob@example.com"),
		emp("e3", "Eve", "eve@example.com", field("termination_date", yesterday)), emp("e4", "Joe", "joe@example.com"),
		emp("e5", "Kim", "kim@example.com"), emp("e6", "Lee", "lee@example.com"),
		emp("e7", "Mia", "mia@example.com", field("termination_date", yesterday)),
		emp("e8", "Zoe", "zoe@example.com"))
	zoe := linked("u8", "e80", "zoe@example.com")
	zoe.Attributes[0] = syncplan.TextAttribute("first_name", "Zoe")
	users := map[string]syncplan.User{}
	for _, u := range []syncplan.User{
		linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com"), linked("u3", "e3", "eve@example.com"),
		inactive(linked("u5", "e5", "kim@example.com"), true), free("u6", "lee@example.com"),
		free("u7", "mia@example.com"), inactive(zoe, true),
	} {
		users[u.ID] = u
	}
	list := []syncplan.User{users["u1"], users["u2"], users["u3"], users["u5"], users["u6"], users["u7"], users["u8"]}
	p := build(t, r, list, withManagers())
	action := func(k syncplan.Kind, employeeID string) syncplan.Action {
		for _, a := range slices.Concat(p.Actions, held(p)) {
			if a.Kind == k && a.EmployeeID == employeeID {
				return a
			}
		}
		t.Fatalf("no %s of %s in\n%s", k, employeeID, p)
		return syncplan.Action{}
	}
	update, deactivate := action(syncplan.KindUpdate, "e1"), action(syncplan.KindDeactivate, "e3")
	values := update
	values.Changes = slices.DeleteFunc(slices.Clone(update.Changes), func(c syncplan.Change) bool {
		return c.Attribute == syncplan.TargetEmail
	})
	create := action(syncplan.KindCreate, "e4")
	reactivate, link := action(syncplan.KindReactivate, "e5"), action(syncplan.KindLink, "e6")
	relink := action(syncplan.KindRelink, "e8")
	manage, first := action(syncplan.KindSetManager, "e1"), action(syncplan.KindDeactivate, "e7")
	elsewhere := func(u *syncplan.User) { u.Link = syncplan.Link{Source: "test/other", EmployeeID: "e1"} }
	unlinked := func(u *syncplan.User) { u.Link = syncplan.Link{} }
	with := func(id string, changes ...func(*syncplan.User)) syncplan.User {
		u := users[id]
		u.Attributes = append(syncplan.Attributes(nil), u.Attributes...)
		for _, c := range changes {
			c(&u)
		}
		return u
	}
	email := func(address string) func(*syncplan.User) {
		return func(u *syncplan.User) { u.Email = address }
	}
	attribute := func(name, value string) func(*syncplan.User) {
		return func(u *syncplan.User) {
			for i := range u.Attributes {
				if u.Attributes[i].Name == name {
					u.Attributes[i] = syncplan.TextAttribute(name, value)
					return
				}
			}
			u.Attributes = append(u.Attributes, syncplan.TextAttribute(name, value))
		}
	}
	active := func(is bool) func(*syncplan.User) { return func(u *syncplan.User) { u.Active = is } }
	boundTo := func(id string) func(*syncplan.User) {
		return func(u *syncplan.User) { u.Link = syncplan.Link{Source: "test/acme", EmployeeID: id} }
	}
	guarded := func(u *syncplan.User) { u.Protected = true }
	hidden := func(u *syncplan.User) { u.Ignored = true }
	managedBy := func(id string) func(*syncplan.User) { return func(u *syncplan.User) { u.ManagerID = id } }
	for _, tt := range []struct {
		name   string
		action syncplan.Action
		now    syncplan.User
		want   syncplan.Recheck
		moved  string
	}{
		{name: "update: as planned", action: update, now: with("u1"), want: syncplan.RecheckValid},
		{
			name:   "update: half done",
			action: update,
			now:    with("u1", email("NEW@example.com"), email("new@example.com")),
			want:   syncplan.RecheckValid,
		},
		{
			name:   "update: done",
			action: update,
			now:    with("u1", email("new@example.com"), attribute("department", "R&D")),
			want:   syncplan.RecheckDone,
		},
		{
			name:   "update: another value",
			action: update,
			now:    with("u1", attribute("department", "Support")),
			want:   syncplan.RecheckStale,
			moved:  `department: "Support" -> "R&D" from department (rules[2])`,
		},
		{name: "update: deactivated since", action: update, now: with("u1", active(false)), want: syncplan.RecheckStale},
		{
			name:   "update: of an inactive user, without an address",
			action: values, now: with("u1", active(false)), want: syncplan.RecheckValid,
		},
		{
			name:   "update: protected since, and the address would change",
			action: update,
			now:    with("u1", guarded),
			want:   syncplan.RecheckStale,
		},
		{name: "update: ignored since", action: update, now: with("u1", hidden), want: syncplan.RecheckStale},
		{
			name:   "update: another record's since",
			action: update,
			now:    with("u1", boundTo("e9")),
			want:   syncplan.RecheckStale,
		},
		{name: "update: gone", action: update, now: syncplan.User{}, want: syncplan.RecheckStale},
		{name: "update: another user", action: update, now: with("u2"), want: syncplan.RecheckStale},
		{name: "relink: inactive, as planned", action: relink, now: with("u8"), want: syncplan.RecheckValid},
		{name: "relink: active since", action: relink, now: with("u8", active(true)), want: syncplan.RecheckValid},
		{
			name:   "relink: linked, and still inactive",
			action: relink,
			now:    with("u8", boundTo("e8"), attribute("first_name", "Zoe")),
			want:   syncplan.RecheckValid,
		},
		{
			name:   "relink: done",
			action: relink,
			now:    with("u8", boundTo("e8"), attribute("first_name", "Zoe"), active(true)),
			want:   syncplan.RecheckDone,
		},
		{name: "relink: another record's since", action: relink, now: with("u8", boundTo("e9")), want: syncplan.RecheckStale},
		{name: "link: as planned", action: link, now: with("u6"), want: syncplan.RecheckValid},
		{name: "link: linked by an operator", action: link, now: with("u6", boundTo("e9")), want: syncplan.RecheckStale},
		{
			name:   "link: done",
			action: link,
			now:    with("u6", boundTo("e6"), attribute("first_name", "Lee"), attribute("department", "Sales")),
			want:   syncplan.RecheckDone,
		},
		{name: "deactivate: as planned", action: deactivate, now: with("u3"), want: syncplan.RecheckValid},
		{
			name:   "deactivate: done",
			action: deactivate,
			now:    with("u3", active(false), attribute("first_name", "Eve")),
			want:   syncplan.RecheckDone,
		},
		{name: "deactivate: protected since", action: deactivate, now: with("u3", guarded), want: syncplan.RecheckStale},
		{name: "reactivate: as planned", action: reactivate, now: with("u5"), want: syncplan.RecheckValid},
		{
			name:   "reactivate: done",
			action: reactivate,
			now:    with("u5", active(true), attribute("first_name", "Kim")),
			want:   syncplan.RecheckDone,
		},
		{
			name:   "update: the same id of another source since",
			action: update,
			now:    with("u1", elsewhere),
			want:   syncplan.RecheckStale,
		},
		{name: "link: linked to another source since", action: link, now: with("u6", elsewhere), want: syncplan.RecheckStale},
		{
			name:   "deactivate: linked to another record since",
			action: deactivate,
			now:    with("u3", boundTo("777")),
			want:   syncplan.RecheckStale,
		},
		{name: "reactivate: unlinked since", action: reactivate, now: with("u5", unlinked), want: syncplan.RecheckStale},
		{name: "unlinked deactivate: as planned", action: first, now: with("u7"), want: syncplan.RecheckValid},
		{
			name:   "unlinked deactivate: linked to another record since",
			action: first,
			now:    with("u7", boundTo("777")),
			want:   syncplan.RecheckStale,
		},
		{
			name:   "unlinked deactivate: linked to another source since",
			action: first,
			now:    with("u7", elsewhere),
			want:   syncplan.RecheckStale,
		},
		{
			name:   "unlinked deactivate: linked by an earlier try",
			action: first,
			now:    with("u7", boundTo("e7")),
			want:   syncplan.RecheckValid,
		},
		{
			name:   "create: the address is another user's since",
			action: create,
			now:    with("u2", email("JOE@example.com")),
			want:   syncplan.RecheckStale,
		},
		{name: "create: another user", action: create, now: with("u2"), want: syncplan.RecheckValid},
		{
			name:   "set_manager: another record's since",
			action: manage,
			now:    with("u1", boundTo("777")),
			want:   syncplan.RecheckStale,
		},
		{name: "create: as planned", action: create, now: syncplan.User{}, want: syncplan.RecheckValid},
		{name: "create: done", action: create, now: with("u1", boundTo("e4")), want: syncplan.RecheckDone},
		{name: "set_manager: as planned", action: manage, now: with("u1"), want: syncplan.RecheckValid},
		{name: "set_manager: done", action: manage, now: with("u1", managedBy("u2")), want: syncplan.RecheckDone},
	} {
		verdict, moved := tt.action.Recheck(tt.now)
		got := ""
		for _, c := range moved {
			got += c.String()
		}
		if verdict != tt.want || got != tt.moved {
			t.Errorf("%s: got %s %q, want %s %q", tt.name, verdict, got, tt.want, tt.moved)
		}
	}
}

// TestWithheldEndDate: whose end date is hidden, or has an unreadable value, is
// told so, and what to do about it, in the plan and in the explanation.
func TestWithheldEndDate(t *testing.T) {
	t.Parallel()
	const hidden = "because termination_date is withheld: give the credentials permission to read it"
	unreadable := func(e *employee.Employee) {
		e.Problems = append(e.Problems, employee.Problem{
			EmployeeID: e.ID, Field: employee.FieldTerminationDate, Reason: "not a date",
		})
	}
	for _, tt := range []struct {
		name string
		rule syncplan.LeavingEvidence
		with options
		user []syncplan.User
		want string
	}{
		{
			name: "active, both",
			rule: syncplan.LeavingEvidenceBoth,
			user: []syncplan.User{linked("u1", "e1", "ada@example.com")},
			want: hidden,
		},
		{
			name: "active, the end date alone",
			rule: syncplan.LeavingEvidenceEndDate,
			user: []syncplan.User{linked("u1", "e1", "ada@example.com")},
			want: hidden,
		},
		{name: "no user yet", rule: syncplan.LeavingEvidenceBoth, want: hidden},
		{
			name: "inactive",
			rule: syncplan.LeavingEvidenceBoth,
			with: options{field("status", "inactive")},
			user: []syncplan.User{linked("u1", "e1", "ada@example.com")},
			want: hidden,
		},
		{
			name: "a value that cannot be read",
			rule: syncplan.LeavingEvidenceBoth,
			with: options{unreadable},
			user: []syncplan.User{linked("u1", "e1", "ada@example.com")},
			want: "because termination_date is withheld (the value in HR cannot be read: correct it there)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.LeavingEvidence = tt.rule
			with := append(tt.with, field("termination_date", "withheld"))
			r := roster(t, emp("e1", "Ada", "ada@example.com", with...), emp("e2", "Bob", "bob@example.com"))
			planner := prepare(t, r, tt.user, s)
			p := planner.Plan()
			x, ok := planner.Explain(p, "e1")
			if !ok {
				t.Fatal("not explained")
			}
			for _, text := range []string{p.String(), x.String()} {
				if !strings.Contains(text, "the end date cannot be read") || !strings.Contains(text, tt.want) {
					t.Errorf("want %q in\n%s", tt.want, text)
				}
			}
			if len(p.Actions) > 1 { // but for Bob
				t.Errorf("more than one action\n%s", p)
			}
		})
	}
}
