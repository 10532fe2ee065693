package hris_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee/hris"
)

// FuzzOpen: whatever is stored, Open returns a Client whose source is that of the
// document's system, or an error that shows no value.
func FuzzOpen(f *testing.F) {
	for _, r := range rigs() {
		f.Add([]byte(r.stored))
	}
	f.Add([]byte(`{"system": "lucca", "zq7canary": "zq7canary", "tenant": ["zq7canary"]}`))
	f.Fuzz(func(t *testing.T, stored []byte) {
		client, err := connect(t, hris.Options{}).Open(stored, nil)
		if err != nil {
			e, ok := errors.AsType[*hris.CredentialsError](err)
			if !ok || len(e.Faults) == 0 || client != nil || len(err.Error()) > 10_000 || strings.Contains(err.Error(), secret) {
				t.Errorf("client %v, error %v", client, err)
			}
			return
		}
		var given map[string]string
		if err := json.Unmarshal(stored, &given); err != nil || !strings.HasPrefix(client.Source(), given["system"]+"/") {
			t.Errorf("source %q of %s", client.Source(), stored)
		}
	})
}
