// Package leaktest fails a package's tests that leave goroutines behind. A body
// that is never closed keeps the two goroutines of its connection, so it shows
// here, too.
package leaktest

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Main runs the tests and then waits, for three seconds at most, until no
// goroutine is left but its own. It is for TestMain:
//
//	func TestMain(m *testing.M) { leaktest.Main(m) }
func Main(m *testing.M) {
	code := m.Run()
	if left := Left(3 * time.Second); code == 0 && len(left) > 0 {
		fmt.Fprintf(os.Stderr, "leaktest: %d goroutines are left after the tests:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// Left returns the stacks of the goroutines that do not end within patience.
func Left(patience time.Duration) []string {
	const tick = 10 * time.Millisecond
	for range patience / tick {
		if len(others()) == 0 {
			return nil
		}
		time.Sleep(tick)
	}
	return others()
}

// others are the stacks of all goroutines but the caller's and those that the
// testing package or the runtime keeps.
func others() []string {
	buf := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) {
			buf = buf[:n]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	var left []string
	for i, stack := range strings.Split(strings.TrimSpace(string(buf)), "\n\n") {
		if i > 0 && !kept(stack) {
			left = append(left, stack)
		}
	}
	return left
}

// kept reports whether a goroutine is one that lives as long as the process.
func kept(stack string) bool {
	for _, owner := range []string{
		"testing.(*M).Run(", "testing.(*M).startAlarm", "testing.runFuzzing", "testing.runFuzzTests", "os/signal.loop", "os/signal.signal_recv",
		"runtime.ensureSigM", "runtime/trace.Start", "runtime/pprof.profileWriter", "internal/fuzz.",
	} {
		if strings.Contains(stack, owner) {
			return true
		}
	}
	return false
}
