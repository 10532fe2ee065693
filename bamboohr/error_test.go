package bamboohr_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

// notDone is the text of an error inside a 200.
const notDone = "The request was not carried out"

// TestBadAnswers wants the whole text of each error: who failed, at what, why,
// and what to do next.
func TestBadAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		fault    bamboohrtest.Fault // for ever
		fields   []employee.Field
		requests int
		class    error
		want     string
	}{
		{name: "a wrong key", fault: bamboohrtest.Unauthorized(), requests: 1, class: employee.ErrCredentials,
			want: "bamboohr: list employees: HTTP 401: API key not provided or invalid: the credentials were " +
				"refused: store new ones (request id fake-000001)"},
		{name: "a wrong key, with a report", fault: bamboohrtest.Unauthorized(), fields: []employee.Field{"custom.x"},
			requests: 1, class: employee.ErrCredentials,
			want: "bamboohr: read the custom report: HTTP 401: API key not provided or invalid: the credentials " +
				"were refused: store new ones (request id fake-000001)"},
		{name: "a key without any permission", fault: bamboohrtest.Forbidden(), requests: 2,
			class: employee.ErrPermission,
			want: "bamboohr: read the custom report: HTTP 403: Forbidden: the credentials lack a permission: " +
				"extend their access in the HR system (request id fake-000002)"},
		{name: "a wrong domain", fault: page404, requests: 2, class: employee.ErrMalformed,
			want: "bamboohr: read the custom report: HTTP 404: no BambooHR API answers at this address, so the " +
				"company domain may be wrong: the answer was not understood: check the address, then report it to " +
				"the maintainers (request id fake-000002)"},
		{name: "XML", fault: bamboohrtest.XML(), requests: 3, class: employee.ErrMalformed,
			want: "bamboohr: list employees: HTTP 200: got XML instead of JSON; does the endpoint heed the Accept " +
				"header?: the answer was not understood: check the address, then report it to the maintainers " +
				"(request id fake-000003)"},
		{name: "HTML", fault: bamboohrtest.HTML(), requests: 3, class: employee.ErrMalformed,
			want: "bamboohr: list employees: HTTP 200: got HTML instead of JSON; is this the address of the API?: " +
				"the answer was not understood: check the address, then report it to the maintainers (request id " +
				"fake-000003)"},
		{name: "a page that ends half-way", fault: bamboohrtest.Truncated(), requests: 5, class: employee.ErrIncomplete,
			want: "bamboohr: list employees: HTTP 200: the answer broke off: unexpected EOF: the listing is " +
				"incomplete: read it again (request id fake-000005)"},
		{name: "a report that ends half-way", fault: bamboohrtest.Truncated(), fields: []employee.Field{"custom.x"},
			requests: 5, class: employee.ErrIncomplete,
			want: "bamboohr: read the custom report: HTTP 200: the answer broke off: unexpected EOF: the listing is " +
				"incomplete: read it again (request id fake-000005)"},
		{name: "an embedded 429", fault: bamboohrtest.EmbeddedError(429, notDone), requests: 5,
			class: employee.ErrRateLimited,
			want: "bamboohr: list employees: HTTP 200: 429: an error with status 200: the HR " +
				"system limits the rate: try again later (request id fake-000005)"},
		{name: "an embedded 503", fault: bamboohrtest.EmbeddedError(503, notDone), requests: 5,
			class: employee.ErrUnavailable,
			want: "bamboohr: list employees: HTTP 200: 503: an error with status 200: the HR " +
				"system is unavailable: try again later (request id fake-000005)"},
		{name: "an embedded 401", fault: bamboohrtest.EmbeddedError(401, notDone), requests: 1,
			class: employee.ErrCredentials,
			want: "bamboohr: list employees: HTTP 200: 401: an error with status 200: the " +
				"credentials were refused: store new ones (request id fake-000001)"},
		{name: "an embedded 403 in the report", fault: bamboohrtest.EmbeddedError(403, notDone),
			fields: []employee.Field{"custom.x"}, requests: 1, class: employee.ErrPermission,
			want: "bamboohr: read the custom report: HTTP 200: 403: an error with status 200: the " +
				"credentials lack a permission: extend their access in the HR system (request id " +
				"fake-000001)"},
		{name: "an embedded 400", fault: bamboohrtest.EmbeddedError(400, notDone), requests: 3,
			class: employee.ErrMalformed,
			want: "bamboohr: list employees: HTTP 200: 400: an error with status 200: the answer " +
				"was not understood: check the address, then report it to the maintainers (request " +
				"id fake-000003)"},
		{name: "a limit for an hour", fault: bamboohrtest.RateLimited(3600 * time.Second), requests: 1,
			class: employee.ErrRateLimited,
			want: "bamboohr: list employees: HTTP 429: Limit exceeded: the HR system limits the rate: try again " +
				"later (after 1h0m0s) (request id fake-000001)"},
		{name: "a report of all employees and of no employee",
			fault:  instead(`{"fields":[],"employees":[{"id":"1"}],"employees":[]}`),
			fields: []employee.Field{"custom.x"}, requests: 3, class: employee.ErrMalformed,
			want: "bamboohr: read the custom report: HTTP 200: an answer that has the key employees twice: the " +
				"answer was not understood: check the address, then report it to the maintainers (request id " +
				"fake-000003)"},
		{name: "a report of no records", fault: instead(`{"fields":[],"employees":[{"id":"1"},"Ada"]}`),
			fields: []employee.Field{"custom.x"}, requests: 3, class: employee.ErrMalformed,
			want: "bamboohr: read the custom report: HTTP 200: item 2 of employees: a record that is no JSON " +
				"object: the answer was not understood: check the address, then report it to the maintainers " +
				"(request id fake-000003)"},
		{name: "a report without columns", fault: instead(`{"employees":[]}`), fields: []employee.Field{"custom.x"},
			requests: 3, class: employee.ErrMalformed,
			want: "bamboohr: read the custom report: HTTP 200: the report has no columns or no list of employees: " +
				"the answer was not understood: check the address, then report it to the maintainers (request id " +
				"fake-000003)"},
		{name: "a list without employees", fault: instead(`{"meta":{"total":0}}`), requests: 3,
			class: employee.ErrMalformed,
			want: "bamboohr: list employees: HTTP 200: the answer has no list of employees: the answer was not " +
				"understood: check the address, then report it to the maintainers (request id fake-000003)"},
		{name: "a list without an end", fault: instead(`{"data":[{"employeeId":"7"}]}`), requests: 3,
			class: employee.ErrMalformed,
			want: "bamboohr: list employees: HTTP 200: the answer does not say whether the list ends there: the " +
				"answer was not understood: check the address, then report it to the maintainers (request id " +
				"fake-000003)"},
		{name: "a report with an employee without an id", fault: instead(reportOf("x:text", `{"id":"7"}`, `{"x":"v"}`)),
			fields: []employee.Field{"custom.x"}, requests: 1, class: employee.ErrMalformed,
			want: "bamboohr: read the custom report: HTTP 200: employee 2 of the report has no id: the answer was " +
				"not understood: check the address, then report it to the maintainers (request id fake-000001)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := bamboohrtest.New(apiKey, bamboohrtest.People(30)...)
				fake.Always(tt.fault)
				r, err := newClient(t, fake, tt.fields...).Roster(t.Context())
				if text(err) != tt.want || r != nil {
					t.Errorf("roster %v, error:\n%v\nwant:\n%s", r, err, tt.want)
				}
				if _, ok := errors.AsType[*employee.FetchError](err); !ok || !errors.Is(err, tt.class) {
					t.Errorf("error of type %T, want a FetchError of class %q", err, tt.class)
				}
				if n := len(fake.Requests()); n != tt.requests {
					t.Errorf("%d requests, want %d", n, tt.requests)
				}
			})
		})
	}
}

