package syncplan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestDecodedPlan: a plan read back from JSON is the one that was written, whole.
func TestDecodedPlan(t *testing.T) {
	t.Parallel()
	for seed := range uint64(race.Pick(10_000, 500)) {
		w := worlds.New(seed)
		built := plan(t, w)
		data, err := json.Marshal(built)
		if err != nil {
			t.Fatalf("world %d: %v", seed, err)
		}
		var decoded syncplan.Plan
		if err := json.Unmarshal(data, &decoded); err != nil {
			t.Fatalf("world %d: %v\n%s", seed, err, data)
		}
		if diff := cmp.Diff(*built, decoded); diff != "" {
			t.Fatalf("world %d (-built +decoded):\n%s", seed, diff)
		}
		if decoded.Hash() != built.Hash() || decoded.String() != built.String() {
			t.Fatalf("world %d: the decoded plan has another hash or text:\n%s\n%s", seed, &decoded, built)
		}
	}
}

// TestPlanDocument has documents that are no plan, or not the whole of one that
// this version reads. Each is refused, and the plan that was there stays.
func TestPlanDocument(t *testing.T) {
	t.Parallel()
	const (
		head    = `"source":"test/acme","at":"2026-11-22T06:00:00Z"`
		newer   = "no %s that this version of the library knows: update the library, or plan again"
		part    = "missing: a part of a plan: plan again"
		again   = ": plan again"
		unkeyed = "no such key: update the library, or plan again"
		change  = `{"attribute":"a","from":null,"to":"x","rule":0}`
		link    = `"link":{"source":"test/acme","employee_id":"e1"}`
		action  = `"kind":"create","key":"k","reason":"hired","employee_id":"e1","access":"active",` + link
		create  = action + `,"changes":[` + change + `]`
		update  = `"kind":"update","key":"k","reason":"changed","employee_id":"e1","user_id":"u1"`
		count   = `,"count":{"actions":1,"holds":0,"held_actions":0,"notes":0}`
		missing = "version: missing: a plan of the first edition, or a part of a plan: plan again"
	)
	unknown := func(path, what string) string { return path + ": " + strings.Replace(newer, "%s", what, 1) }
	for _, tt := range []struct{ name, document, want string }{
		{name: "whole", document: syncplan.Summed(`{"version":1,` + head + count + `,"actions":[{` + create + `}]}`)},
		{name: "no sum", document: `{"version":1,` + head + count + `,"actions":[{` + create + `}]}`, want: "sum: " + part},
		{
			name: "edited",
			document: strings.Replace(syncplan.Summed(`{"version":1,`+head+count+`,"actions":[{`+create+`}]}`),
				`"key":"`, `"key":"z`, 1),
			want: "sum: the plan is not the one that was stored: a part is missing, or was edited" + again,
		},
		{name: "null", document: `null`, want: missing},
		{name: "not an object", document: `[]`, want: "an object belongs here, not a list" + again},
		{name: "first edition", document: `{` + head + `,"actions":[]}`, want: missing},
		{
			name:     "newer version",
			document: `{"version":2,` + head + `,"acts":[]}`,
			want:     "version: 2 is newer than this library reads (1): update the library, or plan again",
		},
		{name: "version 0", document: `{"version":0,` + head + `,"actions":[]}`, want: "version: not a version: plan again"},
		{
			name:     "version as text",
			document: `{"version":"1",` + head + `,"actions":[]}`,
			want:     "version: not a version: plan again",
		},
		{
			name:     "two versions",
			document: `{"version":1,"version":1,` + head + `,"actions":[]}`,
			want:     "version: given twice" + again,
		},
		{
			name:     "a version, then a newer one",
			document: `{"version":1,"version":2,` + head + `,"actions":[]}`,
			want:     "version: given twice" + again,
		},
		{
			name:     "two lists of actions",
			document: `{"version":1,` + head + `,"actions":[{` + action + `}],"actions":[]}`,
			want:     "actions: given twice" + again,
		},
		{
			name:     "key in other case",
			document: `{"version":1,` + head + `,"Actions":[],"actions":[]}`,
			want:     "Actions: " + unkeyed,
		},
		{
			name:     "unknown key",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"when":"later"}]}`,
			want:     "actions[0].when: " + unkeyed,
		},
		{name: "no source", document: `{"version":1,"at":"2026-11-22T06:00:00Z","actions":[]}`, want: "source: " + part},
		{name: "no instant", document: `{"version":1,"source":"test/acme","actions":[]}`, want: "at: " + part},
		{name: "no actions", document: `{"version":1,` + head + `}`, want: "actions: " + part},
		{
			name:     "actions are null",
			document: `{"version":1,` + head + `,"actions":null}`,
			want:     "actions: null where a value belongs" + again,
		},
		{
			name:     "unknown kind",
			document: `{"version":1,` + head + `,"actions":[{"kind":"merge","key":"k","reason":"hired"}]}`,
			want:     unknown("actions[0].kind", "kind"),
		},
		{
			name:     "no kind",
			document: `{"version":1,` + head + `,"actions":[{"key":"k","reason":"hired"}]}`,
			want:     unknown("actions[0].kind", "kind"),
		},
		{
			name:     "no key",
			document: `{"version":1,` + head + `,"actions":[{"kind":"set_manager","employee_id":"e1","reason":"manager"}]}`,
			want:     "actions[0].key: missing: a part of an action: plan again",
		},
		{
			name:     "reason of the first edition",
			document: `{"version":1,` + head + `,"actions":[],"notes":[{"kind":"problem","reason":"cannot_tell","text":"t"}]}`,
			want:     unknown("notes[0].reason", "reason"),
		},
		{
			name:     "unknown kind of note",
			document: `{"version":1,` + head + `,"actions":[],"notes":[{"kind":"joke","reason":"unknown","text":"t"}]}`,
			want:     unknown("notes[0].kind", "kind"),
		},
		{
			name: "guard of the first edition",
			document: `{"version":1,` + head +
				`,"actions":[],"held":[{"guard":"first_contact","source":"test/acme","text":"t"}]}`,
			want: unknown("held[0].guard", "guard"),
		},
		{
			name: "unknown reason of what is held",
			document: `{"version":1,` + head + `,"actions":[],"held":[{"guard":"relinks","source":"test/acme","text":"t",
				"actions":[{"kind":"set_manager","key":"k","employee_id":"e1","reason":"whim"}]}]}`,
			want: unknown("held[0].actions[0].reason", "reason"),
		},
		{
			name:     "unknown state",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"evidence":[{"field":"status","state":"hidden"}]}]}`,
			want:     "actions[0].evidence[0].state: not a state: want absent, withheld, empty or known" + again,
		},
		{
			name:     "a value that is none",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"changes":[{"attribute":"a","from":{},"to":"x"}]}]}`,
			want: "actions[0].changes[0].from: not a value: " +
				"want a text, number, bool, list of texts, null, or an object with a date or a state" + again,
		},
		{
			name: "change without to", // it would clear the attribute
			document: `{"version":1,` + head + count + `,"actions":[{` + update +
				`,"changes":[{"attribute":"a","from":"x","rule":0}]}]}`,
			want: "actions[0].changes[0].to: missing: a part of a change" + again,
		},
		{
			name: "empty change", document: `{"version":1,` + head + count + `,"actions":[{` + update + `,"changes":[{}]}]}`,
			want: "actions[0].changes[0].attribute: missing: a part of a change: plan again\n" +
				"actions[0].changes[0].from: missing: a part of a change: plan again\n" +
				"actions[0].changes[0].to: missing: a part of a change: plan again\n" +
				"actions[0].changes[0].rule: missing: a part of a change: plan again",
		},
		{
			name:     "update without changes",
			document: `{"version":1,` + head + count + `,"actions":[{` + update + `}]}`,
			want:     "actions[0].changes: missing: a part of an action" + again,
		},
		{
			name: "deactivation of no user",
			document: `{"version":1,` + head + count +
				`,"actions":[{"kind":"deactivate","key":"k","reason":"left","employee_id":"e1","access":"inactive"}]}`,
			want: "actions[0].user_id: missing: a part of an action" + again,
		},
		{
			name: "reactivation for no employee",
			document: `{"version":1,` + head + count +
				`,"actions":[{"kind":"reactivate","key":"k","reason":"returned","user_id":"u1","access":"active"}]}`,
			want: "actions[0].employee_id: missing: a part of an action" + again,
		},
		{
			name: "link without a link",
			document: `{"version":1,` + head + count +
				`,"actions":[{"kind":"link","key":"k","reason":"matched","user_id":"u1","employee_id":"e1"}]}`,
			want: "actions[0].link: missing: a part of an action" + again,
		},
		{
			name: "half a link",
			document: `{"version":1,` + head + count + `,"actions":[{"kind":"link","key":"k","reason":"matched",
				"user_id":"u1","employee_id":"e1","link":{"source":"test/acme"}}]}`,
			want: "actions[0].link: half a link, or one to another source" + again,
		},
		{
			name: "group without name and changes",
			document: `{"version":1,` + head + count +
				`,"actions":[{"kind":"create_group","key":"k","reason":"group"}]}`,
			want: "actions[0].name: missing: a part of an action: plan again\n" +
				"actions[0].changes: missing: a part of an action: plan again",
		},
		{
			name: "unknown field",
			document: `{"version":1,` + head + count + `,"actions":[{` + create +
				`,"evidence":[{"field":"shoe","state":"known"}]}]}`,
			want: unknown("actions[0].evidence[0].field", "field"),
		},
		{
			name:     "field without a state",
			document: `{"version":1,` + head + count + `,"actions":[{` + create + `,"evidence":[{"field":"status"}]}]}`,
			want:     "actions[0].evidence[0]: a field needs its state, and a state its field" + again,
		},
		{
			name: "unknown access",
			document: `{"version":1,` + head + count + `,"actions":[{` + update +
				`,"changes":[` + change + `],"access":"guest"}]}`,
			want: unknown("actions[0].access", "access"),
		},
		{
			name: "a create that does not say whether the user is active",
			document: `{"version":1,` + head + count + `,"actions":[{` +
				strings.Replace(create, `"access":"active",`, "", 1) + `}]}`,
			want: "actions[0].access: missing: a part of an action" + again,
		},
		{
			name: "an update that reactivates",
			document: `{"version":1,` + head + count + `,"actions":[{` + update +
				`,"changes":[` + change + `],"access":"active"}]}`,
			want: "actions[0].access: not that of this kind" + again,
		},
		{
			name:     "after an action that is not there",
			document: `{"version":1,` + head + count + `,"actions":[{` + create + `,"after":["gone"]}]}`,
			want:     "actions[0].after[0]: no key of an action that comes before" + again,
		},
		{
			name:     "after itself",
			document: `{"version":1,` + head + count + `,"actions":[{` + create + `,"after":["k"]}]}`,
			want:     "actions[0].after[0]: no key of an action that comes before" + again,
		},
		{
			name:     "one key of two actions",
			document: `{"version":1,` + head + count + `,"actions":[{` + create + `},{` + create + `}]}`,
			want:     "actions[1].key: that of actions[0] too" + again,
		},
		{
			name: "reason of a note",
			document: `{"version":1,` + head + count +
				`,"actions":[{"kind":"set_manager","key":"k","reason":"similar","employee_id":"e1"}]}`,
			want: "actions[0].reason: a reason of notes, not of actions" + again,
		},
		{
			name:     "hold of another source",
			document: `{"version":1,` + head + `,"actions":[],"held":[{"guard":"relinks","source":"test/other","text":"t"}]}`,
			want:     "held[0].source: not that of the plan" + again,
		},
		{
			name:     "no count",
			document: `{"version":1,` + head + `,"actions":[{` + create + `}]}`,
			want:     "count: " + part,
		},
		{
			name:     "an action removed",
			document: `{"version":1,` + head + count + `,"actions":[]}`,
			want:     "count: not that of the actions, holds and notes: some were removed or added" + again,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := syncplan.Plan{Source: "before"}
			p := before
			err := json.Unmarshal([]byte(tt.document), &p)
			if tt.want == "" {
				if err != nil || len(p.Actions) != 1 {
					t.Errorf("%v, %+v", err, p.Actions)
				}
				return
			}
			if _, ok := errors.AsType[mapping.Faults](err); !ok || err.Error() != "syncplan: plan: "+tt.want {
				t.Errorf("got  %v\nwant syncplan: plan: %s", err, tt.want)
			}
			if diff := cmp.Diff(before, p); diff != "" {
				t.Errorf("the plan changed (-before +after):\n%s", diff)
			}
		})
	}
}

// TestCutPlan cuts a plan at every byte: none of the parts is a plan, and no error
// quotes a value.
func TestCutPlan(t *testing.T) {
	t.Parallel()
	r := roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday)),
		emp("e2", "Bob", "bob@example.com"))
	data, err := json.Marshal(build(t, r, []syncplan.User{free("u1", "ada@example.com")}, settings()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		var p syncplan.Plan
		if err := json.Unmarshal(data[:n], &p); err == nil {
			t.Fatalf("the first %d bytes are a plan:\n%s", n, data[:n])
		}
		err := p.UnmarshalJSON(data[:n])
		if err == nil || strings.Contains(err.Error(), "Ada") || strings.Contains(err.Error(), "example.com") {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
		if diff := cmp.Diff(syncplan.Plan{}, p); diff != "" {
			t.Fatalf("the first %d bytes left something:\n%s", n, diff)
		}
	}
	var p syncplan.Plan
	if err := p.UnmarshalJSON(append(data, data...)); err == nil {
		t.Error("two plans are one")
	}
}

// TestPlanWords: every word that this package has for an action, a hold or a note
// may stand in a plan.
func TestPlanWords(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"Kind": `"count":{"actions":1},"actions":[{"kind":WORD,"key":"k","reason":"hired","name":"n","employee_id":"e",
			"user_id":"u","link":{"source":"s","employee_id":"e"},"access":"ACCESS",
			"changes":[{"attribute":"a","from":null,"to":"x","rule":0}]}]`,
		"Reason":   `"count":{"notes":1},"actions":[],"notes":[{"kind":"hint","reason":WORD,"text":"t"}]`,
		"Guard":    `"count":{"holds":1},"actions":[],"held":[{"guard":WORD,"source":"s","text":"t"}]`,
		"NoteKind": `"count":{"notes":1},"actions":[],"notes":[{"kind":WORD,"reason":"left","text":"t"}]`,
	}
	found := make(map[string]int)
	for typ, words := range constants(t) {
		document, ok := documents[typ]
		if !ok {
			continue
		}
		for _, word := range words {
			found[typ]++
			document := strings.Replace(document, "ACCESS", map[string]string{
				"create": "active", "reactivate": "active", "deactivate": "inactive",
			}[strings.Trim(word, `"`)], 1)
			full := `{"version":1,"source":"s","at":"2026-11-22T06:00:00Z",` + strings.Replace(document, "WORD", word, 1) + `}`
			if err := json.Unmarshal([]byte(syncplan.Summed(full)), new(syncplan.Plan)); err != nil {
				t.Errorf("%s %s: %v", typ, word, err)
			}
		}
	}
	if want := map[string]int{"Kind": 8, "Reason": 42, "Guard": 15, "NoteKind": 5}; !cmp.Equal(want, found) {
		t.Errorf("constants by type: %v, want %v", found, want)
	}
}

