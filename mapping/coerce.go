package mapping

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A converter makes values of one type, the way one rule says.
type converter struct {
	kind      employee.Kind // never ""
	separator string
	notation  notation
	units     []string // what may stand beside a number
	dates     dateForm // nil: 2006-01-02
	instant   *instant // nil: an instant is no date
	part      int      // 0: the whole
	spelling  spelling
	words     *answers
	rec       *record // of the steps, for Explain; nil: not asked for

	lookup []entry         // sorted by word; nil: none
	other  *employee.Value // the answer to every other word; nil: none
	none   vocabulary      // the words that are no value
	rest   bool            // so are all that are not in the lookup table
}

// An entry is a word of a lookup table with its value.
type entry struct {
	word  string // folded
	value employee.Value
}

// listed reports whether the converter makes lists.
func (c *converter) listed() bool { return c.kind == employee.KindList || c.kind == KindSet }

// copies reports whether the converter takes a text as it is, but for blanks
// around it and what is no address.
func (c *converter) copies() bool {
	return c.kind == employee.KindText && c.part == 0 && !c.looks() && c.spelling.copies()
}

const notListed = "not a word of the lookup table"

// looks reports whether what a word says is in the settings.
func (c *converter) looks() bool {
	return c.lookup != nil || c.other != nil || c.none != nil || c.rest
}

// convert makes a known value of the converter's type. Empty means that the settings
// say so; a problem, that it cannot be read. Text that needs no change is returned as
// it came.
func (c *converter) convert(v employee.Value) (converted employee.Value, problem string) {
	if c.listed() {
		return c.list(c.items(v))
	}
	if c.part != 0 && (v.Kind() == employee.KindText || v.Kind() == employee.KindList) {
		if v, problem = c.piece(v); problem != "" {
			return employee.Value{}, problem
		}
	}
	if v.Kind() == employee.KindText && blank(v.String()) {
		return employee.Value{}, isBlank
	}
	if c.looks() {
		return c.lookedUp(v)
	}
	if v.Kind() == employee.KindText && c.kind != employee.KindText && c.spelling.replace != nil {
		s, problem := c.spelling.change(v.String(), c.rec)
		if problem != "" {
			return employee.Value{}, problem
		}
		v = employee.Text(s)
	}
	return c.typed(v)
}

// lookedUp is convert by the lookup table and the words that are no value.
func (c *converter) lookedUp(v employee.Value) (answer employee.Value, problem string) {
	word, problem := c.joined(v, c.rec)
	if problem == "" {
		word, problem = c.spelling.change(word, c.rec)
	}
	if problem != "" {
		return employee.Value{}, problem
	}
	answer, found := c.look(word)
	switch {
	case found:
		c.stepLooked(answer)
		return answer, ""
	case c.lookup != nil || c.rest:
		return employee.Value{}, notListed
	case c.kind == employee.KindText:
		word, problem = c.spelling.finish(word, c.rec)
		return spelled(v, word, problem)
	case v.Kind() == employee.KindText:
		v = employee.Text(word)
	}
	return c.typed(v)
}

func (c *converter) stepLooked(answer employee.Value) {
	if answer.Known() {
		c.rec.step("lookup", answer.String())
	} else {
		c.rec.step("no_value", "")
	}
}

// spelled returns v, or the text that it became.
func spelled(v employee.Value, text, problem string) (employee.Value, string) {
	switch {
	case problem != "":
		return employee.Value{}, problem
	case v.Kind() == employee.KindText && text == v.String():
		return v, ""
	}
	return employee.Text(text), ""
}

// typed is convert without the settings' words, for all types but list.
func (c *converter) typed(v employee.Value) (converted employee.Value, problem string) {
	if v.Kind() == c.kind && c.kind != employee.KindText && c.kind != employee.KindDate {
		return v, ""
	}
	switch c.kind {
	case employee.KindNumber:
		return c.number(v)
	case employee.KindBool:
		return c.answer(v)
	case employee.KindDate:
		return c.day(v)
	}
	s, problem := c.joined(v, c.rec)
	if problem == "" {
		s, problem = c.spelling.change(s, c.rec)
	}
	if problem == "" {
		s, problem = c.spelling.finish(s, c.rec)
	}
	return spelled(v, s, problem)
}

