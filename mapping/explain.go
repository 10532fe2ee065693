package mapping

import (
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// Explain is Eval with the reason, in bounded length: `employment_status is
// "Vollzeit", not "Full time"`. It is personal data.
func (t *Test) Explain(s Subject) (Truth, string) {
	if t == nil || !t.set {
		return TruthTrue, "no condition"
	}
	return t.root.eval(&s), clip(t.root.explain(&s), 1_000)
}

// explain names the member that decided or, where all of them had to, all.
func (k *clause) explain(s *Subject) string {
	switch k.kind {
	case testOf:
		return k.explainTest(s)
	case notOf: // what the field holds explains either answer
		return k.inner[0].explain(s)
	}
	decided := k.eval(s)
	const most = 10 // a screen shows no more
	var reasons []string
	for i := range k.inner {
		t := k.inner[i].eval(s)
		if decided == k.decisive() && t == decided {
			return k.inner[i].explain(s)
		}
		// Members with another answer do not explain this one.
		if t == decided && len(reasons) < most {
			reasons = append(reasons, k.inner[i].explain(s))
		}
	}
	return strings.Join(reasons, "; ")
}

func (k *clause) explainTest(s *Subject) string {
	t, why := k.test(s)
	v := s.value(k.field)
	text := holds(k.field, v)
	if k.than != "" {
		other := s.value(k.than)
		text += ", and " + holds(k.than, other)
		if t == TruthFalse && (v.State() == employee.StateEmpty || other.State() == employee.StateEmpty) {
			return text
		}
	}
	if t != TruthUnknown {
		return text + k.verdict(t == TruthTrue, v, s.Today)
	}
	if why != "" {
		text += ", " + why
	}
	return text + ", so it is unknown whether it " + k.asks(s.Today)
}

// holds says what a field holds.
func holds(f employee.Field, v employee.Value) string {
	text := visible.Text(string(f)) + " is "
	switch yes, isBool := v.Bool(); {
	case isBool:
		return text + map[bool]string{true: "yes", false: "no"}[yes]
	case v.Known() && (v.Kind() == employee.KindText || v.Kind() == employee.KindList):
		return text + quoted(v.String())
	case v.Known():
		return text + v.String()
	}
	return text + v.State().String()
}

// verdict says why a value passes or not, "" where it speaks for itself.
func (k *clause) verdict(passes bool, v employee.Value, today employee.Date) string {
	wanted := k.values(today)
	switch k.family {
	case presence:
		if v.Known() && !passes {
			return ", not empty"
		}
		return ""
	case equality:
		switch {
		case passes == k.negated:
			return ", not " + wanted
		case v.Kind() == employee.KindList:
			return ", of which one is " + wanted
		case len(k.written) > 1:
			return ", one of " + wanted
		case k.written[0] == v.String():
			return ""
		}
		return ", the same as " + wanted
	case answering:
		_, isBool := v.Bool()
		switch {
		case !passes:
			return ", not " + string(k.op)
		case !v.Known():
			return ", which counts as " + string(k.op)
		case isBool || fold.Equal(v.String(), string(k.op)):
			return ""
		}
		return ", which means " + string(k.op)
	case search:
		verb := k.op.words()
		if !passes {
			verb = "does not " + map[Op]string{OpContains: "contain", OpStartsWith: "start with", OpEndsWith: "end with"}[k.op]
		}
		return ", which " + verb + " " + wanted
	}
	if !passes {
		return ", not " + k.op.words() + " " + wanted
	}
	return ", " + k.op.words() + " " + wanted
}

// asks is the question of the clause, after "whether it". It is the same for equals
// and not_equals: both are unknown at once.
func (k *clause) asks(today employee.Date) string {
	switch k.family {
	case presence:
		return "is present"
	case answering:
		return "is " + string(k.op)
	case search:
		return k.op.words() + " " + k.values(today)
	case equality:
		return "is " + k.values(today)
	}
	return "is " + k.op.words() + " " + k.values(today)
}

// values are those of the clause as an admin reads them.
func (k *clause) values(today employee.Date) string {
	if k.than != "" {
		return visible.Text(string(k.than))
	}
	var b strings.Builder
	const most = 5
	for i, value := range k.written {
		switch {
		case i == most:
			b.WriteString(" or " + strconv.Itoa(len(k.written)-most) + " more")
			return b.String()
		case i > 0:
			b.WriteString(" or ")
		}
		b.WriteString(k.value(value, today))
	}
	return b.String()
}

func (k *clause) value(value string, today employee.Date) string {
	switch k.op {
	case OpBefore, OpAfter, OpOnOrBefore, OpOnOrAfter:
		d := k.days[0]
		if on := d.on(today); d.relative && !on.IsZero() {
			return value + " (" + on.String() + ")"
		}
		return value
	case OpLessThan, OpAtMost, OpAtLeast, OpGreaterThan:
		return value
	}
	return quoted(value)
}

// words returns an operator that compares in plain English.
func (op Op) words() string {
	switch op {
	case OpLessThan:
		return "less than"
	case OpAtMost:
		return "at most"
	case OpAtLeast:
		return "at least"
	case OpGreaterThan:
		return "more than"
	}
	return strings.ReplaceAll(string(op), "_", " ") // "before", "on_or_after", "starts_with"
}

func quoted(s string) string { return visible.Quote(clip(s, 60)) }

// clip returns s, or its beginning within the given number of bytes.
func clip(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	return strings.ToValidUTF8(s[:bytes], "") + "…"
}
