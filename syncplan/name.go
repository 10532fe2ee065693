package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// namesDiffer reports whether the user's first and last name are both other
// than the person's, as far as rules copy them, one by one or within one text. A
// hidden name may differ.
func (w *work) namesDiffer(p *person, a *account) bool {
	first, last := w.nameDiffers(p, a, employee.FieldFirstName), w.nameDiffers(p, a, employee.FieldLastName)
	return first && last || w.fullNameDiffers(p, a)
}

func (w *work) nameDiffers(p *person, a *account, f employee.Field) bool {
	for _, r := range w.settings.Mapping.Rules {
		if len(r.From) == 1 && r.From[0] == f {
			hr, user := fold.Key(p.e.Value(f).String()), fold.Key(a.value(r.Target).String())
			return user != "" && (hidden(p, f) || hr != "" && hr != user)
		}
	}
	return false
}

// fullNameDiffers is for rules that make one text of a whole name: neither
// name of the person is in the user's.
func (w *work) fullNameDiffers(p *person, a *account) bool {
	for _, r := range w.settings.Mapping.Rules {
		if !wholeName(r) {
			continue
		}
		user, known := fold.Key(a.value(r.Target).String()), 0
		for _, f := range []employee.Field{employee.FieldFirstName, employee.FieldPreferredName, employee.FieldLastName} {
			name := fold.Key(p.e.Value(f).String())
			if name != "" && strings.Contains(user, name) {
				return false
			}
			if (name != "" || hidden(p, f)) && f != employee.FieldPreferredName {
				known++
			}
		}
		return user != "" && known == 2
	}
	return false
}

func hidden(p *person, f employee.Field) bool {
	state := p.e.Value(f).State()
	return state == employee.StateWithheld || state == employee.StateAbsent
}

func wholeName(r mapping.Rule) bool {
	fields := slices.Concat(r.Needs()...)
	return slices.Contains(fields, employee.FieldDisplayName) && r.Format == "" || slices.Contains(fields, employee.FieldLastName) &&
		(slices.Contains(fields, employee.FieldFirstName) || slices.Contains(fields, employee.FieldPreferredName))
}
