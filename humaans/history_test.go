package humaans

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A historyRow is a job role and its id.
type historyRow struct {
	id string
	role
}

// naive chooses among all rows of an employee in one look at each.
func naive(history []historyRow, day employee.Date) (title string, doubt bool) {
	rank := func(r historyRow) string { // the greatest of those that have begun counts
		return r.from.String() + " " + r.created.Format(time.RFC3339) + " " + r.id
	}
	var begun, coming []historyRow
	for _, r := range history {
		if r.from.Year() == 0 && len(history) > 1 {
			return "", true
		}
		if r.from.After(day) {
			coming = append(coming, r)
		} else {
			begun = append(begun, r)
		}
	}
	if len(begun) == 0 { // of those on the first day to come
		slices.SortFunc(coming, func(a, b historyRow) int { return a.from.Compare(b.from) })
		begun = slices.DeleteFunc(coming, func(r historyRow) bool { return r.from.After(coming[0].from) })
	}
	if len(begun) == 0 {
		return "", false
	}
	return slices.MaxFunc(begun, func(a, b historyRow) int { return strings.Compare(rank(a), rank(b)) }).title.Raw(),
		false
}

// TestHistory: what is kept chooses as all rows would, in whatever order they come
// and on whatever day.
func TestHistory(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var all roles
		histories := make(map[string][]historyRow)
		for i := range r.IntN(12) {
			row := historyRow{fmt.Sprintf("%c%d", 'a'+rune(r.IntN(26)), i),
				role{title: wire.Text(fmt.Sprint("title ", i))}}
			if r.IntN(20) > 0 {
				row.from = employee.NewDate(2026, time.March, 1+r.IntN(4))
			}
			row.created = time.Date(2026, 3, 1, r.IntN(2), 0, 0, 0, time.UTC)
			owner := fmt.Sprint("employee ", r.IntN(3))
			histories[owner] = append(histories[owner], row)
			all.add(all.employees.Number(owner), all.rows.Number(row.id), row.role)
		}
		for i := range 3 {
			owner := fmt.Sprint("employee ", i)
			for dayOfMonth := range 6 {
				day := employee.NewDate(2026, time.March, dayOfMonth)
				want, doubt := naive(histories[owner], day)
				found, err := all.inForce(all.of(owner), day)
				got := ""
				if found != nil {
					got = all.role(found).title.Raw()
				}
				if got != want || (err != nil) != doubt {
					t.Fatalf("on %s: %q, %v, want %q, doubt %t, of %v", day, got, err, want, doubt, histories[owner])
				}
			}
		}
	}
}

// TestKeptRole: a role comes back as it was, whatever stands in it.
func TestKeptRole(t *testing.T) {
	t.Parallel()
	var all roles
	var want []role
	for i, manager := range []string{`"p1"`, `"p2"`, `7`, `""`, `null`, ``, `{"id":"p1"}`, `[]`, `"p1"`} {
		null, _ := wire.Parse([]byte("null"))
		reportsTo, _ := wire.Parse([]byte(manager)) // no cell for ""
		want = append(want, role{
			from:    employee.NewDate(2026, time.March, 1+i),
			updated: time.Date(2026, 3, 1, 9, 0, 0, int(time.Millisecond), time.UTC),
			title:   wire.Text("Lead"), department: null, manager: reportsTo,
		})
		all.add(all.employees.Number(fmt.Sprint("p", i)), i, want[i])
	}
	for i, w := range want {
		got := all.role(all.of(fmt.Sprint("p", i)))
		gotManager, gotErr := got.manager.Text()
		wantManager, wantErr := w.manager.Text()
		if gotManager != wantManager || gotErr != wantErr {
			t.Errorf("manager %d: %v, %v, want %v, %v", i, gotManager.State(), gotErr, wantManager.State(), wantErr)
		}
		got.manager, w.manager = wire.Cell{}, wire.Cell{}
		equal := cmp.Comparer(func(a, b wire.Cell) bool { return a == b })
		if diff := cmp.Diff(w, got, cmp.AllowUnexported(role{}), equal); diff != "" {
			t.Errorf("role %d (-want +got):\n%s", i, diff)
		}
	}
}
