package bamboohrtest_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	const date = "Wed, 02 Dec 2026 10:00:00 GMT"
	tests := []struct {
		name       string
		fault      bamboohrtest.Fault
		status     int
		retryAfter string
		body       string // the beginning
	}{
		{"429 in seconds", bamboohrtest.RateLimited(7 * time.Second), 429, "7", ""},
		{"429 until", bamboohrtest.WithHeader(bamboohrtest.RateLimited(0), "Retry-After", date), 429, date, ""},
		{"429 without a hint", bamboohrtest.RateLimited(0), 429, "", ""},
		{"503 in seconds", bamboohrtest.WithHeader(bamboohrtest.Unavailable(), "Retry-After", "7"), 503, "7", ""},
		{"503 until", bamboohrtest.WithHeader(bamboohrtest.Unavailable(), "Retry-After", date), 503, date, ""},
		{"401", bamboohrtest.Unauthorized(), 401, "", ""},
		{"403", bamboohrtest.Forbidden(), 403, "", ""},
		{"500", bamboohrtest.ServerError(), 500, "", "An internal"},
		{"598", bamboohrtest.Status(598), 598, "", ""},
		{"XML", bamboohrtest.XML(), 200, "", "<?xml"},
		{"HTML", bamboohrtest.HTML(), 200, "", "<!DOCTYPE html>"},
		{"embedded", bamboohrtest.EmbeddedError(429, "Not now"), 200, "", `{"error":{"code":429,`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New("key")
			fake.Next(tt.fault)
			resp := do(t, fake, call{path: "/employees"})
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != tt.status || resp.Header.Get("Retry-After") != tt.retryAfter || !strings.HasPrefix(string(body), tt.body) || tt.body == "" && len(body) > 0 {
				t.Errorf("status %d, header %v, body %q", resp.StatusCode, resp.Header, body)
			}
			if resp.Header.Get("X-Request-Id") == "" {
				t.Error("no request id")
			}
			if got := do(t, fake, call{path: "/employees"}).StatusCode; got != 200 {
				t.Errorf("the next request: status %d, want 200", got)
			}
		})
	}
}

func TestFaultQueue(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", bamboohrtest.People(4)...)
	var statuses []int
	ask := func() { statuses = append(statuses, do(t, fake, call{path: "/employees"}).StatusCode) }
	fake.Next(bamboohrtest.RateLimited(time.Second), nil)
	fake.Next(bamboohrtest.ServerError())
	fake.Always(bamboohrtest.Forbidden())
	for range 4 {
		ask()
	}
	fake.Always(nil)
	ask()
	if diff := cmp.Diff([]int{429, 403, 500, 403, 200}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}

	fake.Next(nil, func(h http.Handler) http.Handler {
		fake.SetPeople(bamboohrtest.People(2)...)
		return h
	})
	first, second := get[listPage](t, fake, "/employees"), get[listPage](t, fake, "/employees")
	if first.Meta.Total != 4 || second.Meta.Total != 2 {
		t.Errorf("%d people, then %d; want a fault to change the company first", first.Meta.Total, second.Meta.Total)
	}
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", bamboohrtest.People(300)...)
	fake.Always(bamboohrtest.Truncated())
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)

	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/employees", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("key", "x")
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 || int64(len(body)) >= resp.ContentLength {
		t.Errorf("read %d of %d bytes, error %v; want an unexpected end", len(body), resp.ContentLength, err)
	}

	recorded := do(t, fake, call{path: "/employees"})
	short, err := io.ReadAll(recorded.Body)
	if err != nil || len(short) == 0 || int64(len(short)) >= recorded.ContentLength {
		t.Errorf("recorded %d of %d bytes, error %v; want a part", len(short), recorded.ContentLength, err)
	}
}
