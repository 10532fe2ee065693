// Roster prints the employees of an HR account, one to a line, normalised, as JSON.
//
//	go run ./examples/roster
//	BAMBOOHR_DOMAIN=acme BAMBOOHR_API_KEY=... go run ./examples/roster \
//		-provider bamboohr -fields work_email,department,custom.syncIf
//	BAMBOOHR_DOMAIN=acme BAMBOOHR_API_KEY=... go run ./examples/roster \
//		-provider bamboohr -settings settings.json
//
// The first form is a demo on invented employees. The last asks for the fields that
// the settings of examples/preview use: it shows what that sees. Employees go to
// standard output when the roster is complete; how many have which field, and what
// could not be read, to standard error. The exit status is 0 with a roster, 1 if the listing
// failed, and 2 for bad usage or settings.
//
// The lines are personal data.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/syncplan"
)

const (
	exitRoster = 0
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
		fmt.Fprintln(stderr, "roster:", err)
		return status
	}
	o, done, err := parseOptions(args, stderr)
	switch {
	case done:
		return exitRoster
	case err != nil:
		return fail(exitUsage, err)
	}
	account, err := connect.Open(o.account, o.fields, getenv, connect.NewLogger(stderr))
	if err != nil {
		return fail(exitUsage, err)
	}
	defer account.Close()

	roster, err := account.Roster(ctx)
	if err != nil {
		return fail(exitFailed, fmt.Errorf("no employee is printed: %w", err))
	}
	lines, err := asLines(roster)
	if err != nil {
		return fail(exitFailed, err)
	}
	if _, err := stdout.Write(lines); err != nil {
		return fail(exitFailed, err)
	}
	writeCoverage(stderr, roster, o.fields)
	for _, p := range roster.Problems() {
		fmt.Fprintln(stderr, "problem:", p)
	}
	return exitRoster
}

// options are what the flags say.
type options struct {
	account connect.Flags
	fields  []employee.Field // nil: the default ones
}

// parseOptions reads the flags. It is done if they only asked for help.
func parseOptions(args []string, stderr io.Writer) (o options, done bool, err error) {
	var settings string
	fs := flag.NewFlagSet("roster", flag.ContinueOnError)
	fs.Func("fields", "the `fields` to ask for, such as work_email,department,custom.syncIf (default: the standard ones that are not private)", o.setFields)
	fs.Func("field", "one more `field` to ask for, whose key may have commas; can be given again", o.addField)
	fs.StringVar(&settings, "settings", "", "a `file` with settings, as for examples/preview: asks for the fields that they use, beside those of -fields")
	if done, err = o.account.Parse(fs, args, stderr); done || err != nil || settings == "" {
		return o, done, err
	}
	s, err := connect.ReadFile(settings, "settings", syncplan.ParseSettings)
	o.fields = append(o.fields, s.Fields()...)
	return o, false, err
}

func (o *options) setFields(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		if err := o.addField(name); err != nil {
			return err
		}
	}
	return nil
}

func (o *options) addField(name string) error {
	f := employee.Field(strings.TrimSpace(name))
	if !f.Valid() {
		return fmt.Errorf("no field %q", string(f))
	}
	o.fields = append(o.fields, f)
	return nil
}

// asLines returns one object for each employee. A field that is not known to be
// empty is never written as empty: an absent one is left out, and a withheld one
// is only named, in the list "withheld".
func asLines(r *employee.Roster) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // "R&D" stays readable
	for person := range r.All() {
		if err := e.Encode(person); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// writeCoverage prints how many employees have which field in which state: those
// that anybody has in any, and those that were asked for.
func writeCoverage(w io.Writer, r *employee.Roster, asked []employee.Field) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "field\tknown\tempty\twithheld\tabsent")
	for _, f := range slices.Concat(employee.Fields(), r.CustomFields()) {
		c := r.Coverage(f)
		if c.Absent == r.Len() && !slices.Contains(asked, f) {
			continue
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\n", f, c.Known, c.Empty, c.Withheld, c.Absent)
	}
	table.Flush()
}
