// Package worlds makes the random cases on which the laws of syncplan are
// tested: small companies, so that ids, addresses and dates collide, under
// settings that use everything there is.
package worlds

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A World is everything that a plan depends on. All of it is invented.
type World struct {
	Seed     uint64
	Origin   employee.Origin
	People   []employee.Employee
	Existing syncplan.Existing
	Settings syncplan.Settings
	At       time.Time
}

// New returns the world of a seed, always the same.
func New(seed uint64) World {
	g := generator{Rand: rand.New(rand.NewPCG(seed, 7))}
	g.gaps, g.calm, g.zones = pick(g, 8, 20, 100), pick(g, 2, 4, 8), g.one(2)
	w := World{Seed: seed, At: g.instant()}
	w.Origin = employee.Origin{Provider: "test", Tenant: "acme", AsOf: pick(g, w.At, w.At, w.At.AddDate(0, 0, -1), w.At.AddDate(0, 0, -3), time.Time{}),
		Leavers:  pick(g, employee.VisibilityUnknown, employee.VisibilityUnknown, employee.VisibilityYes, employee.VisibilityNo),
		Starters: pick(g, employee.VisibilityUnknown, employee.VisibilityUnknown, employee.VisibilityYes, employee.VisibilityNo), NoStatus: g.one(6)}
	for ok := false; !ok; ok = w.Settings.Validate() == nil { // a policy may contradict itself
		w.Settings = g.settings()
	}
	g.moving = w.Settings.MovesFrom != nil
	w.Origin.NoEnds = seed%9 == 4
	today := employee.DateAt(w.At, time.UTC)
	size := pick(g, 4, 7, 7, 10, 14)
	for i := range g.IntN(size + 1) {
		w.People = append(w.People, g.person(i, today))
	}
	if g.one(10) { // HR lists few of those who are linked
		w.People, size = w.People[:min(len(w.People), 1+g.IntN(2))], 24
	}
	shared := g.one(8) // a product with two users of one address: it happens
	for i := range g.IntN(size + 1) {
		u := g.user(i, today)
		if !shared && slices.ContainsFunc(w.Existing.Users, func(o syncplan.User) bool { return sameLetters(o.Email, u.Email) }) {
			u.Email = u.ID + "@example.com"
		}
		w.Existing.Users = append(w.Existing.Users, u)
	}
	if g.one(3) {
		w.Existing.Seats = 1 + g.IntN(size)
	}
	if g.one(2) {
		w.Existing.Groups = map[string][]string{"department": pick(g, nil, []string{"Sales"}, []string{"Sales", "R & D"},
			[]string{"SALES", "sales ", "r & d"})}
		if g.one(2) {
			w.Existing.Groups["circles"] = pick(g, []string{"red", "Che\u0301s"}, []string{"Red", "Blue", "Own"})
		}
	}
	if seed%4 == 1 {
		w.Settings.Mapping.Rules = append(w.Settings.Mapping.Rules, g.endsRule())
		for i := range w.Existing.Users {
			if u := &w.Existing.Users[i]; g.one(2) {
				u.Attributes = append(u.Attributes, syncplan.TextAttribute("ends", "2026-03-31"))
			}
		}
	}
	return w
}

// Roster returns the roster of the employees. It panics if they make none, which no
// World does.
func (w World) Roster() *employee.Roster {
	r, err := employee.NewRoster(w.Origin, w.People...)
	if err != nil {
		panic(fmt.Sprintf("world %d: %v", w.Seed, err))
	}
	return r
}

// Approvals returns approvals of some holds, always the same for a world: of all that
// they show, or of some.
func (w World) Approvals(holds []syncplan.Hold) []syncplan.Approval {
	r := rand.New(rand.NewPCG(w.Seed, 10))
	var approvals []syncplan.Approval
	for _, h := range holds {
		ids := []string{}
		for _, m := range h.Members {
			if r.IntN(2) == 0 {
				ids = append(ids, m.EmployeeID)
			}
		}
		switch until := w.At.AddDate(0, 0, 1+r.IntN(30)); r.IntN(4) {
		case 0:
		case 1:
			approvals = append(approvals, h.ApproveAll("a test", until))
		default:
			approvals = append(approvals, h.Approve("a test", until, ids...))
		}
	}
	return approvals
}