// page404 is what a server answers that knows no such path.
func page404(http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n"))
	})
}

// instead answers everything with one body.
func instead(body string) bamboohrtest.Fault {
	return func(http.Handler) http.Handler { return answers{list: body, report: body} }
}

// TestBadAnswersOnce: a fault that passes is read again, without an error.
func TestBadAnswersOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]bamboohrtest.Fault{
		"half a page": bamboohrtest.Truncated(), "429": bamboohrtest.RateLimited(7 * time.Second),
		"503":                bamboohrtest.WithHeader(bamboohrtest.Unavailable(), "Retry-After", "7"),
		"503 without a hint": bamboohrtest.Unavailable(), "500": bamboohrtest.ServerError(),
		"598":          bamboohrtest.Status(598),
		"embedded 429": bamboohrtest.EmbeddedError(429, notDone), "XML": bamboohrtest.XML(),
		"HTML": bamboohrtest.HTML(),
	} {
		for _, before := range []int{0, 1, 2} { // the report, the first page, the second
			synctest.Test(t, func(t *testing.T) {
				fake := bamboohrtest.New(apiKey, bamboohrtest.People(11)...)
				fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "x"}}})
				fake.Next(append(make([]bamboohrtest.Fault, before), fault)...)
				r, err := unproving(t, tenant{fake}, "custom.x").Roster(t.Context())
				if err != nil || r.Len() != 11 || len(fake.Requests()) != 4 {
					t.Errorf("%s before request %d: roster %v, error %v, %d requests", name, before+1, r, err,
						len(fake.Requests()))
				}
			})
		}
	}
}

