package hibob_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/internal/race"
)

// endless sends the record of one employee so many times, each with another id.
func endless(employees int, record string) http.RoundTripper {
	const id = "3332880000000001001"
	parts := strings.Split(record, id)
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
		r, w := io.Pipe()
		go func() {
			out := bufio.NewWriterSize(w, 64<<10)
			out.WriteString(`{"employees":[`)
			for i := range employees {
				if i > 0 {
					out.WriteByte(',')
				}
				for j, part := range parts {
					if j > 0 {
						fmt.Fprintf(out, "333288%013d", 1001+i)
					}
					out.WriteString(part)
				}
			}
			out.WriteString(`]}`)
			out.Flush()
			w.Close()
		}()
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: r, ContentLength: -1}, nil
	})
	return mt
}

// peak lists so many employees and returns how far the heap grew meanwhile.
func peak(t testing.TB, employees int) (bytes int64) {
	t.Helper()
	whole := recordedBody(t, hibobtest.People(1)...)
	record := strings.TrimSuffix(strings.TrimPrefix(whole, `{"employees":[`), `]}`)
	c := newClientOver(t, &http.Client{Transport: endless(employees, record)})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	idle, n := int64(m.HeapAlloc), 0
	for e, err := range c.Employees(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%(employees/100) == 0 {
			runtime.ReadMemStats(&m)
			bytes = max(bytes, int64(m.HeapAlloc)-idle)
		}
		if e.LastName != "Abara" {
			t.Fatalf("%v was not read", e)
		}
	}
	if n != employees {
		t.Fatalf("%d employees, want %d", n, employees)
	}
	return bytes
}

// TestStreamNeedsLittleMemory lists from an answer of 18 MB. It is not parallel,
// as it looks at the memory of the whole process.
func TestStreamNeedsLittleMemory(t *testing.T) {
	if race.Enabled {
		t.Skip("the race detector needs memory of its own")
	}
	if got := peak(t, 10_000); got > 6<<20 {
		t.Errorf("%d bytes above idle, want at most 6 MB", got)
	}
}

// BenchmarkPeak shows the peak above idle for 100,000 employees.
func BenchmarkPeak(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(float64(peak(b, 100_000))/(1<<20), "MB-peak")
	}
}
