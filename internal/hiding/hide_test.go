package hiding

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fakehr"
	"github.com/rosterkit/rosterkit/internal/race"
)

// A trial is a hiding and when it begins: before the request with that number.
type trial struct {
	hiding
	step int
}

const roster, stream = "Roster", "Employees"

// A bench is an interface with what it shows when everything is visible.
type bench struct {
	*testing.T
	system
	truth    *employee.Roster
	places   map[string]int // of the employees in the company
	requests int
	faults   int
	counts   struct {
		hidings, errors, streams int
		plans                    uint64
		users, taken             int
	}
}

func newBench(t *testing.T, s system) *bench {
	b := &bench{T: t, system: s, places: make(map[string]int)}
	tenant := s.open(t, s.fields())
	var err error
	if b.truth, err = tenant.client.Roster(t.Context()); err != nil {
		t.Fatal(err)
	}
	for e := range b.truth.All() {
		b.places[e.ID] = len(b.places)
	}
	b.requests = tenant.requests()
	return b
}

// fault reports what is wrong, and ends the test when it is much.
func (b *bench) fault(format string, args ...any) {
	b.Helper()
	b.Errorf(format, args...)
	if b.faults++; b.faults > 20 {
		b.FailNow()
	}
}

// TestNothingHidden: with everything visible nothing is Withheld, nothing is a problem,
// and no plan has anything to take.
func TestNothingHidden(t *testing.T) {
	t.Parallel()
	for _, s := range systems() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				b := newBench(t, s)
				for _, f := range s.fields() {
					c := b.truth.Coverage(f)
					if c.Withheld+c.Absent > 0 || c.Known == 0 {
						t.Errorf("%s: %+v", f, c)
					}
				}
				if p := b.truth.Problems(); len(p) > 0 {
					t.Errorf("problems: %v", p)
				}
				for range 20 {
					b.plan(trial{}, b.truth)
				}
			})
		})
	}
}

// TestHiddenFields: a hidden field is Withheld, other fields are what they are, and no
// plan takes because of it.
func TestHiddenFields(t *testing.T) {
	t.Parallel()
	for _, s := range systems() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				b := newBench(t, s)
				for x := range b.trials() {
					b.try(x)
				}
				c := b.counts
				t.Logf("%d hidings, %d of them an error of the listing; %d streams; "+
					"%d plans compared, which take %d things in truth of %d users; %d requests to a listing",
					c.hidings, c.errors, c.streams, c.plans, c.taken, c.users, b.requests)
				if c.errors*4 > c.hidings {
					t.Error("too many of the listings are errors")
				}
			})
		})
	}
}

// trials yields what to hide, the same each time.
func (b *bench) trials() iter.Seq[trial] {
	return func(yield func(trial) bool) {
		g := rand.New(rand.NewPCG(1, 9))
		names := b.names()
		draw := func(keys ...string) trial {
			step := 0
			if g.IntN(2) == 0 {
				step = g.IntN(b.requests)
			}
			return trial{hiding{keys, g.IntN(3), g.IntN(size), g.IntN(len(b.forms))}, step}
		}
		several := func(n, trials int) bool {
			for range trials {
				keys := slices.Clone(names)
				g.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
				if !yield(draw(keys[:n]...)) {
					return false
				}
			}
			return true
		}
		pairs, threes := 20, 25
		if testing.Short() || race.Enabled {
			pairs, threes = race.Pick(10, 2), race.Pick(10, 2)
		}
		if *triples > 0 {
			pairs, threes = 0, *triples
			for i := range names {
				for j := range i {
					if !yield(draw(names[i], names[j])) {
						return
					}
				}
			}
		}
		_ = b.singly(g, names, draw, yield) && several(2, pairs) && several(3, threes)
	}
}

// singly yields each key alone, of one, a third and all employees: if all is asked for in
// each form at the start and before each request, else in one form, of some at the start.
func (b *bench) singly(
	g *rand.Rand, names []string, draw func(...string) trial, yield func(trial) bool,
) bool {
	for i, key := range names {
		only := g.IntN(3)
		if race.Enabled && i%3 > 0 {
			continue
		}
		for who := range 3 {
			if *triples == 0 {
				x := draw(key)
				if x.who = who; who != everyone {
					x.step = 0
				}
				if !((testing.Short() || race.Enabled) && who != only) && !yield(x) {
					return false
				}
				continue
			}
			for n := range b.requests + len(b.forms) - 1 { // each form at the start, then in turn
				step := max(0, n-len(b.forms)+1)
				if !yield(trial{hiding{[]string{key}, who, g.IntN(size), n % len(b.forms)}, step}) {
					return false
				}
			}
		}
	}
	return true
}

