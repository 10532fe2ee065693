package mapping

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A Subject is an employee on a day.
type Subject struct {
	Employee  *employee.Employee // nil: every field is absent
	Lifecycle Lifecycle          // "" is unknown
	Today     employee.Date      // the zero Date: comparisons with today are unknown
	Roster    *employee.Roster   // of the employee, or nil: see Program.Apply
	Create    bool               // a user
}

// lacks reports whether a field that is absent counts as withheld: another employee
// has it in some state.
func (s *Subject) lacks(f employee.Field) bool {
	if s.Roster == nil {
		return false
	}
	c := s.Roster.Coverage(f)
	return c.Known+c.Empty+c.Withheld > 0
}

// value returns the field f with its state.
func (s *Subject) value(f employee.Field) employee.Value {
	if f == FieldLifecycle {
		return s.Lifecycle.value()
	}
	if s.Employee == nil {
		return employee.Value{}
	}
	return s.Employee.Value(f)
}

// A Test is a compiled [Condition]. If that is not set, or the Test is zero or nil,
// it is true for all.
type Test struct {
	set  bool
	root clause
}

// CompileCondition takes the words for yes and no; nil is [DefaultYes] and
// [DefaultNo]. The error is [Faults].
func CompileCondition(c Condition, yes, no []string) (*Test, error) {
	v := newValidator(nil)
	v.answers(yes, no)
	v.setCondition(c, "")
	if err := v.faults.err(); err != nil {
		return nil, err
	}
	words := newAnswers(yes, no)
	t := compileTest(c, &words)
	return &t, nil
}

// Eval allocates only for text that is not composed, or that looks like a shorter one.
func (t *Test) Eval(s Subject) Truth {
	return t.eval(&s)
}

func (t *Test) eval(s *Subject) Truth {
	if t == nil || !t.set {
		return TruthTrue
	}
	return t.root.eval(s)
}

func compileTest(c Condition, words *answers) Test {
	if c.IsZero() {
		return Test{}
	}
	return Test{set: true, root: compileClause(c, words)}
}

// A clause is one node of a compiled condition.
type clause struct {
	inner []clause // of all, any and not
	kind  clauseKind

	field   employee.Field
	than    employee.Field // that the field is compared with; "": the values
	op      Op
	family  family
	negated bool // the operator is one of not_equals, not_present and no
	exact   bool
	written []string // the values as the settings have them

	words   vocabulary                 // the values folded, for equality
	texts   []string                   // the values as they are compared: folded, or to the letter
	within  func(s, value string) bool // how search compares
	numbers []string                   // canonical
	days    []day
	order   [3]bool // whether less, equal and greater pass
	ticks   [2]bool // whether a value says no, yes
	answers *answers
}

type clauseKind uint8

const (
	testOf clauseKind = iota
	allOf
	anyOf
	notOf
)

// compileClause compiles a valid condition.
func compileClause(c Condition, words *answers) clause {
	several := func(kind clauseKind, of []Condition) clause {
		k := clause{kind: kind, inner: make([]clause, len(of))}
		for i, inner := range of {
			k.inner[i] = compileClause(inner, words)
		}
		return k
	}
	switch {
	case c.All != nil:
		return several(allOf, c.All)
	case c.Any != nil:
		return several(anyOf, c.Any)
	case c.Not != nil:
		return several(notOf, []Condition{*c.Not})
	}
	k := clause{field: c.Field, than: c.Than, op: c.Op, exact: c.Exact, written: slices.Clone(c.Values), answers: words}
	k.family, k.negated, k.order = c.Op.family(), c.Op.negated(), c.Op.order()
	k.texts, k.within = k.written, c.Op.search(c.Exact)
	if !c.Exact {
		k.words = newVocabulary(c.Values)
		k.texts = k.words
	}
	for _, value := range c.Values {
		trimmed := strings.TrimSpace(value)
		if n, ok := readNumber(trimmed); ok {
			k.numbers = append(k.numbers, n.String())
		}
		if d, ok := parseDay(value); ok {
			k.days = append(k.days, d)
		}
		if yes, ok := words.read(value); ok && yes {
			k.ticks[1] = true
		} else if ok {
			k.ticks[0] = true
		}
	}
	return k
}

