// Connections checks one connection of each HR system, as a settings page does
// when an admin presses "test connection": once as it was entered, and once with
// each of the usual mistakes.
//
//	go run ./examples/connections
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"

	// The settings name zones, and not every machine has the files.
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/syncplan"
)

//go:embed connections.json
var stored []byte

func main() {
	if err := run(os.Stdout, nil); err != nil {
		log.Fatal(err)
	}
}

// A connection is what the admin has entered. Secrets are here because they are
// those of fakes; a product keeps them apart.
type connection struct {
	Provider string          `json:"provider"`
	Account  string          `json:"account"` // subdomain or address; the product's own name where the vendor has none
	ID       string          `json:"id"`      // of a client or service user
	Secret   string          `json:"secret"`
	Settings json.RawMessage `json:"settings"`
}

// A client is what checking needs of a provider's.
type client interface {
	Check(context.Context) (employee.Access, error)
}

// run checks every connection and writes the outcomes to w. The reach of a fake
// is on a loopback address unless reach says otherwise.
func run(w io.Writer, reach func(http.Handler) recipe.Address) error {
	var connections []connection
	if err := json.Unmarshal(stored, &connections); err != nil {
		return err
	}
	systems := systems()
	texts := make([]string, len(connections))
	var all sync.WaitGroup
	for i, c := range connections {
		all.Go(func() { texts[i] = report(c, systems[c.Provider], reach) })
	}
	all.Wait()
	_, err := io.WriteString(w, strings.Join(texts, "\n"))
	return err
}

// report checks one connection in every situation, side by side: a client that
// keeps to a limit waits.
func report(c connection, s system, reach func(http.Handler) recipe.Address) string {
	settings, err := syncplan.ParseSettings(c.Settings)
	if err != nil {
		return fmt.Sprintf("%s: settings:\n%v\n", c.Provider, err)
	}
	situations := s.situations(c)
	lines := make([]string, len(situations))
	var all sync.WaitGroup
	for i, situation := range situations {
		all.Go(func() {
			entered := c
			situation.change(&entered)
			lines[i] = fmt.Sprintf("  %s:\n    %s\n", situation.name, s.check(entered, settings.Fields(), situation.hr, reach))
		})
	}
	all.Wait()
	return fmt.Sprintf("%s (%s)\n%s", settings.Name, c.Provider, strings.Join(lines, ""))
}

// check says in words what came of Client.Check.
func (s system) check(c connection, fields []employee.Field, hr http.Handler, reach func(http.Handler) recipe.Address) string {
	var to recipe.Address
	if reach != nil {
		to = reach(hr)
	} else {
		server := httptest.NewServer(hr)
		defer server.Close()
		to.BaseURL = server.URL
	}
	client, err := s.open(c, fields, to)
	if err != nil {
		return err.Error()
	}
	access, err := client.Check(context.Background())
	if err != nil {
		return err.Error()
	}
	words := []string{fmt.Sprintf("connected to %s, %d employees", access.Tenant, access.People)}
	return strings.Join(append(words, access.Warnings...), "\n    ")
}
