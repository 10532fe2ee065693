package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// An emp is an employee as a test writes it. A value of "?" cannot be read.
type emp struct {
	id, email, number, name string
	late                    bool // starts long after any leaver's end
	flags                   EmployeeFlags
}

// A usr is a user; a link of "other" is one to another source.
type usr struct {
	id, link, email, number, name string
	inactive, ignored, crosswise  bool
}

// input matches by email, then number, then name.
func input(employees []emp, accounts []usr) *Input {
	known := func(s string) string { return fold.Key(strings.Trim(s, "?")) }
	t := users.New(len(accounts), len(employees), users.Texts{
		Employee: func(u int32) string { return accounts[u].link },
		Email:    func(u int32) string { return accounts[u].email },
		Wanted:   func(i int32) string { return known(employees[i].email) },
	})
	likeness := func(a, b string) Likeness {
		switch {
		case a == "" || b == "":
			return LikenessSilent
		case a == "?" || b == "?":
			return LikenessUnknown
		case fold.Equal(a, b):
			return LikenessAlike
		}
		return LikenessDifferent
	}
	in := &Input{
		Table:       t,
		Names:       func(i, u int32) Likeness { return likeness(employees[i].name, accounts[u].name) },
		RecordNames: func(i, other int32) Likeness { return likeness(employees[i].name, employees[other].name) },
		Addresses:   func(i, u, _ int32) Likeness { return likeness(employees[i].email, accounts[u].email) },
		Crosswise:   func(i, u int32) bool { return accounts[u].crosswise },
		Keeps:       func(i, _, _ int32) bool { return !employees[i].late },
	}
	for u, a := range accounts {
		flags := UserActive
		switch a.link {
		case "":
		case "other":
			flags |= UserLinked | UserForeign
		default:
			flags |= UserLinked
			t.AddLink(int32(u), a.link, nil)
		}
		if a.inactive {
			flags &^= UserActive
		}
		if a.ignored {
			flags |= UserIgnored
		}
		in.Users = append(in.Users, flags)
	}
	t.FinishLinks(func(a, b int32) int { return cmp.Compare(accounts[a].id, accounts[b].id) })
	for i, e := range employees {
		u := t.Linked(e.id)
		in.Employees, in.Linked = append(in.Employees, e.flags), append(in.Linked, u)
		t.AddEmployee(int32(i), known(e.email), u, u >= 0 && fold.Equal(accounts[u].email, known(e.email)))
	}
	t.FinishEmails()
	key := func(k Key, hr func(emp) string, has func(usr) string) {
		k.Employee = func(i int32) string { return known(hr(employees[i])) }
		k.User = func(u, i int32) string {
			if k.Name && i >= 0 {
				return known(hr(employees[i]))
			}
			return fold.Key(has(accounts[u]))
		}
		k.Obscure = func(i int32) bool { return strings.Contains(hr(employees[i]), "?") }
		k.Stopped = func(i int32) int32 {
			if hr(employees[i]) == "?" {
				return int32(len(in.Keys))
			}
			return -1
		}
		k.GivesUp = func(i, u int32) bool {
			own := known(hr(employees[i]))
			return own != "" && own != fold.Key(has(accounts[u]))
		}
		in.Keys = append(in.Keys, k)
	}
	key(Key{Email: true}, func(e emp) string { return e.email }, func(u usr) string { return u.email })
	key(Key{}, func(e emp) string { return e.number }, func(u usr) string { return u.number })
	key(Key{Name: true}, func(e emp) string { return e.name }, func(u usr) string { return u.name })
	return in
}

var kinds = [...]string{
	KindFree: "free", KindNoCreate: "no create", KindPaired: "paired",
	KindDoubtful: "doubtful", KindConflict: "conflict", KindClaimed: "claimed",
}

