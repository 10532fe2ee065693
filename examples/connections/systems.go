package main

import (
	"net/http"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const people = 25 // of each company

// A system is one HR system: how to open it, and fakes of an account that is
// well, that hides something, and whose credential was revoked.
type system struct {
	open                  func(connection, []employee.Field, recipe.Address) (client, error)
	well, hiding, revoked func() http.Handler
	// wrong is the address of no account, and mistyped an address that is none of
	// the vendor's; both are "" where the account is that of the credential.
	wrong, mistyped string
}

// A situation is a connection with one mistake in it.
type situation struct {
	name   string
	change func(*connection)
	hr     http.Handler
}

func (s system) situations(entered connection) []situation {
	as := func(account string) func(*connection) { return func(c *connection) { c.Account = account } }
	same := as(entered.Account)
	all := []situation{
		{"as it was entered", same, s.well()},
		{"a wrong key", func(c *connection) { c.Secret = "another" }, s.well()},
		{"the right key with a missing permission", same, s.hiding()},
		{"a revoked key", same, s.revoked()},
	}
	if s.wrong != "" {
		all = append(all,
			situation{"a wrong subdomain", as(s.wrong), http.NotFoundHandler()},
			situation{"an address that is none of the vendor's", as(s.mistyped), s.well()})
	}
	if entered.ID != "" {
		all = append(all, situation{"nothing but the key", func(c *connection) { c.ID = "" }, s.well()})
	}
	return all
}

// fakes returns what makes the three fakes of a system, each time new ones.
func fakes[F interface {
	http.Handler
	Configure(C)
	Always(func(http.Handler) http.Handler)
}, C any](fake func() F, hidden C, unauthorized func(http.Handler) http.Handler) (well, hiding, revoked func() http.Handler) {
	return func() http.Handler { return fake() },
		func() http.Handler {
			f := fake()
			f.Configure(hidden)
			return f
		},
		func() http.Handler {
			f := fake()
			f.Always(unauthorized)
			return f
		}
}

func systems() map[string]system {
	return map[string]system{"bamboohr": bambooHR(), "personio": personioHR(), "hibob": hiBob(), "humaans": humaansHR(), "lucca": luccaHR()}
}

func bambooHR() system {
	s := system{wrong: "acmee.bamboohr.com", mistyped: "acme.bamboohr.com.example.com"}
	s.well, s.hiding, s.revoked = fakes(func() *bamboohrtest.Fake { return bamboohrtest.New("bamboohr-key", bamboohrtest.People(people)...) },
		bamboohrtest.Config{Hidden: []string{"workEmail"}}, bamboohrtest.Unauthorized())
	s.open = func(c connection, fields []employee.Field, to recipe.Address) (client, error) {
		return bamboohr.New(bamboohr.Config{Company: c.Account, APIKey: c.Secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return s
}

func personioHR() (s system) {
	s.well, s.hiding, s.revoked = fakes(func() *personiotest.Fake {
		return personiotest.New("personio-client", "personio-secret", personiotest.People(people)...)
	}, personiotest.Config{Hidden: []string{"email"}}, personiotest.Unauthorized())
	s.open = func(c connection, fields []employee.Field, to recipe.Address) (client, error) {
		return personio.New(personio.Config{Tenant: c.Account, ClientID: c.ID, ClientSecret: c.Secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return s
}

func hiBob() (s system) {
	s.well, s.hiding, s.revoked = fakes(func() *hibobtest.Fake {
		return hibobtest.New("hibob-service-user", "hibob-token", hibobtest.People(people)...)
	}, hibobtest.Config{Hidden: []string{"root.email"}}, hibobtest.Unauthorized())
	s.open = func(c connection, fields []employee.Field, to recipe.Address) (client, error) {
		return hibob.New(hibob.Config{Tenant: c.Account, ServiceUserID: c.ID, Token: c.Secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return s
}

func humaansHR() (s system) {
	s.well, s.hiding, s.revoked = fakes(func() *humaanstest.Fake { return humaanstest.New("humaans-token", humaanstest.People(people)...) },
		humaanstest.Config{Scopes: []string{"public:read"}}, humaanstest.Unauthorized())
	s.open = func(c connection, fields []employee.Field, to recipe.Address) (client, error) {
		return humaans.New(humaans.Config{AccessToken: c.Secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return s
}

func luccaHR() system {
	s := system{wrong: "acmee.ilucca.net", mistyped: "acme"}
	s.well, s.hiding, s.revoked = fakes(func() *luccatest.Fake {
		return luccatest.New(luccatest.Credentials{APIKey: "lucca-key"}, luccatest.People(people)...)
	}, luccatest.Config{Hidden: []string{"mail"}, NoLeavers: true}, luccatest.Unauthorized())
	s.open = func(c connection, fields []employee.Field, to recipe.Address) (client, error) {
		return lucca.New(lucca.Config{Instance: c.Account, APIKey: c.Secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return s
}
