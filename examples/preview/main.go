// Preview prints what a sync would do to the users of a product, and why. It
// changes nothing, neither in the HR system nor in the product.
//
//	go run ./examples/preview
//	BAMBOOHR_DOMAIN=acme BAMBOOHR_API_KEY=... go run ./examples/preview \
//		-provider bamboohr -settings settings.json -users users.json
//
// The first form is a demo on invented people. The plan goes to standard output
// when it is whole, everything else to standard error. The exit status is 0 with
// a plan, 1 if listing or planning failed, and 2 for bad usage or settings.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	// A plan needs time zones, and not every machine has the files.
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/syncplan"
)

const (
	exitPlan   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	// An interrupt ends the listing in the way of every other failure.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// run is main without the process around it, so that tests can call it.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	fail := func(status int, err error) int {
		fmt.Fprintln(stderr, "preview:", err)
		return status
	}
	o, done, err := parseOptions(args, stderr)
	switch {
	case done:
		return exitPlan
	case err != nil:
		return fail(exitUsage, err)
	}
	settings, existing, err := o.documents()
	if err != nil {
		return fail(exitUsage, err)
	}
	account, err := connect.Open(o.account, settings.Fields(), getenv, connect.NewLogger(stderr))
	if err != nil {
		return fail(exitUsage, err)
	}
	defer account.Close()

	roster, err := account.Roster(ctx)
	if err != nil {
		return fail(exitFailed, fmt.Errorf("no plan, because the employees could not be listed: %w", err))
	}
	plan, err := syncplan.Build(roster, existing, settings, o.at)
	if err != nil {
		return fail(exitFailed, fmt.Errorf("no plan: %w", err))
	}
	text, err := o.format(plan)
	if err != nil {
		return fail(exitFailed, err)
	}
	if _, err := stdout.Write(text); err != nil {
		return fail(exitFailed, err)
	}
	return exitPlan
}
