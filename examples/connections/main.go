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
	"maps"
	"net/http"
	"os"
	"strings"
	"sync"

	// The settings name zones, and not every machine has the files.
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/syncplan"
)

//go:embed connections.json
var stored []byte

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// A connection is what the admin has entered. Secrets are here because they are
// those of fakes; a product keeps them apart, and encrypted.
type connection struct {
	Credentials map[string]string `json:"credentials"` // as package hris reads them
	Settings    json.RawMessage   `json:"settings"`
}

// run checks every connection and writes the outcomes to w.
func run(w io.Writer) error {
	var connections []connection
	if err := json.Unmarshal(stored, &connections); err != nil {
		return err
	}
	systems := systems()
	texts := make([]string, len(connections))
	var all sync.WaitGroup
	for i, c := range connections {
		all.Go(func() { texts[i] = report(c, systems[c.Credentials["system"]]) })
	}
	all.Wait()
	_, err := io.WriteString(w, strings.Join(texts, "\n"))
	return err
}

// report checks one connection in every situation, side by side: a client that
// keeps to a limit waits.
func report(c connection, s system) string {
	settings, err := syncplan.ParseSettings(c.Settings)
	if err != nil {
		return fmt.Sprintf("%s: settings:\n%v\n", c.Credentials["system"], err)
	}
	situations := s.situations()
	lines := make([]string, len(situations))
	var all sync.WaitGroup
	for i, situation := range situations {
		all.Go(func() {
			entered := maps.Clone(c.Credentials)
			situation.change(entered)
			lines[i] = fmt.Sprintf("  %s:\n    %s\n", situation.name, check(entered, settings.Fields(), situation.hr))
		})
	}
	all.Wait()
	return fmt.Sprintf("%s (%s)\n%s", settings.Name, c.Credentials["system"], strings.Join(lines, ""))
}

// check says in words what came of Client.Check.
func check(entered map[string]string, fields []employee.Field, hr *http.Client) string {
	credentials, err := json.Marshal(entered)
	if err != nil {
		return err.Error()
	}
	connector, err := hris.New(hris.Options{HTTPClient: hr}) // a product makes one for the whole process
	if err != nil {
		return err.Error()
	}
	client, err := connector.Open(credentials, fields)
	if err != nil {
		return advised(err)
	}
	access, err := client.Check(context.Background())
	if err != nil {
		return advised(err)
	}
	words := []string{fmt.Sprintf("connected to %s, %d employees", client.Source(), access.People)}
	for _, w := range access.Warnings {
		words = append(words, w.String())
	}
	return strings.Join(words, "\n    ")
}

// advised is what the admin reads, and below it what goes to the log.
func advised(err error) string {
	advice, ok := hris.Advise(err)
	if !ok {
		return "log: " + err.Error()
	}
	return fmt.Sprintf("%s (for the %s)\n    %s\n    log: %v", advice.Title, advice.Role, advice.Text, err)
}
