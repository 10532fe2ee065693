package syncplan_test

import (
	"encoding/json"
	"errors"
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
		action  = `"kind":"create","key":"k","reason":"hired"`
		missing = "version: missing: a plan of the first edition, or a part of a plan: plan again"
	)
	unknown := func(path, what string) string { return path + ": " + strings.Replace(newer, "%s", what, 1) }
	for _, tt := range []struct{ name, document, want string }{
		{name: "whole", document: `{"version":1,` + head + `,"actions":[{` + action + `}]}`},
		{name: "null", document: `null`, want: missing},
		{name: "not an object", document: `[]`, want: "an object belongs here, not a list"},
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
			want:     "version: given twice",
		},
		{
			name:     "two lists of actions",
			document: `{"version":1,` + head + `,"actions":[{` + action + `}],"actions":[]}`,
			want:     "actions: given twice",
		},
		{
			name:     "key in other case",
			document: `{"version":1,` + head + `,"Actions":[],"actions":[]}`,
			want:     `Actions: no such key; did you mean "actions"?`,
		},
		{
			name:     "unknown key",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"when":"later"}]}`,
			want:     "actions[0].when: no such key",
		},
		{name: "no source", document: `{"version":1,"at":"2026-11-22T06:00:00Z","actions":[]}`, want: "source: " + part},
		{name: "no instant", document: `{"version":1,"source":"test/acme","actions":[]}`, want: "at: " + part},
		{name: "no actions", document: `{"version":1,` + head + `}`, want: "actions: " + part},
		{
			name:     "actions are null",
			document: `{"version":1,` + head + `,"actions":null}`,
			want:     "actions: null says nothing here: leave the key out",
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
			document: `{"version":1,` + head + `,"actions":[{"kind":"create","reason":"hired"}]}`,
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
			name:     "guard of the first edition",
			document: `{"version":1,` + head + `,"actions":[],"held":[{"guard":"first_contact","source":"s","text":"t"}]}`,
			want:     unknown("held[0].guard", "guard"),
		},
		{
			name: "unknown reason of what is held",
			document: `{"version":1,` + head + `,"actions":[],"held":[{"guard":"relinks","source":"s","text":"t",
				"actions":[{"kind":"relink","key":"k","reason":"whim"}]}]}`,
			want: unknown("held[0].actions[0].reason", "reason"),
		},
		{
			name:     "unknown state",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"evidence":[{"field":"status","state":"hidden"}]}]}`,
			want:     "actions[0].evidence[0].state: not a state: want absent, withheld, empty or known",
		},
		{
			name:     "a value that is none",
			document: `{"version":1,` + head + `,"actions":[{` + action + `,"changes":[{"attribute":"a","from":{},"to":"x"}]}]}`,
			want: "actions[0].changes[0].from: not a value: " +
				"want a text, number, bool, list of texts, null, or an object with a date or a state",
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
		"Kind":     `"actions":[{"kind":WORD,"key":"k","reason":"hired"}]`,
		"Reason":   `"actions":[{"kind":"create","key":"k","reason":WORD}]`,
		"Guard":    `"actions":[],"held":[{"guard":WORD,"source":"s","text":"t"}]`,
		"NoteKind": `"actions":[],"notes":[{"kind":WORD,"reason":"left","text":"t"}]`,
	}
	found := make(map[string]int)
	for typ, words := range constants(t) {
		document, ok := documents[typ]
		if !ok {
			continue
		}
		for _, word := range words {
			found[typ]++
			full := `{"version":1,"source":"s","at":"2026-11-22T06:00:00Z",` + strings.Replace(document, "WORD", word, 1) + `}`
			if err := json.Unmarshal([]byte(full), new(syncplan.Plan)); err != nil {
				t.Errorf("%s %s: %v", typ, word, err)
			}
		}
	}
	if want := map[string]int{"Kind": 8, "Reason": 35, "Guard": 13, "NoteKind": 5}; !cmp.Equal(want, found) {
		t.Errorf("constants by type: %v, want %v", found, want)
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
