package mapping

import (
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// Explain answers the condition for s and says which clause decided, and on
// what raw value: `employment_status = "Full time" failed on "Vollzeit"`. The
// text is of bounded length. It quotes the value: it is personal data.
func (t *Test) Explain(s Subject) (Truth, string) {
	if t == nil || !t.set {
		return True, "no condition"
	}
	return t.root.eval(&s), clip(t.root.explain(&s), 1_000)
}

// explain names the member that decided or, where all of them had to, all.
func (k *clause) explain(s *Subject) string {
	switch k.kind {
	case testOf:
		return k.explainTest(s)
	case notOf:
		return "not (" + k.inner[0].explain(s) + ")"
	}
	decided := k.eval(s)
	const most = 10 // a screen shows no more
	var reasons []string
	for i := range k.inner {
		t := k.inner[i].eval(s)
		if decided == k.decisive() && t == decided {
			return k.inner[i].explain(s)
		}
		// What was told either way does not explain that the rest was not.
		if t == decided && len(reasons) < most {
			reasons = append(reasons, k.inner[i].explain(s))
		}
	}
	return strings.Join(reasons, " and ")
}

func (k *clause) explainTest(s *Subject) string {
	t, why := k.test(s)
	text := k.describe(s.Today)
	v := s.value(k.field)
	raw := "an empty field"
	if yes, isBool := v.Bool(); isBool {
		raw = map[bool]string{true: "yes", false: "no"}[yes]
	} else if v.Known() {
		raw = quoted(v.String())
	}
	switch {
	case t == True:
		return text + " held on " + raw
	case t == False:
		return text + " failed on " + raw
	case v.Known():
		return text + " cannot be told from " + raw + ": " + why
	}
	return text + " cannot be told: " + why
}

// describe returns the clause as people read it.
func (k *clause) describe(today employee.Date) string {
	var b strings.Builder
	b.WriteString(string(k.field) + " " + k.op.symbol())
	const most = 5
	for i, value := range k.written {
		switch {
		case i == most:
			b.WriteString(" or " + strconv.Itoa(len(k.written)-most) + " more")
			return b.String()
		case i > 0:
			b.WriteString(" or")
		}
		b.WriteString(" " + k.value(value, today))
	}
	return b.String()
}

func (k *clause) value(value string, today employee.Date) string {
	switch k.op {
	case Before, After, OnOrBefore, OnOrAfter:
		d := k.days[0]
		if on := d.on(today); d.relative && !on.IsZero() {
			return value + " (" + on.String() + ")"
		}
		return value
	case LessThan, AtMost, AtLeast, GreaterThan:
		return value
	}
	return quoted(value)
}

func (op Op) symbol() string {
	switch op {
	case Equals:
		return "="
	case NotEquals:
		return "is not"
	case Contains:
		return "contains"
	case StartsWith:
		return "starts with"
	case EndsWith:
		return "ends with"
	case Present:
		return "is present"
	case NotPresent:
		return "is not present"
	case Yes:
		return "is yes"
	case No:
		return "is no"
	case OnOrBefore:
		return "on or before"
	case OnOrAfter:
		return "on or after"
	case LessThan:
		return "<"
	case AtMost:
		return "<="
	case AtLeast:
		return ">="
	case GreaterThan:
		return ">"
	}
	return string(op) // before, after
}

func quoted(s string) string { return strconv.Quote(clip(s, 60)) }

// clip returns s, or its beginning within the given number of bytes.
func clip(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	return strings.ToValidUTF8(s[:bytes], "") + "…"
}
