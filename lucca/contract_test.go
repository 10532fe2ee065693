package lucca_test

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

const (
	apiKey       = "4b6e7c1e-0000-4000-8000-c0ffee000001"
	clientID     = "client-0b5f7d1a"
	clientSecret = "secret/93+ee51c2"
	smallPage    = 5 // of the fake, where pages matter
)

func credentials() luccatest.Credentials {
	return luccatest.Credentials{APIKey: apiKey, ClientID: clientID, ClientSecret: clientSecret}
}

// makes returns a Maker of clients with the credentials in cfg.
func makes(cfg lucca.Config) conntest.Maker {
	return func(baseURL string, hc *http.Client, logger *slog.Logger) (conntest.Client, error) {
		cfg := cfg
		cfg.Instance, cfg.BaseURL, cfg.HTTPClient, cfg.Logger = "acme.ilucca.net", baseURL, hc, logger
		return lucca.New(cfg)
	}
}

func byKey() lucca.Config   { return lucca.Config{APIKey: apiKey} }
func byOAuth() lucca.Config { return lucca.Config{ClientID: clientID, ClientSecret: clientSecret} }

// paged makes fakes with pages of a size.
func paged(size int) func(employees int) http.Handler {
	return func(employees int) http.Handler {
		fake := luccatest.New(credentials(), luccatest.People(employees)...)
		fake.Configure(luccatest.Config{PageSize: size})
		return fake
	}
}

func idsOf(employees int) []string {
	ids := make([]string, employees)
	for i, p := range luccatest.People(employees) {
		ids[i] = p.ID
	}
	return ids
}

// byPlace is how many pages there are that begin with the last employee of the page
// before.
func byPlace(n, size int) int { return max(1, (n-2)/(size-1)+1) }

// byNumber is how many pages there are that have numbers, and the last row of the page
// before.
func byNumber(n, size int) int {
	pages := 1
	for row := size - 1; row < n-1; pages++ {
		_, limit, start := listing.PageWith(row, size)
		if start+limit <= row+1 {
			break // no page reaches behind the row: such lists are not listed here
		}
		row = start + limit - 1
	}
	return pages
}

func contractsOf(employees []luccatest.Person) (n int) {
	for _, p := range employees {
		n += len(p.Contracts)
	}
	return n
}

func TestContractAPIKey(t *testing.T) {
	t.Parallel()
	conntest.Run(t, conntest.Connector{
		New: makes(byKey()), NewWrong: makes(lucca.Config{APIKey: "another-key"}),
		Secrets: []string{apiKey}, Fake: paged(smallPage), IDs: idsOf, PageSize: smallPage,
		Requests: func(n int) int {
			return byPlace(n, smallPage) + byNumber(contractsOf(luccatest.People(n)), smallPage)
		},
	})
}

// TestContractOAuth asks for the fields of two lists beside the employees. The others
// are read as that of the departments is.
func TestContractOAuth(t *testing.T) {
	t.Parallel()
	cfg := byOAuth()
	cfg.Fields = slices.DeleteFunc(employee.DefaultFields(), func(f employee.Field) bool {
		return f == employee.FieldLocation || f == employee.FieldTimeZone || f == employee.FieldLegalEntity
	})
	wrong := lucca.Config{ClientID: clientID, ClientSecret: "another-secret"}
	conntest.Run(t, conntest.Connector{
		New: makes(cfg), NewWrong: makes(wrong),
		Secrets: []string{clientID, clientSecret}, Fake: paged(smallPage), IDs: idsOf, PageSize: smallPage,
		Requests: func(n int) int {
			employees := luccatest.People(n)
			departments := make(map[string]bool)
			for _, p := range employees {
				departments[p.Department] = true
			}
			lists := byNumber(n, smallPage) + byNumber(contractsOf(employees), smallPage)
			return 1 + lists + byNumber(len(departments), smallPage)
		},
		Token: true,
		Lists: func(r *http.Request) bool { return !strings.HasSuffix(r.URL.Path, "/connect/token") },
	})
}

// TestContractRemoval is about employees who go while the list of employees is read.
// The contracts, or employments, come first.
func TestContractRemoval(t *testing.T) {
	t.Parallel()
	for name, cfg := range both() {
		cfg.Fields = []employee.Field{employee.FieldWorkEmail, employee.FieldJobTitle}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets := []string{apiKey}
			if cfg.APIKey == "" {
				secrets = []string{clientID, clientSecret}
			}
			conntest.Run(t, conntest.Connector{
				New: makes(cfg), Secrets: secrets, Token: cfg.APIKey == "",
				Fake: paged(smallPage), IDs: idsOf, PageSize: smallPage,
				Requests: func(n int) int {
					contracts := byNumber(contractsOf(luccatest.People(n)), smallPage)
					if cfg.APIKey != "" {
						return contracts + byPlace(n, smallPage)
					}
					return 1 + contracts + byNumber(n, smallPage)
				},
				Lists: func(r *http.Request) bool {
					return strings.HasSuffix(r.URL.Path, "/users") || strings.HasSuffix(r.URL.Path, "/employees")
				},
				Resize: func(fake http.Handler, n, from, to int) {
					fake.(*luccatest.Fake).SetPeople(luccatest.People(n)[from:to]...)
				},
			})
		})
	}
}
