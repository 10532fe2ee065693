package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// maxSimilar is how many employees, and how many users, one hint may name. A value
// that more of them share identifies none.
const maxSimilar = 8

// similar names employees without a user and users without a record that may be
// the same: same surname and birthday, or the same name before the @ of the
// address. This makes hints, never actions. Told are the employees and users that a hold
// or a hint names already.
func (f *facts) similar(told map[couple]bool) []Note {
	alone := f.unmatchedHires()
	if len(alone) == 0 {
		return nil
	}
	notes := f.similarBy(alone, told, "both have the same name before the @",
		func(a *assessment) string { return localPart(fold.Key(f.address(a))) },
		func(u *User) string { return localPart(fold.Key(u.Email)) })
	last, born := f.copyOf(employee.FieldLastName), f.copyOf(employee.FieldBirthDate)
	if last == "" || born == "" {
		return notes
	}
	return append(notes, f.similarBy(alone, told, "both have the same surname and birthday",
		func(a *assessment) string {
			return both(a.e.Value(employee.FieldLastName).String(), a.e.Value(employee.FieldBirthDate).String())
		},
		func(u *User) string { return both(u.value(last).String(), u.value(born).String()) })...)
}

// unmatchedHires returns the employees that the plan would give a new user, now or
// later.
func (f *facts) unmatchedHires() []int32 {
	var alone []int32
	for i, o := range f.outcomes {
		if d := f.employees[i].disposition; o.Kind == match.KindFree && (d == disposition.Present || d == disposition.PreHire || d == disposition.Unknown) {
			alone = append(alone, int32(i))
		}
	}
	return alone
}

func (f *facts) similarBy(alone []int32, told map[couple]bool, why string, ofEmployee func(*assessment) string, ofUser func(*User) string) (notes []Note) {
	employees, users := make(map[string][]int32), make(map[string][]int32)
	for _, i := range alone {
		if value := ofEmployee(&f.employees[i]); value != "" {
			employees[value] = append(employees[value], i)
		}
	}
	for u := range int32(len(f.users)) {
		user, owner := &f.users[u], f.owners[u].Employee
		if !f.unlinked(user) && user.Link.Source != f.source || user.Ignored || owner >= 0 && f.employees[owner].living() {
			continue
		}
		if value := ofUser(user); value != "" && employees[value] != nil {
			users[value] = append(users[value], u)
		}
	}
	for value, found := range users {
		if len(found) > maxSimilar || len(employees[value]) > maxSimilar {
			continue
		}
		similar := slices.DeleteFunc(employees[value], func(i int32) bool {
			return slices.ContainsFunc(found, func(u int32) bool { return told[couple{i, u}] })
		})
		if len(similar) == 0 {
			continue
		}
		n := Note{Kind: NoteKindHint, Reason: ReasonSimilar, EmployeeIDs: f.employeeIDs(similar), UserIDs: f.userIDs(found),
			Text: why + ": link them if they are the same"}
		slices.Sort(n.EmployeeIDs)
		slices.Sort(n.UserIDs)
		notes = append(notes, n)
	}
	return notes
}

// copyOf returns the first target that copies a field, "" if there is none.
func (r *rules) copyOf(f employee.Field) string {
	for _, rule := range r.settings.Mapping.Rules {
		if slices.Equal(rule.From, []employee.Field{f}) {
			return rule.Target
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
