package hris

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/rosterkit/rosterkit/internal/rest"
)

// accounts are the rate budgets of the accounts that are read, or were lately. An
// account has several names: the tenant's, and a hash of the credentials'.
type accounts struct {
	mu     sync.Mutex
	byName map[string]*account
	tidyAt int // how many names there may be before those of no use are dropped
}

type account struct {
	budget rest.Budget
	calls  int // under way
}

// enter returns the budget of the account that has one of these names, the first that
// is known, until leave is called.
func (a *accounts) enter(names []string) (_ *rest.Budget, leave func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.byName == nil {
		a.byName = make(map[string]*account)
	}
	if len(a.byName) >= a.tidyAt {
		a.tidy()
	}
	var found *account
	for _, name := range names {
		if found = a.byName[name]; found != nil {
			break
		}
	}
	if found == nil {
		found = new(account)
	}
	for _, name := range names {
		if a.byName[name] == nil {
			a.byName[name] = found
		}
	}
	found.calls++
	return &found.budget, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		found.calls--
	}
}

// tidy drops accounts whose budget is what a new one would be. There are then at most
// twice as many names as are of use, and fewest before it looks again.
func (a *accounts) tidy() {
	const fewest = 64
	now := time.Now()
	for name, one := range a.byName {
		if one.calls == 0 && one.budget.Full(now) {
			delete(a.byName, name)
		}
	}
	a.tidyAt = max(fewest, 2*len(a.byName))
}

// hashed is a name of the account that credentials belong to. It shows nothing of them.
func hashed(system, credential string) string {
	sum := sha256.Sum256([]byte(system + " " + credential))
	return system + "#" + hex.EncodeToString(sum[:])
}
