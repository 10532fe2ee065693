package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan/runner"
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

// TestNextNight: what a run has left is no surprise to the next night, whose guards let it
// pass, although it is more than the settings allow in one night.
func TestNextNight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(evening()))
		hr := bamboohrtest.New("not-a-secret", bamboohrtest.People(6)...)
		b := newBackend(t, filepath.Join(t.TempDir(), "product.db"), hr.Client())
		const few = `"limits": {"creates": {"count": 2, "percent": 10}}`
		settings := strings.Replace(acmeSettings, `"first_plan": "hold"`, few, 1)
		if err := b.connect(t.Context(), "acme", onBambooHR, settings); err != nil {
			t.Fatal(err)
		}
		b.night(t, "acme", runner.HealthStateAwaitingApproval)
		if err := b.approve(t.Context(), "acme", "grace@example.com"); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		b.progress = func(s runner.Step) {
			if s.Number == 9 {
				stop()
			}
		}
		b.now = time.Now()
		if err := b.nightly(ctx, "acme"); err != nil {
			t.Error(err)
		}
		if err := (store{b.db, "acme"}).Save(t.Context(), "approvals", nil); err != nil {
			t.Fatal(err)
		}
		if active := b.night(t, "acme", runner.HealthStateHealthy); active != 6 {
			t.Errorf("%d users are active", active)
		}
	})
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
