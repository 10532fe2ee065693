package battery

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// An outcome is what one listing gave.
type outcome struct {
	employees []employee.Employee
	ids       []string
	roster    *employee.Roster
	err       error
	took      time.Duration // fake time
}

// A way is one of the two ways to list every employee.
type way struct {
	name string
	read func(*rig, context.Context) outcome
}

func ways() []way { return []way{{"Employees", (*rig).stream}, {"Roster", (*rig).roster}} }

// stream ranges over Employees and reports an error that is not the last thing
// or that comes with an employee.
func (g *rig) stream(ctx context.Context) outcome {
	g.Helper()
	var o outcome
	start := time.Now()
	bound := 10*g.employees + 100
	for e, err := range g.client.Employees(ctx) {
		switch {
		case o.err != nil:
			g.errorf("Employees goes on after the error %v", o.err)
			return o
		case err != nil:
			o.err = err
			if !reflect.DeepEqual(e, employee.Employee{}) {
				g.errorf("Employees gives %v together with the error %v", e, err)
			}
		default:
			o.add(e)
		}
		if len(o.employees) > bound {
			g.errorf("Employees does not end: %d employees so far", len(o.employees))
			break
		}
	}
	o.took = time.Since(start)
	return o
}

func (o *outcome) add(e employee.Employee) {
	o.employees, o.ids = append(o.employees, e), append(o.ids, e.ID)
}

// roster calls Roster and reports a roster that comes with an error or is
// missing without one.
func (g *rig) roster(ctx context.Context) outcome {
	g.Helper()
	var o outcome
	start := time.Now()
	r, err := g.client.Roster(ctx)
	o.err, o.took = err, time.Since(start)
	switch {
	case err != nil && r != nil:
		g.errorf("Roster gives %v together with the error %v", r, err)
	case err == nil && r == nil:
		g.errorf("Roster gives neither a roster nor an error")
	case err == nil:
		o.roster = r
		for e := range r.All() {
			o.add(*e)
		}
	}
	return o
}

// trial lists every employee in both ways, each with a new client and a new fake
// behind the fault, and lets judge look at the outcome.
func trial(t reporter, label string, s subject, n int, f func(exchange) *fault, judge func(*rig, outcome)) {
	t.Helper()
	for _, w := range ways() {
		w.trial(t, label, s, n, f, judge)
	}
}

func (w way) trial(t reporter, label string, s subject, n int, f func(exchange) *fault, judge func(*rig, outcome)) {
	t.Helper()
	g := inMemory(t, w.name+": "+label, s, n, f)
	g.most = 20*s.requests(n) + 100 // no honest client needs them
	judge(g, w.read(g, context.Background()))
	g.settle()
}

// eachStep runs a trial for every request that a healthy listing consists of,
// with a fault on that one. Under the race detector each request meets it in one
// of the ways, in turn.
func eachStep(t reporter, label string, s subject, f func(step int) func(exchange) *fault, judge func(*rig, outcome)) {
	t.Helper()
	for step := range stepCount(t, s) {
		for i, w := range ways() {
			if race.Enabled && (step+i)%2 == 1 {
				continue
			}
			w.trial(t, label+ordinal(step), s, s.several(), f(step), judge)
		}
	}
}

// stepCount is the number of different requests of a healthy listing of several.
func stepCount(t reporter, s subject) int {
	t.Helper()
	if *s.steps == 0 {
		g := inMemory(t, "healthy", s, s.several(), nil)
		g.wantWhole(g.stream(context.Background()))
		g.settle()
		if *s.steps = g.wire.steps(); *s.steps == 0 {
			g.errorf("no request of a healthy listing is one that the subject lists")
		}
	}
	return *s.steps
}

// lastPage is the last page of employees of a healthy listing of n.
func lastPage(t reporter, s subject, n int) (last int) {
	g := inMemory(t, "healthy", s, n, nil)
	g.read(context.Background(), ways()[0])
	for _, x := range g.exchanges() {
		if x.kind == kindEmployees {
			last = max(last, x.page)
		}
	}
	return last
}

func (o outcome) isWhole(g *rig) bool {
	return o.err == nil && slices.Equal(o.ids, g.s.IDs(g.employees))
}

func (g *rig) wantWhole(o outcome) {
	g.Helper()
	switch want := g.s.IDs(g.employees); {
	case o.err != nil:
		g.errorf("error %v, want every employee", o.err)
	case len(o.ids) != len(want):
		g.errorf("%d employees without an error", len(o.ids))
	case !slices.Equal(o.ids, want):
		i := 0
		for o.ids[i] == want[i] {
			i++
		}
		g.errorf("employee %d has id %q, want %q", i+1, o.ids[i], want[i])
	}
}

// wantError wants a FetchError of one of the classes, or of any if none is
// named. It returns an empty one, having reported, if there is none.
func (g *rig) wantError(o outcome, classes ...error) *employee.FetchError {
	g.Helper()
	if o.err == nil {
		g.errorf("%d employees without an error, want an error", len(o.ids))
		return new(employee.FetchError)
	}
	return g.checkError(o.err, classes...)
}

func (g *rig) wantErrorOrWhole(o outcome) {
	g.Helper()
	if o.err != nil {
		g.checkError(o.err)
	} else {
		g.wantWhole(o)
	}
}

func (g *rig) checkError(err error, classes ...error) *employee.FetchError {
	g.Helper()
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok {
		g.errorf("the error is a %T (%v), want a *employee.FetchError", err, err)
		return new(employee.FetchError)
	}
	if fe.Provider == "" || fe.Op == "" {
		g.errorf("the error %v has Provider %q and Op %q, want both", err, fe.Provider, fe.Op)
	}
	if !wraps(err, classes...) {
		g.errorf("the error is %v, want one of %v", err, classes)
	}
	if len(classes) == 0 && !wraps(err, allClasses()...) {
		g.errorf("the error %v has no class of package employee", err)
	}
	return fe
}

func allClasses() []error {
	return []error{
		employee.ErrCredentials, employee.ErrPermission, employee.ErrRateLimited,
		employee.ErrUnavailable, employee.ErrIncomplete, employee.ErrMalformed,
	}
}

// wraps reports whether err wraps one of the classes, or whether there is none.
func wraps(err error, classes ...error) bool {
	return len(classes) == 0 || slices.ContainsFunc(classes, func(c error) bool { return errors.Is(err, c) })
}

// unmade stands for a client that could not be made.
type unmade struct{ err error }

func (u unmade) Roster(context.Context) (*employee.Roster, error) { return nil, u.err }

func (u unmade) Employees(context.Context) iter.Seq2[employee.Employee, error] {
	return func(yield func(employee.Employee, error) bool) { yield(employee.Employee{}, u.err) }
}

func (u unmade) Check(context.Context) (employee.Access, error) { return employee.Access{}, u.err }

func (u unmade) Catalog(context.Context) ([]employee.FieldInfo, error) { return nil, u.err }
