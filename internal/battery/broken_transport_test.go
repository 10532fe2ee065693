package battery

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"
)

func through(f func(http.RoundTripper) http.RoundTripper) variant { return variant{transport: f} }

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A repeater sends a request again for some statuses, whatever the rest of the
// client thinks of them.
type repeater struct {
	next     http.RoundTripper
	statuses []int
	most     int
	wait     time.Duration
}

func (t *repeater) RoundTrip(r *http.Request) (*http.Response, error) {
	for n := 0; ; n++ {
		again := r.Clone(r.Context())
		if r.GetBody != nil {
			body, err := r.GetBody()
			if err != nil {
				return nil, err
			}
			again.Body = body
		}
		res, err := t.next.RoundTrip(again)
		if err != nil || n == t.most || !slices.Contains(t.statuses, res.StatusCode) {
			return res, err
		}
		time.Sleep(t.wait)
	}
}

func withoutHint(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			res.Header.Del("Retry-After")
		}
		return res, err
	})
}

// impatient makes every refusal a final one.
func impatient(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil && res.StatusCode >= 400 {
			res.StatusCode = http.StatusNotImplemented
		}
		return res, err
	})
}

func following(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		for n := 0; err == nil && n < 10 && res.Header.Get("Location") != ""; n++ {
			var to *url.URL
			if to, err = res.Location(); err != nil {
				return nil, errors.New("no place to go")
			}
			again := r.Clone(r.Context())
			again.URL, again.Host = to, to.Host
			res, err = next.RoundTrip(again)
		}
		return res, err
	})
}

func nameless(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Del("User-Agent")
		return next.RoundTrip(r)
	})
}

// sheltered is a context that outlives ctx, but not for ever: a request that
// is never answered has to end for the test to.
func sheltered(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 24*time.Hour)
	context.AfterFunc(ctx, cancel)
	return ctx
}
