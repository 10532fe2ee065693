package conntest

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// An outcome is what one listing gave.
type outcome struct {
	people []employee.Employee
	ids    []string
	err    error
	took   time.Duration // fake time
}

// A reader is one of the two ways to list everybody.
type reader struct {
	name string
	read func(*rig, context.Context) outcome
}

func readers() []reader {
	return []reader{{"Employees", (*rig).stream}, {"Roster", (*rig).roster}}
}

// stream ranges over Employees and reports an error that is not the last thing
// or that comes with a person.
func (g *rig) stream(ctx context.Context) outcome {
	g.Helper()
	var o outcome
	start := time.Now()
	bound := 10*g.people + 100
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
			o.people = append(o.people, e)
			o.ids = append(o.ids, e.ID)
		}
		if len(o.people) > bound {
			g.errorf("Employees does not end: %d people so far", len(o.people))
			break
		}
	}
	o.took = time.Since(start)
	return o
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
		for e := range r.All() {
			o.people = append(o.people, *e)
			o.ids = append(o.ids, e.ID)
		}
	}
	return o
}

// trial lists everybody in both ways, each with a new client and a new fake
// behind the fault, and lets judge look at the outcome.
func trial(t reporter, label string, c Connector, people int, f fault, judge func(*rig, outcome)) {
	t.Helper()
	for _, r := range readers() {
		r.trial(t, label, c, people, f, judge)
	}
}

func (r reader) trial(t reporter, label string, c Connector, people int, f fault, judge func(*rig, outcome)) {
	t.Helper()
	g := newRig(t, r.name+": "+label, c, people, f)
	judge(g, r.read(g, context.Background()))
	g.settle()
}

// eachPage runs a trial for every request that a healthy listing consists of,
// with a fault on that one. Under the race detector each request meets it in one
// of the ways, in turn.
func eachPage(t reporter, label string, c Connector, people int, f func(page int) fault, judge func(*rig, outcome)) {
	t.Helper()
	for page := range pageCount(t, c, people) {
		for i, r := range readers() {
			if race.Enabled && (page+i)%2 == 1 {
				continue
			}
			r.trial(t, label+ordinal(page), c, people, f(page), judge)
		}
	}
}

func ordinal(page int) string {
	return " on request " + strconv.Itoa(page+1) + " of the listing"
}

// pageCount is the number of different requests of a healthy listing.
func pageCount(t reporter, c Connector, people int) int {
	t.Helper()
	g := newRig(t, "healthy", c, people, nil)
	g.wantWhole(g.stream(context.Background()))
	g.settle()
	if len(g.pages) == 0 {
		g.errorf("no request of a healthy listing is one that Connector.Lists knows")
	}
	return len(g.pages)
}

func (o outcome) isWhole(g *rig) bool { return o.err == nil && slices.Equal(o.ids, g.c.IDs(g.people)) }

func (g *rig) wantWhole(o outcome) {
	g.Helper()
	switch want := g.c.IDs(g.people); {
	case o.err != nil:
		g.errorf("error %v, want everybody", o.err)
	case len(o.ids) != len(want):
		g.errorf("%d people without an error", len(o.ids))
	case !slices.Equal(o.ids, want):
		i := 0
		for o.ids[i] == want[i] {
			i++
		}
		g.errorf("person %d has id %q, want %q", i+1, o.ids[i], want[i])
	}
}

// wantError wants a FetchError of one of the classes, or of any if none is
// named. It returns an empty one, having reported, if there is none.
func (g *rig) wantError(o outcome, classes ...error) *employee.FetchError {
	g.Helper()
	if o.err == nil {
		g.errorf("%d people without an error, want an error", len(o.ids))
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
