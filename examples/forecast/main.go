// Forecast shows which employees start and which users lose access in the coming
// weeks, at which instant: it plans for now, carries the plan out on plain data, and goes on to
// the instant at which time alone will change it.
//
//	go run ./examples/forecast
//	go run ./examples/forecast -weeks 12 -create-ahead 14
//
// The employees are invented. The forecast goes to standard output; the exit status
// is 0, or 2 for bad usage.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	// A plan needs time zones, and not every machine has the files.
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

//go:embed settings.json
var settings []byte

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main without the process around it, so that tests can call it.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("forecast", flag.ContinueOnError)
	flags.SetOutput(stderr)
	weeks := flags.Int("weeks", 6, "how many weeks to look ahead")
	ahead := flags.Int("create-ahead", 0, "how many days before the hire date a user is created")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	s, err := syncplan.ParseSettings(settings)
	if err != nil {
		fmt.Fprintln(stderr, "forecast:", err)
		return 2
	}
	s.Policy.CreateAhead = syncplan.Days(*ahead)
	if err := forecast(stdout, people(), users(), s, today, today.AddDate(0, 0, 7**weeks)); err != nil {
		fmt.Fprintln(stderr, "forecast:", err)
		return 2
	}
	return 0
}

// forecast writes what is due when, from one instant until another. What a
// guard would hold is held in the forecast, too, and said each time.
func forecast(out io.Writer, r *employee.Roster, x syncplan.Existing, s syncplan.Settings, at, until time.Time) error {
	for !at.IsZero() && !at.After(until) {
		plan, err := syncplan.Build(r, x, s, at)
		if err != nil {
			return err
		}
		heading := at.Format("Monday 2 January 2006, 15:04 -0700") + "\n"
		for _, action := range plan.Actions {
			if action.Kind == syncplan.KindSetManager {
				continue
			}
			fmt.Fprintf(out, "%s  %s\n", heading, action)
			heading = ""
		}
		for _, hold := range plan.Held {
			fmt.Fprintf(out, "%s  held by %s: %s\n", heading, hold.Guard, hold.Text)
			heading = ""
		}
		x = syncplantest.Apply(x, plan)
		at = plan.NextDue
	}
	return nil
}
