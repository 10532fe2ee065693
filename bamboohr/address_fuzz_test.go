package bamboohr_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr"
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

// FuzzCompany: whatever is pasted for a company, it is refused or the key goes to
// one name right below bamboohr.com.
func FuzzCompany(f *testing.F) {
	for _, seed := range []string{
		"acme", "acme.bamboohr.com", "https://acme.bamboohr.com/home", " ACME ", "acme.bamboohr.com.evil.example",
		"https://acme.bamboohr.com@evil.example/",
		"evil.example/.bamboohr.com", "evil.example#.bamboohr.com", "https://evil.example\\.bamboohr.com",
		"a.b.bamboohr.com", "acme:8443", "-acme", "ac\u212ame", "acme\x00", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, company string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		sent := &sentTo{giveUp: cancel}
		c, err := bamboohr.New(bamboohr.Config{Company: company, APIKey: "key",
			HTTPClient: &http.Client{Transport: sent}})
		if err != nil {
			return
		}
		_, _ = c.Roster(ctx)
		for _, host := range sent.hosts {
			name, ok := strings.CutPrefix(host, "https://")
			label, below := strings.CutSuffix(name, ".bamboohr.com")
			if !ok || !below || label == "" || strings.ContainsAny(label, "./:@\\?#%") {
				t.Errorf("%q sends the key to %s", company, host)
			}
		}
		if len(sent.hosts) == 0 {
			t.Errorf("%q sends nothing", company)
		}
	})
}
