package syncplan

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/mapping"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSettingsSchema shows a change of the stored document, which every settings
// page depends on, as a change of a file. "go test ./syncplan -update"
// writes it anew.
func TestSettingsSchema(t *testing.T) {
	t.Parallel()
	const golden = "testdata/settings.schema.json"
	if *update {
		if err := os.WriteFile(golden, SettingsSchema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(SettingsSchema())); diff != "" {
		t.Errorf("(-file +code):\n%s", diff)
	}
}

// TestEveryKeyIsDescribed, and nothing else is.
func TestEveryKeyIsDescribed(t *testing.T) {
	t.Parallel()
	about := descriptions()
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Settings](), reflect.TypeFor[ZoneRule](), reflect.TypeFor[Key](), reflect.TypeFor[Move](),
		reflect.TypeFor[Policy](),
		reflect.TypeFor[Limits](), reflect.TypeFor[Limit](), reflect.TypeFor[mapping.Mapping](),
		reflect.TypeFor[mapping.Rule](), reflect.TypeFor[mapping.Condition](),
		reflect.TypeFor[mapping.Replacement](), reflect.TypeFor[mapping.Padding](),
	} {
		for i := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			name := typ.Name() + "." + key
			if d := about[name]; d.title == "" || !strings.HasSuffix(d.text, ".") {
				t.Errorf("%s: %+v", name, d)
			}
			delete(about, name)
		}
	}
	if len(about) > 0 {
		t.Errorf("descriptions of no key: %v", sortedKeys(about))
	}
}

// TestChoices: what the schema offers, ParseSettings takes.
func TestChoices(t *testing.T) {
	t.Parallel()
	for name, d := range descriptions() {
		key, isPolicy := strings.CutPrefix(name, "Policy.")
		if !isPolicy || d.choices == nil {
			continue
		}
		for _, choice := range append(d.choices, "nonsense") {
			policy, _ := json.Marshal(map[string]string{key: choice})
			_, err := ParseSettings([]byte(`{"zone":"UTC","mapping":{"rules":[{"target":"email","from":["work_email"]}]},` +
				`"policy":` + string(policy) + `}`))
			if (err == nil) == (choice == "nonsense") {
				t.Errorf("%s %q: %v", name, choice, err)
			}
		}
	}
}

func TestStoredSettings(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/settings.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSettings(data)
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseSettings(written)
	if diff := cmp.Diff(s, again); diff != "" || err != nil {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	// The document is to show every key that a rule and a policy have.
	for name := range descriptions() {
		if _, key, _ := strings.Cut(name, "."); !strings.Contains(string(data), `"`+key+`"`) {
			t.Errorf("testdata/settings.json lacks %s", name)
		}
	}
}
