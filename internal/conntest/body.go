package conntest

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// bodyProperties are about answers that came with 200 and are not right.
func bodyProperties() []property {
	return []property{
		{"CutOnce", testCutOnce},
		{"CutForever", testCutForever},
		{"StrangeBodies", testStrangeBodies},
		{"ByteOrderMark", testByteOrderMark},
		{"InvalidText", testInvalidText},
		{"ImpossibleDates", testImpossibleDates},
	}
}

const cuts = 20 // places at which a body is cut

// testCutOnce: a body that breaks off is read again, wherever it breaks off, and
// nobody notices. Each listing meets four cuts, which is as many as a client
// that gives up after five attempts bears.
func testCutOnce(t reporter, c Connector) {
	for page := range pageCount(t, c, c.several()) {
		for i := 0; i < cuts; i += 2 {
			label := fmt.Sprintf("cut at %d and %d of %d parts%s", i, i+1, cuts, ordinal(page))
			g := newRig(t, label, c, c.several(), inTurn(page,
				cut(i, cuts, true), cut(i, cuts, false), cut(i+1, cuts, true), cut(i+1, cuts, false)))
			g.wantWhole(g.stream(context.Background()))
			g.settle()
		}
	}
}

// testCutForever: a body that stays cut is an error, in bounded time.
func testCutForever(t reporter, c Connector) {
	judge := func(g *rig, o outcome) {
		g.wantErrorOrWhole(o)
		g.gaveUp(o)
	}
	for _, i := range []int{0, 1, 5, 10, 15, cuts - 1} {
		for _, declared := range []bool{true, false} {
			label := fmt.Sprintf("cut at %d of %d parts (length declared: %v)", i, cuts, declared)
			eachPage(t, label, c, c.several(), func(page int) fault {
				return onPage(page, cut(i, cuts, declared))
			}, judge)
			trial(t, label, c, c.several(), onListing(cut(i, cuts, declared)), func(g *rig, o outcome) { g.wantError(o) })
		}
	}
}

// strangeBodies are no listing of anybody.
func strangeBodies() map[string]middleware {
	return map[string]middleware{
		"HTML":                answer(200, "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>", "Content-Type", "text/html"),
		"HTML called JSON":    answer(200, "<html></html>"),
		"XML":                 answer(200, `<?xml version="1.0"?><employees/>`, "Content-Type", "text/xml"),
		"null":                answer(200, `null`),
		"an empty array":      answer(200, `[]`),
		"an empty object":     answer(200, `{}`),
		"nothing":             answer(200, ``),
		"spaces":              answer(200, "  \n"),
		"204":                 answer(204, ``),
		"an error":            answer(200, `{"error":{"code":429,"message":"not carried out"}}`),
		"an error as text":    answer(200, `{"error":"internal","success":false}`),
		"a string":            answer(200, `"people"`),
		"a number":            answer(200, `0`),
		"true":                answer(200, `true`),
		"an array of numbers": answer(200, `[1,2,3]`),
		"no JSON":             answer(200, `people: none`),
		"trailing garbage":    edited(func(b []byte) []byte { return append(bytes.Clone(b), " {]"...) }),
		"two documents":       edited(func(b []byte) []byte { return append(bytes.Clone(b), b...) }),
	}
}

// testStrangeBodies: there are people in the fake, so an answer without them is
// an error and never an empty roster.
func testStrangeBodies(t reporter, c Connector) {
	for name, h := range strangeBodies() {
		trial(t, name, c, c.several(), onListing(h), func(g *rig, o outcome) {
			g.wantError(o)
			g.gaveUp(o)
		})
		eachPage(t, name, c, c.several(), func(page int) fault { return onPage(page, h) }, func(g *rig, o outcome) {
			g.wantErrorOrWhole(o)
			g.gaveUp(o)
		})
	}
}

// testByteOrderMark: a mark that some servers put before JSON changes nothing.
func testByteOrderMark(t reporter, c Connector) {
	mark := edited(func(body []byte) []byte { return append([]byte("\xef\xbb\xbf"), body...) })
	trial(t, "a byte order mark", c, c.several(), everywhere(mark), (*rig).wantWhole)
}

// testInvalidText: text in a wrong encoding harms the fields that it is in.
func testInvalidText(t reporter, c Connector) {
	testUnreadable(t, c, "invalid UTF-8", func(body []byte) ([]byte, int) {
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
func testImpossibleDates(t reporter, c Connector) {
	testUnreadable(t, c, "impossible dates", func(body []byte) ([]byte, int) {
		dates := regexp.MustCompile(dates)
		n := len(dates.FindAll(body, -1))
		return dates.ReplaceAll(body, []byte(`"`+noDate)), n
	})
}

// testUnreadable damages values only. Everybody must still be there, with
// problems that name employee, field and reason and quote nothing.
func testUnreadable(t reporter, c Connector, label string, damage func([]byte) ([]byte, int)) {
	t.Helper()
	healthy := newRig(t, "healthy", c, c.many(), nil)
	before := healthy.stream(context.Background())
	healthy.wantWhole(before)
	var damaged atomic.Int64
	h := edited(func(body []byte) []byte {
		out, n := damage(body)
		damaged.Add(int64(n))
		return out
	})
	trial(t, label, c, c.many(), onListing(h), func(g *rig, o outcome) {
		g.wantWhole(o)
		problems := 0
		for i := range o.people {
			e := &o.people[i]
			problems += len(e.Problems)
			g.checkProblems(e)
			g.checkReadable(e)
			if o.isWhole(g) && before.isWhole(healthy) {
				g.checkQuotes(e.Problems, &before.people[i])
			}
		}
		if problems == 0 && o.err == nil {
			g.errorf("nobody has a problem")
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
		if v := e.Value(f); v.Known() && (strings.ContainsRune(v.String(), utf8.RuneError) || strings.Contains(v.String(), noDate)) {
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
