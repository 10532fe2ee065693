package humaans_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

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

// A filter that the token may not use, or that is not known, is no reason to
// fail when "all" has been answered.
func TestProbesThatAreRefused(t *testing.T) {
	for _, status := range []int{400, 403, 404, 422} {
		fake := one(nil)
		fake.Next(nil, nil, nil, refusal(status), refusal(status))
		r := fetch(t, fake, employee.FieldWorkEmail)
		if o := r.Origin(); r.Len() != 1 || o.Leavers != employee.VisibilityUnknown ||
			o.Starters != employee.VisibilityUnknown {
			t.Errorf("%d: %d employees, origin %+v", status, r.Len(), o)
		}
	}
}

func refusal(status int) humaanstest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
}

// body answers 200 with a body.
func body(text string) humaanstest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(text)) })
	}
}

// What the vendor says of an error reaches the caller, in each of its forms.
func TestErrorForms(t *testing.T) {
	for name, tt := range map[string]struct{ body, code, message string }{
		"number": {body: `{"id":"r1","code":400,"name":"BadRequest","message":"Invalid query",` +
			`"issues":[{"name":"status","reason":"unknown"}]}`, code: "BadRequest",
			message: "Invalid query; status: unknown"},
		"text": {body: `{"code":"ValidationError","message":"Invalid","issues":[{"path":"status",` +
			`"message":"unknown"}]}`, code: "ValidationError", message: "Invalid; status: unknown"},
		"feather": {body: `{"name":"NotFound","message":"No page","code":404,"className":"not-found","errors":{}}`,
			code: "NotFound", message: "No page"},
		"strange": {body: `{"code":[1],"message":{},"issues":"many"}`, code: "", message: ""},
		"HTML":    {body: `<html></html>`, code: "", message: ""},
	} {
		t.Run(name, func(t *testing.T) {
			fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/token-info") {
					w.Write([]byte(`{}`))
					return
				}
				w.WriteHeader(http.StatusBadRequest)
				w.Write([]byte(tt.body))
			})
			_, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
			fe, ok := errors.AsType[*employee.FetchError](err)
			if !ok || fe.Code != tt.code || fe.Said.String() != tt.message || fe.StatusCode != 400 {
				t.Errorf("got %#v (%v)", fe, err)
			}
		})
	}
}

// The lists other than /people may be refused: their fields are withheld, and
// no employee is lost.
func TestRefusedLists(t *testing.T) {
	for path, fields := range map[string][]employee.Field{
		"/job-roles":     {employee.FieldJobTitle, employee.FieldDepartment, employee.FieldManagerID},
		"/locations":     {employee.FieldLocation},
		"/custom-fields": {"custom.f1"},
		"/custom-values": {"custom.f1"},
	} {
		for _, status := range []int{403, 404} {
			fake := humaanstest.New(token, humaanstest.Person{
				ID: "p1", Values: map[string]any{"locationId": "location0000000000000001"},
				Roles: []humaanstest.Role{{JobTitle: "Lead"}}, Custom: map[string]any{"f1": "x"},
			})
			fake.Configure(humaanstest.Config{Refuse: map[string]int{path: status},
				Fields: []humaanstest.Field{{ID: "f1", Name: "A"}}})
			e := fetchOne(t, fake, append(fields, employee.FieldWorkEmail)...)
			for _, f := range fields {
				if got := e.Value(f).State(); got != employee.StateWithheld {
					t.Errorf("%d for %s: %s is %v", status, path, f, got)
				}
			}
		}
	}
	for status, class := range map[int]error{401: employee.ErrCredentials, 403: employee.ErrPermission,
		404: employee.ErrMalformed} {
		fake := one(nil)
		fake.Configure(humaanstest.Config{Refuse: map[string]int{"/people": status}})
		if _, err := newClient(t, fake, humaans.Config{}).Roster(t.Context()); !errors.Is(err, class) {
			t.Errorf("%d for /people: error %v", status, err)
		}
	}
}
