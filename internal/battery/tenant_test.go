package battery

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

// TestQuotedCredentials: a credential that was pasted with its quotes is refused, for
// a vendor answers no more than that it is wrong.
func TestQuotedCredentials(t *testing.T) {
	t.Parallel()
	for _, quote := range []string{`"`, "'", "`"} {
		q := func(s string) string { return quote + s + quote }
		_, idErr := personio.New(personio.Config{Tenant: "acme", ClientID: q(personioID), ClientSecret: personioSecret})
		_, secretErr := personio.New(personio.Config{Tenant: "acme", ClientID: personioID, ClientSecret: q(personioSecret)})
		_, hibobErr := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: hibobUser, Token: q(hibobToken)})
		_, humaansErr := humaans.New(humaans.Config{AccessToken: q(humaansToken)})
		_, luccaErr := lucca.New(lucca.Config{Instance: "acme.ilucca.net", APIKey: q(luccaKey)})
		for name, err := range map[string]error{"personio id": idErr, "personio secret": secretErr, "hibob": hibobErr,
			"humaans": humaansErr, "lucca": luccaErr} {
			if err == nil {
				t.Errorf("%s: a credential with %s is accepted", name, quote)
			}
		}
	}
}

// TestManagerEmailIsListed: settings may name manager.email of every vendor.
func TestManagerEmailIsListed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, _ way) {
		g := overPipes(t, s.name, s, 2, nil)
		catalog, err := g.client.Catalog(t.Context())
		listed := slices.ContainsFunc(catalog, func(i employee.FieldInfo) bool {
			return i.Field == employee.FieldManagerEmail && i.Kind == employee.KindText
		})
		if err != nil || !listed {
			t.Errorf("manager.email in the catalogue: %v, error %v", listed, err)
		}
	})
}
