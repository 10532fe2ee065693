package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/syncplan"
)

var update = flag.Bool("update", false, "write the golden files anew")

const key = "key-0123456789"

// A result is what one run of the program gave.
type result struct {
	status         int
	stdout, stderr string
}

// preview runs the program. Whatever the run is about, no key may show.
func preview(ctx context.Context, t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(ctx, args, func(name string) string { return env[name] }, &stdout, &stderr)
	for _, output := range []*bytes.Buffer{&stdout, &stderr} {
		if strings.Contains(output.String(), key) || strings.Contains(output.String(), "not-a-secret") {
			t.Errorf("a key is in the output:\n%s", output)
		}
	}
	return result{status, stdout.String(), stderr.String()}
}

// want checks the exit status and that standard error has every text. Nothing
// but a whole plan goes to standard output.
func (r result) want(t *testing.T, status int, texts ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("exit status %d, want %d", r.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(r.stderr, text) {
			t.Errorf("standard error has no %q:\n%s", text, r.stderr)
		}
	}
	if (r.stdout == "") != (status != exitPlan) {
		t.Errorf("with status %d standard output is:\n%s", status, r.stdout)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	r := preview(t.Context(), t, nil)
	r.want(t, exitPlan, "so_far=14")

	golden := filepath.Join("testdata", "demo.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(r.stdout), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), r.stdout); diff != "" {
		t.Errorf("the plan is another one; -update accepts it (-want +got):\n%s", diff)
	}
}

func TestDemoAtAnotherTime(t *testing.T) {
	t.Parallel()
	r := preview(t.Context(), t, nil, "-at", "2026-03-26T09:00:00+01:00")
	r.want(t, exitPlan)
	if !strings.Contains(r.stdout, `create employee 109 "Ivo Jansen"`) {
		t.Errorf("a week before he starts, Ivo is not created:\n%s", r.stdout)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	text := preview(t.Context(), t, nil)
	r := preview(t.Context(), t, nil, "-format", "json")
	r.want(t, exitPlan)
	d := json.NewDecoder(strings.NewReader(r.stdout))
	d.DisallowUnknownFields()
	var plan syncplan.Plan
	if err := d.Decode(&plan); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text.stdout, plan.String()); diff != "" {
		t.Errorf("the JSON is not the plan of the text (-text +json):\n%s", diff)
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	r := preview(t.Context(), t, nil, "-format", "markdown")
	r.want(t, exitPlan)
	if !strings.HasPrefix(r.stdout, "# Plan for ") {
		t.Errorf("no title:\n%s", r.stdout)
	}
	columns := 0 // of the table that a line is in
	for line := range strings.Lines(r.stdout) {
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if columns > 0 && n > 0 && n != columns {
			t.Errorf("a row of %d borders in a table of %d: %s", n, columns, line)
		}
		columns = n
	}
	for _, name := range []string{"Boris", "Clara", "Dmitri", "Esra", "Hana", "Ivo", "Jamal", "Keiko", "Mateo", "Nia"} {
		if !strings.Contains(r.stdout, name) {
			t.Errorf("%s is missing", name)
		}
	}
}

// serve starts a fake account; it returns the environment and the flags to
// preview it with no users.
func serve(t *testing.T, employees int) (fake *bamboohrtest.Fake, env map[string]string, args []string) {
	t.Helper()
	fake = bamboohrtest.New(key, bamboohrtest.People(employees)...)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	settings := file(t, `{"zone": "UTC", "mapping": {"rules": [{"target": "email", "from": ["work_email"]}]}}`)
	return fake, map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": key},
		[]string{"-provider", "bamboohr", "-base-url", server.URL, "-settings", settings, "-users", file(t, `{"users": []}`)}
}

// file writes a document and returns its path.
func file(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "document.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestOtherDemos: the fake of every provider makes a plan that creates users.
func TestOtherDemos(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"personio", "hibob", "humaans", "lucca"} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			r := preview(t.Context(), t, nil, "-provider", provider, "-demo")
			r.want(t, exitPlan)
			if !strings.HasPrefix(r.stdout, `plan for "Demo" (`+provider+"/") ||
				!strings.Contains(r.stdout, "\n\ncreate employee ") ||
				strings.Contains(r.stdout, "\nheld by ") {
				t.Errorf("the plan is\n%s", r.stdout)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	_, env, args := serve(t, 2600)
	r := preview(t.Context(), t, env, args...)
	r.want(t, exitPlan, "so_far=2500\n", "so_far=2600\n")
	if !strings.HasPrefix(r.stdout, "plan for bamboohr/acme at ") {
		t.Errorf("the plan begins: %.60s", r.stdout)
	}
}

// noLastPage has the second page of a listing say that it is the last, with
// no employee on it.
func noLastPage(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !r.URL.Query().Has("page[after]") {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"data": [], "meta": {"page": {"nextCursor": null}}}`))
	})
}

// fullPages puts a fault in front of the listing and lets the check before it,
// which asks for a small page, pass.
func fullPages(fault bamboohrtest.Fault) bamboohrtest.Fault {
	return func(h http.Handler) http.Handler {
		faulty := fault(h)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("page[limit]") == "2500" {
				faulty.ServeHTTP(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

func TestListingFails(t *testing.T) {
	t.Parallel()
	// Less time than the first repetition would wait: the listing gives up at
	// once, where it would go on for half a minute.
	const impatient = 900 * time.Millisecond
	tests := []struct {
		name      string
		employees int
		within    time.Duration
		fault     bamboohrtest.Fault
		want      []string
	}{
		{
			name:      "wrong key",
			employees: 10,
			within:    time.Hour,
			fault:     bamboohrtest.Unauthorized(),
			want:      []string{"the credentials were refused"},
		},
		{
			name:      "forbidden",
			employees: 10,
			within:    time.Hour,
			fault:     bamboohrtest.Forbidden(),
			want:      []string{"lack a permission"},
		},
		{
			name:      "long wait",
			employees: 10,
			within:    time.Hour,
			fault:     bamboohrtest.RateLimited(3600 * time.Second),
			want:      []string{"limits the rate", "1h"},
		},
		{
			name:      "HTML",
			employees: 10, within: impatient,
			fault: bamboohrtest.HTML(),
			want:  []string{"the answer was not understood"},
		},
		{
			name:      "page cut",
			employees: 10, within: impatient,
			fault: fullPages(bamboohrtest.Truncated()),
			want:  []string{"list employees"},
		},
		{
			name:      "page missing",
			employees: 2600,
			within:    time.Hour,
			fault:     noLastPage,
			want:      []string{"so_far=2500", "the listing is incomplete"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fake, env, args := serve(t, test.employees)
			fake.Always(test.fault)
			ctx, cancel := context.WithTimeout(t.Context(), test.within)
			defer cancel()
			preview(ctx, t, env, args...).want(t, exitFailed, append(test.want,
				"preview: no plan, because the employees could not be listed: bamboohr: ")...)
		})
	}
}

// TestProgressOfWaits interrupts the program once it says that it waits.
func TestProgressOfWaits(t *testing.T) {
	t.Parallel()
	fake, env, args := serve(t, 10)
	fake.Always(bamboohrtest.RateLimited(60 * time.Second))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stderr := &interrupter{word: "wait=1m0s", interrupt: cancel}
	var stdout strings.Builder
	status := run(ctx, args, func(name string) string { return env[name] }, &stdout, stderr)
	if status != exitFailed || stdout.Len() > 0 {
		t.Errorf("exit status %d, standard output %q, standard error:\n%s", status, stdout.String(), &stderr.Builder)
	}
}

// An interrupter calls interrupt when a word is written to it.
type interrupter struct {
	strings.Builder
	word      string
	interrupt func()
}

func (w *interrupter) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.word) {
		w.interrupt()
	}
	return w.Builder.Write(p)
}

func TestInterrupt(t *testing.T) {
	t.Parallel()
	_, env, args := serve(t, 10)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	preview(ctx, t, env, args...).want(t, exitFailed, "context canceled")
}

func TestUsersThatCannotBePlanned(t *testing.T) {
	t.Parallel()
	users := file(t, `{"users": [{"id": "a"}, {"id": "a"}, {"email": "b@example.com"}]}`)
	preview(t.Context(), t, nil, "-users", users).want(t, exitUsage, `a second user with the id "a"`, "users[2]: no id")
}

func TestBadUsage(t *testing.T) {
	t.Parallel()
	complete := map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": key}
	sample := []string{"-settings", "settings.json", "-users", "users.json"}
	badSettings := file(t, `{
		"zone": "Europa/Berlin",
		"mapping": {"rules": [
			{"target": "email", "from": ["work_mail"]},
			{"target": "name"},
			{"target": "group", "constant": "A", "when": {"any": [{"field": "departmnt", "op": "present"}]}}
		]},
		"policy": {"left": "delete"}, "polcy": {}
	}`)
	badUsers := file(t, `{
		"users": [
			{"id": 7, "actve": true},
			{"id": "b", "ends_on": "soon", "link": {"source": "s", "employee": "1"}}
		],
		"group": {}
	}`)
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want []string
	}{
		{
			name: "unknown flag",
			args: []string{"-frmat", "text"},
			want: []string{"preview: flag provided but not defined: -frmat"},
		},
		{name: "key as a flag", args: []string{"-api-key", key}, want: []string{"not defined: -api-key"}},
		{name: "key as an argument", args: []string{key}, want: []string{"nothing may follow the flags"}},
		{name: "format", args: []string{"-format", "xml"}, want: []string{"want text, markdown or json"}},
		{name: "instant", args: []string{"-at", "2026-03-02"}, want: []string{"-at", "an instant with its zone"}},
		{
			name: "unknown provider",
			env:  complete,
			args: append(sample, "-provider", "bamboo"),
			want: []string{`no provider "bamboo"`, "bamboohr: BAMBOOHR_DOMAIN, BAMBOOHR_API_KEY"},
		},
		{
			name: "no environment",
			args: append(sample, "-provider", "bamboohr"),
			want: []string{"BAMBOOHR_DOMAIN: ", "BAMBOOHR_API_KEY: "},
		},
		{
			name: "half an environment",
			env:  map[string]string{"BAMBOOHR_API_KEY": key},
			args: append(sample, "-provider", "bamboohr"),
			want: []string{"lacks\n  BAMBOOHR_DOMAIN: "},
		},
		{
			name: "wrong domain",
			env:  map[string]string{"BAMBOOHR_DOMAIN": "acme@evil.example", "BAMBOOHR_API_KEY": key},
			args: append(sample, "-provider", "bamboohr"),
			want: []string{"not a company domain"},
		},
		{
			name: "no documents",
			env:  complete,
			args: []string{"-provider", "bamboohr"},
			want: []string{"-settings and -users"},
		},
		{
			name: "no such file",
			args: []string{"-users", filepath.Join(t.TempDir(), "none.json")},
			want: []string{"preview: users: ", "none.json"},
		},
		{
			name: "settings with six faults",
			env:  nil,
			args: []string{"-settings", badSettings},
			want: []string{
				"\n  polcy: no such key",
				"\n  zone: ", "\n  mapping.rules[0].from[0]: no such field", `did you mean "work_email"?`, "\n  mapping.rules[1]: ",
				"\n  mapping.rules[2].when.any[0].field: ", `did you mean "department"?`, "\n  policy.left: "},
		},
		{
			name: "users with unknown keys",
			env:  nil,
			args: []string{"-users", badUsers},
			want: []string{
				"\n  users[0].id: ", "\n  users[0].actve: no such key", "\n  users[1].ends_on: ", "\n  " +
					"users[1].link.employee: no such key", "\n  group: no such key"},
		},
		{name: "no users", args: []string{"-users", file(t, "{}")}, want: []string{"\n  users: missing"}},
		{
			name: "faults in both",
			args: []string{"-settings", badSettings, "-users", badUsers},
			want: []string{"policy.left", "users[0].actve"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			preview(t.Context(), t, test.env, test.args...).want(t, exitUsage, append(test.want, "preview: ")...)
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	r := preview(t.Context(), t, nil, "-h")
	if r.status != 0 || r.stdout != "" {
		t.Errorf("status %d, standard output %q", r.status, r.stdout)
	}
	for _, name := range []string{"-provider", "-base-url", "-settings", "-users", "-at", "-format", "-demo"} {
		if !strings.Contains(r.stderr, "  "+name) {
			t.Errorf("no %s in the help:\n%s", name, r.stderr)
		}
	}
}

func TestPlanThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	if status := run(t.Context(), nil, os.Getenv, closed{}, &stderr); status != exitFailed {
		t.Errorf("exit status %d, want %d", status, exitFailed)
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errors.New("closed") }
