package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

type page struct {
	Next   string
	People []person
}

type person struct {
	ID     string
	Salary int
}

func TestFetchDecodesOneValue(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"Next":"c2","People":[{"ID":"1","Salary":7}]}`,
		"\xef\xbb\xbf" + `{"Next":"c2","People":[{"ID":"1","Salary":7}]}`,
		" \r\n\t" + `{"next":"c2","People":[{"ID":"1","Salary":7,"New":null}]}` + " \n ",
	} {
		c := newTestClient(t, func(*http.Request) (*http.Response, error) {
			return answer(200, body, "Content-Type", "text/html"), nil
		})
		got, err := Fetch[page](t.Context(), c, Request{})
		if diff := cmp.Diff(page{"c2", []person{{"1", 7}}}, got); diff != "" || err != nil {
			t.Errorf("Fetch of %q: %v (-want +got):\n%s", body, err, diff)
		}
	}
}

func TestBodiesThatAreNoPage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		status   int
		body     string
		attempts int
		class    error
		message  string
	}{
		{"empty", 200, "", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"blank", 200, " \n", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"BOM alone", 200, "\xef\xbb\xbf", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"no content", 204, "", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"null", 200, "null", 3, employee.ErrMalformed, "got null instead of an answer"},
		{"XML", 200, `<?xml version="1.0"?><people/>`, 3, employee.ErrMalformed,
			"got XML instead of JSON; does the endpoint heed the Accept header?"},
		{"HTML", 200, "\n<!DOCTYPE html><title>Ada", 3, employee.ErrMalformed,
			"got HTML instead of JSON; is this the address of the API?"},
		{"HTML without doctype", 200, "<HTML>", 3, employee.ErrMalformed,
			"got HTML instead of JSON; is this the address of the API?"},
		{"text", 200, "Ada Lovelace", 3, employee.ErrMalformed, "not valid JSON at offset 1"},
		{"nothing", 200, "nothing", 3, employee.ErrMalformed, "not valid JSON at offset 2"},
		{"trailing value", 200, "{} {}", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"trailing HTML", 200, "{}<p>", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"trailing brace", 200, "{}}", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"wrong root", 200, `["Ada"]`, 3, employee.ErrMalformed, "field (root) at offset 1 has the wrong type"},
		{"wrong field", 200, `{"People":[{"Salary":"99,000"}]}`, 3, employee.ErrMalformed,
			"field People.Salary at offset 29 has the wrong type"},
		{"number that does not fit", 200, `{"People":[{"Salary":98765.4}]}`, 3, employee.ErrMalformed,
			"field People.Salary at offset 28 has the wrong type"},
		{"syntax", 200, `{"Next":"Ada" "x"}`, 3, employee.ErrMalformed, "not valid JSON at offset 15"},
		{"deep", 200, `{"x":` + strings.Repeat("[", 20000), 3, employee.ErrMalformed, "not valid JSON at offset 10005"},
		{"cut in a value", 200, `{"Next":"c2","People":[{"ID":"1`, 5, employee.ErrIncomplete, "the answer ends inside a value"},
		{"cut in a literal", 200, `nul`, 5, employee.ErrIncomplete, "the answer ends inside a value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var n int
				c := newTestClient(t, script(&n, with(tt.status, tt.body, "X-Request-Id", "r1")), func(o *Options) {
					o.RequestIDHeaders = []string{"X-Trace", "X-Request-Id"}
				})
				got, err := Fetch[page](t.Context(), c, Request{Op: "list"})
				sameError(t, err, &employee.FetchError{
					Provider: "acmehr", Op: "list", StatusCode: tt.status, RequestID: "r1", Message: tt.message, Err: tt.class,
				})
				if n != tt.attempts || got.Next != "" || got.People != nil {
					t.Errorf("%d attempts, then %+v; want %d and nothing", n, got, tt.attempts)
				}
			})
		})
	}
}