// show says what a trial hides.
func (b *bench) show(x trial) string {
	if len(x.keys) == 0 {
		return "nothing hidden"
	}
	who := [...]string{"one", "a third", "all"}[x.who]
	return fmt.Sprintf("%s hidden of %s (%d), %s, from request %d on",
		strings.Join(x.keys, ", "), who, x.nr, b.forms[x.form].name, x.step+1)
}

// begin lets a tenant hide from a request on.
func (x trial) begin(t *tenant) {
	if x.step == 0 {
		t.hide(x.hiding)
		return
	}
	faults := make([]fakehr.Fault, x.step+1)
	faults[x.step] = func(next http.Handler) http.Handler {
		t.hide(x.hiding)
		return next
	}
	t.next(faults...)
}

// try lists with something hidden. A quarter is streamed, too.
func (b *bench) try(x trial) {
	b.Helper()
	b.counts.hidings++
	tenant := b.open(b, b.fields())
	x.begin(tenant)
	r, err := tenant.client.Roster(b.Context())
	switch {
	case err == nil:
		if r.Len() != b.truth.Len() && !slices.Contains(x.keys, b.fewer) {
			b.fault("%s: %d employees", b.show(x), r.Len())
		}
		for e := range r.All() {
			b.judge(x, roster, e)
		}
		b.plan(x, r)
	case x.step == 0 && !slices.ContainsFunc(x.keys, isList):
		b.fault("%s: %v", b.show(x), err)
	default:
		b.counts.errors++
	}
	if x.nr%4 > 0 {
		return
	}
	b.counts.streams++
	tenant = b.open(b, b.fields())
	x.begin(tenant)
	var streamed []employee.Employee
	for e, err := range tenant.client.Employees(b.Context()) {
		if err != nil {
			return
		}
		streamed = append(streamed, e)
	}
	for i := range streamed {
		b.judge(x, stream, &streamed[i])
	}
}

// judge compares an employee with the truth.
func (b *bench) judge(x trial, by string, e *employee.Employee) {
	b.Helper()
	truth, ok := b.truth.Employee(e.ID)
	if !ok {
		b.fault("%s, %s: employee %s is not in the company", by, b.show(x), e.ID)
		return
	}
	hit := x.hits(b.places[e.ID], size)
	asked := append(b.fields(), employee.FieldManagerEmail)
	slices.Sort(asked)
	for _, f := range slices.Compact(asked) {
		got, want := e.Value(f), truth.Value(f)
		switch {
		case got.State() == employee.StateWithheld:
			// A stream has not seen yet what proves that a blank is no hidden field.
			if want != got && by == roster && !b.mayWithhold(x, f) && !(b.proofs && want == employee.Empty()) {
				b.fault("%s, %s: %s of %s is withheld", by, b.show(x), f, e.ID)
			}
		case b.mustWithhold(x, f, hit):
			b.fault("%s, %s: %s of %s is %v %q", by, b.show(x), f, e.ID, got.State(), got)
		case got == want, b.longer(x, f, got, want):
		case f == employee.FieldManagerEmail && got.State() == employee.StateAbsent: // a roster completes it
		default:
			b.fault("%s, %s: %s of %s is %v %q, with everything visible %v %q",
				by, b.show(x), f, e.ID, got.State(), got, want.State(), want)
		}
	}
}

// mustWithhold reports whether a field of an employee is hidden from the start.
func (b *bench) mustWithhold(x trial, f employee.Field, hit bool) bool {
	return x.step == 0 && slices.ContainsFunc(x.keys, func(key string) bool {
		if !slices.Contains(b.keys[key], f) {
			return false
		}
		if slices.Contains(b.whole, key) {
			return x.who == everyone
		}
		return hit || b.ofAll(key)
	})
}

// mayWithhold reports whether a field may be Withheld at all.
func (b *bench) mayWithhold(x trial, f employee.Field) bool {
	if f == employee.FieldManagerEmail || slices.Contains(b.forms[x.form].beside, f) {
		return true
	}
	return slices.ContainsFunc(x.keys, func(key string) bool {
		return slices.Contains(b.keys[key], f) || slices.Contains(b.beside[key], f)
	})
}

// longer reports whether a day of a history is hidden and makes a spell longer, which
// keeps access.
func (b *bench) longer(x trial, f employee.Field, got, want employee.Value) bool {
	if !slices.ContainsFunc(x.keys, func(key string) bool { return slices.Contains(b.days, key) }) {
		return false
	}
	now, known := got.Day()
	before, ended := want.Day()
	switch f {
	case employee.FieldHireDate, employee.FieldOriginalHireDate:
		return known && ended && now.Before(before)
	case employee.FieldTerminationDate:
		return ended && (got.State() == employee.StateEmpty || known && now.After(before))
	}
	return false
}
