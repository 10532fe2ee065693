package specs_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestSettingsSchema holds the schema of the settings to what ParseSettings
// takes, with a validator of another hand: every document that is taken is
// valid, and one whose form is wrong is neither. The documents are those that
// come of changing one place of one that has every key.
func TestSettingsSchema(t *testing.T) {
	t.Parallel()
	schema := compile(t, syncplan.SettingsSchema())
	stored, err := os.ReadFile("../../syncplan/testdata/settings.json")
	if err != nil {
		t.Fatal(err)
	}
	judge := func(document any) (taken, valid bool) {
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		_, err = syncplan.ParseSettings(data)
		valid = schema.Validate(instance) == nil
		if err == nil && !valid {
			t.Errorf("taken, but not valid: %s\n%v", data, schema.Validate(instance))
		}
		return err == nil, valid
	}
	var document any
	if err := json.Unmarshal(stored, &document); err != nil {
		t.Fatal(err)
	}
	if taken, valid := judge(document); !taken || !valid {
		t.Fatalf("the whole document: taken %v, valid %v", taken, valid)
	}
	changes := 0
	misfit := func(what string) {
		changes++
		if taken, valid := judge(document); taken || valid {
			t.Errorf("%s: taken %v, valid %v", what, taken, valid)
		}
	}
	everyPlace(document, "", func(path string, value any, set func(any)) {
		for _, other := range []any{nil, true, 7.5, "nonsense", []any{}, map[string]any{}} {
			set(other)
			changes++
			judge(document)
		}
		set([]any{map[string]any{"x": 1.5}})
		misfit(path + " as a list of objects")
		set(value)
		if o, ok := value.(map[string]any); ok && !strings.HasSuffix(path, ".lookup") && !strings.HasSuffix(path, ".domain") {
			o["no_such_key"] = "x"
			misfit(path + " with a key of no use")
			delete(o, "no_such_key")
		}
	})
	t.Logf("%d documents", changes)
}

func compile(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// TestSettingsSchemaOfTargets: it takes the product's attributes alone.
func TestSettingsSchemaOfTargets(t *testing.T) {
	t.Parallel()
	product := syncplan.Targets{
		{Name: "department", Label: "Department"}, {Name: "points", FilledBy: syncplan.FilledByProduct},
	}
	schema := compile(t, product.SettingsSchema())
	for target, want := range map[string]bool{"manager": true, "department": true, "points": false, "departmnt": false} {
		data := []byte(`{"zone": "UTC", "mapping": {"rules": [{"target": "email", "from": ["work_email"]},
			{"target": "` + target + `", "from": ["manager.id"]}]}}`)
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		_, err = product.ParseSettings(data)
		if valid := schema.Validate(instance) == nil; valid != want || (err == nil) != want {
			t.Errorf("%s: valid %v, taken %v", target, valid, err)
		}
	}
}

// everyPlace visits every value within v, with what puts another in its place.
func everyPlace(v any, path string, visit func(path string, value any, set func(any))) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			visit(path+"."+key, value, func(other any) { v[key] = other })
			everyPlace(value, path+"."+key, visit)
		}
	case []any:
		for i, value := range v {
			visit(path+"[]", value, func(other any) { v[i] = other })
			everyPlace(value, path+"[]", visit)
		}
	}
}
