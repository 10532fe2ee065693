package connect

import (
	"bytes"
	"context"
	"flag"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

// TestProviders holds every entry of the table to what the examples rely on.
func TestProviders(t *testing.T) {
	t.Parallel()
	for _, p := range providers() {
		name := p.Name
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, variables := p.Fake()
			for _, v := range p.Env {
				if variables[v.Name] == "" || v.Help == "" {
					t.Errorf("%s: no value for the fake, or no help", v.Name)
				}
			}
			var log bytes.Buffer
			account, err := Open(Flags{Provider: name, Demo: true}, nil, nothing, NewLogger(&log))
			if err != nil {
				t.Fatal(err)
			}
			defer account.Close()
			roster, err := account.Roster(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if roster.Len() < 10 {
				t.Errorf("the demo has %d employees, want a dozen", roster.Len())
			}
			for e := range roster.All() {
				if e.WorkEmail != "" && !strings.HasSuffix(e.WorkEmail, "@example.com") {
					t.Errorf("%v has an address outside of example.com", e)
				}
			}
			if origin := roster.Origin(); origin.Provider != name || origin.Tenant == "" || !origin.AsOf.Equal(DemoTime) {
				t.Errorf("origin is %+v", origin)
			}
			for _, value := range variables {
				if value == variables[p.Env[0].Name] {
					continue // the account's name is no secret
				}
				if strings.Contains(log.String(), value) {
					t.Errorf("a credential was logged:\n%s", &log)
				}
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	complete := func(name string) string {
		return map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": "key-1234"}[name]
	}
	tests := []struct {
		name   string
		flags  Flags
		fields []employee.Field
		getenv func(string) string
		want   []string
	}{
		{
			name:   "unknown provider",
			flags:  Flags{Provider: "bamboo"},
			getenv: complete,
			want:   []string{`no provider "bamboo"`, "bamboohr: BAMBOOHR_DOMAIN, BAMBOOHR_API_KEY"},
		},
		{
			name:   "no environment",
			flags:  Flags{Provider: "bamboohr"},
			getenv: nothing,
			want: []string{
				"lacks", "BAMBOOHR_DOMAIN: the company domain", "BAMBOOHR_API_KEY: a key",
				"bamboohr: BAMBOOHR_DOMAIN, BAMBOOHR_API_KEY",
			},
		},
		{
			name:   "address of a demo",
			flags:  Flags{BaseURL: "https://hr.example.com"},
			getenv: complete,
			want:   []string{"-base-url", "-provider"},
		},
		{
			name:   "key in the clear",
			flags:  Flags{Provider: "bamboohr", BaseURL: "http://hr.example.com"},
			getenv: complete,
			want:   []string{"https"},
		},
		{
			name:   "unknown field",
			flags:  Flags{Provider: "bamboohr"},
			fields: []employee.Field{"departmnt"},
			getenv: complete,
			want:   []string{`"departmnt"`},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			account, err := Open(test.flags, test.fields, test.getenv, NewLogger(io.Discard))
			if err == nil {
				account.Close()
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in: %v", want, err)
				}
			}
			if strings.Contains(err.Error(), "key-1234") {
				t.Errorf("the key is in: %v", err)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		args    []string
		done    bool
		isDemo  bool
		wantErr string
	}{
		{name: "none", isDemo: true},
		{name: "real", args: []string{"-provider", "bamboohr"}},
		{name: "fake of a provider", args: []string{"-provider", "bamboohr", "-demo"}, isDemo: true},
		{name: "help", args: []string{"-h"}, done: true, isDemo: true},
		{name: "unknown", args: []string{"-api-key=key-1234"}, isDemo: true, wantErr: "not defined: -api-key"},
		{name: "rest", args: []string{"key-1234"}, isDemo: true, wantErr: "nothing may follow"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var f Flags
			var help strings.Builder
			done, err := f.Parse(flag.NewFlagSet("test", flag.ContinueOnError), test.args, &help)
			if done != test.done || f.IsDemo() != test.isDemo {
				t.Errorf("done %t, demo %t", done, f.IsDemo())
			}
			if done == (help.Len() == 0) {
				t.Errorf("the help is %q", help.String())
			}
			switch {
			case test.wantErr == "" && err != nil:
				t.Error(err)
			case test.wantErr != "" &&
				(err == nil || !strings.Contains(err.Error(), test.wantErr) || strings.Contains(err.Error(), "key-1234")):
				t.Errorf("error %v, want %q and no key", err, test.wantErr)
			}
		})
	}
}

func TestNamesDiffer(t *testing.T) {
	t.Parallel()
	list := strings.Split(names(), ", ")
	slices.Sort(list)
	if len(slices.Compact(list)) != len(providers()) {
		t.Errorf("two providers share a name: %s", names())
	}
}

func nothing(string) string { return "" }
