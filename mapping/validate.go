package mapping

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// Validate returns nil or [Faults]. With the catalogue of a customer's fields it also
// finds fields that the customer lacks, operators and types that do not fit a field,
// and values that are not among its options. A standard field may be missing where
// another can stand for it, and where the catalogue has none.
func (m Mapping) Validate(catalog ...employee.FieldInfo) error {
	v := newValidator(catalog)
	words := newAnswers(m.Yes, m.No)
	v.words = &words
	v.setCondition(m.Scope, "scope")
	if len(m.Rules) > maxRules {
		v.fault("rules", "more than %d rules", maxRules)
	} else {
		o := order{first: make(map[string]int), unconditional: make(map[string]int), whens: make(map[[2]string]int)}
		for i, r := range m.Rules {
			path := fmt.Sprintf("rules[%d]", i)
			v.order(m.Rules, i, o, path)
			before := len(v.faults)
			v.rule(r, path)
			if len(v.faults) == before {
				v.repeated(r, i, o, document.Join(path, "when"))
			}
		}
	}
	v.answers(m.Yes, m.No)
	return v.faults.err()
}

// An order is the rules seen so far that matter to those behind them.
type order struct {
	first         map[string]int    // by target
	unconditional map[string]int    // by target: the one without a when
	whens         map[[2]string]int // by target and condition
}

// order checks rule i against those before it.
func (v *validator) order(rules []Rule, i int, o order, path string) {
	r := rules[i]
	if u, behind := o.unconditional[r.Target]; behind {
		v.fault(path, "unreachable: rules[%d] has no when and decides %q before it", u, clip(r.Target, 100))
	} else if r.When.IsZero() {
		o.unconditional[r.Target] = i
	}
	if f, known := o.first[r.Target]; !known {
		o.first[r.Target] = i
	} else if kindOf(rules[f]) != kindOf(r) {
		v.fault(document.Join(path, "type"), "%q, but rules[%d] makes %q a %q", clip(string(kindOf(r)), 100), f, clip(r.Target, 100), clip(string(kindOf(rules[f])), 100))
	}
}

// repeated checks the sound rule i for a condition that an earlier rule of its
// target has too.
func (v *validator) repeated(r Rule, i int, o order, path string) {
	when, err := json.Marshal(r.When)
	if r.When.IsZero() || err != nil {
		return
	}
	key := [2]string{r.Target, string(when)}
	if earlier, known := o.whens[key]; known {
		v.fault(path, "unreachable: rules[%d] has the same condition and decides %q before it", earlier, clip(r.Target, 100))
		return
	}
	o.whens[key] = i
}

func (v *validator) rule(r Rule, path string) {
	at := func(key string) string { return document.Join(path, key) }
	if v.name(r.Target, at("target"), maxName) && strings.TrimSpace(r.Target) != r.Target {
		v.fault(at("target"), "blanks around the name")
	}
	kind, kinds := string(r.Type), []string{"text", "number", "bool", "date", "list", "set"}
	if !slices.Contains(kinds, kind) {
		r.Type = "" // for what follows; the fault comes in its place
	}
	v.origin(r, path)
	v.setCondition(r.When, at("when"))
	v.choice(kind, at("type"), kinds...)
	v.options(r, path)
	v.changes(r, path)
	v.lookup(r, at("lookup"))
	v.empty(r, path)
	v.choice(string(r.Authority), at("authority"), string(AuthorityAlways), string(AuthorityFill), string(AuthorityCreate), string(AuthorityUntilChanged))
}

// origin checks where the value of a rule comes from.
func (v *validator) origin(r Rule, path string) {
	given := 0
	for _, is := range []bool{len(r.From) > 0, r.Format != "", r.Constant != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		v.fault(path, "exactly one of from, format and constant is needed, not %d", given)
	}
	if len(r.From) > maxSources {
		v.fault(document.Join(path, "from"), "more than %d fields", maxSources)
	} else {
		for i, f := range r.From {
			v.source(r, f, fmt.Sprintf("%s[%d]", document.Join(path, "from"), i))
			if slices.Contains(r.From[:i], f) {
				v.fault(fmt.Sprintf("%s[%d]", document.Join(path, "from"), i), "%q is given twice", clip(string(f), 100))
			}
		}
		v.offered(r.From, document.Join(path, "from"))
	}
	if r.Format != "" {
		v.format(r.Format, document.Join(path, "format"))
	}
	if r.Constant != "" {
		v.constant(r, r.Constant, document.Join(path, "constant"))
	}
}

