package rest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/internal/wire"
)

const home = "https://hr.example.com"

// A vendor is the other end of a Client. It gives its replies one after another,
// the last one for ever, and notes what arrives. Without a reply, a request fails
// the test.
type vendor struct {
	replies []reply

	mu   sync.Mutex
	at   moments       // when requests arrived
	sent []http.Header // their headers
	urls []string
	open int // bodies of answers that are not closed
}

// A reply is what a vendor answers to one request.
type reply func(*http.Request) (*http.Response, error)

func says(replies ...reply) *vendor { return &vendor{replies: replies} }

// with is a reply with the given status, body and headers (in pairs).
func with(status int, body string, headers ...string) reply {
	return func(*http.Request) (*http.Response, error) {
		res := httpmock.NewStringResponse(status, body)
		for i := 0; i < len(headers); i += 2 {
			res.Header.Set(headers[i], headers[i+1])
		}
		return res, nil
	}
}

// withBody is a 200 with r for a body.
func withBody(r io.Reader) reply {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(r)}, nil
	}
}

// breaksOff is a 200 whose body ends with err after text.
func breaksOff(text string, err error) reply {
	return func(req *http.Request) (*http.Response, error) {
		return withBody(io.MultiReader(strings.NewReader(text), iotest.ErrReader(err)))(req)
	}
}

// fails is a request that gets no answer.
func fails(err error) reply {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func (v *vendor) send(req *http.Request) (*http.Response, error) {
	v.mu.Lock()
	i := min(len(v.at), len(v.replies)-1)
	v.at = append(v.at, time.Now())
	v.sent, v.urls = append(v.sent, req.Header), append(v.urls, req.URL.String())
	v.mu.Unlock()
	res, err := v.replies[i](req)
	if res != nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.open++
		res.Body = &countedBody{ReadCloser: res.Body, v: v}
	}
	return res, err
}

// count is how many requests have arrived.
func (v *vendor) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.at)
}

// credentials are the credentials that have arrived.
func (v *vendor) credentials() (all []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, h := range v.sent {
		all = append(all, h.Get("Authorization"))
	}
	return all
}

type countedBody struct {
	io.ReadCloser
	v    *vendor
	once sync.Once
}

func (b *countedBody) Close() error {
	b.once.Do(func() {
		b.v.mu.Lock()
		defer b.v.mu.Unlock()
		b.v.open--
	})
	return b.ReadCloser.Close()
}

// newTestClient returns a Client of home whose requests go to v. Nil: there must
// be none.
func newTestClient(t *testing.T, v *vendor, edit ...func(*Options)) *Client {
	t.Helper()
	if v == nil {
		v = says(func(*http.Request) (*http.Response, error) {
			t.Error("a request was sent")
			return httpmock.NewStringResponse(200, "{}"), nil
		})
	}
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(v.send)
	o := Options{Provider: "acmehr", BaseURL: home, HTTPClient: &http.Client{Transport: mt}}
	for _, f := range edit {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return c
}

// readNext reads the text Next of an answer that is an object.
func readNext(ctx context.Context, c *Client, r Request) (next string, err error) {
	err = c.Do(ctx, r, func(res *Response) error {
		var answer struct{ Next wire.Cell }
		if err := wire.Decode(res.Body, &answer); err != nil {
			return err
		}
		next, err = answer.Next.Single()
		return err
	})
	return next, err
}

// moments are in their order.
type moments []time.Time

// peak is the most moments in any window of length per, both ends included.
func (m moments) peak(per time.Duration) int {
	most, first := 0, 0
	for i := range m {
		for m[i].Sub(m[first]) > per {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}
