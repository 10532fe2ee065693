package humaans_test

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func TestRoleInForce(t *testing.T) {
	role := func(title, from string) humaanstest.Role {
		return humaanstest.Role{JobTitle: title, EffectiveDate: from}
	}
	made := func(r humaanstest.Role, id, created string) humaanstest.Role {
		r.ID, r.CreatedAt = id, created
		return r
	}
	left := func(day string) map[string]any {
		return map[string]any{"status": "offboarded", "employmentEndDate": day}
	}
	starter := map[string]any{"status": "newHire"}
	past, current, future, later := role("past", "2020-01-01"), role("current", "2025-01-01"),
		role("future", "2026-09-01"), role("later", "2099-01-01")
	ended := current
	ended.EndDate = "2025-06-30"
	for _, tt := range []struct {
		name   string
		values map[string]any
		roles  []humaanstest.Role
		want   string // the title with its state
	}{
		{name: "one", roles: []humaanstest.Role{current}, want: "known current"},
		{name: "the latest begun", roles: []humaanstest.Role{past, current}, want: "known current"},
		{name: "in any order", roles: []humaanstest.Role{current, past}, want: "known current"},
		{name: "not a planned one", roles: []humaanstest.Role{future, past, current, later}, want: "known current"},
		{name: "the first day counts", roles: []humaanstest.Role{past, role("today", "2026-03-10")},
			want: "known today"},
		{name: "the day before does not", roles: []humaanstest.Role{past, role("tomorrow", "2026-03-11")},
			want: "known past"},
		{name: "the end date does not count", roles: []humaanstest.Role{past, ended}, want: "known current"},
		{name: "none begun: the first to begin", values: starter, roles: []humaanstest.Role{later, future},
			want: "known future"},
		{name: "active, none begun", roles: []humaanstest.Role{later, future}, want: "known future"},
		{name: "one day: the later made", roles: []humaanstest.Role{
			made(role("second", "2025-01-01"), "a", "2025-01-03T09:00:00.000Z"),
			made(role("first", "2025-01-01"), "z", "2025-01-02T09:00:00.000Z"),
		}, want: "known second"},
		{name: "one day, made at once: the greater id", roles: []humaanstest.Role{
			made(role("z", "2025-01-01"), "z", ""), made(role("a", "2025-01-01"), "a", ""),
		}, want: "known z"},
		{name: "one future day: the later made", values: starter, roles: []humaanstest.Role{
			made(role("second", "2099-01-01"), "a", "2025-01-03T09:00:00.000Z"),
			made(role("first", "2099-01-01"), "z", "2025-01-02T09:00:00.000Z"),
		}, want: "known second"},
		{name: "left: by the last day", values: left("2024-12-31"), roles: []humaanstest.Role{past, current},
			want: "known past"},
		{name: "left: on the last day", values: left("2025-01-01"), roles: []humaanstest.Role{past, current},
			want: "known current"},
		{name: "left, last day ahead", values: left("2027-01-01"), roles: []humaanstest.Role{current, future},
			want: "known current"},
		{name: "left, no last day", values: left(""), roles: []humaanstest.Role{past, current, future},
			want: "known current"},
		{name: "active with a past end date", values: map[string]any{"employmentEndDate": "2024-12-31"},
			roles: []humaanstest.Role{past, current}, want: "known current"},
		{name: "one without a date", roles: []humaanstest.Role{role("only", "")}, want: "known only"},
		{name: "one with an unreadable date", roles: []humaanstest.Role{role("only", "soon")}, want: "known only"},
		{name: "several, one without a date", roles: []humaanstest.Role{past, role("undated", "")}, want: "withheld"},
		{name: "several, one unreadable", roles: []humaanstest.Role{role("undated", "soon"), past}, want: "withheld"},
		{name: "no title", values: starter, roles: []humaanstest.Role{role("", "2020-01-01")}, want: "empty"},
		{name: "none", values: starter, want: "empty"},
		{name: "none, but in the employee",
			values: map[string]any{"jobRole": map[string]any{"jobTitle": "nested"}, "jobTitle": "flat"},
			want:   "known nested"},
		{name: "none, but flat in the employee", values: map[string]any{"jobTitle": "flat", "jobRole": "strange"},
			want: "known flat"},
		{name: "the list beats the employee", values: map[string]any{"jobTitle": "flat"},
			roles: []humaanstest.Role{current}, want: "known current"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at(t, "2026-03-10T15:00:00Z", func(t *testing.T) {
				fake := humaanstest.New(token,
					humaanstest.Person{ID: "p1", Values: tt.values, Roles: tt.roles},
					humaanstest.Person{ID: "p2", Roles: []humaanstest.Role{past}})
				e := fetchOne(t, fake)
				if got := show(e.Value(employee.FieldJobTitle)); got != tt.want {
					t.Errorf("job title is %q, want %q", got, tt.want)
				}
				if unreadable := tt.want == "withheld"; unreadable != (len(e.Problems) > 0) {
					t.Errorf("problems %v", e.Problems)
				}
			})
		})
	}
}

