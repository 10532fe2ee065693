package mapping

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// equals tests a known value, no list, against all values of the clause.
func (k *clause) equals(v employee.Value, s *Subject) (Truth, string) {
	switch v.Kind() {
	case employee.KindBool:
		b, _ := v.Bool()
		return truth(b && k.ticks[1] || !b && k.ticks[0]), ""
	case employee.KindDate:
		return k.sameDay(v, s)
	case employee.KindNumber:
		if !k.exact {
			return truth(slices.Contains(k.numbers, v.String())), ""
		}
	}
	return truth(k.text(v.String())), ""
}

func (k *clause) sameDay(v employee.Value, s *Subject) (Truth, string) {
	date, _ := v.Day()
	answer := TruthFalse
	for _, d := range k.days {
		switch d.same(date, s.Today) {
		case TruthTrue:
			return TruthTrue, ""
		case TruthUnknown:
			answer = TruthUnknown
		}
	}
	switch {
	case answer == TruthFalse:
		return TruthFalse, ""
	case date.Year() == 0:
		return TruthUnknown, noYear
	}
	return TruthUnknown, noToday
}

// answer tests a known value, no list, for yes or no.
func (k *clause) answer(v employee.Value) (Truth, string) {
	yes, ok := v.Bool()
	if !ok {
		if v.Kind() == employee.KindDate {
			return TruthUnknown, notOneAnswer
		}
		if yes, ok = k.answers.read(v.String()); !ok {
			return TruthUnknown, noAnswer
		}
	}
	return truth(yes != k.negated), ""
}

// date compares a known value, no list, with the day of the clause.
func (k *clause) date(v employee.Value, s *Subject) (Truth, string) {
	date, why := readDate(v)
	if why != "" {
		return TruthUnknown, why
	}
	want, why := k.day(s)
	if why != "" {
		return TruthUnknown, why
	}
	return truth(k.order[1+cmp.Compare(date.Compare(want), 0)]), ""
}

// day returns the day that the clause compares with.
func (k *clause) day(s *Subject) (d employee.Date, why string) {
	if k.than == "" {
		if d = k.days[0].on(s.Today); d.IsZero() {
			return d, noToday
		}
		return d, ""
	}
	v := s.value(k.than)
	if !v.Known() {
		return d, noOther
	}
	if v.Kind() == employee.KindList {
		var n tally
		for item := range v.ItemSeq() {
			n.add(k, item)
		}
		if n.filled != 1 {
			return d, noOther
		}
		v = employee.Text(n.last)
	}
	if d, why = readDate(v); why != "" {
		return d, noOther
	}
	return d, ""
}

// readDate reads a known value as a full date; why is set if it is none.
func readDate(v employee.Value) (d employee.Date, why string) {
	d, ok := v.Day()
	if !ok {
		var err error
		if v.Kind() != employee.KindText {
			return d, noDate
		}
		if d, err = employee.ParseDate(strings.TrimSpace(v.String())); err != nil {
			return d, noDate
		}
	}
	if d.Year() == 0 {
		return d, noYear
	}
	return d, ""
}

// number compares a known value, no list, with the number of the clause.
func (k *clause) number(v employee.Value) (Truth, string) {
	if kind := v.Kind(); kind != employee.KindNumber && kind != employee.KindText {
		return TruthUnknown, noNumber
	}
	n, ok := readNumber(strings.TrimSpace(v.String()))
	if !ok {
		return TruthUnknown, noNumber
	}
	return truth(k.order[1+compareNumbers(n.String(), k.numbers[0])]), ""
}