func TestMatch(t *testing.T) {
	t.Parallel()
	type want struct {
		employees, users []string // the kinds
		pairs            []int32  // the user of each employee
		findings         []FindingKind
		relinks          []Relink
	}
	for _, tt := range []struct {
		name      string
		employees []emp
		users     []usr
		want      want
	}{
		{
			name:      "by address",
			employees: []emp{{id: "e1", email: "ada@x"}},
			users:     []usr{{email: "ADA@x "}},
			want:      want{employees: []string{"paired"}, users: []string{"paired"}, pairs: []int32{0}},
		},
		{
			name:      "by the second key",
			employees: []emp{{id: "e1", email: "ada@x", number: "7"}},
			users:     []usr{{number: "7"}},
			want:      want{employees: []string{"paired"}, users: []string{"paired"}, pairs: []int32{0}},
		},
		{
			name:      "an earlier key differs",
			employees: []emp{{id: "e1", email: "ada@x", number: "7"}},
			users:     []usr{{email: "bob@x", number: "7"}},
			want: want{
				employees: []string{"free"}, users: []string{"free"}, pairs: []int32{-1},
				findings: []FindingKind{FindingTwoByEarlier},
			},
		},
		{
			name:      "an earlier key cannot be read",
			employees: []emp{{id: "e1", email: "?", number: "7"}},
			users:     []usr{{email: "bob@x", number: "7"}},
			want: want{
				employees: []string{"no create"}, users: []string{"free"}, pairs: []int32{-1},
				findings: []FindingKind{FindingEarlierObscure},
			},
		},
		{
			name:      "no key can be read",
			employees: []emp{{id: "e1", email: "?"}},
			want:      want{employees: []string{"no create"}, pairs: []int32{-1}, findings: []FindingKind{FindingNoValue}},
		},
		{
			name:      "several users",
			employees: []emp{{id: "e1", number: "7"}},
			users:     []usr{{number: "7"}, {number: "7"}},
			want: want{
				employees: []string{"conflict"}, users: []string{"conflict", "conflict"}, pairs: []int32{-1},
				findings: []FindingKind{FindingSeveralUsers},
			},
		},
		{
			name:      "several employees",
			employees: []emp{{id: "e1", number: "7"}, {id: "e2", number: "7"}},
			users:     []usr{{number: "7"}},
			want: want{
				employees: []string{"conflict", "conflict"}, users: []string{"conflict"}, pairs: []int32{-1, -1},
				findings: []FindingKind{FindingSeveralFit},
			},
		},
		{
			name:      "a leaver does not compete",
			employees: []emp{{id: "e1", number: "7", flags: EmployeeLeft}, {id: "e2", number: "7"}},
			users:     []usr{{number: "7"}},
			want:      want{employees: []string{"free", "paired"}, users: []string{"paired"}, pairs: []int32{-1, 0}},
		},
		{
			name:      "one address in HR",
			employees: []emp{{id: "e1", email: "ada@x"}, {id: "e2", email: "ada@x"}},
			users:     []usr{{link: "e1", email: "ada@x"}},
			want: want{
				employees: []string{"paired", "conflict"}, users: []string{"claimed"}, pairs: []int32{0, -1},
				findings: []FindingKind{FindingSameEmail},
			},
		},
		{
			name:      "several users of one employee",
			employees: []emp{{id: "e1", email: "ada@x"}},
			users:     []usr{{link: "e1"}, {link: "e1"}},
			want: want{
				employees: []string{"conflict"}, users: []string{"conflict", "conflict"}, pairs: []int32{0},
				findings: []FindingKind{FindingLinkedTwice},
			},
		},
		{
			name:      "two names behind one address",
			employees: []emp{{id: "e1", email: "ada@x", name: "Ada"}},
			users:     []usr{{email: "ada@x", name: "Bob"}},
			want: want{
				employees: []string{"no create"}, users: []string{"free"}, pairs: []int32{-1},
				findings: []FindingKind{FindingNamesDiffer},
			},
		},
		{
			name:      "a name that two have",
			employees: []emp{{id: "e1", name: "Ada"}, {id: "e2", name: "Ada"}},
			users:     []usr{{name: "Ada"}},
			want: want{
				employees: []string{"free", "free"}, users: []string{"free"}, pairs: []int32{-1, -1},
				findings: []FindingKind{FindingNameShared},
			},
		},
		{
			name:      "the scope is unknown",
			employees: []emp{{id: "e1", email: "ada@x", flags: EmployeeScopeUnknown}},
			users:     []usr{{email: "ada@x"}},
			want:      want{employees: []string{"doubtful"}, users: []string{"doubtful"}, pairs: []int32{0}},
		},
		{
			name:      "out of scope",
			employees: []emp{{id: "e1", email: "ada@x", flags: EmployeeOutside}},
			users:     []usr{{email: "ada@x"}},
			want:      want{employees: []string{"free"}, users: []string{"free"}, pairs: []int32{-1}},
		},
		{
			name: "a rehire under a new id",
			employees: []emp{
				{id: "e1", email: "old@x", number: "1", flags: EmployeeLeft | EmployeeGone},
				{id: "e2", email: "ada@x", number: "2", flags: EmployeeWanted},
			},
			users: []usr{{link: "e1", email: "ada@x", number: "1"}},
			want: want{
				employees: []string{"conflict", "no create"}, users: []string{"claimed"}, pairs: []int32{0, -1},
				findings: []FindingKind{FindingLinkedElse}, relinks: []Relink{{1, 0}},
			},
		},
		{
			name: "the address is another employee's",
			employees: []emp{
				{id: "e1", email: "ada@x", flags: EmployeeWanted},
				{id: "e2", email: "ada@x", flags: EmployeeLeft | EmployeeGone},
			},
			users: []usr{{link: "e1", email: "ada@x"}},
			want:  want{employees: []string{"paired", "free"}, users: []string{"paired"}, pairs: []int32{0, -1}},
		},
		{
			name:      "a user of another source",
			employees: []emp{{id: "e1", email: "ada@x", flags: EmployeeWanted}},
			users:     []usr{{link: "other", email: "ada@x"}},
			want: want{
				employees: []string{"no create"}, users: []string{"claimed"}, pairs: []int32{-1},
				findings: []FindingKind{FindingLinkedElse}, relinks: []Relink{{0, 0}},
			},
		},
		{
			name:      "an inactive user of another source",
			employees: []emp{{id: "e1", email: "ada@x", flags: EmployeeWanted}},
			users:     []usr{{link: "other", email: "ada@x", inactive: true}},
			want: want{
				employees: []string{"no create"}, users: []string{"claimed"}, pairs: []int32{-1},
				findings: []FindingKind{FindingLinkedElse}, relinks: []Relink{{0, 0}},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Match(input(tt.employees, tt.users))
			var got want
			for _, o := range r.Employees {
				got.employees, got.pairs = append(got.employees, kinds[o.Kind]), append(got.pairs, o.User)
			}
			for _, o := range r.Users {
				got.users = append(got.users, kinds[o.Kind])
			}
			for _, f := range r.Findings {
				got.findings = append(got.findings, f.Kind)
			}
			got.relinks = r.Relinks(func(int32) bool { return false })
			if len(got.relinks) == 0 {
				got.relinks = nil
			}
			if diff := gocmp.Diff(tt.want, got, gocmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOutcomesAgree matches random companies: what is found of employees and of
// users fits together, and what is stopped says by which finding.
func TestOutcomesAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		employees, accounts := company(rng)
		r := Match(input(employees, accounts))
		for i, o := range r.Employees {
			if o.User >= 0 && r.Users[o.User].Employee != int32(i) {
				t.Fatalf("world %d: employee %d has user %d, whose employee is %d", seed, i, o.User, r.Users[o.User].Employee)
			}
			paired := o.Kind == KindPaired || o.Kind == KindDoubtful
			if paired && o.User < 0 || o.Kind == KindNoCreate && o.User >= 0 {
				t.Fatalf("world %d: employee %d is %s with user %d", seed, i, kinds[o.Kind], o.User)
			}
			if o.Why >= 0 && o.Kind != KindConflict && o.Kind != KindNoCreate {
				t.Fatalf("world %d: employee %d is %s, and finding %d stopped it", seed, i, kinds[o.Kind], o.Why)
			}
			if o.Why >= 0 && o.Kind != KindFree {
				f := r.Findings[o.Why]
				if !slices.Contains(f.Employees, int32(i)) && (o.User < 0 || !slices.Contains(f.Users, o.User)) {
					t.Fatalf("world %d: finding %+v stopped employee %d, which it does not name", seed, f, i)
				}
			}
			if o.User >= 0 && !o.Linked && accounts[o.User].link != "" {
				t.Fatalf("world %d: a key found the linked user %d", seed, o.User)
			}
			if employees[i].flags&EmployeeOutside != 0 && o.User >= 0 {
				t.Fatalf("world %d: employee %d is outside, and has user %d", seed, i, o.User)
			}
		}
		for u, o := range r.Users {
			if o.Employee >= 0 && r.Employees[o.Employee].User != int32(u) {
				t.Fatalf("world %d: user %d has employee %d, whose user is %d", seed, u, o.Employee, r.Employees[o.Employee].User)
			}
			if o.Employee < 0 && (o.Kind == KindPaired || o.Kind == KindDoubtful) {
				t.Fatalf("world %d: user %d is %s without an employee", seed, u, kinds[o.Kind])
			}
		}
	}
}

// TestOrderDoesNotMatter matches random companies, and the same with employees and
// users the other way round.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		rng := rand.New(rand.NewPCG(seed, 2))
		employees, accounts := company(rng)
		there := Match(input(employees, accounts))
		slices.Reverse(employees)
		slices.Reverse(accounts)
		back := Match(input(employees, accounts))
		slices.Reverse(back.Employees)
		slices.Reverse(back.Users)
		for i, o := range there.Employees {
			if b := back.Employees[i]; o.Kind != b.Kind || o.Linked != b.Linked || o.Shares != b.Shares || o.Key != b.Key {
				t.Fatalf("world %d: employee %d is %+v, and %+v the other way round", seed, i, o, b)
			}
		}
		for u, o := range there.Users {
			if b := back.Users[u]; o.Kind != b.Kind {
				t.Fatalf("world %d: user %d is %s, and %s the other way round", seed, u, kinds[o.Kind], kinds[b.Kind])
			}
		}
	}
}

// company invents a few employees and users that share most of their values.
func company(rng *rand.Rand) (employees []emp, accounts []usr) {
	one := func(of ...string) string { return of[rng.IntN(len(of))] }
	for i := range 1 + rng.IntN(4) {
		e := emp{
			id: string(rune('a' + i)), email: one("a@x", "b@x", "c@x", "", "?"),
			number: one("1", "2", "", "?"), name: one("A", "B", ""),
		}
		switch rng.IntN(8) {
		case 0:
			e.flags = EmployeeLeft | EmployeeGone
		case 1:
			e.flags = EmployeeMayHaveLeft
		case 2:
			e.flags = EmployeeScopeUnknown
		case 3:
			e.flags = EmployeeOutside
		default:
			e.flags = EmployeeWanted
		}
		employees = append(employees, e)
	}
	for i := range rng.IntN(4) {
		a := usr{
			id: string(rune('u' + i)), link: one("", "", "", "a", "b", "z", "other"),
			email: one("a@x", "b@x", ""), number: one("1", "2", ""), name: one("A", "B", ""),
		}
		linked := func(e emp) bool { return e.id == a.link }
		for i := range employees {
			if linked(employees[i]) {
				employees[i].flags &^= EmployeeOutside // which is for the unlinked
			}
		}
		a.inactive, a.ignored = rng.IntN(6) == 0, rng.IntN(8) == 0
		accounts = append(accounts, a)
	}
	return employees, accounts
}
