package hris_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee/hris"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestCredentialsSchema shows a change of the stored credentials, which settings
// pages depend on, as a change of a file. "go test ./employee/hris -update" writes it
// anew.
func TestCredentialsSchema(t *testing.T) {
	t.Parallel()
	var all bytes.Buffer
	for _, s := range hris.Systems() {
		schema, err := hris.CredentialsSchema(s.Name)
		if err != nil || !json.Valid(schema) {
			t.Fatalf("%s: error %v, %s", s.Name, err, schema)
		}
		all.Write(schema)
	}
	const golden = "testdata/credentials.schemas.txt"
	if *update {
		if err := os.WriteFile(golden, all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("(-file +code):\n%s", diff)
	}
}

func TestSchemaOfNoSystem(t *testing.T) {
	t.Parallel()
	if schema, err := hris.CredentialsSchema(secret); err == nil || strings.Contains(err.Error(), secret) ||
		schema != nil {
		t.Errorf("%s, error %v", schema, err)
	}
}
