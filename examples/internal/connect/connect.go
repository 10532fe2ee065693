// Package connect opens the HR account that an example reads: a real one, with
// credentials from the environment, or a fake one of invented people that runs
// on a loopback address.
//
// A backend has the credentials in its own store and needs one call of the
// provider's New in place of this package.
package connect

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Client is what the clients of all providers have in common, as far as the
// examples need it.
type Client interface {
	Roster(context.Context) (*employee.Roster, error)
}

// A Provider is one HR system that the examples can read.
type Provider struct {
	Name string
	// Env names the environment variables with the credentials; all are needed.
	Env []Variable
	// New makes a client. Every variable of Env has a value by then.
	New func(Config) (Client, error)
	// Fake returns a fake of the HR system with invented employees, and the
	// variables that open it.
	Fake func() (http.Handler, map[string]string)
}

// A Variable is an environment variable and what belongs into it.
type Variable struct{ Name, Help string }

// A Config is what the configurations of all providers have in common.
type Config struct {
	Getenv  func(string) string
	BaseURL string
	Fields  []employee.Field
	Logger  *slog.Logger
}

// providers is the one place that knows them; the first serves the demo.
func providers() []Provider {
	return []Provider{bambooHR(), personioHR(), hiBob(), humaansHR(), luccaHR()}
}

// demoPeople is how many employees the other fakes have.
const demoPeople = 14

// DemoTime is the instant for which the fakes' employees are written: what is
// past, and what is ahead, is so at this time.
var DemoTime = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

// Flags choose an account.
type Flags struct {
	Provider string
	BaseURL  string
	Demo     bool // the provider's fake; always so without a provider
}

// Parse adds the flags to fs and parses args. It is done if they only ask for
// help, which goes to help; what else is wrong with them is the error.
func (f *Flags) Parse(fs *flag.FlagSet, args []string, help io.Writer) (done bool, err error) {
	fs.StringVar(&f.Provider, "provider", "", "the `name` of the HR system: "+names()+"; without it, a demo runs on invented people")
	fs.StringVar(&f.BaseURL, "base-url", "", "the `address` of the HR system, if not the usual one: a proxy, a test server")
	fs.BoolVar(&f.Demo, "demo", false, "run on the provider's fake, with invented people")
	fs.SetOutput(io.Discard) // the caller prints the error
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fs.SetOutput(help)
		fs.Usage()
		return true, nil
	case err != nil:
		return false, fmt.Errorf("%w (-h lists the flags)", err)
	case fs.NArg() > 0: // not quoted: it may be a key
		return false, errors.New("nothing may follow the flags (-h lists them)")
	}
	return false, nil
}

// IsDemo reports whether the flags choose a fake. Call it after parsing.
func (f *Flags) IsDemo() bool { return f.Demo || f.Provider == "" }

// IsMainDemo reports whether the flags choose the demo whose people fit the
// sample documents of examples/preview.
func (f *Flags) IsMainDemo() bool {
	return f.IsDemo() && (f.Provider == "" || f.Provider == providers()[0].Name)
}

func names() string {
	var names []string
	for _, p := range providers() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// An Account is an HR account that is ready to be listed.
type Account struct {
	client Client
	server *httptest.Server // of a fake; nil for a real account
}

// Open returns the account that f chooses; fields are those to ask for, nil for
// the provider's default ones. It sends nothing. An error is one of usage: what
// is wrong with the flags or with the environment.
func Open(f Flags, fields []employee.Field, getenv func(string) string, log *slog.Logger) (*Account, error) {
	p, err := find(f)
	if err != nil {
		return nil, err
	}
	account := &Account{}
	if f.IsDemo() {
		fake, variables := p.Fake()
		account.server = httptest.NewServer(fake)
		f.BaseURL = account.server.URL
		getenv = func(name string) string { return variables[name] }
	}
	if err := p.require(getenv); err != nil {
		account.Close()
		return nil, err
	}
	account.client, err = p.New(Config{Getenv: getenv, BaseURL: f.BaseURL, Fields: fields, Logger: log})
	if err != nil {
		account.Close()
		return nil, err
	}
	return account, nil
}

// Roster lists all employees, or returns an error. The demo's employees are
// listed as of DemoTime, for which they were written.
func (a *Account) Roster(ctx context.Context) (*employee.Roster, error) {
	roster, err := a.client.Roster(ctx)
	if err != nil || a.server == nil {
		return roster, err
	}
	return ListedAt(roster, DemoTime)
}

// ListedAt returns the roster as if it had been listed at the given instant: the
// employees of a fake are written for one, and a fake has no clock.
func ListedAt(r *employee.Roster, at time.Time) (*employee.Roster, error) {
	origin := r.Origin()
	origin.AsOf = at
	var people []employee.Employee
	for e := range r.All() {
		people = append(people, *e)
	}
	return employee.NewRoster(origin, people...)
}

// Close stops the fake, if there is one.
func (a *Account) Close() {
	if a.server != nil {
		a.server.Close()
	}
}

func find(f Flags) (Provider, error) {
	if f.IsDemo() && f.BaseURL != "" {
		return Provider{}, errors.New("-base-url is for a real account: give a -provider, and no -demo")
	}
	name := cmp.Or(f.Provider, providers()[0].Name)
	i := slices.IndexFunc(providers(), func(p Provider) bool { return p.Name == name })
	if i < 0 {
		return Provider{}, fmt.Errorf("no provider %q; the providers and their environment variables are:\n%s", name, known())
	}
	return providers()[i], nil
}

// require says which variables are missing, and what belongs into them.
func (p Provider) require(getenv func(string) string) error {
	var missing []string
	for _, v := range p.Env {
		if getenv(v.Name) == "" {
			missing = append(missing, v.Name+": "+v.Help)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s needs credentials, and the environment lacks\n  %s\nthe providers and their environment variables are:\n%s",
		p.Name, strings.Join(missing, "\n  "), known())
}

// known lists the providers, one to a line.
func known() string {
	var lines []string
	for _, p := range providers() {
		var variables []string
		for _, v := range p.Env {
			variables = append(variables, v.Name)
		}
		lines = append(lines, "  "+p.Name+": "+strings.Join(variables, ", "))
	}
	return strings.Join(lines, "\n")
}

// ReadFile parses a document, such as the settings. The error says what it is
// about and has every fault that parse names, one to a line.
func ReadFile[T any](name, what string, parse func([]byte) (T, error)) (T, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		var zero T
		return zero, fmt.Errorf("%s: %w", what, err)
	}
	v, err := parse(data)
	if err != nil {
		return v, fmt.Errorf("%s %s:\n  %s", what, name, strings.ReplaceAll(err.Error(), "\n", "\n  "))
	}
	return v, nil
}

// NewLogger returns the logger for Open: it shows what the library logs, but for
// the debug records, as lines on w: progress, page by page, and each wait.
func NewLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{
		Level: slog.LevelInfo, // the library's debug records are one for each request
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey && len(groups) == 0 {
				return slog.Attr{} // progress needs no time
			}
			return a
		},
	}))
}
