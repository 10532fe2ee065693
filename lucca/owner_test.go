package lucca_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

// instead answers requests for a path with a body.
func instead(h http.Handler, path, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			h.ServeHTTP(w, r)
			return
		}
		fmt.Fprint(w, body)
	})
}

// TestOwnerOfATerm: a contract or an employment whose employee cannot be read may be
// the one that has not ended. The listing fails; nothing reads as an end.
func TestOwnerOfATerm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, key, oauth string }{
		{"null", `"ownerId":null`, `"employee":{"id":null}`},
		{"missing", `"owner":7`, `"employee":{}`},
		{"twice", `"ownerId":7,"ownerId":7`, `"employee":{"id":"7","id":"7"}`},
		{"no UTF-8", "\"ownerId\":\"7\xff\"", "\"employee\":{\"id\":\"7\xff\"}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), luccatest.People(2)...)
				_, err := connect(t, instead(fake, "/directory/api/4.0/work-contracts", `{"items":[{"id":3,`+tt.key+
					`,"startsOn":"2020-01-01","endsOn":null}],"count":1}`), byKey()).Roster(t.Context())
				if !errors.Is(err, employee.ErrMalformed) || !strings.Contains(err.Error(), `the record "3" does not say`) {
					t.Errorf("by key: error %v", err)
				}
				_, err = connect(t, instead(fake, "/lucca-api/employments", `{"items":[{"id":"3",`+tt.oauth+
					`,"start":{"date":"2020-01-01"},"end":null}],"totalCount":1}`), byOAuth()).Roster(t.Context())
				if !errors.Is(err, employee.ErrMalformed) || !strings.Contains(err.Error(), `the record "3" does not say`) {
					t.Errorf("by OAuth: error %v", err)
				}
			})
		})
	}
}
