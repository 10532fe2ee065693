package mapping_test

import (
	"math/rand/v2"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// fixed returns a condition with the given answer for every employee.
func fixed(t Truth) Condition {
	switch t {
	case TruthTrue:
		return Condition{Field: employee.FieldID, Op: OpPresent}
	case TruthFalse:
		return Condition{Field: employee.FieldID, Op: OpNotPresent}
	}
	return Condition{Field: "custom.absent", Op: OpPresent}
}

func TestKleene(t *testing.T) {
	t.Parallel()
	s := Subject{Employee: &employee.Employee{ID: "1"}}
	for _, a := range []Truth{TruthFalse, TruthUnknown, TruthTrue} {
		for _, b := range []Truth{TruthFalse, TruthUnknown, TruthTrue} {
			// TruthFalse < TruthUnknown < TruthTrue: all is the least, any the greatest.
			rank := map[Truth]int{TruthFalse: 0, TruthUnknown: 1, TruthTrue: 2}
			least, greatest := a, b
			if rank[b] < rank[a] {
				least, greatest = b, a
			}
			pair := []Condition{fixed(a), fixed(b)}
			if got := compile(t, Condition{All: pair}).Eval(s); got != least {
				t.Errorf("all %v, %v = %v, want %v", a, b, got, least)
			}
			if got := compile(t, Condition{Any: pair}).Eval(s); got != greatest {
				t.Errorf("any %v, %v = %v, want %v", a, b, got, greatest)
			}
		}
		want := map[Truth]Truth{TruthFalse: TruthTrue, TruthTrue: TruthFalse, TruthUnknown: TruthUnknown}[a]
		inner := fixed(a)
		if got := compile(t, Condition{Not: &inner}).Eval(s); got != want {
			t.Errorf("not %v = %v, want %v", a, got, want)
		}
	}
	var unset *Test
	if got := unset.Eval(s); got != TruthTrue {
		t.Errorf("nil Test = %v", got)
	}
	if got := compile(t, Condition{}).Eval(s); got != TruthTrue {
		t.Errorf("zero Condition = %v", got)
	}
}

// The law behind "missing data removes no access": replacing an unknown by any value
// never turns an answer into its opposite.
func TestUnknownNeverFlips(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	values := []employee.Value{
		employee.Empty(), employee.Text("a"), employee.Text("yes"), employee.Text(" "), employee.Text("2026-03-10"),
		employee.Bool(true), employee.Day(employee.NewDate(2026, 3, 9)), employee.Day(employee.NewMonthDay(3, 9)),
		employee.List("a", "b"), number(t, "5"),
	}
	answered := 0
	for range 20_000 {
		c := randomCondition(r, 4)
		test := compile(t, c)
		e := employee.Employee{Custom: map[string]employee.Value{}}
		var unknown []string
		for _, key := range []string{"a", "b", "c", "d"} {
			switch r.IntN(4) {
			case 0:
				unknown = append(unknown, key)
			case 1:
				e.Custom[key] = employee.Withheld()
				unknown = append(unknown, key)
			default:
				e.Custom[key] = values[r.IntN(len(values))]
			}
		}
		s := Subject{Employee: &e, Today: employee.NewDate(2026, 3, 10)}
		before := test.Eval(s)
		if before == TruthUnknown {
			continue
		}
		answered++
		for range 5 {
			for _, key := range unknown {
				e.Custom[key] = values[r.IntN(len(values))]
			}
			if after := test.Eval(s); after != before {
				t.Fatalf("%+v: %v became %v with %v", c, before, after, e.Custom)
			}
		}
	}
	if answered < 1000 {
		t.Errorf("only %d answered: the generator tests nothing", answered)
	}
}

func randomCondition(r *rand.Rand, depth int) Condition {
	if depth == 0 || r.IntN(3) == 0 {
		field := employee.CustomField([]string{"a", "b", "c", "d"}[r.IntN(4)])
		op := Ops()[r.IntN(len(Ops()))]
		c := Condition{Field: field, Op: op}
		switch op {
		case OpPresent, OpNotPresent, OpYes, OpNo:
		case OpBefore, OpAfter, OpOnOrBefore, OpOnOrAfter:
			if c.Than = employee.CustomField([]string{"a", "b", "c", "d"}[r.IntN(4)]); c.Than == field || r.IntN(2) == 0 {
				c.Than, c.Values = "", []string{[]string{"today", "2026-03-09"}[r.IntN(2)]}
			}
		case OpLessThan, OpAtMost, OpAtLeast, OpGreaterThan:
			c.Values = []string{"5"}
		default:
			c.Values = []string{[]string{"a", "yes", "2026-03-09"}[r.IntN(3)]}
		}
		return c
	}
	if r.IntN(3) == 0 {
		inner := randomCondition(r, depth-1)
		return Condition{Not: &inner}
	}
	var inner []Condition
	for range 1 + r.IntN(3) {
		inner = append(inner, randomCondition(r, depth-1))
	}
	if r.IntN(2) == 0 {
		return Condition{All: inner}
	}
	return Condition{Any: inner}
}
