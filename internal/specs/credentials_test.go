package specs_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"

	"github.com/rosterkit/rosterkit/employee/hris"
)

// TestCredentialsSchema holds the schemas of stored credentials to what Open takes,
// with a validator of another hand: what is taken is valid for its system and for no
// other, and a document whose form is wrong is neither taken nor valid.
func TestCredentialsSchema(t *testing.T) {
	t.Parallel()
	connector, err := hris.New(hris.Options{})
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, s := range hris.Systems() {
		schema, err := hris.CredentialsSchema(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		schemas[s.Name] = compile(t, schema)
	}
	judge := func(system string, document any) (taken, valid bool) {
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		_, err = connector.Open(data, nil)
		valid = schemas[system].Validate(instance) == nil
		if err == nil && !valid {
			t.Errorf("taken, but not valid: %s\n%v", data, schemas[system].Validate(instance))
		}
		return err == nil, valid
	}
	documents := 0
	for _, s := range hris.Systems() {
		for _, f := range s.Forms {
			whole := filled(s.Name, f)
			taken, valid := judge(s.Name, whole)
			if needsOption := whole["grant"] != nil; taken == needsOption || !valid {
				t.Errorf("%s, %s: taken %v, valid %v", s.Name, f.Name, taken, valid)
			}
			for other, schema := range schemas {
				if other != s.Name && schema.Validate(whole) == nil {
					t.Errorf("%s, %s is valid for %s", s.Name, f.Name, other)
				}
			}
			for key, wrong := range misfits(f) {
				changed := maps.Clone(whole)
				changed[key] = wrong
				if wrong == nil {
					delete(changed, key)
				}
				documents++
				if taken, valid := judge(s.Name, changed); taken || valid {
					t.Errorf("%s, %s: %s is %v: taken %v, valid %v", s.Name, f.Name, key, wrong, taken, valid)
				}
			}
			for _, in := range f.Inputs {
				for _, text := range []string{"a", "ä", "a b", "a\n", `a"`, "://", strings.Repeat("x", 99),
					strings.Repeat("ä", 99)} {
					changed := maps.Clone(whole)
					changed[in.Key] = text
					documents++
					judge(s.Name, changed)
				}
			}
		}
	}
	t.Logf("%d documents", documents)
}

// filled has every input of a form.
func filled(system string, f hris.Form) map[string]any {
	document := map[string]any{"system": system}
	for i, in := range f.Inputs {
		document[in.Key] = "value-" + string(rune('a'+i))
		if len(in.Options) > 0 {
			document[in.Key] = in.Options[0]
		}
		switch in.Key {
		case "company":
			document[in.Key] = "acme"
		case "instance":
			document[in.Key] = "acme.ilucca.net"
		}
	}
	return document
}

// misfits are values that no input of the form can have, and nil for a key that is
// left out though it is needed.
func misfits(f hris.Form) map[string]any {
	wrong := map[string]any{"no_such_key": "x", "system": "another"}
	for i, in := range f.Inputs {
		wrong[in.Key] = []any{"", 7.5, true, []any{"x"}, map[string]any{"x": "y"}}[i%5]
		if in.Required && i%2 == 0 {
			wrong[in.Key] = nil
		}
	}
	return wrong
}
