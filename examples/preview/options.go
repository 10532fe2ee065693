package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"time"

	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/syncplan"
)

// The documents of the demo; README.md explains their keys.
var (
	//go:embed settings.json
	demoSettings []byte
	//go:embed users.json
	demoUsers []byte
	// Settings without a custom field, for the demos of the other providers:
	// each vendor names those in its own way.
	//go:embed plain.json
	plainSettings []byte
)

// options are what the flags say.
type options struct {
	account         connect.Flags
	settings, users string // files; "" for those of the demo
	at              time.Time
	format          format
}

// A format writes a whole plan.
type format func(*syncplan.Plan) ([]byte, error)

// parseOptions reads the flags. It is done if they only asked for help.
func parseOptions(args []string, stderr io.Writer) (o options, done bool, err error) {
	o.format = asText
	fs := flag.NewFlagSet("preview", flag.ContinueOnError)
	fs.StringVar(&o.settings, "settings", "", "the `file` with the settings, as JSON; needed for a real account")
	fs.StringVar(&o.users, "users", "", "the `file` with the users that your product has, as JSON; needed for a real account")
	fs.Func("at", "the `instant` to plan for, such as 2026-03-02T08:00:00Z (default: now; in the demo, the day of its people)", o.setAt)
	fs.Func("format", "the `form` of the plan: text, markdown or json (default text)", o.setFormat)
	if done, err = o.account.Parse(fs, args, stderr); done || err != nil {
		return o, done, err
	}
	return o, false, o.complete()
}

func (o *options) setAt(s string) (err error) {
	if o.at, err = time.Parse(time.RFC3339, s); err != nil {
		return errors.New("want an instant with its zone, such as 2026-03-02T08:00:00Z")
	}
	return nil
}

func (o *options) setFormat(s string) error {
	switch s {
	case "text":
		o.format = asText
	case "markdown":
		o.format = asMarkdown
	case "json":
		o.format = asJSON
	default:
		return errors.New("want text, markdown or json")
	}
	return nil
}

// complete fills in what the flags left out. Only the demo has documents of its
// own: its settings would make nonsense of a real account.
func (o *options) complete() error {
	if !o.account.IsDemo() && (o.settings == "" || o.users == "") {
		return errors.New("a real account needs -settings and -users: examples/preview has a sample of both, and a README on their keys")
	}
	if o.at.IsZero() {
		o.at = time.Now()
		if o.account.IsDemo() {
			o.at = connect.DemoTime
		}
	}
	return nil
}

// documents reads settings and users. The error has every fault of both.
func (o *options) documents() (syncplan.Settings, syncplan.Existing, error) {
	settingsOfDemo, usersOfDemo := demoSettings, demoUsers
	if !o.account.IsMainDemo() {
		settingsOfDemo, usersOfDemo = plainSettings, []byte(`{"users": []}`)
	}
	settings, errSettings := read(o.settings, "settings", settingsOfDemo, syncplan.ParseSettings)
	existing, errUsers := read(o.users, "users", usersOfDemo, syncplan.ParseExisting)
	return settings, existing, errors.Join(errSettings, errUsers)
}

// read parses a file, or the demo's document if there is no name.
func read[T any](name, what string, demo []byte, parse func([]byte) (T, error)) (T, error) {
	if name == "" {
		return parse(demo)
	}
	return connect.ReadFile(name, what, parse)
}

func asText(p *syncplan.Plan) ([]byte, error)     { return []byte(p.String()), nil }
func asMarkdown(p *syncplan.Plan) ([]byte, error) { return []byte(p.Markdown()), nil }

func asJSON(p *syncplan.Plan) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // "R&D" stays readable
	e.SetIndent("", "  ")
	err := e.Encode(p)
	return b.Bytes(), err
}
