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

// A cost is what one fetch of all employees took. That of the server is not in it.
type cost struct {
	time    time.Duration
	cpu     time.Duration // of the process, user and system
	objects uint64
	bytes   uint64
}

// report fetches all employees in each way, in turns, and makes the table: ratios are
// medians of those to a yardstick's fetch in the same turn. Memory is looked at in
// a fetch of its own, whose time does not count.
func (a account) report(s section, o options) (report, error) {
	base, stop, err := startServer(a.name, o.employees)
	if err != nil {
		return report{}, err
	}
	defer stop()
	ways := a.ways()
	fetches := make([]fetches, len(ways))
	var want tally
	for turn := range o.repeats + 1 {
		for i, w := range ways {
			var c cost
			var got tally
			if turn == 0 {
				got, fetches[i].peak, err = peak(base, w)
			} else {
				got, c, err = spend(base, w)
				fetches[i].costs = append(fetches[i].costs, c)
			}
			if err != nil {
				return report{}, fmt.Errorf("%s: %w", w.name, err)
			}
			if want == (tally{}) {
				want = got
			}
			if got != want || got.employees != o.employees {
				return report{}, fmt.Errorf("%s fetched %d employees, %s %d of %d, or others",
					w.name, got.employees, ways[0].name, want.employees, o.employees)
			}
		}
	}
	for i, w := range ways {
		fetches[i].name = w.name
	}
	return fetchReport(s.name, fetches, fetchLimits()[a.name].of(o.employees), o.employees, runningV1IsItsOwn()), nil
}

// fetches are those of one way, one for each turn, and the memory that it needed.
type fetches struct {
	name  string
	costs []cost
	peak  int64 // bytes above idle
}

// A fetchRatio compares a way with a yardstick.
type fetchRatio struct {
	time, best, cpu float64 // of the medians; of the quickest; of processor time
}

func (f fetches) to(yardstick fetches) fetchRatio {
	return fetchRatio{
		time: f.median(func(turn int) float64 { return float64(f.costs[turn].time) / float64(yardstick.costs[turn].time) }),
		best: f.quickest() / yardstick.quickest(),
		cpu:  f.median(func(turn int) float64 { return float64(f.costs[turn].cpu) / float64(yardstick.costs[turn].cpu) }),
	}
}

func (f fetches) median(figure func(turn int) float64) float64 {
	values := make([]float64, len(f.costs))
	for turn := range values {
		values[turn] = figure(turn)
	}
	return median(values)
}

// fetchReport makes the table of all ways, in the order of account.ways, and
// judges streaming.
func fetchReport(name string, all []fetches, l fetchLimit, employees int, v1Counts bool) report {
	v2, v1 := all[0], all[1]
	var b strings.Builder
	b.WriteString("| | to json/v2 | at best | processor | to encoding/json | at best | processor |" +
		" µs per employee | allocations | bytes | MB at most |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	n := float64(employees)
	for _, f := range all {
		toV2, toV1 := f.to(v2), f.to(v1)
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.1f | %.0f | %.1f |\n", f.name,
			toV2.time, toV2.best, toV2.cpu, toV1.time, toV1.best, toV1.cpu,
			f.median(func(turn int) float64 { return float64(f.costs[turn].time.Nanoseconds()) / 1e3 / n }),
			f.median(func(turn int) float64 { return float64(f.costs[turn].objects) / n }),
			f.median(func(turn int) float64 { return float64(f.costs[turn].bytes) / n }), megabytes(f.peak))
	}
	stream := all[2]
	beyond := l.judge(name, stream, v2, l.v2)
	if v1Counts {
		beyond = append(beyond, l.judge(name, stream, v1, l.v1)...)
	}
	if got := megabytes(stream.peak); got > l.peak.gate {
		beyond = append(beyond, fmt.Errorf("%s: %s needs %.1f MB above idle, beyond the gate of %.1f", name, stream.name, got, l.peak.gate))
	}
	fmt.Fprintf(&b, "\nGoal of %s: %s to json/v2, %s to encoding/json under Go 1.26, %s MB.\n", stream.name, l.v2, l.v1, l.peak)
	return report{table: b.String(), beyond: beyond}
}

// judge returns how far streaming is beyond what its ratio to a yardstick may be.
// Of two ratios the better one counts: what else runs makes nothing quicker.
func (l fetchLimit) judge(name string, stream, yardstick fetches, at limit) []error {
	r := stream.to(yardstick)
	got, of := min(r.time, r.best), "time"
	if l.processor {
		got, of = r.cpu, "processor time"
	}
	if got <= at.gate {
		return nil
	}
	return []error{fmt.Errorf("%s: %s takes %.2f times the %s of %s, beyond the gate of %.2f", name, stream.name, got, of, yardstick.name, at.gate)}
}

// quickest is the time of the quickest fetch, in ns.
func (f fetches) quickest() float64 {
	return float64(slices.MinFunc(f.costs, func(a, b cost) int { return cmp.Compare(a.time, b.time) }).time)
}

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// spend fetches all employees on a clean heap.
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

// peak fetches all employees and returns how far the heap grew above what it was
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