// The day is that of the employee; where it cannot be told, the day that has
// begun everywhere.
func TestRoleDay(t *testing.T) {
	for _, tt := range []struct {
		zone, now string
		want      string
	}{
		{zone: "Europe/Lisbon", now: "2026-03-10T23:59:00Z", want: "old"},
		{zone: "Europe/Lisbon", now: "2026-03-11T00:00:00Z", want: "new"},
		{zone: "Asia/Tokyo", now: "2026-03-10T14:59:00Z", want: "old"},
		{zone: "Asia/Tokyo", now: "2026-03-10T15:00:00Z", want: "new"},
		{zone: "America/Los_Angeles", now: "2026-03-11T06:59:00Z", want: "old"},
		{zone: "America/Los_Angeles", now: "2026-03-11T07:00:00Z", want: "new"},
		{zone: "UTC", now: "2026-03-11T00:00:00Z", want: "new"},
		{zone: "", now: "2026-03-11T11:59:00Z", want: "old"},
		{zone: "", now: "2026-03-11T12:00:00Z", want: "new"},
		{zone: "Local", now: "2026-03-11T11:59:00Z", want: "old"},
		{zone: "Mars/Olympus", now: "2026-03-11T11:59:00Z", want: "old"},
		{zone: "../../etc/passwd", now: "2026-03-11T12:00:00Z", want: "new"},
	} {
		at(t, tt.now, func(t *testing.T) {
			fake := humaanstest.New(token, humaanstest.Person{
				ID: "p1", Values: map[string]any{"timezone": tt.zone},
				Roles: []humaanstest.Role{{JobTitle: "old", EffectiveDate: "2020-01-01"},
					{JobTitle: "new", EffectiveDate: "2026-03-11"}},
			})
			r := fetch(t, fake)
			e, _ := r.Employee("p1")
			if e.JobTitle != tt.want {
				t.Errorf("in %q at %s: %q, want %q", tt.zone, tt.now, e.JobTitle, tt.want)
			}
			if now := time.Now(); !r.Origin().AsOf.Equal(now) {
				t.Errorf("as of %v, want %v", r.Origin().AsOf, now)
			}
		})
	}
}

// The instant is that at which the listing began, not that of the page.
func TestRoleDayIsThatOfTheBeginning(t *testing.T) {
	at(t, "2026-03-10T23:59:58Z", func(t *testing.T) {
		fake := humaanstest.New(token, humaanstest.Person{
			ID: "p1", Values: map[string]any{"timezone": "UTC"},
			Roles: []humaanstest.Role{{JobTitle: "old", EffectiveDate: "2020-01-01"},
				{JobTitle: "new", EffectiveDate: "2026-03-11"}},
		})
		fake.Next(humaanstest.RateLimited(10 * time.Second))
		if e := fetchOne(t, fake); e.JobTitle != "old" {
			t.Errorf("title %q", e.JobTitle)
		}
	})
}

func TestRoleForms(t *testing.T) {
	for _, tt := range []struct {
		name       string
		department any
		want       string
	}{
		{name: "text", department: "Sales", want: "known Sales"},
		{name: "object", department: map[string]any{"name": "Sales", "id": 4}, want: "known Sales"},
		{name: "object without a name", department: map[string]any{"id": 4}, want: "withheld"},
		{name: "null", want: "empty"},
		{name: "list", department: []string{"Sales"}, want: "withheld"},
	} {
		fake := humaanstest.New(token,
			humaanstest.Person{ID: "p1",
				Roles: []humaanstest.Role{{JobTitle: "Lead", Department: tt.department, EffectiveDate: "2020-01-01"}}})
		if got := show(fetchOne(t, fake).Value(employee.FieldDepartment)); got != tt.want {
			t.Errorf("%s: department is %q, want %q", tt.name, got, tt.want)
		}
	}
}

