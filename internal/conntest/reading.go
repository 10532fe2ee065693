package conntest

import (
	"context"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Reading is what came of listing everybody in one of the two ways.
type Reading struct {
	IDs    []string
	People []employee.Employee // of a stream that failed, those before the error
	Err    error
	Took   time.Duration
}

// A Way is one of the two ways to list everybody.
type Way struct {
	Name string // "Employees" or "Roster"
	// Read lists everybody with the client, to whom the server shows the people of
	// c, so many of them. It reports what must hold whatever the server does:
	// there is an error, a FetchError with a class unless ctx has ended, once, last
	// and alone; or everybody, each once.
	Read func(ctx context.Context, t reporter, c Connector, people int, client Client) Reading
}

// Ways are the two ways to list everybody, for tests beside this suite that
// bring their own server.
func Ways() []Way {
	var ways []Way
	for _, r := range readers() {
		ways = append(ways, Way{r.name, func(ctx context.Context, t reporter, c Connector, people int, client Client) Reading {
			t.Helper()
			g := &rig{reporter: t, label: r.name, c: c, people: people, client: client}
			o := r.read(g, ctx)
			if o.err == nil {
				g.wantWhole(o)
			} else if ctx.Err() == nil {
				g.checkError(o.err)
			}
			return Reading{o.ids, o.people, o.err, o.took}
		}})
	}
	return ways
}
