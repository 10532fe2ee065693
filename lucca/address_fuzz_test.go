package lucca_test

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"testing"

	"github.com/rosterkit/rosterkit/lucca"
)

// sentTo notes the host that a request goes to, sends nothing, and gives up.
type sentTo struct {
	hosts  []string
	giveUp context.CancelFunc
}

func (s *sentTo) RoundTrip(r *http.Request) (*http.Response, error) {
	s.hosts = append(s.hosts, r.URL.Scheme+"://"+r.URL.Host)
	s.giveUp()
	return nil, errors.New("nothing is sent")
}

// FuzzInstance: whatever is pasted for an instance, it is refused or the key goes
// to an account at Lucca.
func FuzzInstance(f *testing.F) {
	for _, seed := range []string{
		"acme.ilucca.net", "https://acme.ilucca.ch/home", " ACME.ilucca.net ", "acme", "acme-x.sandbox.s1.luccasoftware.com",
		"acme.ilucca.net.evil.example", "https://acme.ilucca.net@evil.example/",
		"evil.example/.ilucca.net", "evil.example#.ilucca.net",
		"https://evil.example\\.ilucca.net", "a.b.ilucca.net", "acme.ilucca.net:8443", "-acme.ilucca.net",
		"acme.sandbox..luccasoftware.com", "",
	} {
		f.Add(seed)
	}
	at := regexp.MustCompile(`^https://[a-z0-9-]+\.(ilucca(-test|-demo)?\.(net|ch)|` +
		`sandbox\.[a-z0-9-]+\.luccasoftware\.com)$`)
	f.Fuzz(func(t *testing.T, instance string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		sent := &sentTo{giveUp: cancel}
		c, err := lucca.New(lucca.Config{Instance: instance, APIKey: "key", HTTPClient: &http.Client{Transport: sent}})
		if err != nil {
			return
		}
		_, _ = c.Roster(ctx)
		for _, host := range sent.hosts {
			if !at.MatchString(host) {
				t.Errorf("%q sends the key to %s", instance, host)
			}
		}
		if len(sent.hosts) == 0 {
			t.Errorf("%q sends nothing", instance)
		}
	})
}