// An employee without a role has none, but only if all employees' roles are known and
// the employee is not active: every active employee has one.
func TestNoRole(t *testing.T) {
	const others = `{"total":1,"data":[{"id":"r1","personId":"p9","jobTitle":"Lead","effectiveDate":"2020-01-01"}]}`
	for name, tt := range map[string]struct{ status, roles, scopes, want string }{
		"new hire": {status: "newHire", roles: others, scopes: "private:read", want: "empty"},
		"leaver":   {status: "offboarded", roles: others, scopes: "private:read", want: "empty"},
		"active":   {status: "active", roles: others, scopes: "private:read", want: "withheld"},
		"a status that is not documented": {status: "sabbatical", roles: others, scopes: "private:read",
			want: "withheld"},
		"unproved right": {status: "newHire", roles: others, scopes: "public:read", want: "withheld"},
		"no employee has": {status: "newHire", roles: `{"total":0,"data":[]}`, scopes: "private:read",
			want: "withheld"},
		"one of no employee": {status: "newHire",
			roles:  `{"total":2,"data":[{"id":"r1","personId":"p9"},{"id":"r2","jobTitle":"Lead"}]}`,
			scopes: "private:read", want: "withheld"},
		"numbers for employees": {status: "newHire", roles: `{"total":1,"data":[{"id":1,"personId":9}]}`,
			scopes: "private:read", want: "empty"},
	} {
		fake := one(map[string]any{"status": tt.status})
		fake.Next(body(`{"scopes":["`+tt.scopes+`"]}`), body(tt.roles))
		e := fetchOne(t, fake)
		for _, f := range []employee.Field{employee.FieldJobTitle, employee.FieldDepartment, employee.FieldManagerID} {
			if got := e.Value(f).State().String(); got != tt.want {
				t.Errorf("%s: %s is %s, want %s", name, f, got, tt.want)
			}
		}
	}
}

// A manager may have left, be out of sight, or be the employee: the id stays, and
// the roster completes the e-mail where it may.
func TestManager(t *testing.T) {
	record := func(id, manager string) humaanstest.Person {
		return humaanstest.Person{
			ID: id, Values: map[string]any{"email": id + "@example.com", "employeeId": id},
			Roles: []humaanstest.Role{{JobTitle: "x", EffectiveDate: "2020-01-01", ReportingTo: manager}},
		}
	}
	gone := record("p6", "")
	gone.Values["status"] = "offboarded"
	fake := humaanstest.New(token, record("p1", "p2"), record("p2", "p1"), record("p3", "p3"), record("p4", "hidden"),
		record("p5", ""), gone, record("p7", "p6"))
	r, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][2]string{
		"p1": {"known p2", "known p2@example.com"},
		"p2": {"known p1", "known p1@example.com"},
		"p3": {"known p3", "withheld"},
		"p4": {"known hidden", "withheld"},
		"p5": {"empty", "empty"},
		"p7": {"known p6", "known p6@example.com"},
	} {
		e, _ := r.Employee(id)
		if got := [2]string{show(e.Value(employee.FieldManagerID)),
			show(e.Value(employee.FieldManagerEmail))}; got != want {
			t.Errorf("%s: id and e-mail of the manager are %q, want %q", id, got, want)
		}
	}
}

// updatedAt is the newer of the employee's and the role's.
func TestUpdatedAt(t *testing.T) {
	day := func(d int) string { return time.Date(2026, 1, d, 0, 0, 0, 0, time.UTC).Format(time.RFC3339) }
	for _, tt := range []struct {
		record any
		role   string
		want   int
	}{{record: day(1), role: day(2), want: 2}, {record: day(3), role: day(2), want: 3}, {role: day(2), want: 2},
		{record: "never", role: "", want: 10}} {
		fake := humaanstest.New(token, humaanstest.Person{
			ID: "p1", Values: map[string]any{"updatedAt": tt.record},
			Roles: []humaanstest.Role{{JobTitle: "x", EffectiveDate: "2020-01-01", UpdatedAt: tt.role,
				CreatedAt: day(10)}},
		})
		if got := fetchOne(t, fake).UpdatedAt; got.Day() != tt.want {
			t.Errorf("%v and %s: %v", tt.record, tt.role, got)
		}
	}
}
