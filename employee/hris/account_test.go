package hris

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestAccountsAreForgotten: memory is bound by the accounts that are read now, however
// many there were.
func TestAccountsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var a accounts
		kept, leave := a.enter([]string{"kept", hashed("hibob", "kept")})
		most := 0
		for i := range 20_000 {
			_, done := a.enter([]string{fmt.Sprint("tenant ", i), hashed("hibob", fmt.Sprint(i))})
			done()
			time.Sleep(time.Second)
			most = max(most, len(a.byName))
		}
		if most > 70 {
			t.Errorf("%d names at a time", most)
		}
		again, done := a.enter([]string{hashed("hibob", "kept"), "another"})
		if again != kept {
			t.Error("an account whose call goes on has another budget")
		}
		done()
		leave()
	})
}

func TestHashedShowsNothing(t *testing.T) {
	t.Parallel()
	if h := hashed("hibob", "zq7canary"); strings.Contains(h, "zq7") || h == hashed("personio", "zq7canary") ||
		h != hashed("hibob", "zq7canary") {
		t.Error(h)
	}
}
