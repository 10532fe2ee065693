package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// mostAlike is how many people, and how many users, one hint may name. What
// more of them share says nothing about any of them.
const mostAlike = 8

// hintSimilar names people without a user and users without a record that may
// be the same: same surname and birthday, or the same name before the @ of the
// address. It changes nothing: similarity makes hints, never actions.
func (w *work) hintSimilar() {
	alone := w.loners()
	if len(alone) == 0 {
		return
	}
	w.hintAlike(alone, "they have the same name before the @",
		func(p *person) string { return localPart(w.wantedEmail(p)) },
		func(a *account) string { return localPart(fold.Key(a.Email)) })
	last, born := w.copyOf(employee.FieldLastName), w.copyOf(employee.FieldBirthDate)
	if last == "" || born == "" {
		return
	}
	w.hintAlike(alone, "they have the same surname and birthday",
		func(p *person) string {
			return both(p.e.Value(employee.FieldLastName).String(), p.e.Value(employee.FieldBirthDate).String())
		},
		func(a *account) string { return both(a.value(last).String(), a.value(born).String()) })
}

// loners returns the people whom the plan would create, now or once they start.
func (w *work) loners() []int32 {
	var alone []int32
	for i := range w.people {
		p := &w.people[i]
		if p.user < 0 && !p.barred && !p.mute && (p.want == wantPresent || p.want == wantPreHire || p.want == wantUnknown) {
			alone = append(alone, int32(i))
		}
	}
	return alone
}

func (w *work) hintAlike(alone []int32, why string, ofPerson func(*person) string, ofUser func(*account) string) {
	people, users := make(map[string][]int32), make(map[string][]int32)
	for _, i := range alone {
		if value := ofPerson(&w.people[i]); value != "" {
			people[value] = append(people[value], i)
		}
	}
	for i := range w.users {
		a := &w.users[i]
		if a.foreign || a.Ignored || a.person >= 0 && w.people[a.person].living() {
			continue
		}
		if value := ofUser(a); value != "" && people[value] != nil {
			users[value] = append(users[value], int32(i))
		}
	}
	for value, found := range users {
		if len(found) <= mostAlike && len(people[value]) <= mostAlike {
			w.hint(ReasonSimilar, people[value], found, why+": link them if it is the same person")
		}
	}
}

// copyOf returns the first target that copies a field, "" if there is none.
func (w *work) copyOf(f employee.Field) string {
	for _, r := range w.settings.Mapping.Rules {
		if slices.Equal(r.From, []employee.Field{f}) {
			return r.Target
		}
	}
	return ""
}

func localPart(email string) string {
	local, _, _ := strings.Cut(email, "@")
	return local
}

// both joins two folded texts, "" if one is missing.
func both(a, b string) string {
	if a, b = fold.Key(a), fold.Key(b); a == "" || b == "" {
		return ""
	}
	return a + "\n" + b
}
