package main

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// An account is one interface of one vendor: a fake of it, our client, and what
// one would write by hand in place of our client.
type account struct {
	name   string
	fake   func(employees int) http.Handler
	client func(base string, hc *http.Client) (client, error)
	bare   func(ctx context.Context, s session, meet func(first, last string)) error
}

// A client is what the clients of all providers have in common.
type client interface {
	Employees(context.Context) iter.Seq2[employee.Employee, error]
	Roster(context.Context) (*employee.Roster, error)
}

const (
	user   = "user"
	secret = "not-a-secret"
)

func accounts() []account {
	return []account{
		{"bamboohr", fakeBamboohr, clientBamboohr, bareBamboohr},
		{"personio v1", fakePersonio, clientPersonio(personio.APIV1), barePersonioV1},
		{"personio v2", fakePersonio, clientPersonio(personio.APIV2), barePersonioV2},
		{"hibob", fakeHibob, clientHibob, bareHibob},
		{"humaans", fakeHumaans, clientHumaans, bareHumaans},
		{"lucca with a key", fakeLucca, clientLucca(lucca.Config{APIKey: secret}), bareLuccaLegacy},
		{"lucca with OAuth", fakeLucca, clientLucca(lucca.Config{ClientID: user, ClientSecret: secret}), bareLuccaCurrent},
	}
}

func fakeBamboohr(n int) http.Handler {
	return bamboohrtest.New(secret, bamboohrtest.People(n)...)
}

func clientBamboohr(base string, hc *http.Client) (client, error) {
	return bamboohr.New(bamboohr.Config{Company: "acme", APIKey: secret, BaseURL: base, HTTPClient: hc})
}

func fakePersonio(n int) http.Handler {
	return personiotest.New(user, secret, personiotest.People(n)...)
}

func clientPersonio(api personio.API) func(string, *http.Client) (client, error) {
	return func(base string, hc *http.Client) (client, error) {
		return personio.New(personio.Config{Tenant: "acme", ClientID: user, ClientSecret: secret, API: api, BaseURL: base, HTTPClient: hc})
	}
}

func fakeHibob(n int) http.Handler { return hibobtest.New(user, secret, hibobtest.People(n)...) }

func clientHibob(base string, hc *http.Client) (client, error) {
	return hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: user, Token: secret, BaseURL: base, HTTPClient: hc})
}

func fakeHumaans(n int) http.Handler { return humaanstest.New(secret, humaanstest.People(n)...) }

func clientHumaans(base string, hc *http.Client) (client, error) {
	return humaans.New(humaans.Config{AccessToken: secret, BaseURL: base, HTTPClient: hc})
}

func fakeLucca(n int) http.Handler {
	return luccatest.New(luccatest.Credentials{APIKey: secret, ClientID: user, ClientSecret: secret}, luccatest.People(n)...)
}

func clientLucca(cfg lucca.Config) func(string, *http.Client) (client, error) {
	return func(base string, hc *http.Client) (client, error) {
		cfg.Instance, cfg.BaseURL, cfg.HTTPClient = "acme.ilucca.net", base, hc
		return lucca.New(cfg)
	}
}

// A tally is what all ways to fetch must agree on: how many employees there are,
// and a sum over their names, in whatever order.
type tally struct {
	employees int
	names     uint64
}

func (t *tally) meet(first, last string) {
	h := uint64(14695981039346656037) // FNV-1a
	for _, s := range [...]string{first, "\x00", last} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
	}
	t.employees++
	t.names += h
}

// A fetching is one way to fetch all employees, over a client of its own.
type fetching struct {
	name string
	run  func(ctx context.Context, base string, hc *http.Client) (tally, error)
}

func (a account) ways() []fetching {
	return []fetching{
		{"net/http and json/v2", a.byHand(withV2())},
		{"net/http and encoding/json", a.byHand(withV1())},
		{"Client.Employees", a.stream},
		{"Client.Roster", a.collect},
	}
}

func (a account) byHand(by codec) func(context.Context, string, *http.Client) (tally, error) {
	return func(ctx context.Context, base string, hc *http.Client) (tally, error) {
		var t tally
		err := a.bare(ctx, session{base: base, http: hc, codec: by}, t.meet)
		return t, err
	}
}

func (a account) stream(ctx context.Context, base string, hc *http.Client) (tally, error) {
	var t tally
	c, err := a.client(base, hc)
	if err != nil {
		return t, err
	}
	for e, err := range c.Employees(rest.Unlimited(ctx)) {
		if err != nil {
			return t, err
		}
		t.meet(e.FirstName, e.LastName)
	}
	return t, nil
}

func (a account) collect(ctx context.Context, base string, hc *http.Client) (tally, error) {
	var t tally
	c, err := a.client(base, hc)
	if err != nil {
		return t, err
	}
	roster, err := c.Roster(rest.Unlimited(ctx))
	if err != nil {
		return t, err
	}
	for e := range roster.All() {
		t.meet(e.FirstName, e.LastName)
	}
	return t, nil
}

// fetchSections are one section for each account.
func fetchSections() []section {
	var all []section
	for _, a := range accounts() {
		all = append(all, section{name: fmt.Sprintf("fetch from %s", a.name), report: a.report})
	}
	return all
}
