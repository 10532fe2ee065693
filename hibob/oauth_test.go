package hibob_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// TestAccessToken: the token of an app is fetched once, and once more when it is refused.
func TestAccessToken(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(3)...)
	fake.Configure(hibobtest.Config{AccessTokens: []string{"oauth-token-2"}})
	fetched := 0
	client, err := hibob.New(hibob.Config{Tenant: "acme", HTTPClient: inMemory(fake),
		AccessToken: func(context.Context) (string, time.Time, error) {
			fetched++
			return fmt.Sprintf("oauth-token-%d", fetched), time.Time{}, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if r, err := client.Roster(t.Context()); err != nil || r.Len() != 3 || r.Origin().Source() != "hibob/acme" {
			t.Errorf("%v, error %v", r, err)
		}
	}
	if fetched != 2 {
		t.Errorf("%d tokens, want the first and the one after it was refused", fetched)
	}
	fake.Configure(hibobtest.Config{})
	if _, err := client.Roster(t.Context()); !errors.Is(err, employee.ErrCredentials) ||
		strings.Contains(err.Error(), "oauth-token") {
		t.Errorf("error %v, want one about the credentials", err)
	}
}

// TestAccessTokenFails: without a token nothing is sent.
func TestAccessTokenFails(t *testing.T) {
	t.Parallel()
	fake := newFake()
	client, err := hibob.New(hibob.Config{Tenant: "acme", HTTPClient: inMemory(fake),
		AccessToken: func(context.Context) (string, time.Time, error) {
			return "", time.Time{}, errors.New("the store is down")
		}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Roster(t.Context()); err == nil || len(fake.Requests()) != 0 {
		t.Errorf("error %v, requests %s", err, calls(fake))
	}
}

// TestBothCredentials: which of two would be sent is for the caller to say.
func TestBothCredentials(t *testing.T) {
	t.Parallel()
	source := func(context.Context) (string, time.Time, error) { return "", time.Time{}, nil }
	_, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, AccessToken: source,
		HTTPClient: http.DefaultClient})
	if err == nil || !strings.Contains(err.Error(), "not both") {
		t.Errorf("error %v", err)
	}
}
