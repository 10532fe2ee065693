package bamboohr

import (
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// kindOf returns the kind of value that a report cell of a vendor's type gives, if it
// gives one.
func kindOf(vendorType string) employee.Kind {
	switch vendorType {
	case "date":
		return employee.KindDate
	case "bool", "checkbox":
		return employee.KindBool
	case "int", "integer", "currency":
		return employee.KindNumber
	case "multilist":
		return employee.KindList
	}
	return employee.KindText
}

// readCell reads a cell of a vendor's type. Options are those of a list.
func readCell(vendorType string, cell wire.Cell, options []string) (employee.Value, error) {
	switch kindOf(vendorType) {
	case employee.KindDate:
		return cell.Date()
	case employee.KindBool:
		return cell.Bool()
	case employee.KindNumber:
		return readNumber(cell)
	case employee.KindList:
		return readList(cell, options)
	}
	return cell.Text()
}

// readNumber reads a number, behind which there may be a currency: "1200.00 EUR". A
// currency alone is what BambooHR writes for no amount.
func readNumber(cell wire.Cell) (employee.Value, error) {
	v, err := cell.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	amount := v.String()
	if isCurrency(amount) {
		return employee.Empty(), nil
	}
	if words := strings.Fields(amount); len(words) == 2 && isCurrency(words[1]) {
		amount = words[0]
	}
	return employee.Number(amount)
}

// columnOf returns the column of a report that has a custom field, and whether the field
// is the currency of that column.
func columnOf(key string) (column string, ofCurrency bool) {
	column, ofCurrency = strings.CutSuffix(key, ".currency")
	if column == "" {
		return key, false
	}
	return column, ofCurrency
}

// readCurrency reads the currency behind a number. One without a number says nothing.
func readCurrency(cell wire.Cell) (employee.Value, error) {
	v, err := readNumber(cell)
	if !v.Known() || err != nil {
		return v, err
	}
	if words := strings.Fields(cell.Raw()); len(words) == 2 {
		return employee.Text(words[1]), nil
	}
	return employee.Empty(), nil
}

// isCurrency reports whether s has the form of an ISO 4217 code.
func isCurrency(s string) bool {
	return len(s) == 3 && strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

var errOptions = errors.New("a text of several options that cannot be told apart, because one of them has a comma " +
	"or is not among the options that the key sees")

// readList reads several options of a list: an array, or one text in which they
// stand one behind another, with commas between them. Options have commas, too.
func readList(cell wire.Cell, options []string) (employee.Value, error) {
	v, err := cell.Labels("label")
	if !isJoined(cell) || err != nil {
		if v.Kind() == employee.KindText {
			v = employee.List(v.String())
		}
		return v, err
	}
	items, ok := split(v.String(), options)
	if !ok {
		return employee.Value{}, errOptions
	}
	return employee.List(items...), nil
}

// isJoined reports whether a cell is a text that may have several options.
func isJoined(cell wire.Cell) bool {
	return cell.Kind() == wire.KindText && strings.Contains(cell.Raw(), ",")
}

// split returns the options that a text has, if there is one way only to read it.
func split(text string, options []string) (items []string, ok bool) {
	known, most := make(map[string]bool, len(options)), 0
	for _, option := range options {
		known[option] = true
		most = max(most, strings.Count(option, ",")+1)
	}
	parts := strings.Split(text, ",")
	ways := make([]int, len(parts)+1) // to read the parts from one on: 0, 1, or 2 for more
	next := make([]int, len(parts))
	ways[len(parts)] = 1
	option := func(from, to int) string { return strings.TrimSpace(strings.Join(parts[from:to], ",")) }
	for from := len(parts) - 1; from >= 0; from-- {
		for to := from + 1; to <= min(from+most, len(parts)); to++ {
			if ways[to] > 0 && known[option(from, to)] {
				ways[from], next[from] = min(2, ways[from]+ways[to]), to
			}
		}
	}
	if ways[0] != 1 {
		return nil, false
	}
	for from := 0; from < len(parts); from = next[from] {
		items = append(items, option(from, next[from]))
	}
	return items, true
}