func (v *validator) source(r Rule, f employee.Field, path string) {
	info, ok := v.field(f, path)
	if ok && r.Lookup == nil && !converts(info, kindOf(r)) {
		v.fault(path, "%s is a %s and never a %s", clip(string(f), 100), info.Kind, kindOf(r))
	}
}

func (v *validator) format(s, path string) {
	if !v.name(s, path, maxText) {
		return
	}
	f, err := parseFormat(s)
	if err != nil {
		v.fault(path, "%v", err)
		return
	}
	for _, fields := range f.parts {
		for _, field := range fields {
			v.field(field, path)
		}
		v.offered(fields, path)
		if v.faults.full() {
			return
		}
	}
}

// constant checks a constant or a default.
func (v *validator) constant(r Rule, s, path string) {
	if !v.name(s, path, maxText) || !notation(r.Decimal).valid() {
		return
	}
	r.Lookup = nil
	c := newConverter(r, v.words)
	if _, problem := c.written(s); problem != "" {
		v.fault(path, "%s", problem)
	}
}

func (v *validator) lookup(r Rule, path string) {
	switch {
	case r.Lookup == nil:
		return
	case r.Constant != "":
		v.fault(path, "a constant is not looked up")
	case len(r.Lookup) == 0:
		v.fault(path, "no words in it")
	case len(r.Lookup) > maxValues:
		v.fault(path, "more than %d words", maxValues)
		return
	}
	answer := r
	answer.Lookup, answer.Separator = nil, ""
	options := v.offers(r)
	seen := make(map[string]string, len(r.Lookup))
	for _, word := range slices.Sorted(maps.Keys(r.Lookup)) {
		if v.faults.full() {
			return
		}
		at := document.Join(path, word)
		if !v.name(word, at, maxName) {
			continue
		}
		if other, double := seen[fold.Key(word)]; double {
			v.fault(at, "the same word as %q", clip(other, 100))
		}
		seen[fold.Key(word)] = word
		if slices.Contains(r.From, FieldLifecycle) && fold.Equal(word, "prehire") { // of the first edition
			v.fault(at, "the lifecycle before the hire date is %q: write that", LifecyclePreHire)
		} else if options != nil && word != "*" && !v.optional(r, word) {
			v.fault(at, "no field of the rule has this option%s", instead(word, options))
		}
		v.constant(answer, r.Lookup[word], at)
	}
}

// empty checks what a rule does without a value.
func (v *validator) empty(r Rule, path string) {
	at := document.Join(path, "default")
	switch {
	case r.OnEmpty == OnEmptyDefault && r.Default == "":
		v.fault(at, "missing: on_empty needs it")
	case r.OnEmpty != OnEmptyDefault && r.Default != "":
		v.fault(at, `of no use without on_empty "default"`)
	case r.Default != "":
		v.constant(r, r.Default, at)
	}
	at = document.Join(path, "on_empty")
	if v.choice(string(r.OnEmpty), at, string(OnEmptyClear), string(OnEmptyDefault)) && r.OnEmpty != OnEmptyLeave && r.Constant != "" {
		v.fault(at, "a constant is never empty")
	}
}

// answers checks the words for yes and no.
func (v *validator) answers(yes, no []string) {
	v.wordList(yes, "yes")
	v.wordList(no, "no")
	words := newAnswers(clipList(yes), clipList(no))
	for _, w := range words.yes {
		if words.no.find(w) >= 0 && w != "" {
			v.fault("yes", "%q counts as no too: give both lists", clip(strings.ToLower(w), 100))
		}
	}
}

func (v *validator) wordList(words []string, path string) {
	switch {
	case words == nil:
	case len(words) == 0:
		v.fault(path, "no words: leave the key out for the usual ones")
	case len(words) > maxValues:
		v.fault(path, "more than %d words", maxValues)
	}
	for i, w := range clipList(words) {
		v.name(w, fmt.Sprintf("%s[%d]", path, i), maxName)
		if v.faults.full() {
			return
		}
	}
}

// clipList bounds a list that has a fault for its length already.
func clipList(words []string) []string {
	return words[:min(len(words), maxValues):min(len(words), maxValues)]
}
