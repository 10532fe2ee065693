package syncplan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// active counts the active users, of every source.
func (f *facts) active() (n int) {
	for i := range f.users {
		if f.users[i].Active {
			n++
		}
	}
	return n
}

// waiting returns the drafts for which there is no seat, and why. All drafts that take
// one are ranked, held or not: reactivations first, then by hire date and id. A seat
// that the plan frees is for the next plan: a deactivation runs last, and may fail.
func (f *facts) waiting(drafts []draft, seats int) ([]int32, string) {
	if seats <= 0 {
		return nil, ""
	}
	takers := drafted(drafts, func(d *draft) bool { return d.Access == AccessActive })
	active := f.active()
	free := max(0, seats-active)
	if len(takers) <= free {
		return nil, ""
	}
	hired := func(d *draft) employee.Date {
		day, known := f.employees[d.employee].e.Value(employee.FieldHireDate).Day()
		if !known {
			return employee.NewDate(9999, 12, 31)
		}
		return day
	}
	slices.SortFunc(takers, func(i, j int32) int {
		a, b := &drafts[i], &drafts[j]
		if created := a.Kind == KindCreate; created != (b.Kind == KindCreate) {
			if created {
				return 1
			}
			return -1
		}
		return cmp.Or(compareDates(hired(a), hired(b)), strings.Compare(a.EmployeeID, b.EmployeeID), strings.Compare(a.UserID, b.UserID))
	})
	waiting := slices.Sorted(slices.Values(takers[free:]))
	return waiting, fmt.Sprintf("%s and %d of them taken, so %s: raise the seats, no approval releases this",
		count(seats, "seat"), active, wait(len(waiting)))
}

func wait(n int) string {
	if n == 1 {
		return "1 user waits"
	}
	return count(n, "user") + " wait"
}

func compareDates(a, b employee.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

// overSeats says that more users are active than there are seats.
func (f *facts) overSeats(seats int) []Note {
	if active := f.active(); seats > 0 && active > seats {
		return []Note{{Kind: NoteKindProblem, Reason: ReasonSeats,
			Text: fmt.Sprintf("%s active, more than the %s: no user is created or reactivated until there are more seats or fewer users; "+
				"no user is deactivated for it", areActive(active), count(seats, "seat"))}}
	}
	return nil
}

func areActive(n int) string {
	if n == 1 {
		return "1 user is"
	}
	return count(n, "user") + " are"
}