// TestParsePlan: a cut plan says what to do, which json.Unmarshal cannot.
func TestParsePlan(t *testing.T) {
	t.Parallel()
	built := build(t, roster(t, emp("e1", "Ada", "ada@example.com")), nil, settings())
	data := encoded(t, built)
	parsed, err := syncplan.ParsePlan(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(built, parsed); diff != "" {
		t.Errorf("(-built +parsed):\n%s", diff)
	}
	for n := range data {
		p, err := syncplan.ParsePlan(data[:n])
		if p != nil || err == nil || !strings.Contains(err.Error(), "plan again") {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
	}
}

// TestReplacedText: what HR wrote is kept, U+FFFD included; a text that is not UTF-8
// is not written.
func TestReplacedText(t *testing.T) {
	t.Parallel()
	of := func(name, id string) *syncplan.Plan {
		employed := emp(id, name, "ada@example.com")
		users := []syncplan.User{linked("u"+id, id, "old@example.com")}
		users[0].Attributes[1] = syncplan.TextAttribute("department", name)
		return build(t, roster(t, employed), users, settings())
	}
	built := of("Ad\uFFFD", "e\uFFFD")
	parsed, err := syncplan.ParsePlan(encoded(t, built))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(built, parsed); diff != "" {
		t.Errorf("(-built +parsed):\n%s", diff)
	}
	for name, plan := range map[string]*syncplan.Plan{"name": of("Ad\xff", "e1"), "id": of("Ada", "e\xff")} {
		if data, err := json.Marshal(plan); err == nil || !strings.Contains(err.Error(), "not UTF-8 text: correct it") {
			t.Errorf("%s: %v\n%s", name, err, data)
		}
	}
}

// constants returns the values of the constants of this package by the name of
// their type, as in the source.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	values := make(map[string][]string)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, spec := range group.Specs {
				constant := spec.(*ast.ValueSpec)
				typ, typed := constant.Type.(*ast.Ident)
				if !typed || len(constant.Values) != 1 {
					continue
				}
				if value, ok := constant.Values[0].(*ast.BasicLit); ok && value.Kind == token.STRING {
					word, _ := strconv.Unquote(value.Value)
					values[typ.Name] = append(values[typ.Name], strconv.Quote(word))
				}
			}
		}
	}
	return values
}

// TestNoPlan: a nil plan is shown as none, and is not one that can be run.
func TestNoPlan(t *testing.T) {
	t.Parallel()
	var p *syncplan.Plan
	got := p.String() + p.Markdown() + p.Hash() + fmt.Sprint(len(p.NoteGroups()), p.Summary().Held)
	if got != "no planno plan0 0" {
		t.Errorf("got %q", got)
	}
	if err := p.Validate(); err == nil {
		t.Error("it is valid")
	}
}
