package hris_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

var _ = []hris.Client{
	(*bamboohr.Client)(nil),
	(*personio.Client)(nil),
	(*hibob.Client)(nil),
	(*humaans.Client)(nil),
	(*lucca.Client)(nil),
}

// TestSystems: every form has what a settings page shows, and the caller may change it.
func TestSystems(t *testing.T) {
	t.Parallel()
	names := []string{}
	for _, s := range hris.Systems() {
		names = append(names, s.Name)
		keys := map[string]bool{}
		for _, f := range s.Forms {
			if f.Name == "" || f.Label == "" || len(f.Steps) < 2 {
				t.Errorf("%s: form %+v has no name, label or steps", s.Name, f)
			}
			for _, step := range f.Steps {
				if !strings.HasSuffix(strings.TrimSpace(step), ".") {
					t.Errorf("%s, %s: step %q is no sentence", s.Name, f.Name, step)
				}
			}
			credential := false
			for _, in := range f.Inputs {
				credential = credential || in.Secret || in.Key == "grant"
				if in.Key == "" || in.Label == "" || !strings.HasSuffix(in.Help, ".") || in.Role == hris.RoleNone {
					t.Errorf("%s, %s: input %+v lacks something", s.Name, f.Name, in)
				}
				if in.Secret && (!in.Required || in.Role != hris.RoleAdmin) {
					t.Errorf("%s, %s: the secret %s is optional or not the admin's", s.Name, f.Name, in.Key)
				}
				keys[in.Key] = true
			}
			if !credential {
				t.Errorf("%s, %s: nothing is a credential", s.Name, f.Name)
			}
		}
		if !keys["tenant"] {
			t.Errorf("%s has no tenant", s.Name)
		}
	}
	if want := []string{"bamboohr", "personio", "hibob", "humaans", "lucca"}; !slices.Equal(names, want) {
		t.Errorf("systems %v, want %v", names, want)
	}
	hris.Systems()[0].Forms[0].Inputs[0].Key = "changed"
	if hris.Systems()[0].Forms[0].Inputs[0].Key == "changed" {
		t.Error("a change of what Systems returned is a change of the package")
	}
}

// TestEveryForm: each kind of credentials of each system opens its fake, and all calls
// work. Which form of which system it is, the keys decide.
func TestEveryForm(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, r := range rigs() {
		tried[r.name[:strings.IndexAny(r.name+" ", " ")]] = true
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				connector := connect(t, hris.Options{HTTPClient: r.fake().Client(), Logger: logger})
				client := open(t, connector, r.stored)
				if client.Source() != r.source {
					t.Errorf("source %q, want %q", client.Source(), r.source)
				}
				access, err := client.Check(t.Context())
				if err != nil || access.People != people && access.People != -1 {
					t.Errorf("check: %+v, error %v", access, err)
				}
				if fields, err := client.Catalog(t.Context()); err != nil || len(fields) == 0 {
					t.Errorf("catalogue: %d fields, error %v", len(fields), err)
				}
				roster, err := client.Roster(t.Context())
				if err != nil || roster.Len() != people || roster.Origin().Source() != r.source {
					t.Fatalf("roster: %v, error %v", roster, err)
				}
				n := 0
				for _, err := range client.Employees(t.Context()) {
					if err != nil {
						t.Fatal(err)
					}
					n++
				}
				if n != people {
					t.Errorf("%d employees, want %d", n, people)
				}
				for range client.Employees(t.Context()) {
					break // and the client is good for another call
				}
				if log.Len() == 0 {
					t.Error("nothing was logged")
				}
				shown(t, "the log", log.String())
				shown(t, "a client", client)
				shown(t, "a connector", connector)
			})
		})
	}
	for _, s := range hris.Systems() {
		if !tried[s.Name] {
			t.Errorf("%s was not tried", s.Name)
		}
	}
}

// shown fails if a value shows a secret, in whatever way it is printed.
func shown(t *testing.T, what string, v any) {
	t.Helper()
	encoded, _ := json.Marshal(v)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
	texts := []string{
		fmt.Sprint(v),
		fmt.Sprintf("%+v", v),
		fmt.Sprintf("%#v", v),
		fmt.Sprintf("%q", v),
		string(encoded),
		log.String(),
	}
	for _, text := range texts {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows a secret: %s", what, text)
		}
	}
}

// TestOptionsShowNothing, and neither does a struct that holds them.
func TestOptionsShowNothing(t *testing.T) {
	t.Parallel()
	o := hris.Options{PersonioAppID: "ZQ7CANARY"}
	inside := fmt.Sprintf("%#v", struct{ O hris.Options }{o})
	for _, text := range []string{fmt.Sprintf("%+v", o), inside, o.LogValue().String()} {
		if strings.Contains(text, "ZQ7") {
			t.Error(text)
		}
	}
	if data, err := json.Marshal(o); err != nil || string(data) != `"hris options"` {
		t.Errorf("%s, error %v", data, err)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	_, err := hris.New(hris.Options{PersonioPartnerID: secret})
	if err == nil || !strings.Contains(err.Error(), "PersonioPartnerID") || strings.Contains(err.Error(), secret) {
		t.Errorf("error %v", err)
	}
}

// TestProgress: a product can show how many employees were read so far, and that a
// Client waits.
func TestProgress(t *testing.T) {
	t.Parallel()
	for _, r := range rigs() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reports := make(chan hris.Progress, 1000)
				f := r.fake()
				connector := connect(t, hris.Options{HTTPClient: f.Client(), Progress: func(p hris.Progress) { reports <- p }})
				f.Next(r.failures.limited(7 * time.Second))
				start := time.Now()
				if _, err := open(t, connector, r.stored).Roster(t.Context()); err != nil {
					t.Fatal(err)
				}
				took := time.Since(start)
				close(reports)
				employees, asked := 0, false // the wait that the system asked for, beside those for its limit
				for p := range reports {
					if p.Source != r.source || p.Op == "" {
						t.Errorf("%+v", p)
					}
					if p.Op == "list employees" {
						employees = max(employees, p.SoFar)
					}
					asked = asked || p.Wait == 7*time.Second
				}
				if employees != people || !asked || took < 7*time.Second {
					t.Errorf("%d employees, waited %v, in %v", employees, asked, took)
				}
			})
		})
	}
}
