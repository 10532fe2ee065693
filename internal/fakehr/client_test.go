package fakehr_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// get asks c for a path.
func get(t *testing.T, c *http.Client) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://acme.example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestStreaming: the client reads the first part before the handler writes the
// second, and in fake time.
func TestStreaming(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := fakehr.Client(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "one")
			w.(http.Flusher).Flush()
			time.Sleep(time.Hour)
			io.WriteString(w, "two")
		}))
		start := time.Now()
		res := get(t, c)
		defer res.Body.Close()
		part := make([]byte, 3)
		if _, err := io.ReadFull(res.Body, part); err != nil || string(part) != "one" || time.Since(start) != 0 {
			t.Errorf("read %q after %v (%v)", part, time.Since(start), err)
		}
		rest, err := io.ReadAll(res.Body)
		if err != nil || string(rest) != "two" || time.Since(start) != time.Hour {
			t.Errorf("then %q after %v (%v)", rest, time.Since(start), err)
		}
	})
}

// TestAbandoned: a body that is closed early ends the handler's context, and one
// that breaks off is an unexpected end.
func TestAbandoned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		res := get(t, fakehr.Client(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			close(ended)
		})))
		res.Body.Close()
		<-ended

		res = get(t, fakehr.Client(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "one")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})))
		defer res.Body.Close()
		if _, err := io.ReadAll(res.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("error %v, want an unexpected end", err)
		}
	})
}
