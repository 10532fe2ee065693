package battery

import (
	"context"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// accessProperties are about Check and Catalog.
func accessProperties() []property {
	return []property{
		{name: "Check", test: testCheck},
		{name: "CheckIsCheap", test: testCheckIsCheap},
		{name: "WrongCredentials", test: testWrongCredentials},
		{name: "Catalog", test: testCatalog},
	}
}

// testCheck: good credentials are said to be good, with a truthful count.
func testCheck(t reporter, s subject) {
	for _, n := range s.sizes() {
		g := inMemory(t, "Check", s, n, nil)
		access, err := g.client.Check(context.Background())
		if err != nil {
			g.errorf("error %v", err)
			continue
		}
		if access.Tenant == "" || access.People != n && access.People != -1 {
			g.errorf("Check gives %+v, want a tenant and %d or -1 employees", access, n)
		}
		for _, f := range access.Withheld {
			if !f.Valid() {
				g.errorf("Check says that %q is withheld, which is no field", f)
			}
		}
		g.settle()
	}
}

// testCheckIsCheap: Check sends few requests and does not read every employee: the
// larger company costs it no more.
func testCheckIsCheap(t reporter, s subject) {
	const most, perEmployee = 6, 64
	read := func(n int) int {
		g := inMemory(t, "Check", s, n, nil)
		if _, err := g.client.Check(context.Background()); err != nil {
			g.errorf("error %v", err)
		}
		bytes := 0
		for _, x := range g.exchanges() {
			bytes += x.size
		}
		if n := len(g.exchanges()); n == 0 || n > most {
			g.errorf("%d requests, want 1 to %d", n, most)
		}
		return bytes
	}
	small, large := s.pageSize+25, 3*s.pageSize+75
	if few, more := read(small), read(large); more-few > perEmployee*(large-small) {
		t.Errorf("Check reads %d bytes about %d employees and %d about %d: it reads them all", few, small, more, large)
	}
}

// testWrongCredentials: refused credentials are called so by everything that
// needs them.
func testWrongCredentials(t reporter, s subject) {
	run := func(label string, s subject, f func(exchange) *fault) {
		trial(t, label, s, 3, f, func(g *rig, o outcome) { g.wantError(o, employee.ErrCredentials) })
		g := inMemory(t, "Check: "+label, s, 3, f)
		access, err := g.client.Check(context.Background())
		g.wantError(outcome{err: err}, employee.ErrCredentials)
		if diff := cmp.Diff(employee.Access{}, access); diff != "" {
			g.errorf("Check gives something together with an error:\n%s", diff)
		}
	}
	run("401 for everything", s, everywhere(status(401)))
	if s.wrong != nil {
		wrong := s
		wrong.New = s.wrong
		run("wrong credentials", wrong, nil)
	}
}

// testCatalog: the fields that a mapping screen offers have names and labels,
// occur once, and stay where they are.
func testCatalog(t reporter, s subject) {
	g := inMemory(t, "Catalog", s, 3, nil)
	infos, err := g.client.Catalog(context.Background())
	if err != nil || len(infos) == 0 {
		g.errorf("%d fields, error %v", len(infos), err)
	}
	seen := map[employee.Field]bool{}
	for _, info := range infos {
		if !info.Field.Valid() || seen[info.Field] {
			g.errorf("field %q is no field or not the first of this name", info.Field)
		}
		if strings.TrimSpace(info.Label) == "" {
			g.errorf("field %q has no label", info.Field)
		}
		if kind := info.Field.Kind(); kind != "" && info.Kind != "" && info.Kind != kind {
			g.errorf("field %q is called %s and is %s", info.Field, info.Kind, kind)
		}
		if slices.Contains(info.Options, "") {
			g.errorf("field %q has a blank option", info.Field)
		}
		seen[info.Field] = true
	}
	for range 5 {
		again, err := g.client.Catalog(context.Background())
		if diff := cmp.Diff(infos, again); diff != "" || err != nil {
			g.errorf("a later Catalog differs, error %v (-first +later):\n%s", err, diff)
			break
		}
	}
	g.settle()
}
