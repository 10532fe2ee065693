package main

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strings"
	"syscall"
	"time"
)

// A cost is what one fetch of everybody took. That of the server is not in it.
type cost struct {
	time    time.Duration
	cpu     time.Duration // of the process, user and system
	objects uint64
	bytes   uint64
}

// peakGate is how many bytes above idle streaming may need at any moment.
const peakGate = 32 << 20

// report fetches everybody in each way, in turns, and makes the table: ratios are
// medians of those to the yardstick's fetch in the same turn. Memory is looked at
// in a fetch of its own, whose time does not count.
func (a account) report(s section, o options) (report, error) {
	base, stop, err := startServer(a.name, o.people)
	if err != nil {
		return report{}, err
	}
	defer stop()
	ways := a.ways()
	costs := make([][]cost, len(ways))
	peaks := make([]int64, len(ways))
	var want tally
	for turn := range o.repeats + 1 {
		for i, w := range ways {
			var c cost
			var got tally
			if turn == 0 {
				got, peaks[i], err = peak(base, w)
			} else {
				got, c, err = spend(base, w)
			}
			if err != nil {
				return report{}, fmt.Errorf("%s: %w", w.name, err)
			}
			if want == (tally{}) {
				want = got
			}
			if got != want || got.people != o.people {
				return report{}, fmt.Errorf("%s fetched %d people, %s %d of %d, or others", w.name, got.people, ways[0].name, want.people, o.people)
			}
			if turn > 0 {
				costs[i] = append(costs[i], c)
			}
		}
	}
	return fetchTable(s, ways, costs, peaks, o.people), nil
}

func fetchTable(s section, ways []fetching, costs [][]cost, peaks []int64, people int) report {
	var r report
	var b strings.Builder
	b.WriteString("| | ratio | processor | µs per employee | allocations | bytes | MB at most |\n|---|---|---|---|---|---|---|\n")
	n := float64(people)
	for i, w := range ways {
		of := func(figure func(c, yardstick cost) float64) float64 {
			values := make([]float64, len(costs[i]))
			for turn := range values {
				values[turn] = figure(costs[i][turn], costs[0][turn])
			}
			return median(values)
		}
		ratio := of(func(c, y cost) float64 { return float64(c.time) / float64(y.time) })
		cpu := of(func(c, y cost) float64 { return float64(c.cpu) / float64(y.cpu) })
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f | %.1f | %.0f | %.1f |\n", w.name, ratio, cpu,
			of(func(c, _ cost) float64 { return float64(c.time.Nanoseconds()) / 1e3 / n }),
			of(func(c, _ cost) float64 { return float64(c.objects) / n }),
			of(func(c, _ cost) float64 { return float64(c.bytes) / n }), float64(peaks[i])/(1<<20))
		if i == 1 {
			r.beyond = s.beyond(w.name, ratio)
			if peaks[i] > peakGate {
				r.beyond = append(r.beyond, fmt.Errorf("%s: %s needs %d MB above idle, beyond the gate of %d", s.name, w.name, peaks[i]>>20, peakGate>>20))
			}
		}
	}
	r.table = b.String()
	return r
}

// spend fetches everybody on a clean heap.
func spend(base string, w fetching) (tally, cost, error) {
	transport := newTransport()
	defer transport.CloseIdleConnections()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := processorTime(), time.Now()
	got, err := w.run(context.Background(), base, &http.Client{Transport: transport})
	c := cost{time: time.Since(start), cpu: processorTime() - cpu}
	runtime.ReadMemStats(&after)
	c.objects, c.bytes = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	return got, c, err
}

// newTransport keeps as many connections as the library's own does, which could
// not be closed from here.
func newTransport() *http.Transport { return &http.Transport{MaxIdleConnsPerHost: 8} }

// processorTime is what the process has used so far, in user and system mode.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak fetches everybody and returns how far the heap grew above what it was
// before, looked at twice a millisecond. What counts are the objects, those that
// the collector has not freed yet among them, with the collector as it is by
// default.
func peak(base string, w fetching) (got tally, most int64, err error) {
	transport := newTransport()
	defer transport.CloseIdleConnections()
	runtime.GC()
	idle := heapBytes()
	done, looked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		ticker := time.NewTicker(500 * time.Microsecond)
		defer ticker.Stop()
		for {
			most = max(most, heapBytes()-idle)
			select {
			case <-ticker.C:
			case <-done:
				return
			}
		}
	}()
	got, err = w.run(context.Background(), base, &http.Client{Transport: transport})
	close(done)
	<-looked
	return got, most, err
}

func heapBytes() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}