// Shuffled returns the same world with employees, users and their attributes in
// another order.
func (w World) Shuffled() World {
	r := rand.New(rand.NewPCG(w.Seed, 8))
	w.People, w.Existing.Users = slices.Clone(w.People), slices.Clone(w.Existing.Users)
	r.Shuffle(len(w.People), func(i, j int) { w.People[i], w.People[j] = w.People[j], w.People[i] })
	users := w.Existing.Users
	r.Shuffle(len(users), func(i, j int) { users[i], users[j] = users[j], users[i] })
	for i := range users {
		as := slices.Clone(users[i].Attributes)
		r.Shuffle(len(as), func(i, j int) { as[i], as[j] = as[j], as[i] })
		users[i].Attributes = as
	}
	return w
}

// Shrunk returns a smaller world that still fails: it drops employees, users,
// rules and conditions as long as fails holds for what is left.
func (w World) Shrunk(fails func(World) bool) World {
	for again := true; again; {
		again = false
		for _, smaller := range w.smaller() {
			if smaller.Settings.Validate() == nil && fails(smaller) {
				w, again = smaller, true
				break
			}
		}
	}
	return w
}

// smaller returns the worlds with one thing less.
func (w World) smaller() []World {
	var all []World
	less := func(change func(*World)) {
		v := w
		change(&v)
		all = append(all, v)
	}
	for i := range w.People {
		less(func(v *World) { v.People = slices.Delete(slices.Clone(w.People), i, i+1) })
	}
	for i := range w.Existing.Users {
		less(func(v *World) { v.Existing.Users = slices.Delete(slices.Clone(w.Existing.Users), i, i+1) })
	}
	for i := range w.Settings.Mapping.Rules {
		less(func(v *World) {
			v.Settings.Mapping.Rules = slices.Delete(slices.Clone(w.Settings.Mapping.Rules), i, i+1)
		})
		if !w.Settings.Mapping.Rules[i].When.IsZero() {
			less(func(v *World) {
				v.Settings.Mapping.Rules = slices.Clone(w.Settings.Mapping.Rules)
				v.Settings.Mapping.Rules[i].When = mapping.Condition{}
			})
		}
	}
	for i := range w.Settings.Zones {
		less(func(v *World) { v.Settings.Zones = slices.Delete(slices.Clone(w.Settings.Zones), i, i+1) })
	}
	if !w.Settings.Mapping.Scope.IsZero() {
		less(func(v *World) { v.Settings.Mapping.Scope = mapping.Condition{} })
	}
	if !w.Settings.Policy.Block.IsZero() {
		less(func(v *World) { v.Settings.Policy.Block = mapping.Condition{} })
	}
	if w.Settings.Policy.DeactivateAfter > 0 {
		less(func(v *World) { v.Settings.Policy.DeactivateAfter = 0 })
	}
	if w.Settings.Policy.Inactive != "" {
		less(func(v *World) { v.Settings.Policy.Inactive = "" })
	}
	if w.Settings.Policy.Limits != (syncplan.Limits{}) {
		less(func(v *World) { v.Settings.Policy.Limits = syncplan.Limits{} })
	}
	if w.Existing.Seats > 0 {
		less(func(v *World) { v.Existing.Seats = 0 })
	}
	if w.Settings.MovesFrom != nil {
		less(func(v *World) { v.Settings.MovesFrom = nil })
	}
	if w.Settings.Match != nil {
		less(func(v *World) { v.Settings.Match = nil })
	}
	return all
}

// String returns the world as JSON, a line for each employee and user.
func (w World) String() string {
	var b strings.Builder
	line := func(what string, v any) {
		data, err := json.Marshal(v)
		if err != nil {
			data = []byte(err.Error())
		}
		fmt.Fprintf(&b, "  %s %s\n", what, data)
	}
	line("origin", w.Origin)
	line("settings", w.Settings)
	for _, e := range w.People {
		line("person", e)
	}
	for _, u := range w.Existing.Users {
		line("user", u)
	}
	line("groups", w.Existing.Groups)
	fmt.Fprintf(&b, "  at %s\n", w.At.Format(time.RFC3339))
	return b.String()
}
