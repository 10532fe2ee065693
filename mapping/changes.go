package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/zone"
)

// changes checks the keys that change a text.
func (v *validator) changes(r Rule, path string) {
	at := func(key string) string { return document.Join(path, key) }
	v.part(r, at("part"))
	v.replace(r, at("replace"))
	v.domain(r, at("domain"))
	if v.choice(r.Phone, at("phone"), PhoneDigits) {
		v.written(r, r.Phone != "", at("phone"), textual(r))
	}
	switch {
	case r.Country == "":
	case r.Phone == "":
		v.fault(at("country"), "of no use without phone")
	case len(r.Country) > 3 || strings.Trim(r.Country, "0123456789") != "" || r.Country[0] == '0':
		v.fault(at("country"), `want the calling code alone, such as "49"`)
	}
	if v.choice(r.Currency, at("currency"), CurrencyCode) {
		v.written(r, r.Currency != "", at("currency"), textual(r))
	}
	v.padding(r, at("pad"))
	if r.Instant != "" && v.written(r, true, at("instant"), kindOf(r) == employee.KindDate) && r.Instant != InstantWritten {
		if _, err := zone.Load(r.Instant); err != nil {
			v.fault(at("instant"), `want %q or a zone: %s`, InstantWritten, clip(err.Error(), 300))
		}
	}
	v.together(r, path)
	v.noValue(r, at("no_value"))
}

// written checks that a key which changes a value fits the rule, and reports whether it
// is given and does.
func (v *validator) written(r Rule, given bool, path string, fits bool) bool {
	switch {
	case !given:
	case !fits:
		v.fault(path, "a %s has none", kindOf(r))
	case r.Constant != "":
		v.fault(path, "a constant is written as it should be")
	default:
		return true
	}
	return false
}

// together checks for keys that exclude each other.
func (v *validator) together(r Rule, path string) {
	var forms []string
	for _, f := range []struct {
		key   string
		given bool
	}{
		{"domain", len(r.Domain) > 0},
		{"check", len(r.Domain) == 0 && (r.Check != "" || r.Target == login)}, // an address, too
		{"phone", r.Phone != ""},
		{"currency", r.Currency != ""},
	} {
		if f.given {
			forms = append(forms, f.key)
		}
	}
	if len(forms) > 1 {
		v.fault(document.Join(path, forms[1]), "a text is only one of an e-mail address, a phone number and an amount")
	}
}

func (v *validator) part(r Rule, path string) {
	const most = 1_000
	lists := len(r.From) > 0 && !slices.ContainsFunc(r.From, func(f employee.Field) bool { return f.Kind() != employee.KindList })
	switch {
	case !v.written(r, r.Part != 0, path, !listed(r)):
	case r.Part < -most || r.Part > most:
		v.fault(path, "want a number from 1 to %d, or from -1 for the last to -%d", most, most)
	case r.Separator == "" && !lists:
		v.fault(path, "needs separator: the text between the parts")
	}
}

func (v *validator) replace(r Rule, path string) {
	if !v.written(r, len(r.Replace) > 0, path, true) {
		return
	}
	if len(r.Replace) > maxPairs {
		v.fault(path, "more than %d pairs", maxPairs)
		return
	}
	for i, p := range r.Replace {
		at := fmt.Sprintf("%s[%d]", path, i)
		earlier := slices.IndexFunc(r.Replace[:i], func(e Replacement) bool { return e.Old != "" && strings.HasPrefix(p.Old, e.Old) })
		switch {
		case p.Old == "":
			v.fault(document.Join(at, "old"), "empty: name the text to search for")
		case len(p.Old) > maxName || len(p.New) > maxName:
			v.fault(at, "longer than %d bytes", maxName)
		case !utf8.ValidString(p.Old) || !utf8.ValidString(p.New):
			v.fault(at, "not UTF-8 text")
		case p.Old == p.New:
			v.fault(at, "it changes nothing")
		case earlier >= 0:
			v.fault(at, "unreachable: replace[%d] fits wherever it does, and comes first", earlier)
		}
		if v.faults.full() {
			return
		}
	}
}

func (v *validator) domain(r Rule, path string) {
	switch {
	case !v.written(r, len(r.Domain) > 0, path, textual(r)):
		return
	case len(r.Domain) > maxValues:
		v.fault(path, "more than %d domains", maxValues)
		return
	}
	seen := make(map[string]string, len(r.Domain))
	for _, old := range slices.Sorted(maps.Keys(r.Domain)) {
		at, key := document.Join(path, old), fold.Key(old)
		if other, double := seen[key]; double {
			v.fault(at, "the same domain as %q", clip(other, 100))
		}
		seen[key] = old
		for _, d := range []string{old, strings.TrimSpace(r.Domain[old])} {
			if !address("x@" + d) {
				v.fault(at, `%q is not a domain such as "acme.com"`, clip(d, 100))
			}
		}
		if v.faults.full() {
			return
		}
	}
}

func (v *validator) padding(r Rule, path string) {
	const most = 1_000
	switch {
	case !v.written(r, r.Pad != Padding{}, path, textual(r)):
	case r.Pad.Width < 1 || r.Pad.Width > most:
		v.fault(document.Join(path, "width"), "want a number of characters from 1 to %d", most)
	case utf8.RuneCountInString(r.Pad.Character) != 1 || blank(r.Pad.Character) || !utf8.ValidString(r.Pad.Character):
		v.fault(document.Join(path, "character"), `want one character that can be seen, such as "0"`)
	case r.MaxLength > 0 && r.Pad.Width > r.MaxLength:
		v.fault(document.Join(path, "width"), "more than max_length, which would cut it again")
	case r.Check != "" || len(r.Domain) > 0 || r.Target == login:
		v.fault(path, "an e-mail address is not filled up")
	}
}

// noValue checks the words that count as an empty field.
func (v *validator) noValue(r Rule, path string) {
	switch {
	case !v.written(r, len(r.NoValue) > 0, path, true):
		return
	case len(r.NoValue) > maxValues:
		v.fault(path, "more than %d words", maxValues)
		return
	}
	answered := make(map[string]bool, len(r.Lookup))
	for word := range r.Lookup {
		answered[fold.Key(word)] = true
	}
	seen := make(map[string]bool, len(r.NoValue))
	options := v.offers(r)
	for i, word := range r.NoValue {
		at := fmt.Sprintf("%s[%d]", path, i)
		if v.faults.full() {
			return
		}
		if !v.name(word, at, maxName) {
			continue
		}
		key := fold.Key(word)
		switch {
		case seen[key]:
			v.fault(at, "%q is given twice", clip(word, 100))
		case answered[key]:
			v.fault(at, "%q has an answer in the lookup table too", clip(word, 100))
		case word == "*" && r.Lookup == nil:
			v.fault(at, `"*" is every word that is not in the lookup table, and there is none`)
		case word != "*" && options != nil && !v.optional(r, word):
			v.fault(at, "no field of the rule has this option%s", instead(word, options))
		}
		seen[key] = true
	}
}

// optional reports whether a field of a rule has the option, as far as HR lists them.
func (v *validator) optional(r Rule, option string) bool {
	return slices.ContainsFunc(r.From, func(f employee.Field) bool { return v.vocabulary(v.info(f)).find(option) >= 0 })
}
