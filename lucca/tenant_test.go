package lucca_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// TestTenant: an account that is renamed keeps its links.
func TestTenant(t *testing.T) {
	t.Parallel()
	const key = "a-key"
	fake := luccatest.New(luccatest.Credentials{APIKey: key}, luccatest.People(2)...)
	for tenant, want := range map[string]string{"": "acme.ilucca.net", "old": "old"} {
		c, err := lucca.New(lucca.Config{Instance: "acme.ilucca.net", APIKey: key, Tenant: tenant,
			HTTPClient: inMemory(fake)})
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		access, err := c.Check(t.Context())
		if got := r.Origin().Tenant; got != want || access.Tenant != want || err != nil {
			t.Errorf("tenant %s, Check for %s, want %s (error %v)", got, access.Tenant, want, err)
		}
	}
	for _, tenant := range []string{" acme", "a\nb", key} {
		if _, err := lucca.New(lucca.Config{Instance: "acme.ilucca.net", APIKey: key, Tenant: tenant}); err == nil {
			t.Errorf("the tenant %q is accepted", tenant)
		}
	}
}