// TestErrorsShowNoEmployee: answers that quote employees and the key make errors that
// do not.
func TestErrorsShowNoEmployee(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	fake.Always(func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-BambooHR-Error-Messsage", "no access for Ada Example, ada@example.com with "+apiKey)
			w.WriteHeader(http.StatusBadRequest)
		})
	})
	_, err := newClient(t, fake).Roster(t.Context())
	const want = "bamboohr: list employees: HTTP 400: the answer was not understood: check the address, " +
		"then report it to the maintainers (request id fake-000001)"
	if text(err) != want {
		t.Errorf("error:\n%v\nwant:\n%s", err, want)
	}
	const said = "no access for Ada Example, … with ***"
	if fe, ok := errors.AsType[*employee.FetchError](err); !ok || fe.Said.String() != said {
		t.Errorf("the vendor said %v", fe.Said)
	}
}

// TestErrorBodies reads the code of an error in each of the vendor's forms.
func TestErrorBodies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ header, body, code, message string }{
		{body: ``},
		{header: "In a header", body: `{"error":{"code":"BadRequest","message":"In the body"}}`, code: "BadRequest",
			message: "In a header"},
		{body: `{"error":{"code":"BadRequest","message":"Invalid sort field"}}`, code: "BadRequest",
			message: "Invalid sort field"},
		{body: `{"error":{"code":400,"message":"Invalid"}}`, code: "400", message: "Invalid"},
		{body: `{"type":"about:blank","title":"Bad filter","status":400,"code":"INVALID_FILTER"}`,
			code: "INVALID_FILTER", message: "Bad filter"},
		{body: `{"error":"broken"}`},
		{body: `{"error":{"code":`},
	} {
		h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if tt.header != "" {
				w.Header().Set("X-BambooHR-Message", tt.header)
			}
			w.WriteHeader(http.StatusBadRequest)
			w.Write([]byte(tt.body))
		})
		_, err := newClient(t, h).Roster(t.Context())
		fe, ok := errors.AsType[*employee.FetchError](err)
		if !ok || fe.Code != tt.code || fe.Said.String() != tt.message || fe.StatusCode != 400 {
			t.Errorf("%s %s: error %v", tt.header, tt.body, err)
		}
	}
}
