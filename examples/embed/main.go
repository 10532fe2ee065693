// Embed is the part of a backend that syncs users, on SQLite, for two customers on two
// HR systems. It connects, checks, previews, holds, approves, runs, is killed and goes
// on, and says how each connection is. Copy backend.go and store.go; this file is the
// two customers, on fakes.
//
//	go -C examples/embed run .
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // settings name zones; this machine may not know them

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/personio/personiotest"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

const (
	onBambooHR = `{"system": "bamboohr", "company": "acme", "api_key": "not-a-secret"}`
	onPersonio = `{"system": "personio", "tenant": "globex", "client_id": "id", "client_secret": "not-a-secret"}`

	acmeSettings = `{"zone": "Europe/Lisbon", "policy": {"first_plan": "hold"}, "mapping": {"rules": [
		{"target": "email", "from": ["work_email", "personal_email"], "required": true},
		{"target": "name", "format": "{preferred_name|first_name} {last_name}", "required": true, "authority": "until_changed"},
		{"target": "department", "from": ["department"], "on_empty": "clear"},
		{"target": "manager", "from": ["manager.id"]}]}}`
	globexSettings = `{"zone": "Europe/Berlin", "mapping": {"rules": [
		{"target": "email", "from": ["work_email"], "required": true},
		{"target": "name", "format": "{first_name} {last_name}", "required": true}]}}`
)

// evening is before the first night.
func evening() time.Time { return time.Date(2026, time.March, 1, 20, 0, 0, 0, time.UTC) }

// demo is the first nights of two customers, on a new database.
func demo(ctx context.Context, path string, out io.Writer) error {
	acme := bamboohrtest.New("not-a-secret", bamboohrtest.People(6)...)
	globex := personiotest.New("id", "not-a-secret", personiotest.People(2)...)
	connector, err := hris.New(hris.Options{HTTPClient: &http.Client{Transport: hosts{ // leave out
		"acme.bamboohr.com": acme.Client().Transport, "api.personio.de": globex.Client().Transport}}})
	if err != nil {
		return err
	}
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	defer db.Close()
	b := &backend{db: db, connector: connector, now: evening(), out: out}
	night := func(customers ...string) (failed error) {
		for _, customer := range customers {
			fmt.Fprintf(out, "\n%s:\n", customer)
			failed = errors.Join(failed, b.nightly(ctx, customer))
		}
		return failed
	}
	steps := []struct {
		title string
		run   func() error
	}{
		{"acme connects BambooHR; its owner is a user already", func() error {
			err := store{db, "acme"}.Tx(ctx, func(tx runner.Tx) error {
				_, err := tx.Create(ctx, syncplan.User{Email: "Ada.Abara.1@example.com", Active: true, Protected: true})
				return err
			})
			return errors.Join(err, b.connect(ctx, "acme", onBambooHR, acmeSettings))
		}},
		{"globex connects Personio, and enters an address in the place of the secret", func() error {
			err := b.connect(ctx, "globex", strings.Replace(onPersonio, "not-a-secret", "ada@example.com", 1), globexSettings)
			fmt.Fprintln(out, "refused:", err)
			return nil
		}},
		{"globex connects again", func() error { return b.connect(ctx, "globex", onPersonio, globexSettings) }},
		{"acme previews", func() error {
			plan, err := b.plan(ctx, "acme")
			fmt.Fprint(out, plan)
			return err
		}},
		{"night 1: acme's first plan is held, as its settings say", func() error { return night("acme", "globex") }},
		{"acme approves", func() error { return b.approve(ctx, "acme", "grace@example.com") }},
		{"night 2: the process is killed after 8 actions", func() error { return b.killed(ctx, path) }},
		{"the next process goes on", func() error { return b.resume(ctx, "acme") }},
		{"night 3: one employee of acme has left", func() error {
			b.now = b.now.AddDate(0, 0, 1)
			people := bamboohrtest.People(6)
			people[4].Values["status"], people[4].Values["terminationDate"] = "Inactive", "2026-03-02"
			acme.SetPeople(people...)
			return night("acme")
		}},
		{"night 4: acme's key no longer sees who is employed; globex has deleted its credentials", func() error {
			b.now = b.now.AddDate(0, 0, 1)
			acme.Configure(bamboohrtest.Config{Hidden: []string{"status"}})
			globex.ExpireTokens()
			globex.Always(personiotest.Unauthorized())
			return night("acme", "globex")
		}},
	}
	for _, step := range steps {
		fmt.Fprintf(out, "\n== %s\n", step.title)
		if err := step.run(); err != nil {
			return err
		}
	}
	return nil
}

// hosts are fakes by the hosts in whose place they answer.
type hosts map[string]http.RoundTripper

func (h hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	if fake, ok := h[r.URL.Host]; ok {
		return fake.RoundTrip(r)
	}
	return nil, errors.New("there is no fake of " + r.URL.Host)
}

// killed begins acme's night and lets another process go on with it, which dies.
func (b *backend) killed(ctx context.Context, path string) error {
	b.now = evening().AddDate(0, 0, 1)
	plan, err := b.plan(ctx, "acme")
	if err != nil {
		return err
	}
	if err := (store{b.db, "acme"}).Save(ctx, "plan", plan); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	process := exec.CommandContext(ctx, self, "dies", path)
	process.Stdout, process.Stderr = b.out, os.Stderr
	fmt.Fprintln(b.out, "the process ends:", process.Run())
	return nil
}

// dies is that process.
func dies(ctx context.Context, path string) error {
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	b := &backend{db: db, now: evening().AddDate(0, 0, 1), out: os.Stdout, progress: func(s runner.Step) {
		fmt.Printf("%d of %d: %s %s\n", s.Number, s.Of, s.Outcome, s.Action)
		if s.Number == 8 {
			os.Exit(9)
		}
	}}
	return b.resume(ctx, "acme")
}

func main() {
	log.SetFlags(0)
	ctx := context.Background()
	if len(os.Args) == 3 && os.Args[1] == "dies" {
		if err := dies(ctx, os.Args[2]); err != nil {
			log.Fatal(err)
		}
		return
	}
	dir, err := os.MkdirTemp("", "embed")
	if err != nil {
		log.Fatal(err)
	}
	err = demo(ctx, filepath.Join(dir, "product.db"), os.Stdout)
	os.RemoveAll(dir)
	if err != nil {
		log.Fatal(err)
	}
}
