package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"runtime/metrics"
	"slices"
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

// peakGate is how many bytes above idle streaming may need at any moment: 32 MB for
// 100,000 people, of which half is for pages, however many people there are, so
// that a run with few of them finds what holds too much.
func peakGate(people int) int64 { return 16<<20 + 16<<20*int64(people)/100_000 }

// fetchGate is the ratio of streaming to the yardstick that a listing of so many
// people may have. In a short one the first pages, for which memory grows, weigh
// more, and so does noise.
func fetchGate(people int) float64 {
	if people < 50_000 {
		return 1.5
	}
	return 1.3
}

// report fetches everybody in each way, in turns, and makes the table: ratios are
// medians of those to the yardstick's fetch in the same turn. Memory is looked at
// in a fetch of its own, whose time does not count.
func (a account) report(s section, o options) (report, error) {
	s.gate = fetchGate(o.people)
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
	b.WriteString("| | ratio | at best | processor | µs per employee | allocations | bytes | MB at most |\n|---|---|---|---|---|---|---|---|\n")
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
		best := quickest(costs[i]) / quickest(costs[0])
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f | %.2f | %.1f | %.0f | %.1f |\n", w.name, ratio, best, cpu,
			of(func(c, _ cost) float64 { return float64(c.time.Nanoseconds()) / 1e3 / n }),
			of(func(c, _ cost) float64 { return float64(c.objects) / n }),
			of(func(c, _ cost) float64 { return float64(c.bytes) / n }), megabytes(peaks[i]))
		if i == 1 {
			r.beyond = s.judge(result{name: w.name, ratio: ratio, best: best})
			if gate := peakGate(people); peaks[i] > gate {
				r.beyond = append(r.beyond, fmt.Errorf("%s: %s needs %.1f MB above idle, beyond the gate of %.1f", s.name, w.name, megabytes(peaks[i]), megabytes(gate)))
			}
		}
	}
	r.table = b.String()
	return r
}

// quickest is the time of the quickest fetch, in ns.
func quickest(costs []cost) float64 {
	return float64(slices.MinFunc(costs, func(a, b cost) int { return cmp.Compare(a.time, b.time) }).time)
}

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

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