// joined returns the text of a value; that of a list has the separator between
// its items, and that of a day the rule's form.
func (c *converter) joined(v employee.Value, rec *record) (s, problem string) {
	switch v.Kind() {
	case employee.KindList:
		return rec.step("separator", strings.Join(filled(v.Items()), cmp.Or(c.separator, ", "))), ""
	case employee.KindDate:
		if d, _ := v.Day(); c.dates != nil {
			s, ok := c.dates.write(d)
			if !ok {
				return "", noYear
			}
			return rec.step("date_format", s), ""
		}
	}
	return v.String(), ""
}

// day reads a day from text in the rule's form, or from an instant.
func (c *converter) day(v employee.Value) (employee.Value, string) {
	if v.Kind() == employee.KindText {
		text := strings.TrimSpace(v.String())
		if d, ok := c.instant.read(text); ok {
			return employee.Day(c.dayStep("instant", d)), ""
		}
		if c.dates != nil {
			d, ok := c.dates.read(text)
			if !ok {
				return employee.Value{}, "not a date of the form " + c.dates.String()
			}
			return employee.Day(c.dayStep("date_format", d)), ""
		}
	}
	d, why := readDate(v)
	if why != "" {
		return employee.Value{}, why
	}
	return employee.Day(d), ""
}

func (c *converter) dayStep(key string, d employee.Date) employee.Date {
	if c.rec != nil {
		c.rec.step(key, d.String())
	}
	return d
}

func (c *converter) number(v employee.Value) (employee.Value, string) {
	if v.Kind() == employee.KindText {
		text := c.rec.step("units", withoutUnit(strings.TrimSpace(v.String()), c.units))
		if n, ok := c.notation.read(text); ok {
			c.rec.step("decimal", n.String())
			return n, ""
		}
	}
	return employee.Value{}, "not a number of the form " + c.notation.example()
}

// withoutUnit returns s without the first of the units that stands at one of its
// ends, and without the blanks between the two.
func withoutUnit(s string, units []string) string {
	for _, u := range units {
		rest := len(s) - len(u)
		switch {
		case rest <= 0:
		case strings.EqualFold(s[rest:], u):
			return strings.TrimSpace(s[:rest])
		case strings.EqualFold(s[:len(u)], u):
			return strings.TrimSpace(s[len(u):])
		}
	}
	return s
}

func (c *converter) answer(v employee.Value) (employee.Value, string) {
	if kind := v.Kind(); kind == employee.KindText || kind == employee.KindNumber {
		if yes, ok := c.words.read(v.String()); ok {
			c.rec.step("type", employee.Bool(yes).String())
			return employee.Bool(yes), ""
		}
	}
	return employee.Value{}, noAnswer
}

// items returns the items of a value: a text is split by the separator, if
// there is one.
func (c *converter) items(v employee.Value) []string {
	if v.Kind() == employee.KindText && c.separator != "" {
		return strings.Split(v.String(), c.separator)
	}
	return v.Items()
}

// list makes a list of items: trimmed, without blank ones, each once, in order; those
// of a set are sorted. It is Empty if the settings leave nothing of it.
func (c *converter) list(items []string) (list employee.Value, problem string) {
	seen := make(map[string]bool)
	var kept []string
	filled, none := filled(items), false
	for _, item := range filled {
		item, problem = c.item(item)
		switch {
		case problem == nothingLeft:
		case problem != "":
			return employee.Value{}, problem
		case item == "":
			none = true
		case !seen[item]:
			seen[item] = true
			kept = append(kept, item)
		}
	}
	switch {
	case len(filled) == 0:
		return employee.Value{}, isBlank
	case kept == nil && !none:
		return employee.Value{}, nothingLeft
	}
	if c.kind == KindSet {
		slices.Sort(kept)
		c.rec.step("type", strings.Join(kept, ", "))
	}
	return employee.List(kept...), ""
}

