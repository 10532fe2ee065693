package rest

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/internal/wire"
)

func TestPageThatBreaksOffIsReadAgain(t *testing.T) {
	t.Parallel()
	whole := with(200, `{"Next":"2"}`)
	for name, broken := range map[string]reply{
		"reset":          breaksOff(`{"Next":"x","People":[{"ID":"1"`, errors.New("connection reset")),
		"cut":            breaksOff(`{"Next":"x","People":[{"ID":"1"`, io.ErrUnexpectedEOF),
		"after the JSON": breaksOff(`{"Next":"x"}`, errors.New("connection reset")),
		"silently":       with(200, `{"Next":"x","People":[{"ID":"1"},`),
		"undecodable":    with(200, `{"Next":"x"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(broken, broken, whole)
				got, err := readNext(t.Context(), newTestClient(t, v), Request{})
				if got != "2" || err != nil || v.count() != 3 {
					t.Errorf("%q after %d attempts, %v", got, v.count(), err)
				}
			})
		})
	}
}

func TestPageThatAlwaysBreaksOff(t *testing.T) {
	t.Parallel()
	for name, decode := range map[string]func(*Response) error{
		"JSON":    func(r *Response) error { return wire.Decode(r.Body, &struct{}{}) },
		"dropped": nil,
		// The body was not whole, whatever decode thinks of what it saw.
		"ignored": func(r *Response) error { return nil },
		"final error": func(r *Response) error {
			io.ReadAll(r.Body)
			return &employee.FetchError{Err: employee.ErrPermission}
		},
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(breaksOff("{}", errors.New(`cut in "Ada"`)))
				c := newTestClient(t, v)
				sameError(t, c.Do(t.Context(), Request{}, decode), &employee.FetchError{
					Provider: "acmehr", StatusCode: 200, Message: "the answer broke off: cut in …", Err: employee.ErrIncomplete,
				})
				if v.count() != 5 {
					t.Errorf("%d attempts, want 5", v.count())
				}
			})
		})
	}
}

func TestBroken5xxAndBodiesShareOneBudget(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		v := says(with(502, ""), with(200, "<"), breaksOff("", io.ErrUnexpectedEOF), with(200, "<"), with(502, ""))
		c := newTestClient(t, v)
		_, err := readNext(t.Context(), c, Request{})
		sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: 502, Err: employee.ErrUnavailable})
		if v.count() != 5 {
			t.Errorf("%d attempts, want 5", v.count())
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
		var body endless
		v := says(withBody(&body))
		c := newTestClient(t, v)
		err := c.Do(t.Context(), Request{MaxBytes: maxBytes}, nil)
		sameError(t, err, &employee.FetchError{
			Provider: "acmehr", StatusCode: 200, Message: "the answer is larger than allowed", Err: employee.ErrMalformed,
		})
		if maxBytes == 0 {
			maxBytes = 64 << 20
		}
		if v.count() != 1 || body.n != maxBytes+1 {
			t.Errorf("cap %d: %d attempts read %d bytes", maxBytes, v.count(), body.n)
		}
	}
	for size, ok := range map[int]bool{9: true, 10: true, 11: false} {
		c := newTestClient(t, says(with(200, `{}`+strings.Repeat(" ", size-2))))
		if err := c.Do(t.Context(), Request{MaxBytes: 10}, nil); (err == nil) != ok {
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
		{
			name: "plain", err: errors.New("the total is missing"), attempts: 3,
			want: employee.FetchError{StatusCode: 200, Message: "the total is missing", Err: employee.ErrMalformed},
		},
		{
			name: "quotes a value", err: fmt.Errorf("start date: %q is no date", "31/12/1999"), attempts: 3,
			want: employee.FetchError{StatusCode: 200, Message: "start date …", Err: employee.ErrMalformed},
		},
		{
			name: "incomplete", err: fmt.Errorf("2 of 3: %w", employee.ErrIncomplete), attempts: 5,
			want: employee.FetchError{StatusCode: 200, Message: "2 of 3: " + employee.ErrIncomplete.Error(),
				Err: employee.ErrIncomplete},
		},
		{
			name: "limited in a 200", err: employee.ErrRateLimited, attempts: 5,
			want: employee.FetchError{StatusCode: 200, Message: employee.ErrRateLimited.Error(), Err: employee.ErrRateLimited},
		},
		{
			name: "refused in a 200", err: employee.ErrCredentials, attempts: 1,
			want: employee.FetchError{StatusCode: 200, Message: employee.ErrCredentials.Error(), Err: employee.ErrCredentials},
		},
		{
			name: "cut", err: fmt.Errorf("people: %w", io.ErrUnexpectedEOF), attempts: 5,
			want: employee.FetchError{StatusCode: 200, Message: "the answer ends inside a value", Err: employee.ErrIncomplete},
		},
		{
			name: "too large", err: fmt.Errorf("people: %w", wire.ErrTooLarge), attempts: 1,
			want: employee.FetchError{
				StatusCode: 200, Message: "people: " + wire.ErrTooLarge.Error(), Err: employee.ErrMalformed,
			},
		},
		{
			name: "FetchError", err: &employee.FetchError{Code: "7", Err: employee.ErrUnavailable}, attempts: 1,
			want: employee.FetchError{StatusCode: 200, Code: "7", Err: employee.ErrUnavailable},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(with(200, "{}"))
				c := newTestClient(t, v)
				err := c.Do(t.Context(), Request{Op: "list"}, func(*Response) error { return tt.err })
				tt.want.Provider, tt.want.Op = "acmehr", "list"
				sameError(t, err, &tt.want)
				if v.count() != tt.attempts {
					t.Errorf("%d attempts, want %d", v.count(), tt.attempts)
				}
			})
		})
	}
}

// What package wire says of an answer: how often it is read, and what the error is.
func TestBodiesReadByWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		broken     error // of the body, after the text
		attempts   int
		class      error
	}{
		{name: "cut in a value", body: `{"Next":"c2`, attempts: 5, class: employee.ErrIncomplete},
		{name: "cut between values", body: `{"Next":"c2"`, attempts: 5, class: employee.ErrIncomplete},
		{name: "connection cut", body: `{"Next":"c2`, broken: io.ErrUnexpectedEOF, attempts: 5,
			class: employee.ErrIncomplete},
		{name: "reset", body: `{"Next":"c2`, broken: errors.New("reset"), attempts: 5, class: employee.ErrIncomplete},
		{name: "reset behind the value", body: `{"Next":"c2"}`, broken: errors.New("reset"), attempts: 5,
			class: employee.ErrIncomplete},
		{name: "garbled", body: `{"Next":"c2"]`, attempts: 3, class: employee.ErrMalformed},
		{name: "data behind the value", body: `{"Next":"c2"} {}`, attempts: 3, class: employee.ErrMalformed},
		{name: "empty", body: "", attempts: 3, class: employee.ErrMalformed},
		{name: "a page of HTML", body: "<!DOCTYPE html>", attempts: 3, class: employee.ErrMalformed},
		{name: "whole", body: ` {"Next":"c2"} `, attempts: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(with(200, tt.body))
				if tt.broken != nil {
					v = says(breaksOff(tt.body, tt.broken))
				}
				var got struct{ Next wire.Cell }
				err := newTestClient(t, v).Do(t.Context(), Request{}, func(r *Response) error { return wire.Decode(r.Body, &got) })
				if !errors.Is(err, tt.class) || v.count() != tt.attempts {
					t.Errorf("%d attempts, then %v; want %d and %v", v.count(), err, tt.attempts, tt.class)
				}
			})
		})
	}
}
