package main

import (
	"net/http"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const people = 25 // of each company

// A system is one HR system: what its secret is called, and fakes of an account that is
// well, that hides something, and whose credential was revoked.
type system struct {
	secret                string
	well, hiding, revoked func() *http.Client
	nowhere               func() *http.Client // no account is at the address; nil where there are no addresses
	address               string              // what the address is called
	wrong, mistyped       string              // the address of no account, and one that is none of the vendor's
}

// A situation is a connection with one mistake in it.
type situation struct {
	name   string
	change func(entered map[string]string)
	hr     *http.Client
}

func (s system) situations() []situation {
	same := func(map[string]string) {}
	set := func(key, value string) func(map[string]string) { return func(c map[string]string) { c[key] = value } }
	all := []situation{
		{"as it was entered", same, s.well()},
		{"a wrong key", set(s.secret, "another"), s.well()},
		{"the right key with a missing permission", same, s.hiding()},
		{"a revoked key", same, s.revoked()},
		{"no key", func(c map[string]string) { delete(c, s.secret) }, s.well()},
		{"the password of a login", set(s.secret, "correct horse"), s.well()},
		{"the credentials of another system", set("system", "workday"), s.well()},
	}
	if s.nowhere != nil {
		all = append(all,
			situation{"a wrong subdomain", set(s.address, s.wrong), s.nowhere()},
			situation{"an address that is none of the vendor's", set(s.address, s.mistyped), s.well()})
	}
	return all
}

// fakes returns what makes the clients of the three fakes of a system, each time new
// ones.
func fakes[F interface {
	Client() *http.Client
	Configure(C)
	Always(func(http.Handler) http.Handler)
}, C any](fake func() F, hidden C, unauthorized func(http.Handler) http.Handler) system {
	return system{
		well: func() *http.Client { return fake().Client() },
		hiding: func() *http.Client {
			f := fake()
			f.Configure(hidden)
			return f.Client()
		},
		revoked: func() *http.Client {
			f := fake()
			f.Always(unauthorized)
			return f.Client()
		},
		nowhere: func() *http.Client {
			f := fake()
			f.Always(func(http.Handler) http.Handler { return http.NotFoundHandler() })
			return f.Client()
		},
	}
}

func systems() map[string]system {
	bamboo := fakes(func() *bamboohrtest.Fake { return bamboohrtest.New("bamboohr-key", bamboohrtest.People(people)...) },
		bamboohrtest.Config{Hidden: []string{"workEmail"}}, bamboohrtest.Unauthorized())
	bamboo.secret, bamboo.address, bamboo.wrong, bamboo.mistyped = "api_key", "company", "acmee.bamboohr.com", "acme.bamboohr.com.example.com"
	lucca := fakes(func() *luccatest.Fake {
		return luccatest.New(luccatest.Credentials{APIKey: "lucca-key"}, luccatest.People(people)...)
	}, luccatest.Config{Hidden: []string{"mail"}, NoLeavers: true}, luccatest.Unauthorized())
	lucca.secret, lucca.address, lucca.wrong, lucca.mistyped = "api_key", "instance", "acmee.ilucca.net", "acme"
	personio := fakes(func() *personiotest.Fake {
		return personiotest.New("personio-client", "personio-secret", personiotest.People(people)...)
	}, personiotest.Config{Hidden: []string{"email"}}, personiotest.Unauthorized())
	personio.secret, personio.nowhere = "client_secret", nil
	bob := fakes(func() *hibobtest.Fake {
		return hibobtest.New("hibob-service-user", "hibob-token", hibobtest.People(people)...)
	}, hibobtest.Config{Hidden: []string{"root.email"}}, hibobtest.Unauthorized())
	bob.secret, bob.nowhere = "token", nil
	humaans := fakes(func() *humaanstest.Fake { return humaanstest.New("humaans-token", humaanstest.People(people)...) },
		humaanstest.Config{Scopes: []string{"public:read"}}, humaanstest.Unauthorized())
	humaans.secret, humaans.nowhere = "access_token", nil
	return map[string]system{"bamboohr": bamboo, "personio": personio, "hibob": bob, "humaans": humaans, "lucca": lucca}
}