func (k *clause) eval(s *Subject) Truth {
	switch k.kind {
	case testOf:
		t, _ := k.test(s)
		return t
	case notOf:
		return k.inner[0].eval(s).not()
	}
	decisive := k.decisive()
	answer := decisive.not()
	for i := range k.inner {
		switch k.inner[i].eval(s) {
		case decisive:
			return decisive
		case TruthUnknown:
			answer = TruthUnknown
		}
	}
	return answer
}

// decisive returns the answer of one member that decides for all of them.
func (k *clause) decisive() Truth {
	if k.kind == allOf {
		return TruthFalse
	}
	return TruthTrue
}

// Why the value that a field holds does not answer a test.
const (
	onlyBlanks   = "only blanks"
	noAnswer     = "not a listed word for yes or no"
	noDate       = "not a date of the form 2006-01-02"
	noYear       = "a day without a year"
	noToday      = "while today is unknown"
	noOther      = "but what it is compared with cannot be read"
	noNumber     = "not a number of the form -1234.50"
	notText      = "neither text nor a list"
	notOneAnswer = "neither yes or no nor one word"
	severalItems = "a list of several items"
)

// test answers a clause that tests a field; where a known value leaves it unknown,
// it says why.
func (k *clause) test(s *Subject) (Truth, string) {
	if k.field == employee.FieldTeams && s.Employee != nil && len(s.Employee.Teams) > 0 {
		var n tally
		for _, team := range s.Employee.Teams { // a Value of them would allocate
			n.add(k, team)
		}
		return k.list(n, s)
	}
	v := s.value(k.field)
	if k.than != "" && s.value(k.than).State() == employee.StateEmpty {
		return TruthFalse, ""
	}
	switch v.State() {
	case employee.StateAbsent, employee.StateWithheld:
		return TruthUnknown, ""
	case employee.StateEmpty:
		return truth(k.negated), ""
	}
	if v.Kind() == employee.KindList {
		var n tally
		for item := range v.ItemSeq() {
			n.add(k, item)
		}
		return k.list(n, s)
	}
	return k.known(v, s)
}

// known tests a value that is known and no list.
func (k *clause) known(v employee.Value, s *Subject) (Truth, string) {
	if v.Kind() == employee.KindText && !k.exact {
		text := strings.TrimSpace(v.String())
		switch {
		case blank(text):
			return TruthUnknown, onlyBlanks
		case k.family == equality:
			return truth(k.text(text) != k.negated), ""
		case k.family == search:
			return truth(k.text(text)), ""
		}
	}
	switch k.family {
	case equality:
		t, why := k.equals(v, s)
		if k.negated {
			t = t.not()
		}
		return t, why
	case search:
		if v.Kind() != employee.KindText && v.Kind() != employee.KindNumber {
			return TruthUnknown, notText
		}
		return truth(k.text(v.String())), ""
	case presence:
		return truth(!k.negated), ""
	case answering:
		return k.answer(v)
	case dayOrder:
		return k.date(v, s)
	}
	return k.number(v)
}

// A tally is what a clause finds in the items of a list. Blank ones do not
// count.
type tally struct {
	filled int
	last   string
	found  bool // one of them passes
}

func (n *tally) add(k *clause, item string) {
	if !k.exact {
		item = strings.TrimSpace(item)
	}
	if k.exact || !blank(item) {
		n.filled, n.last = n.filled+1, item
		n.found = n.found || k.family <= search && k.text(item)
	}
}

// list tests a list that has items.
func (k *clause) list(n tally, s *Subject) (Truth, string) {
	switch {
	case n.filled == 0:
		return TruthUnknown, onlyBlanks
	case k.family <= search:
		return truth(n.found != k.negated), ""
	case k.family == presence:
		return truth(!k.negated), ""
	case n.filled > 1:
		return TruthUnknown, severalItems
	}
	return k.known(employee.Text(n.last), s)
}

// text tests one text against all values, trimmed unless it is exact.
func (k *clause) text(s string) bool {
	switch {
	case k.family == search:
		for _, value := range k.texts {
			if k.within(s, value) {
				return true
			}
		}
		return false
	case k.exact:
		return slices.Contains(k.texts, s)
	}
	return k.words.find(s) >= 0
}

func blank(s string) bool { return fold.Blank(s) }
