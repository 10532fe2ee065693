package humaanstest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// A test in a bubble of testing/synctest waits in fake time, and nothing listens on a
// port. The clock of a bubble starts in 2000: sleep first, to the time of the employees.
func ExampleFake_Client() {
	testRateLimit := func(t *testing.T) { // a Test function of yours
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)))
			fake := humaanstest.New("token", humaanstest.People(300)...)
			fake.Next(humaanstest.RateLimited(time.Minute))
			client, err := humaans.New(humaans.Config{
				AccessToken: "token",
				HTTPClient:  fake.Client(),
			})
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			roster, err := client.Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println(roster, "as of", roster.Origin().AsOf.UTC().Format(time.DateOnly))
			fmt.Println("waited:", time.Since(begun) >= time.Minute)
		})
	}
	run(testRateLimit) // leave out
	// Output:
	// roster of humaans/company00000000000000001: 300 employees as of 2026-03-02
	// waited: true
}

// run runs a test from an example.
func run(test func(*testing.T)) {
	all := func(_, _ string) (bool, error) { return true, nil }
	testing.RunTests(all, []testing.InternalTest{{Name: "TestRateLimit", F: test}})
}
