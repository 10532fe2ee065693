package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

const key = "key-0123456789"

// list runs the program. Whatever the run is about, no key may show.
func list(
	ctx context.Context, t *testing.T, env map[string]string, args ...string,
) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(ctx, args, func(name string) string { return env[name] }, &out, &log)
	if strings.Contains(out.String()+log.String(), key) {
		t.Errorf("the key is in the output:\n%s%s", &out, &log)
	}
	if status != exitRoster && out.Len() > 0 {
		t.Errorf("with status %d standard output is:\n%s", status, &out)
	}
	return status, out.String(), log.String()
}

// employees reads standard output back.
func employees(t *testing.T, stdout string) map[string]employee.Employee {
	t.Helper()
	byID := make(map[string]employee.Employee)
	for line := range strings.Lines(stdout) {
		var e employee.Employee
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		byID[e.ID] = e
	}
	return byID
}

func TestDemo(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := list(t.Context(), t, nil)
	if status != exitRoster {
		t.Fatalf("exit status %d:\n%s", status, stderr)
	}
	all := employees(t, stdout)
	if len(all) != 14 {
		t.Errorf("%d employees, want 14", len(all))
	}
	states := []struct {
		id   string
		f    employee.Field
		want employee.State
	}{
		{id: "101", f: employee.FieldDepartment, want: employee.StateKnown},
		{id: "101", f: employee.FieldManagerID, want: employee.StateEmpty},
		{id: "110", f: employee.FieldStatus, want: employee.StateWithheld},
		{id: "101", f: employee.FieldCostCenter, want: employee.StateAbsent},
		{id: "103", f: employee.FieldPersonalEmail, want: employee.StateAbsent}, // private: not asked for
	}
	for _, s := range states {
		e := all[s.id]
		if got := e.Value(s.f).State(); got != s.want {
			t.Errorf("%s of %s is %v, want %v", s.f, s.id, got, s.want)
		}
	}
	for _, row := range []string{
		"field known empty withheld absent", "department 14 0 0 0", "status 13 0 1 0", "work_email 13 1 0 0",
	} {
		if !hasRow(stderr, row) {
			t.Errorf("no row %q in:\n%s", row, stderr)
		}
	}
}

// hasRow finds a row of a table, however wide its columns.
func hasRow(table, row string) bool {
	for line := range strings.Lines(table) {
		if strings.Join(strings.Fields(line), " ") == row {
			return true
		}
	}
	return false
}

func TestFields(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := list(
		t.Context(),
		t,
		nil,
		"-fields",
		"department, custom.syncIf,cost_center,personal_email",
	)
	if status != exitRoster {
		t.Fatalf("exit status %d:\n%s", status, stderr)
	}
	hana := employees(t, stdout)["108"]
	if v := hana.Value("custom.syncIf"); v != employee.Bool(false) {
		t.Errorf("custom.syncIf is %v", v)
	}
	if v := hana.Value(employee.FieldJobTitle); v.State() != employee.StateAbsent {
		t.Errorf("job_title was not asked for, and is %v", v.State())
	}
	args := []string{"-fields", "department", "-field", "custom.Shirt, size", "-field", "custom.syncIf"}
	if status, _, more := list(t.Context(), t, nil, args...); status != exitRoster ||
		!hasRow(more, "custom.syncIf 14 0 0 0") ||
		!strings.Contains(more, "custom.Shirt, size") {
		t.Errorf("a key with a comma: exit status %d\n%s", status, more)
	}
	for _, row := range []string{"custom.syncIf 14 0 0 0", "cost_center 0 0 0 14", "personal_email 1 13 0 0"} {
		if !hasRow(stderr, row) {
			t.Errorf("no row %q in:\n%s", row, stderr)
		}
	}
}

// TestSettings: what the settings use is asked for, and what -fields adds.
func TestSettings(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := list(t.Context(), t, nil,
		"-settings", filepath.Join("..", "preview", "settings.json"), "-fields", "birth_date")
	if status != exitRoster {
		t.Fatalf("exit status %d:\n%s", status, stderr)
	}
	clara := employees(t, stdout)["103"]
	for f, want := range map[employee.Field]employee.State{
		"custom.syncIf": employee.StateKnown, employee.FieldPersonalEmail: employee.StateKnown,
		employee.FieldBirthDate: employee.StateEmpty, employee.FieldDivision: employee.StateAbsent,
	} {
		if got := clara.Value(f).State(); got != want {
			t.Errorf("%s is %v, want %v", f, got, want)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	someone := bamboohrtest.Person{
		ID: "1", Values: map[string]any{"firstName": "Ada", "status": "Dormant", "hireDate": "soon"},
	}
	server := httptest.NewServer(bamboohrtest.New(key, someone))
	defer server.Close()
	env := map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": key}
	status, stdout, stderr := list(t.Context(), t, env, "-provider", "bamboohr", "-base-url", server.URL)
	if status != exitRoster || len(employees(t, stdout)) != 1 {
		t.Errorf("exit status %d, employees:\n%s", status, stdout)
	}
	for _, want := range []string{"problem: employee 1: status: ", "problem: employee 1: hire_date: "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in:\n%s", want, stderr)
		}
	}
	for _, value := range []string{"Dormant", "soon"} {
		if strings.Contains(stderr, value) {
			t.Errorf("the value %q is in:\n%s", value, stderr)
		}
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(key, bamboohrtest.People(10)...)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	fake.Always(bamboohrtest.Truncated())
	real := []string{"-provider", "bamboohr", "-base-url", server.URL}
	env := func(key string) map[string]string {
		return map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": key}
	}
	tests := []struct {
		name   string
		env    map[string]string
		args   []string
		status int
		want   string
	}{
		{
			name: "page cut",
			env:  env(key),
			args: real, status: exitFailed,
			want: "roster: no employee is printed: bamboohr: ",
		},
		{name: "no environment", args: real, status: exitUsage, want: "BAMBOOHR_API_KEY: "},
		{name: "unknown provider", args: []string{"-provider", "bamboo"}, status: exitUsage, want: `no provider "bamboo"`},
		{name: "unknown field", args: []string{"-fields", "departmnt"}, status: exitUsage, want: `no field "departmnt"`},
		{
			name:   "settings",
			args:   []string{"-settings", filepath.Join("..", "preview", "users.json")},
			status: exitUsage,
			want:   "\n  zone: ",
		},
		{
			name:   "no settings",
			args:   []string{"-settings", filepath.Join("..", "none.json")},
			status: exitUsage,
			want:   "settings: open ",
		},
		{name: "blank field", args: []string{"-fields", "department,"}, status: exitUsage, want: `no field ""`},
		{name: "unknown flag", args: []string{"-format", "json"}, status: exitUsage, want: "not defined: -format"},
		{name: "help", args: []string{"-help"}, status: exitRoster, want: "  -fields"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			// Less time than a repetition would wait: it gives up at once.
			ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
			defer cancel()
			status, _, stderr := list(ctx, t, test.env, test.args...)
			if status != test.status || !strings.Contains(stderr, test.want) {
				t.Errorf("exit status %d, want %d; standard error, which lacks %q:\n%s", status, test.status, test.want, stderr)
			}
		})
	}
}
