// Package recipetest holds a recipe to the promises of the product that it is
// for: one sentence, one case.
package recipetest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A Promise is one sentence about what the product does. The recipe's README has
// it, word by word, beside the setting that keeps it.
type Promise struct {
	Sentence string
	// Change makes the situation that the promise is about. Nil: the recipe as it is.
	Change func(*recipe.Connection)
	// Want are texts that the plan has, in this order; Never those that it lacks.
	// A plan that holds something back has to be wanted: "held by".
	Want, Never []string
}

// Check plans each promise's situation and compares. Each is a subtest.
func Check(t *testing.T, open func() (recipe.Connection, error), promises ...Promise) {
	t.Helper()
	for _, p := range promises {
		t.Run(p.Sentence, func(t *testing.T) {
			t.Parallel()
			InReadme(t, p.Sentence)
			c, err := open()
			if err != nil {
				t.Fatal(err)
			}
			if p.Change != nil {
				p.Change(&c)
			}
			plan := Plan(t, c).Has(p.Want...).Lacks(p.Never...)
			if !slices.ContainsFunc(p.Want, func(w string) bool { return strings.HasPrefix(w, "held by") }) {
				plan.Lacks("\nheld by")
			}
		})
	}
}

// InReadme fails the test if the README of the recipe lacks the sentence.
func InReadme(t *testing.T, sentence string) {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "| "+sentence+" |") {
		t.Errorf("the README does not promise: %s", sentence)
	}
}

// A Planned is a plan under test.
type Planned struct {
	*syncplan.Plan
	t    *testing.T
	text string
}

// Plan makes the plan of c. No connection is opened and the clock is a fake one,
// so that a client which keeps to a limit takes no time.
func Plan(t *testing.T, c recipe.Connection, approvals ...syncplan.Approval) Planned {
	t.Helper()
	c.HTTPClient = InMemory(c.HR)
	var plan *syncplan.Plan
	synctest.Test(t, func(t *testing.T) {
		var err error
		if plan, err = c.Plan(t.Context(), approvals...); err != nil {
			t.Fatal(err)
		}
	})
	return Planned{plan, t, plan.String()}
}

// InMemory returns a client whose requests go straight to hr, whatever the
// address.
func InMemory(hr http.Handler) *http.Client { return &http.Client{Transport: inMemory{hr}} }

// inMemory hands requests to a handler.
type inMemory struct{ http.Handler }

// RoundTrip returns the handler's answer.
func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	m.ServeHTTP(recorder, r)
	response := recorder.Result()
	response.Request = r
	return response, nil
}

// Has fails the test unless the plan's text has each of want, in this order.
func (p Planned) Has(want ...string) Planned {
	p.t.Helper()
	rest := p.text
	for _, w := range want {
		_, after, found := strings.Cut(rest, w)
		if !found {
			p.t.Fatalf("no %q, or not in this order, in\n%s", w, p.text)
		}
		rest = after
	}
	return p
}

// Lacks fails the test if the plan's text has one of never.
func (p Planned) Lacks(never ...string) Planned {
	p.t.Helper()
	for _, n := range never {
		if strings.Contains(p.text, n) {
			p.t.Errorf("unwanted %q in\n%s", n, p.text)
		}
	}
	return p
}
