package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// The server of the fetch sections runs in a process of its own, so that time,
// allocations and memory of this one are those of the clients. It is this
// program again, with three words in place of flags.
const serverWord = "serve-account"

// serveIfAsked is the whole run of a server process.
func serveIfAsked() {
	if len(os.Args) != 4 || os.Args[1] != serverWord {
		return
	}
	employees, err := strconv.Atoi(os.Args[3])
	if err == nil {
		err = serveAccount(os.Args[2], employees)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serveAccount prints its address when it is ready and serves until its standard
// input ends, as it does when the process that started it is gone.
func serveAccount(name string, employees int) error {
	for _, a := range accounts() {
		if a.name != name {
			continue
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		base := "http://" + listener.Addr().String()
		tape, err := a.record(base, employees)
		if err != nil {
			return err
		}
		fmt.Println(base)
		server := &http.Server{Handler: tape}
		go func() {
			io.Copy(io.Discard, os.Stdin)
			server.Close()
		}()
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}
	return fmt.Errorf("no account %q", name)
}

// startServer starts a server process and returns its address.
func startServer(name string, employees int) (base string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(self, serverWord, name, strconv.Itoa(employees))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		stdin.Close()
		cmd.Wait()
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("the server of %s did not start: %w", name, err)
	}
	return strings.TrimSpace(line), stop, nil
}

// A tape has the answers of a fake by the page that was asked for. It answers
// with them at next to no cost, and at the same for all clients.
type tape struct {
	mu      sync.Mutex
	fake    http.Handler // nil once everything is recorded
	answers map[string][]byte
}

// record asks the fake for everything that the clients ask for.
func (a account) record(base string, employees int) (*tape, error) {
	t := &tape{fake: a.fake(employees), answers: make(map[string][]byte)}
	for _, w := range a.ways() {
		got, err := w.run(context.Background(), base, &http.Client{Transport: t})
		if err == nil && got.employees != employees {
			err = fmt.Errorf("%d employees of %d", got.employees, employees)
		}
		if err != nil {
			return nil, fmt.Errorf("recording %s: %w", w.name, err)
		}
	}
	t.fake = nil
	return t, nil
}

// page is what an answer depends on, which leaves out the choice of fields: all
// clients make the same.
func page(method string, u *url.URL) string {
	q := u.Query()
	key := method + " " + u.Path
	for _, name := range []string{"page[after]", "page[limit]", "offset", "limit", "cursor",
		"$skip", "$limit", "paging", "page", "status"} {
		if values := q[name]; len(values) > 0 {
			key += " " + name + "=" + values[0]
		}
	}
	return key
}

// RoundTrip asks the fake and records its answer.
func (t *tape) RoundTrip(r *http.Request) (*http.Response, error) {
	key := page(r.Method, r.URL)
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, have := t.answers[key]; !have {
		in := httptest.NewRequest(r.Method, r.URL.String(), r.Body)
		in.Header = r.Header
		out := httptest.NewRecorder()
		t.fake.ServeHTTP(out, in)
		if out.Code != http.StatusOK {
			return nil, fmt.Errorf("%s %s: %d %s", r.Method, r.URL, out.Code, out.Body)
		}
		t.answers[key] = out.Body.Bytes()
	}
	w := httptest.NewRecorder()
	w.Body = bytes.NewBuffer(t.answers[key])
	w.Header().Set("Content-Type", "application/json")
	return w.Result(), nil
}

// ServeHTTP plays what was recorded.
func (t *tape) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, have := t.answers[page(r.Method, r.URL)]
	if !have {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	w.Write(answer)
}
