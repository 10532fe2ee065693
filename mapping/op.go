package mapping

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A family is the operators that read a field in the same way.
type family uint8

const (
	equality family = iota
	search
	presence
	answering
	dayOrder
	numberOrder
)

// family returns that of a valid operator.
func (op Op) family() family {
	switch op {
	case OpEquals, OpNotEquals:
		return equality
	case OpContains, OpStartsWith, OpEndsWith:
		return search
	case OpPresent, OpNotPresent:
		return presence
	case OpYes, OpNo:
		return answering
	case OpBefore, OpAfter, OpOnOrBefore, OpOnOrAfter:
		return dayOrder
	}
	return numberOrder
}

// textual reports whether the operator compares text.
func (op Op) textual() bool { return op.family() <= search }

// negated reports whether the operator holds where there is no value.
func (op Op) negated() bool { return op == OpNotEquals || op == OpNotPresent || op == OpNo }

// order returns whether what is less, equal and greater passes.
func (op Op) order() [3]bool {
	switch op {
	case OpBefore, OpLessThan:
		return [3]bool{true, false, false}
	case OpOnOrBefore, OpAtMost:
		return [3]bool{true, true, false}
	case OpOnOrAfter, OpAtLeast:
		return [3]bool{false, true, true}
	case OpAfter, OpGreaterThan:
		return [3]bool{false, false, true}
	}
	return [3]bool{}
}

// search returns how the operator looks for a value in a text, nil if it does
// not.
func (op Op) search(exact bool) func(s, value string) bool {
	switch {
	case op == OpContains && exact:
		return strings.Contains
	case op == OpContains:
		return fold.Contains
	case op == OpStartsWith && exact:
		return strings.HasPrefix
	case op == OpStartsWith:
		return fold.HasPrefix
	case op == OpEndsWith && exact:
		return strings.HasSuffix
	case op == OpEndsWith:
		return fold.HasSuffix
	}
	return nil
}

// arity returns how many values the operator takes.
func (op Op) arity() (least, most int) {
	switch op.family() {
	case equality, search:
		return 1, maxValues
	case dayOrder, numberOrder:
		return 1, 1
	}
	return 0, 0
}

// fits reports whether an operator can tell something about a field. A kind
// that is not known fits, and so does text in a custom field, which may hold
// anything. Catalogues call a choice of one a list too.
func fits(op Op, info employee.FieldInfo) bool {
	_, custom := info.Field.CustomKey()
	switch op.family() {
	case equality, presence:
		return true
	case answering:
		return info.Kind != employee.KindDate && (custom || info.Kind != employee.KindList)
	case search:
		return info.Kind != employee.KindDate && info.Kind != employee.KindBool
	case dayOrder:
		return info.Kind == "" || info.Kind == employee.KindDate || custom && info.Kind == employee.KindText
	}
	return info.Kind == "" || info.Kind == employee.KindNumber || info.Kind == employee.KindText
}

// converts reports whether a value of the field can become one of the kind.
func converts(info employee.FieldInfo, kind employee.Kind) bool {
	_, custom := info.Field.CustomKey()
	list := info.Kind == employee.KindList && custom
	switch kind {
	case employee.KindNumber:
		return list || info.Kind == "" || info.Kind == employee.KindNumber || info.Kind == employee.KindText
	case employee.KindBool:
		return list || info.Kind != employee.KindDate && info.Kind != employee.KindList
	case employee.KindDate:
		return info.Kind == "" || info.Kind == employee.KindDate || custom && (list || info.Kind == employee.KindText)
	}
	return true
}