// brokenBody ends with err after text.
func brokenBody(text string, err error) func() (*http.Response, error) {
	return func() (*http.Response, error) {
		res := answer(200, "")
		res.Body = io.NopCloser(io.MultiReader(strings.NewReader(text), failing{err}))
		return res, nil
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestPageThatBreaksOffIsReadAgain(t *testing.T) {
	t.Parallel()
	whole := with(200, `{"People":[{"ID":"2"}]}`)
	for name, broken := range map[string]func() (*http.Response, error){
		"reset":          brokenBody(`{"Next":"x","People":[{"ID":"1"`, errors.New("connection reset")),
		"cut":            brokenBody(`{"Next":"x","People":[{"ID":"1"`, io.ErrUnexpectedEOF),
		"after the JSON": brokenBody(`{"Next":"x"}`, errors.New("connection reset")),
		"silently":       with(200, `{"Next":"x","People":[{"ID":"1"},`),
		"undecodable":    with(200, `{"Next":"x"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var n int
				got, err := Fetch[page](t.Context(), newTestClient(t, script(&n, broken, broken, whole)), Request{})
				if diff := cmp.Diff(page{People: []person{{ID: "2"}}}, got); diff != "" || err != nil || n != 3 {
					t.Errorf("%d attempts, %v (-want +got):\n%s", n, err, diff)
				}
			})
		})
	}
}

func TestPageThatAlwaysBreaksOff(t *testing.T) {
	t.Parallel()
	for name, decode := range map[string]func(*Response) error{
		"JSON":    func(r *Response) error { return r.JSON(new(page)) },
		"dropped": nil,
		// The body was not whole, whatever decode thinks of what it saw.
		"ignored":     func(r *Response) error { return nil },
		"final error": func(r *Response) error { io.ReadAll(r.Body); return &employee.FetchError{Err: employee.ErrPermission} },
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var n int
				c := newTestClient(t, script(&n, brokenBody("{}", errors.New(`cut in "Ada"`))))
				sameError(t, c.Do(t.Context(), Request{}, decode), &employee.FetchError{
					Provider: "acmehr", StatusCode: 200, Message: "the answer broke off: cut in …", Err: employee.ErrIncomplete,
				})
				if n != 5 {
					t.Errorf("%d attempts, want 5", n)
				}
			})
		})
	}
}

func TestBroken5xxAndBodiesShareOneBudget(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		var n int
		c := newTestClient(t, script(&n, with(502, ""), with(200, "<"), brokenBody("", io.ErrUnexpectedEOF), with(200, "<"), with(502, "")))
		_, err := Fetch[page](t.Context(), c, Request{})
		sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: 502, Err: employee.ErrUnavailable})
		if n != 5 {
			t.Errorf("%d attempts, want 5", n)
		}
	})
}

var blanks = strings.Repeat(" ", 32<<10)

// endless counts what is read of a body that never ends.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, blanks)
	e.n += int64(n)
	return n, nil
}

func TestBodyIsCapped(t *testing.T) {
	t.Parallel()
	for _, maxBytes := range []int64{0, 1, 1000, 5000} {
		if race.Enabled && maxBytes == 0 {
			continue // 64 MiB
		}
		var n int
		var body endless
		c := newTestClient(t, script(&n, func() (*http.Response, error) {
			res := answer(200, "")
			res.Body = io.NopCloser(&body)
			return res, nil
		}))
		_, err := Fetch[page](t.Context(), c, Request{MaxBytes: maxBytes})
		sameError(t, err, &employee.FetchError{
			Provider: "acmehr", StatusCode: 200, Message: "the answer is larger than allowed", Err: employee.ErrMalformed,
		})
		if maxBytes == 0 {
			maxBytes = 64 << 20
		}
		if n != 1 || body.n != maxBytes+1 {
			t.Errorf("cap %d: %d attempts read %d bytes", maxBytes, n, body.n)
		}
	}
	for size, ok := range map[int]bool{9: true, 10: true, 11: false} {
		c := newTestClient(t, func(*http.Request) (*http.Response, error) {
			return answer(200, `{}`+strings.Repeat(" ", size-2)), nil
		})
		if _, err := Fetch[page](t.Context(), c, Request{MaxBytes: 10}); (err == nil) != ok {
			t.Errorf("%d bytes under a cap of 10: %v", size, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		err      error
		attempts int
		want     employee.FetchError
	}{
		{"plain", errors.New("the total is missing"), 3,
			employee.FetchError{StatusCode: 200, Message: "the total is missing", Err: employee.ErrMalformed}},
		{"quotes a value", fmt.Errorf("start date: %q is no date", "31/12/1999"), 3,
			employee.FetchError{StatusCode: 200, Message: "start date …", Err: employee.ErrMalformed}},
		{"incomplete", fmt.Errorf("2 of 3: %w", employee.ErrIncomplete), 5,
			employee.FetchError{StatusCode: 200, Message: "2 of 3: " + employee.ErrIncomplete.Error(), Err: employee.ErrIncomplete}},
		{"limited in a 200", employee.ErrRateLimited, 5,
			employee.FetchError{StatusCode: 200, Message: employee.ErrRateLimited.Error(), Err: employee.ErrRateLimited}},
		{"refused in a 200", employee.ErrCredentials, 1,
			employee.FetchError{StatusCode: 200, Message: employee.ErrCredentials.Error(), Err: employee.ErrCredentials}},
		{"FetchError", &employee.FetchError{Code: "7", Err: employee.ErrUnavailable}, 1,
			employee.FetchError{StatusCode: 200, Code: "7", Err: employee.ErrUnavailable}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var n int
				c := newTestClient(t, script(&n, with(200, "{}")))
				err := c.Do(t.Context(), Request{Op: "list"}, func(*Response) error { return tt.err })
				tt.want.Provider, tt.want.Op = "acmehr", "list"
				sameError(t, err, &tt.want)
				if n != tt.attempts {
					t.Errorf("%d attempts, want %d", n, tt.attempts)
				}
			})
		})
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"Next":"a"}`, "null", "<html>", "\xef\xbb\xbf{}", "[", "{}{}", "nul", " "} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got any
		err := (&Response{Body: strings.NewReader(string(data))}).JSON(&got)
		plainData := []byte(strings.TrimPrefix(string(data), "\xef\xbb\xbf"))
		var want any
		valid := json.Unmarshal(plainData, &want) == nil && want != nil
		if (err == nil) != valid {
			t.Fatalf("JSON(%q) = %v, but encoding/json says valid=%t", data, err, valid)
		}
		if diff := cmp.Diff(want, got); valid && diff != "" {
			t.Errorf("JSON(%q) (-want +got):\n%s", data, diff)
		}
	})
}
