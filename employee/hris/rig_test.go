package hris_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const people = 25

// secret is in every credential of the rigs.
const secret = "zq7canary"

// A rig is a fake of a system and stored credentials that open it.
type rig struct {
	name, stored, source string
	fake                 func() fake
	failures             failures
}

// fake is what the fakes have in common.
type fake interface {
	http.Handler
	Client() *http.Client
	Next(...func(http.Handler) http.Handler)
	Always(func(http.Handler) http.Handler)
}

// failures are the faults of a fake.
type failures struct {
	unauthorized, forbidden, unavailable, truncated, html, notFound func() func(http.Handler) http.Handler
	limited                                                         func(time.Duration) func(http.Handler) http.Handler
}

func rigs() []rig {
	bamboo := failures{bamboohrtest.Unauthorized, bamboohrtest.Forbidden, bamboohrtest.Unavailable,
		bamboohrtest.Truncated, bamboohrtest.HTML, bamboohrtest.NotFound, bamboohrtest.RateLimited}
	personio := failures{personiotest.Unauthorized, personiotest.Forbidden, personiotest.Unavailable,
		personiotest.Truncated, personiotest.HTML, personiotest.NotFound, personiotest.RateLimited}
	hibob := failures{hibobtest.Unauthorized, hibobtest.Forbidden, hibobtest.Unavailable,
		hibobtest.Truncated, hibobtest.HTML, hibobtest.NotFound, hibobtest.RateLimited}
	humaans := failures{humaanstest.Unauthorized, humaanstest.Forbidden, humaanstest.Unavailable,
		humaanstest.Truncated, humaanstest.HTML, humaanstest.NotFound, humaanstest.RateLimited}
	lucca := failures{luccatest.Unauthorized, luccatest.Forbidden, luccatest.Unavailable,
		luccatest.Truncated, luccatest.HTML, luccatest.NotFound, luccatest.RateLimited}
	return []rig{
		{
			"bamboohr by key",
			`{"system": "bamboohr", "company": "https://acme.bamboohr.com/home", "api_key": "zq7canary-key"}`,
			"bamboohr/acme",
			func() fake { return newBambooHR() },
			bamboo,
		},
		{
			"bamboohr by OAuth",
			`{"system": "bamboohr", "company": "acme", "grant": "7", "one_access_level": "no", "tenant": "customer 7"}`,
			"bamboohr/customer 7",
			func() fake { return newBambooHR() },
			bamboo,
		},
		{
			"personio v1",
			`{"system": "personio", "tenant": "acme", "client_id": "personio-id", "client_secret": "zq7canary-secret"}`,
			"personio/acme",
			func() fake { return newPersonio() },
			personio,
		},
		{"personio v2", `{"system": "personio", "tenant": "acme", "client_id": "personio-id",
			"client_secret": "zq7canary-secret", "api": "v2"}`, "personio/acme", func() fake { return newPersonio() }, personio},
		{
			"hibob by service user",
			`{"system": "hibob", "tenant": "acme", "service_user_id": "service", "token": "zq7canary-token"}`,
			"hibob/acme",
			func() fake { return newHiBob() },
			hibob,
		},
		{"hibob by OAuth", `{"system": "hibob", "tenant": "acme", "grant": "7"}`,
			"hibob/acme", func() fake { return newHiBob() }, hibob},
		{"humaans", `{"system": "humaans", "tenant": "acme", "access_token": "zq7canary-token"}`,
			"humaans/acme", func() fake { return humaanstest.New("zq7canary-token", humaanstest.People(people)...) }, humaans},
		{"lucca by key", `{"system": "lucca", "instance": "acme.ilucca.net", "api_key": "zq7canary-key"}`,
			"lucca/acme.ilucca.net", func() fake { return newLucca() }, lucca},
		{
			"lucca by OAuth",
			`{"system": "lucca", "instance": "acme.ilucca.net", "client_id": "lucca-id", "client_secret": "zq7canary-secret"}`,
			"lucca/acme.ilucca.net/lucca-api",
			func() fake { return newLucca() },
			lucca,
		},
	}
}

func newBambooHR() *bamboohrtest.Fake {
	f := bamboohrtest.New("zq7canary-key", bamboohrtest.People(people)...)
	f.SetTokens("zq7canary-oauth")
	return f
}

func newPersonio() *personiotest.Fake {
	return personiotest.New("personio-id", "zq7canary-secret", personiotest.People(people)...)
}

func newHiBob() *hibobtest.Fake {
	f := hibobtest.New("service", "zq7canary-token", hibobtest.People(people)...)
	f.Configure(hibobtest.Config{AccessTokens: []string{"zq7canary-oauth"}})
	return f
}

func newLucca() *luccatest.Fake {
	return luccatest.New(
		luccatest.Credentials{APIKey: "zq7canary-key", ClientID: "lucca-id", ClientSecret: "zq7canary-secret"},
		luccatest.People(people)...)
}

// connect returns a Connector whose requests a client sends.
func connect(t *testing.T, o hris.Options) *hris.Connector {
	t.Helper()
	o.AccessToken = func(_ context.Context, system, grant string) (string, time.Time, error) {
		if grant != "7" {
			t.Errorf("%s: the grant is %q", system, grant)
		}
		return "zq7canary-oauth", time.Time{}, nil
	}
	c, err := hris.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t *testing.T, c *hris.Connector, stored string) hris.Client {
	t.Helper()
	client, err := c.Open([]byte(stored), nil)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