// item returns a filled item as the list has it, "" if the settings say that it is no
// value.
func (c *converter) item(item string) (written, problem string) {
	if item, problem = c.spelling.change(item, c.rec); problem != "" {
		return "", problem
	}
	answer, found := c.look(item)
	switch {
	case found && answer.Known():
		return c.rec.step("lookup", answer.String()), ""
	case found:
		c.rec.step("no_value", "")
		return "", ""
	case c.lookup != nil || c.rest:
		return "", notListed
	}
	return c.spelling.finish(item, c.rec)
}

// filled returns the items that are not blank, trimmed.
func filled(items []string) []string {
	kept := make([]string, 0, len(items))
	for _, item := range items {
		if !blank(item) {
			kept = append(kept, strings.TrimSpace(item))
		}
	}
	return kept
}

// look returns what the settings say of a word: an answer, or Empty for no value.
func (c *converter) look(word string) (answer employee.Value, found bool) {
	if len(c.none) > 0 && c.none.find(word) >= 0 {
		return employee.Empty(), true
	}
	i, found := slices.BinarySearchFunc(c.lookup, word, func(e entry, word string) int { return -fold.Compare(word, e.word) })
	switch {
	case found:
		return c.lookup[i].value, true
	case c.other != nil:
		return *c.other, true
	}
	return employee.Empty(), c.rest
}

// written makes a value of the converter's type from text in the settings: a
// constant, a default or an answer of the lookup table.
func (c *converter) written(s string) (v employee.Value, problem string) {
	plain := *c
	plain.lookup, plain.other, plain.none, plain.rest, plain.rec = nil, nil, nil, false, nil
	plain.part, plain.instant, plain.dates, plain.spelling = 0, nil, nil, spelling{address: c.spelling.address}
	if n := c.spelling.longest; n > 0 && utf8.RuneCountInString(strings.TrimSpace(s)) > n {
		return v, "longer than max_length"
	}
	if v, problem = plain.convert(employee.Text(strings.TrimSpace(s))); problem == isBlank {
		problem = "blank"
	}
	return v, problem
}

// newConverter returns the converter of a rule, with its lookup table, whose
// answers have to be readable. A word that has no readable answer is not in it.
func newConverter(r Rule, words *answers) converter {
	c := converter{kind: kindOf(r), separator: r.Separator, notation: notation(r.Decimal), words: words}
	for _, u := range r.Units {
		c.units = append(c.units, strings.TrimSpace(u))
	}
	c.spelling, c.part = newSpelling(r), r.Part
	c.dates, _ = parseDateForm(r.DateFormat)
	c.instant = newInstant(r.Instant)
	for _, word := range r.NoValue {
		if word == "*" {
			c.rest = true
		} else {
			c.none = append(c.none, fold.Key(word))
		}
	}
	slices.Sort(c.none)
	if r.Lookup == nil {
		return c
	}
	// An answer in a list is one item, separator or not.
	plain := c
	plain.separator = ""
	if c.listed() {
		plain.kind = employee.KindText
	}
	c.lookup = make([]entry, 0, len(r.Lookup))
	for word, text := range r.Lookup {
		v, problem := plain.written(text)
		switch {
		case problem != "":
		case word == "*":
			c.other = &v
		default:
			c.lookup = append(c.lookup, entry{fold.Key(word), v})
		}
	}
	slices.SortFunc(c.lookup, func(a, b entry) int { return strings.Compare(a.word, b.word) })
	return c
}

// listed reports whether a rule makes a list or a set.
func listed(r Rule) bool { return r.Type == employee.KindList || r.Type == KindSet }

func kindOf(r Rule) employee.Kind {
	if r.Type == "" {
		return employee.KindText
	}
	return r.Type
}
