package leaktest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

const short, long = 20 * time.Millisecond, 3 * time.Second

func TestLeft(t *testing.T) {
	stop := make(chan struct{})
	ended := make(chan struct{})
	go func() { <-stop; close(ended) }()
	left := leaktest.Left(short)
	if len(left) != 1 || !strings.Contains(left[0], "TestLeft") {
		t.Errorf("got %d goroutines:\n%s", len(left), strings.Join(left, "\n"))
	}
	close(stop)
	<-ended
	if left := leaktest.Left(long); len(left) != 0 {
		t.Errorf("after its end:\n%s", strings.Join(left, "\n"))
	}
}

func TestLeftFindsAnOpenBody(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Repeat("x", 1<<20))
	}))
	transport := new(http.Transport)
	resp, err := (&http.Client{Transport: transport}).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport.CloseIdleConnections()
	if left := strings.Join(leaktest.Left(short), "\n"); !strings.Contains(left, "readLoop") {
		t.Errorf("the open body does not show:\n%s", left)
	}
	resp.Body.Close()
	server.Close()
	if left := leaktest.Left(long); len(left) != 0 {
		t.Errorf("after it was closed:\n%s", strings.Join(left, "\n"))
	}
}
