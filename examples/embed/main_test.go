package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestMain lets the test binary be the process that is killed, as the program does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "dies" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestDemo(t *testing.T) {
	var out bytes.Buffer
	if err := demo(t.Context(), filepath.Join(t.TempDir(), "product.db"), &out); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	const golden = "testdata/output.txt"
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the output has changed; -update writes %s anew (-want +got)\n%s", golden, diff)
	}
}

func TestStore(t *testing.T) {
	db, err := openDatabase(filepath.Join(t.TempDir(), "product.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	newStore := func(customer string) syncplantest.Store { return store{db, customer} }
	syncplantest.CheckStore(t, newStore, []syncplantest.Target{
		{Name: "department", Group: true},
		{Name: "name", UntilChanged: true},
		{Name: "skills", Kind: employee.KindList},
	})
}
