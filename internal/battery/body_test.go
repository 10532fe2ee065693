package battery

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// bodyProperties are about answers that came with 200 and are not right.
func bodyProperties() []property {
	return []property{
		{name: "CutOnce", test: testCutOnce},
		{name: "CutForever", test: testCutForever},
		{name: "InvalidText", test: testInvalidText},
		{name: "ImpossibleDates", test: testImpossibleDates},
	}
}

const cuts = 20 // places at which a body is cut

// cutAt is the first i of some parts of the true answer's body, with its true length
// declared or with none.
func cutAt(i int, declared bool) fault {
	return fault{speak: func(c *line, a answer) {
		head := a.head("Connection", "close")
		if declared {
			head = a.head("Content-Length", fmt.Sprint(len(a.body)))
		}
		c.say(head + string(a.body[:len(a.body)*i/cuts]))
	}}
}

// testCutOnce: a body that breaks off is read again, wherever it breaks off, and
// the listing is whole. Each listing meets four cuts, which is as many as a client
// that gives up after five attempts bears.
func testCutOnce(t reporter, s subject) {
	for step := range stepCount(t, s) {
		for i := 0; i < cuts; i += race.Pick(2, 4) {
			label := fmt.Sprintf("cut at %d and %d of %d parts%s", i, i+1, cuts, ordinal(step))
			g := inMemory(t, label, s, s.several(), inTurn(step,
				cutAt(i, true), cutAt(i, false), cutAt(i+1, true), cutAt(i+1, false)))
			g.wantWhole(g.stream(context.Background()))
			g.settle()
		}
	}
}

// testCutForever: a body that stays cut is an error, in bounded time.
func testCutForever(t reporter, s subject) {
	judge := func(g *rig, o outcome) {
		g.wantErrorOrWhole(o)
		g.gaveUp(o, 10)
	}
	for _, i := range []int{0, 1, 5, 10, 15, cuts - 1} {
		for _, declared := range []bool{true, false} {
			label := fmt.Sprintf("cut at %d of %d parts (length declared: %v)", i, cuts, declared)
			onOne := func(step int) func(exchange) *fault { return onStep(step, cutAt(i, declared)) }
			eachStep(t, label, s, onOne, judge)
			trial(t, label, s, s.several(), onListing(cutAt(i, declared)), func(g *rig, o outcome) { g.wantError(o) })
		}
	}
}

// testInvalidText: text in a wrong encoding harms the fields that it is in.
func testInvalidText(t reporter, s subject) {
	testUnreadable(t, s, "invalid UTF-8", func(body []byte) ([]byte, int) {
		var out []byte
		n := 0
		for len(body) > 0 {
			r, size := utf8.DecodeRune(body)
			kept := size
			if r >= utf8.RuneSelf {
				kept = 1
				n++
			}
			out = append(out, body[:kept]...)
			body = body[size:]
		}
		return out, n
	})
}

const dates = `"(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})`

// noDate is the text that testImpossibleDates puts for every date.
const noDate = "1987-66-77"

// testImpossibleDates: a date that is none harms the field that it is in.
func testImpossibleDates(t reporter, s subject) {
	testUnreadable(t, s, "impossible dates", func(body []byte) ([]byte, int) {
		dates := regexp.MustCompile(dates)
		n := len(dates.FindAll(body, -1))
		return dates.ReplaceAll(body, []byte(`"`+noDate)), n
	})
}

// testUnreadable damages values only. Every employee must still be there, with
// problems that name employee, field and reason and quote nothing.
func testUnreadable(t reporter, s subject, label string, damage func([]byte) ([]byte, int)) {
	t.Helper()
	healthy := inMemory(t, "healthy", s, s.many(), nil)
	before := healthy.stream(context.Background())
	healthy.wantWhole(before)
	var damaged atomic.Int64
	h := edited(func(body []byte) []byte {
		out, n := damage(body)
		damaged.Add(int64(n))
		return out
	})
	trial(t, label, s, s.many(), onListing(h), func(g *rig, o outcome) {
		g.wantWhole(o)
		problems := 0
		for i := range o.employees {
			e := &o.employees[i]
			problems += len(e.Problems)
			g.checkProblems(e)
			g.checkReadable(e)
			if o.isWhole(g) && before.isWhole(healthy) {
				g.checkQuotes(e.Problems, &before.employees[i])
			}
		}
		if problems == 0 && o.err == nil {
			g.errorf("no employee has a problem")
		}
	})
	if damaged.Load() == 0 {
		t.Errorf("%s: the fake has nothing that could be damaged", label)
	}
}

// checkProblems wants problems that an admin can act on.
func (g *rig) checkProblems(e *employee.Employee) {
	g.Helper()
	for _, p := range e.Problems {
		if p.EmployeeID != e.ID || p.Reason == "" || p.Field != "" && !p.Field.Valid() {
			g.errorf("employee %s has the problem %+v, want the employee's id, a field and a reason", e.ID, p)
		}
		if strings.Contains(p.String(), noDate) || strings.ContainsRune(p.String(), utf8.RuneError) {
			g.errorf("the problem %q quotes the value", p)
		}
	}
}

// checkReadable wants no damaged text among the known values.
func (g *rig) checkReadable(e *employee.Employee) {
	g.Helper()
	for _, f := range employee.Fields() {
		v := e.Value(f)
		if text := v.String(); v.Known() && (strings.ContainsRune(text, utf8.RuneError) || strings.Contains(text, noDate)) {
			g.errorf("employee %s: %s is known although it cannot be read", e.ID, f)
		}
	}
}

// checkQuotes wants no piece of the undamaged values in a problem.
func (g *rig) checkQuotes(problems []employee.Problem, healthy *employee.Employee) {
	g.Helper()
	for _, p := range problems {
		value := healthy.Value(p.Field).String()
		pieces := strings.FieldsFunc(value, func(r rune) bool { return r >= utf8.RuneSelf || r == ' ' })
		for _, piece := range pieces {
			if len(piece) >= 4 && strings.Contains(p.Reason, piece) {
				g.errorf("the problem %q quotes %s", p, p.Field)
			}
		}
	}
}
