package battery

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// written is all that an employee has.
func written(e *employee.Employee) string {
	var b strings.Builder
	for _, f := range employee.Fields() {
		v := e.Value(f)
		fmt.Fprintf(&b, "%s %v %q, ", f, v.State(), v.String())
	}
	fmt.Fprint(&b, e.UpdatedAt)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, ", %v", p)
	}
	return b.String()
}

// TestKept: pages, rows and buffers are used again for those that follow, and in
// other listings of the client. Nothing of that is seen in the employees that a
// consumer keeps, by whatever way the listing went: whole, stopped under way, or
// with answers that were cut short in the middle.
func TestKept(t *testing.T) {
	t.Parallel()
	days := regexp.MustCompile(`"(\d{4})-(\d\d)-(\d\d)`)
	unread := func(body []byte) []byte { return days.ReplaceAll(body, []byte(`"$1/$2/$3`)) } // most of them a Problem
	const n = 8
	for _, s := range subjects(employee.Fields()...) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				whole := edited(unread)
				short := edited(func(body []byte) []byte { return unread(body)[:len(body)*2/3] })
				pages, cuts := 0, map[string]int{}
				client := inMemory(t, "kept", s, n, func(x exchange) *fault {
					if x.kind != kindEmployees {
						return nil
					}
					// Five cuts of one page could all meet the attempts of one listing.
					if pages++; pages%4 != 0 || cuts[x.key] == 4 {
						return &whole
					}
					cuts[x.key]++
					return &short
				}).client
				list := func(most int) (seen []string) {
					var kept []employee.Employee
					for e, err := range client.Employees(t.Context()) {
						if err != nil {
							t.Error(err)
							break
						}
						kept, seen = append(kept, e), append(seen, written(&e))
						if len(kept) == most {
							break
						}
					}
					for i := range kept {
						if got := written(&kept[i]); got != seen[i] {
							t.Errorf("employee %d was\n%s\nand is\n%s", i, seen[i], got)
						}
					}
					return seen
				}
				want := list(n + 1)
				if len(want) != n {
					t.Fatalf("%d employees of %d", len(want), n)
				}
				var running sync.WaitGroup
				for i := range 32 {
					running.Go(func() {
						most := 1 + i%n
						if diff := cmp.Diff(want[:most], list(most)); diff != "" {
							t.Errorf("the first %d (-want +got):\n%s", most, diff)
						}
					})
				}
				running.Wait()
				if diff := cmp.Diff(want, list(n+1)); diff != "" {
					t.Errorf("in the end (-want +got):\n%s", diff)
				}
			})
		})
	}
}
