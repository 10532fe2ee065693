package humaans_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// Rows in another order each time repeat and leave out; a reader that has read as
// many different ones as there are has all.
func TestRowsInAnotherOrderPerRequest(t *testing.T) {
	for _, n := range []int{0, 1, 20, 600} {
		fake := humaanstest.New(token, simple(n)...)
		fake.Configure(humaanstest.Config{Shuffle: true})
		r, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
		if err == nil && r.Len() != n || err != nil && !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("%d employees: %v, error %v", n, r, err)
		}
		if n <= 250 && err != nil {
			t.Errorf("%d employees on one page: error %v", n, err)
		}
	}
	// Two walks that show different halves of the second page prove nothing together.
	row := func(ids ...int) string {
		var rows []string
		for _, id := range ids {
			rows = append(rows, `{"id":"p`+strconv.Itoa(id)+`","companyId":"c","status":"newHire"}`)
		}
		return `{"total":4,"data":[` + strings.Join(rows, ",") + `]}`
	}
	fake := one(nil)
	fake.Next(nil, nil, body(row(1, 2)), body(row(2, 3)), body(row(4, 1)), body(row(1, 2)), body(row(3, 4)),
		body(row(1, 2)))
	if err := rosterErr(t, fake); !errors.Is(err, employee.ErrIncomplete) {
		t.Errorf("error %v", err)
	}
}

// What the vendor may do to a client that has nothing wrong with it.
func TestServerFaultsPass(t *testing.T) {
	t.Parallel()
	date := time.Date(2026, 1, 1, 0, 0, 40, 0, time.UTC).Format(http.TimeFormat)
	for name, fault := range map[string]humaanstest.Fault{
		"429 with seconds":  humaanstest.RateLimited(time.Second),
		"429 with a date":   humaanstest.WithHeader(humaanstest.RateLimited(0), "Retry-After", date),
		"429 with nothing":  humaanstest.RateLimited(0),
		"429 with nonsense": humaanstest.WithHeader(humaanstest.RateLimited(0), "Retry-After", "soon"),
		"502 in HTML":       humaanstest.BadGateway(),
		"500":               humaanstest.ServerError(),
		"408":               refusal(http.StatusRequestTimeout),
		"a page cut short":  humaanstest.Truncated(),
	} {
		t.Run(name, func(t *testing.T) {
			at(t, "2026-01-01T00:00:00Z", func(t *testing.T) {
				for request := range 9 {
					fake := humaanstest.New(token, humaanstest.People(60)...)
					fake.Configure(humaanstest.Config{PageSize: 20})
					fake.Next(append(make([]humaanstest.Fault, request), fault)...)
					if got := fetch(t, fake).Len(); got != 60 {
						t.Errorf("in front of request %d: %d employees", request+1, got)
					}
				}
			})
		})
	}
}

func TestExtraFieldsAndNumbers(t *testing.T) {
	fake := one(map[string]any{"firstName": "Ada", "newInTheAPI": map[string]any{"a": []int{1}},
		"phoneNumber": json.Number("351200000001")})
	if e := fetchOne(t, fake); e.FirstName != "Ada" || e.WorkPhone != "351200000001" || len(e.Problems) != 0 {
		t.Errorf("%q, %q, %v", e.FirstName, e.WorkPhone, e.Problems)
	}
}

// An active employee may start later, a new hire may have started, and an employee
// with notice is active: words and dates are passed on as they are.
func TestWordsAndDatesAreNotWeighed(t *testing.T) {
	for _, tt := range []struct {
		values map[string]any
		status employee.Status
		start  string
		end    string
	}{
		{values: map[string]any{"status": "active", "employmentStartDate": "2099-01-01"}, status: employee.StatusActive,
			start: "2099-01-01"},
		{values: map[string]any{"status": "newHire", "employmentStartDate": "2000-01-01"},
			status: employee.StatusPending, start: "2000-01-01"},
		{values: map[string]any{"status": "active", "employmentEndDate": "2099-01-01"}, status: employee.StatusActive,
			end: "2099-01-01"},
		{values: map[string]any{"status": "active", "employmentEndDate": "2000-01-01"}, status: employee.StatusActive,
			end: "2000-01-01"},
		{values: map[string]any{"status": "offboarded", "employmentEndDate": "2099-01-01"},
			status: employee.StatusInactive, end: "2099-01-01"},
		{values: map[string]any{"status": "active", "lastWorkingDay": "2000-01-01"}, status: employee.StatusActive},
		{values: map[string]any{"status": "active", "isVerified": false}, status: employee.StatusActive},
	} {
		e := fetchOne(t, one(tt.values))
		if e.Status != tt.status || e.HireDate.String() != tt.start || e.TerminationDate.String() != tt.end {
			t.Errorf("%v: %q from %v to %v", tt.values, e.Status, e.HireDate, e.TerminationDate)
		}
	}
}

// A server that never comes to its end is left.
func TestEndlessTable(t *testing.T) {
	for name, rows := range map[string]string{
		"the same page": `{"id":"p1","companyId":"c1"},{"id":"p2","companyId":"c1"}`,
		"empty pages":   ``,
	} {
		fake := one(nil)
		n := 0
		fake.Always(func(h http.Handler) http.Handler {
			if n++; n <= 2 {
				return h
			}
			return body(`{"total":1000000000,"data":[` + rows + `]}`)(h)
		})
		_, err := newClient(t, fake, humaans.Config{Fields: []employee.Field{}}).Roster(t.Context())
		if !errors.Is(err, employee.ErrIncomplete) || n > 10 {
			t.Errorf("%s: %d requests, error %v", name, n, err)
		}
	}
}
