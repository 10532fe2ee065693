package syncplantest_test

import (
	"fmt"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// A printer prints what a *testing.T would report.
type printer struct{}

func (printer) Helper() {}

func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// A store that sorts its lists is found.
func ExampleCheckStore() {
	var t printer
	db := &storetest.Database{Fault: "the order of a list is lost"}
	open := func(customer string) syncplantest.Store { return db.Of(customer) }
	syncplantest.CheckStore(t, open, []syncplantest.Target{
		{Name: "department", Group: true}, {Name: "skills", Kind: employee.KindList},
	})
	// Output:
	// syncplantest: store: after Create, read by User: the attribute "skills" has lost the order of its list
}
