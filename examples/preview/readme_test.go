package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/syncplan"
)

// TestReadmeExplainsEveryKey of the settings and of the users.
func TestReadmeExplainsEveryKey(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(syncplan.SettingsSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	keys := append(keysOf(schema), "users", "id", "link", "source", "employee_id", "email", "manager_id", "active",
		"deactivated_by_sync", "protected", "ignored", "ends_on", "attributes", "kept", "applied", "groups", "unfinished")
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		if !strings.ContainsFunc(key, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) &&
			!mentions(string(readme), key) {
			t.Errorf("the README does not explain %q", key)
		}
	}
}

// keysOf collects the properties of a JSON Schema.
func keysOf(schema any) (keys []string) {
	switch s := schema.(type) {
	case map[string]any:
		for name, v := range s {
			if properties, ok := v.(map[string]any); ok && name == "properties" {
				for key := range properties {
					keys = append(keys, key)
				}
			}
			keys = append(keys, keysOf(v)...)
		}
	case []any:
		for _, v := range s {
			keys = append(keys, keysOf(v)...)
		}
	}
	return keys
}

// mentions reports whether a text has the key in code, alone or as the end of a
// path such as `policy.left`.
func mentions(text, key string) bool {
	return strings.Contains(text, "`"+key+"`") || strings.Contains(text, "."+key+"`")
}
