package rest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
)

// TestBudget: calls with a budget are counted there, whichever Client sends them;
// others are counted by their own Client.
func TestBudget(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		limits         [2]Limit
		budget, paused bool // with one budget; whether the sixth and later requests wait
	}{
		{"one budget, one limit", [2]Limit{{Requests: 10, Per: time.Minute}, {Requests: 10, Per: time.Minute}}, true, true},
		{
			"one budget, two limits",
			[2]Limit{{Requests: 10, Per: time.Minute}, {Requests: 10, Per: 2 * time.Minute}},
			true,
			false,
		},
		{"one budget, no limit", [2]Limit{}, true, false},
		{"no budget", [2]Limit{{Requests: 10, Per: time.Minute}, {Requests: 10, Per: time.Minute}}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				transport := httpmock.NewMockTransport()
				transport.RegisterNoResponder(httpmock.NewStringResponder(http.StatusOK, "{}"))
				ctx := t.Context()
				var budget Budget
				if tt.budget {
					ctx = WithBudget(ctx, &budget)
				}
				start := time.Now()
				for range 5 { // half of ten for each Client
					for _, limit := range tt.limits {
						c, err := New(Options{Provider: "test", BaseURL: "https://hr.example.com", Limit: limit,
							HTTPClient: &http.Client{Transport: transport}})
						if err != nil {
							t.Fatal(err)
						}
						if err := c.Do(ctx, aList(), nil); err != nil {
							t.Fatal(err)
						}
					}
				}
				if paused := time.Since(start) > 0; paused != tt.paused {
					t.Errorf("took %v", time.Since(start))
				}
				if full := budget.Full(time.Now()); full == (tt.budget && tt.limits[0].Requests > 0) {
					t.Errorf("full %v at once", full)
				}
				time.Sleep(3 * time.Minute)
				if !budget.Full(time.Now()) {
					t.Error("not full after the period")
				}
			})
		})
	}
}

// TestObserver: it is told of rows and waits, and of those of its own context alone.
func TestObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := httpmock.NewMockTransport()
		busy := httpmock.NewStringResponse(http.StatusTooManyRequests, "")
		busy.Header.Set("Retry-After", "5")
		transport.RegisterNoResponder(
			httpmock.ResponderFromResponse(busy).Then(httpmock.NewStringResponder(http.StatusOK, "{}")),
		)
		c, err := New(
			Options{Provider: "test", BaseURL: "https://hr.example.com", HTTPClient: &http.Client{Transport: transport}},
		)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var events []Event
		ctx := WithObserver(t.Context(), func(e Event) {
			mu.Lock()
			defer mu.Unlock()
			events = append(events, e)
		})
		if err := c.Do(ctx, aList(), nil); err != nil {
			t.Fatal(err)
		}
		c.Progress(ctx, "list", 250)
		c.Progress(context.Background(), "list", 251)
		if len(events) != 2 || events[0] != (Event{Op: "list", Wait: 5 * time.Second}) ||
			events[1] != (Event{Op: "list", SoFar: 250}) {
			t.Errorf("%+v", events)
		}
	})
}

// aList is any request for a list.
func aList() Request {
	return Request{Op: "list", Method: http.MethodGet, Path: "/x", Reads: true, MaxBytes: 10}
}
