package main

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestWords holds every word that an admin reads: to the file, and none of it a
// secret.
func TestWords(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	synctest.Test(t, func(t *testing.T) {
		if err := run(&got); err != nil {
			t.Fatal(err)
		}
	})
	const golden = "testdata/connections.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("-update writes the file anew (-want +got):\n%s", diff)
	}
	for _, secret := range []string{
		"bamboohr-key", "personio-client", "personio-secret", "hibob-service-user", "hibob-token", "humaans-token",
		"lucca-key",
	} {
		if strings.Contains(got.String(), secret) {
			t.Errorf("%s is in the words", secret)
		}
	}
}
