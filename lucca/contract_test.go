package lucca_test

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

const (
	apiKey       = "4b6e7c1e-0000-4000-8000-c0ffee000001"
	clientID     = "client-0b5f7d1a"
	clientSecret = "secret/93+ee51c2"
	smallPage    = 4 // of the fake, where pages matter
	tinyPage     = 2
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
func paged(size int) func(people int) http.Handler {
	return func(people int) http.Handler {
		fake := luccatest.New(credentials(), luccatest.People(people)...)
		fake.Configure(luccatest.Config{PageSize: size})
		return fake
	}
}

func idsOf(people int) []string {
	ids := make([]string, people)
	for i, p := range luccatest.People(people) {
		ids[i] = p.ID
	}
	return ids
}

func pages(n, size int) int { return max(1, (n+size-1)/size) }

// overlapping pages begin with the last person of the page before.
func overlapping(n, size int) int { return pages(max(1, n-1), size-1) }

func contractsOf(people []luccatest.Person) (n int) {
	for _, p := range people {
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
			return overlapping(n, smallPage) + pages(contractsOf(luccatest.People(n)), smallPage)
		},
	})
}

// TestContractOAuth asks for the fields of two lists beside the people. The others
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
			people := luccatest.People(n)
			departments := make(map[string]bool)
			for _, p := range people {
				departments[p.Department] = true
			}
			return 1 + pages(n, smallPage) + pages(contractsOf(people), smallPage) + pages(len(departments), smallPage)
		},
		Token: true,
		Lists: func(r *http.Request) bool { return !strings.HasSuffix(r.URL.Path, "/connect/token") },
	})
}

// TestContractRemoval is about people who go while the list of people is read.
// The lists beside it come first, where the fields need them: with an OAuth client
// these do not.
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
				Fake: paged(tinyPage), IDs: idsOf, PageSize: tinyPage,
				Requests: func(n int) int {
					if cfg.APIKey != "" {
						return pages(contractsOf(luccatest.People(n)), tinyPage) + overlapping(n, tinyPage)
					}
					return 1 + pages(n, tinyPage)
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
