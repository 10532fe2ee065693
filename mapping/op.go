package mapping

import "github.com/rosterkit/rosterkit/employee"

func (op Op) equality() bool { return op == Equals || op == NotEquals }

func (op Op) textual() bool {
	return op.equality() || op == Contains || op == StartsWith || op == EndsWith
}

func (op Op) ordersDays() bool {
	return op == Before || op == After || op == OnOrBefore || op == OnOrAfter
}

func (op Op) ordersNumbers() bool {
	return op == LessThan || op == AtMost || op == AtLeast || op == GreaterThan
}

// arity returns how many values the operator takes.
func (op Op) arity() (least, most int) {
	switch {
	case op.textual():
		return 1, maxValues
	case op.ordersDays(), op.ordersNumbers():
		return 1, 1
	}
	return 0, 0
}

// fits reports whether an operator can tell something about a field. A kind
// that is not known fits, and so does text in a custom field, which may hold
// anything. Catalogues call a choice of one a list too.
func fits(op Op, info employee.FieldInfo) bool {
	_, custom := info.Field.CustomKey()
	switch {
	case op.equality(), op == Present, op == NotPresent:
		return true
	case op == Yes, op == No:
		return info.Kind != employee.KindDate && (custom || info.Kind != employee.KindList)
	case op.textual():
		return info.Kind != employee.KindDate && info.Kind != employee.KindBool
	case op.ordersDays():
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
