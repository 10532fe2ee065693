// Package conntest is the contract that every connector keeps, as a test suite:
// the test of a connector describes it in a [Connector] and calls [Run].
//
// The connector talks to its vendor's fake in memory: nothing listens, nothing
// leaves the process, and every wait passes in the fake time of
// [testing/synctest]. A property looks at what users see (people, errors, log
// records, printed values) and at what the server sees (requests), never at how
// the connector is made.
//
// Where a fault is injected, there is one law above the others: the listing
// ends with an error or it is whole. It is never shorter without an error.
package conntest

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
)

// A Client is what the Client of every connector is.
type Client interface {
	Roster(context.Context) (*employee.Roster, error)
	Employees(context.Context) iter.Seq2[employee.Employee, error]
	Check(context.Context) (employee.Access, error)
	Catalog(context.Context) ([]employee.FieldInfo, error)
}

// A Maker makes a client that sends its requests, those for tokens included, to
// baseURL through hc, and logs to logger.
type Maker = func(baseURL string, hc *http.Client, logger *slog.Logger) (Client, error)

// A Connector says how to test one connector. All fields are required but those
// that say otherwise.
type Connector struct {
	// New makes a client with the credentials that Fake accepts.
	New Maker
	// NewWrong makes one with credentials that Fake refuses. Optional.
	NewWrong Maker
	// Secrets are the credentials that New uses, each of 8 bytes or more, so
	// that none is found in a text by chance.
	Secrets []string

	// Fake returns a new fake of a company, the same one for the same number of
	// people. Some of them have names beyond ASCII and dates. Where the vendor's
	// pages are large, it lowers the page size that requests ask for: the suite
	// lists everybody more than a thousand times.
	Fake func(people int) http.Handler
	// IDs are the ids of those people, in the order of the listing.
	IDs func(people int) []string
	// PageSize is the number of people on a full page of Fake, at most 100; 0
	// means that everybody comes in one answer.
	PageSize int
	// Requests is the exact number of requests of one listing by a new client,
	// those for tokens included.
	Requests func(people int) int
	// Lists reports whether a request is one of those that a listing consists
	// of, other than for a token. It must not read the body. Nil: all are.
	Lists func(*http.Request) bool

	// Token says that the credentials are exchanged for a token, so that a
	// request refused with 401 may be sent once more with another one.
	Token bool
	// Resize leaves people[from:to] of the people of a fake, while a listing
	// runs. A listing must then fail, be whole, or begin again and have at least
	// those who are left. Nil: this vendor has neither a total nor a cursor by
	// which a connector could notice.
	Resize func(fake http.Handler, people, from, to int)
}

// A reporter is the part of [testing.TB] that a property may use, so that the
// suite can itself be tested.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// A property is one clause of the contract. Its test runs in a bubble of
// testing/synctest.
type property struct {
	name string
	test func(reporter, Connector)
}

func properties() []property {
	return slices.Concat(listingProperties(), failureProperties(), waitProperties(),
		bodyProperties(), accessProperties(), originProperties())
}

// Run tests c, each property in a subtest of its own.
func Run(t *testing.T, c Connector) {
	t.Helper()
	if fault := c.fault(); fault != "" {
		t.Fatal("conntest: " + fault)
	}
	for _, p := range properties() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { p.test(t, c) })
		})
	}
}

// fault is what is wrong with the description itself.
func (c Connector) fault() string {
	switch {
	case c.New == nil, c.Fake == nil, c.IDs == nil, c.Requests == nil:
		return "New, Fake, IDs and Requests are required"
	case c.PageSize < 0, c.PageSize > 100:
		return "PageSize is not between 0 and 100: let Fake lower that of the requests"
	case len(c.Secrets) == 0:
		return "Secrets is empty"
	case slices.ContainsFunc(c.Secrets, func(s string) bool { return len(s) < 8 }):
		return "a secret has fewer than 8 bytes"
	case c.Resize != nil && c.PageSize == 0:
		return "Resize needs pages"
	case len(c.IDs(3)) != 3:
		return "IDs(3) has not 3 ids"
	}
	return ""
}

// sizes are the numbers of people around which paging goes wrong.
func (c Connector) sizes() []int {
	p := c.PageSize
	if p == 0 {
		return []int{0, 1, 2, 7, 25}
	}
	sizes := []int{0, 1, p - 1, p, p + 1, 2*p + 1, 4 * p}
	slices.Sort(sizes)
	return slices.Compact(sizes)
}

// several people need a second page, where there are pages.
func (c Connector) several() int {
	if c.PageSize == 0 {
		return 7
	}
	return c.PageSize + 1
}

// many people need five pages, where there are pages, and are varied.
func (c Connector) many() int {
	if c.PageSize == 0 {
		return 25
	}
	return max(4*c.PageSize+1, 25)
}
