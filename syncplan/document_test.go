package syncplan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

func TestParseSettings(t *testing.T) {
	t.Parallel()
	const document = `{
		"name": "Acme", "zone": "Europe/Berlin",
		"zones": [{"when": {"field": "location", "op": "equals", "values": ["Auckland"]}, "zone": "Pacific/Auckland"}],
		"mapping": {"scope": {"field": "custom.sync", "op": "yes"}, "rules": [{"target": "email", "from": ["work_email"]}]},
		"match": [{"targets": ["email"]}],
		"policy": {"create_ahead": "any", "left": "sync", "reactivate": "never",
			"limits": {"deactivations": {"count": 3, "percent": 10}}}
	}`
	s, err := syncplan.ParseSettings([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	if want := []employee.Field{"custom.sync", "location", "work_email"}; !slices.Equal(s.Fields(), want) {
		t.Errorf("Fields = %v, want %v", s.Fields(), want)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := syncplan.ParseSettings(data)
	if diff := cmp.Diff(s, again); diff != "" || err != nil {
		t.Errorf("read back: %v\n%s", err, diff)
	}
}

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, document, want string }{
		{
			name:     "an unknown key",
			document: `{"zone":"UTC","maping":{}}`,
			want:     `maping: no such key; did you mean "mapping"?`,
		},
		{
			name: "null days",
			document: `{"zone":"UTC","mapping":{"rules":[{"target":"email","from":["work_email"]}]},
			"policy":{"create_ahead":null}}`,
			want: `policy.create_ahead: want a number of days from 0 to 3660, or "any"`,
		},
		{
			name:     "no zone",
			document: `{"mapping":{"rules":[{"target":"email","from":["work_email"]}]}}`,
			want:     `zone: missing: name an IANA zone such as "Europe/Berlin"`,
		},
		{
			name: "a zone that does not exist",
			document: `{"zone":"Europe/Berlni",
			"mapping":{"rules":[{"target":"email","from":["work_email"]}]}}`,
			want: `zone: this machine knows no zone "Europe/Berlni": correct the name, or import time/tzdata in your program`,
		},
		{
			name:     "Local",
			document: `{"zone":"Local","mapping":{"rules":[{"target":"email","from":["work_email"]}]}}`,
			want:     `zone: missing: name an IANA zone such as "Europe/Berlin"`,
		},
		{
			name:     "no e-mail",
			document: `{"zone":"UTC","mapping":{"rules":[{"target":"name","from":["first_name"]}]}}`,
			want:     `mapping.rules: no rule for the target "email": every user has an address`,
		},
		{
			name: "many",
			document: `{"zone":"UTC","mapping":{"scope":{"field":"departmnt","op":"present"},"rules":[{"target":"email"},
				{"target":"manager","from":["manager.name"]},{"target":"active","constant":"x"}]},
			"match":[{"targets":["emial"]},{"targets":[]}],
			"policy":{"left":"drop","blocked":"sync","leaving_evidence":"none","reactivate":"yes","first_plan":"stop",
				"limits":{"deactivations":{"count":1,"percent":101},"creates":{"count":-1,"percent":5}}}}`,
			want: `mapping.scope.field: no such field "departmnt"; did you mean "department"?
mapping.rules[0]: `,
		},
		{
			name: "days",
			document: `{"zone":"UTC","mapping":{"rules":[{"target":"email","from":["work_email"]}]},
			"policy":{"create_ahead":-3}}`,
			want: `policy.create_ahead: want a number of days from 0 to 3660, or "any"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := syncplan.ParseSettings([]byte(tt.document))
			faults, ok := errors.AsType[mapping.Faults](err)
			if !ok || !strings.HasPrefix(err.Error(), tt.want) {
				t.Fatalf("got  %v\nwant %s", err, tt.want)
			}
			if tt.name != "many" {
				return
			}
			var paths []string
			for _, f := range faults {
				paths = append(paths, f.Path)
			}
			want := []string{"mapping.scope.field", "mapping.rules[0]", "mapping.rules[1].from",
				"mapping.rules[2].target", "match[0].targets[0]", "match[1].targets",
				"policy.leaving_evidence", "policy.reactivate", "policy.first_plan", "policy.left",
				"policy.blocked", "policy.limits.creates", "policy.limits.deactivations"}
			if diff := cmp.Diff(want, paths); diff != "" {
				t.Errorf("paths (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

func TestUsersThatCannotBeToldApart(t *testing.T) {
	t.Parallel()
	x := syncplan.Existing{Users: []syncplan.User{{ID: "u1"}, {ID: " "}, {ID: "u1"},
		{ID: "u2", Link: syncplan.Link{Source: "test/acme"}},
		{ID: "u3", Attributes: syncplan.Attributes{
			syncplan.TextAttribute("a", "secret"), syncplan.TextAttribute("a", "secret"),
		}}}}
	_, err := syncplan.Build(roster(t, emp("e1", "Ada", "ada@example.com")), x, settings(), now)
	const want = `syncplan: existing users: users[1]: no id
users[2]: a second user with the id "u1"
users[3]: user "u2" has half a link: give source and employee id, or neither
users[4]: user "u3" has the attribute "a" twice`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if _, err := syncplan.Build(nil, syncplan.Existing{}, settings(), now); err == nil {
		t.Error("no roster, no error")
	}
	if _, err := syncplan.Build(roster(t), syncplan.Existing{}, settings(), time.Time{}); err == nil {
		t.Error("no instant, no error")
	}
}

func TestExistingJSON(t *testing.T) {
	t.Parallel()
	const document = `{"users":[{"id":"u1","link":{"source":"test/acme","employee_id":"e1"},` +
		`"email":"ada@example.com","active":true,"ends_on":"2026-12-31",` +
		`"attributes":{"admin":true,"budget":12.5,"none":null,"teams":["Blue","Red"],"title":"Dr"}}],` +
		`"groups":{"teams":["Blue"]}}`
	var x syncplan.Existing
	if err := json.Unmarshal([]byte(document), &x); err != nil {
		t.Fatal(err)
	}
	if data, err := json.Marshal(x); err != nil || string(data) != document {
		t.Errorf("got %s, %v", data, err)
	}
	if got := x.Users[0].Attributes[3]; got != syncplan.ListAttribute("teams", "Blue", "Red") {
		t.Errorf("got %v", got)
	}
	read, err := syncplan.ParseExisting([]byte(document))
	if diff := cmp.Diff(fmt.Sprint(x), fmt.Sprint(read)); err != nil || diff != "" {
		t.Errorf("ParseExisting: %v\n%s", err, diff)
	}
	for _, tt := range []struct{ document, want string }{
		{
			document: `{"users":[{"id":"u1","attributes":["secret"]}]}`,
			want:     "users[0].attributes: want an object of texts, numbers, booleans and lists of texts",
		},
		{
			document: `{"users":[{"id":"u1","emial":"secret@example.com"}]}`,
			want:     `users[0].emial: no such key; did you mean "email"?`,
		},
		{document: `{}`, want: "users: missing: list the users that exist, or [] for none"},
		{document: `{"users":[{"email":"x@example.com"}]}`, want: "syncplan: existing users: users[0]: no id"},
	} {
		if _, err := syncplan.ParseExisting([]byte(tt.document)); err == nil || err.Error() != tt.want {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.document, err, tt.want)
		}
	}
}

func TestPlanJSON(t *testing.T) {
	t.Parallel()
	employees, users := company(3, first(1, field("department", "R&D <x>")))
	p := build(t, roster(t, append(employees, emp("j1", "Joe", "joe@example.com"))...), users, settings())
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back syncplan.Plan
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.String(), back.String()); diff != "" || p.Hash() != back.Hash() {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	r, x := roster(t, append(employees, emp("j1", "Joe", "joe@example.com"))...), syncplan.Existing{Users: users}
	later, err := syncplan.Build(r, x, settings(), now.Add(time.Hour))
	if err != nil || later.Actions[0].Key != p.Actions[0].Key || later.Hash() != p.Hash() {
		t.Errorf("an hour later the same actions have other keys, or the plan another hash: %v", err)
	}
	if p.Actions[0].Key == p.Actions[1].Key {
		t.Error("two actions share a key")
	}
}

func TestMarkdownEscapes(t *testing.T) {
	t.Parallel()
	p := build(t, roster(t, emp("e1", "<b>|`A_da`", "ada@example.com")), nil, settings())
	if got := p.Markdown(); strings.Contains(got, "<b>") || !strings.Contains(got, "&lt;b&gt;\\|\\`A\\_da\\`") {
		t.Errorf("got\n%s", got)
	}
}

func TestLoggingShowsCountsOnly(t *testing.T) {
	t.Parallel()
	employees, users := company(9, first(5, field("termination_date", yesterday)))
	users[0].Attributes = append(users[0].Attributes, syncplan.TextAttribute("secret", "secret-value"))
	p := build(t, roster(t, employees...), users, settings())
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		log := slog.New(h)
		log.Info("sync", "plan", p, "user", users[0], "hold", p.Held[0], "action", p.Held[0].Actions[0])
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&out, verb, users[0])
		fmt.Fprintf(&out, verb, users[0].Attributes)
	}
	for _, private := range []string{"@example.com", "Ada", "Example", "secret-value", "2026-11-21"} {
		if strings.Contains(out.String(), private) {
			t.Errorf("%q is in\n%s", private, out.String())
		}
	}
	if !strings.Contains(out.String(), "plan.held=1") {
		t.Errorf("no counts in\n%s", out.String())
	}
}
