package personio_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
)

// serveBody answers every request but those for tokens and employments with one
// body, and the nth of them with the nth, the last one for ever.
func serveBody(bodies ...string) http.Handler {
	n := -1
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isToken(r.URL.Path):
			io.WriteString(w, `{"success":true,"data":{"token":"papi-1"},"access_token":"papi-2"}`)
		case strings.HasSuffix(r.URL.Path, "/employments"):
			io.WriteString(w, `{"_data":[],"_meta":{"links":{}}}`)
		default:
			n++
			io.WriteString(w, bodies[min(n, len(bodies)-1)])
		}
	})
}

// TestNoList: an answer whose list is none is never a company without people.
func TestNoList(t *testing.T) {
	t.Parallel()
	for _, value := range []string{`null`, `{}`, `{"0":{"id":1}}`, `"x"`, `""`, `7`, `false`} {
		for api, body := range map[personio.API]string{
			personio.APIV1: `{"success":true,"metadata":{"total_elements":0},"data":%s}`,
			personio.APIV2: `{"_data":%s,"_meta":{"links":{}}}`,
		} {
			synctest.Test(t, func(t *testing.T) {
				cfg := config(serveBody(fmt.Sprintf(body, value)))
				cfg.API = api
				c := newClient(t, cfg)
				_, err := c.Roster(t.Context())
				wantClass(t, err, employee.ErrMalformed)
				_, err = c.Check(t.Context())
				wantClass(t, err, employee.ErrMalformed)
				_, err = c.Catalog(t.Context())
				wantClass(t, err, employee.ErrMalformed)
			})
		}
	}
}

// TestSamePageForEver: a server that ignores the offset and counts nobody gives
// no whole list, and is not asked for ever.
func TestSamePageForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		answers := serveBody(`{"success":true,"data":[{"attributes":{"id":{"value":1}}},{"attributes":{"id":{"value":2}}}]}`)
		_, err := newClient(t, config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if sent++; sent > 1000 {
				panic("it goes on for ever")
			}
			answers.ServeHTTP(w, r)
		}))).Roster(t.Context())
		wantClass(t, err, employee.ErrIncomplete)
		if sent != 1+3*2 {
			t.Errorf("%d requests, want 7: a token, and three times two pages", sent)
		}
	})
}

// TestV2EndOfList: only an answer that can be read to its links says that there
// is no next page. One that is not full may leave them out.
func TestV2EndOfList(t *testing.T) {
	t.Parallel()
	persons := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"id":"%d","status":"ACTIVE"}`, i+1))
		}
		return strings.Join(all, ",")
	}
	for _, tt := range []struct {
		people int
		meta   string // with its comma; "" for none
		whole  bool
	}{
		{2, `,"_meta":{"links":{"self":{"href":"https://api.personio.de/v2/persons"}}}`, true},
		{2, `,"_meta":{"links":{"next":null}}`, true},
		{2, `,"_meta":{"links":{"next":""}}`, true},
		{2, `,"_meta":{"links":[]}`, true},
		{2, `,"_meta":{"links":null}`, true},
		{2, `,"_meta":{}`, true},
		{2, `,"_meta":[]`, true},
		{2, `,"_meta":null`, true},
		{2, ``, true},
		{2, `,"_meta":{"links":"none"}`, false},
		{2, `,"_meta":{"links":[{"rel":"next"}]}`, false},
		{2, `,"_meta":"x"`, false},
		{2, `,"_meta":7`, false},
		{50, `,"_meta":{"links":{}}`, true},
		{50, `,"_meta":{"links":[]}`, false},
		{50, `,"_meta":{}`, false},
		{50, ``, false},
	} {
		t.Run(fmt.Sprint(tt.people, tt.meta), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := config(serveBody(`{"_data":[` + persons(tt.people) + `]` + tt.meta + `}`))
				cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
				r, err := newClient(t, cfg).Roster(t.Context())
				if !tt.whole {
					wantClass(t, err, employee.ErrIncomplete)
				} else if err != nil || r.Len() != tt.people {
					t.Errorf("%v, error %v; want %d people", r, err, tt.people)
				}
			})
		})
	}
}

// TestV2NextLink: the link to the next page may be relative (as elsewhere in
// this API), and its cursor may need escaping.
func TestV2NextLink(t *testing.T) {
	t.Parallel()
	for _, href := range []string{"/v2/persons?cursor=a%2Bb%3D", "?cursor=a%2Bb%3D&limit=10", "v2/persons?limit=10&cursor=a%2Bb%3D"} {
		var cursors []string
		first := `{"_data":[{"id":"1"}],"_meta":{"links":{"next":{"href":"` + href + `"}}}}`
		second := `{"_data":[{"id":"2"}],"_meta":{"links":{}}}`
		answers := serveBody(first, second, first, second) // two walks
		cfg := config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v2/persons" {
				cursors = append(cursors, r.URL.Query().Get("cursor")+" "+r.URL.Query().Get("limit"))
			}
			answers.ServeHTTP(w, r)
		}))
		cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
		if n := roster(t, cfg).Len(); n != 2 {
			t.Errorf("%s: %d people, want 2", href, n)
		}
		if diff := cmp.Diff([]string{" 50", "a+b= 50", " 50", "a+b= 50"}, cursors); diff != "" {
			t.Errorf("%s: cursors and limits (-want +got):\n%s", href, diff)
		}
	}
}
