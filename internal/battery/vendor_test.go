package battery

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

const (
	key    = "kaye/5+4 acme" // has characters that travel in other forms
	issued = "token-of-acme"
)

// A vendor is a small HR system with pages, cursors and a total.
type vendor struct {
	size  int  // of a page; 0: all in one answer
	token bool // the key is exchanged for a token

	mu        sync.Mutex
	employees []record
}

type record struct {
	ID    string `json:"id"`
	First string `json:"first"`
	Start string `json:"start"`
}

type page struct {
	Total     *int     `json:"total"`
	Employees []record `json:"employees"`
	Next      string   `json:"next,omitempty"` // a link
}

func invented(n int) []record {
	employees := make([]record, n)
	for i := range employees {
		first := [...]string{"Ada", "Björnstjerne", "Chloé", "Dmitri"}[i%4]
		employees[i] = record{ID: strconv.Itoa(1001 + i), First: first, Start: fmt.Sprintf("2019-03-%02d", i%28+1)}
	}
	return employees
}

func ids(n int) []string {
	var all []string
	for _, p := range invented(n) {
		all = append(all, p.ID)
	}
	return all
}

func (v *vendor) resize(employees []record) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.employees = employees
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	employees := v.employees
	v.mu.Unlock()
	w.Header().Set("X-Request-Id", "acme-1")
	if r.URL.Path == "/token" {
		v.issue(w, r)
		return
	}
	want := "Key " + url.QueryEscape(key)
	if v.token {
		want = "Bearer " + issued
	}
	if r.Header.Get("Authorization") != want {
		reply(w, 401, map[string]string{"code": "who", "message": "not known"})
		return
	}
	switch r.URL.Path {
	case "/employees":
		v.list(w, r, employees)
	case "/account":
		reply(w, 200, map[string]any{"tenant": "acme", "people": len(employees)})
	case "/fields":
		reply(w, 200, map[string]string{"first_name": "First name", "hire_date": "Start", "custom.shirt": "Shirt size"})
	default:
		reply(w, 404, map[string]string{"code": "where", "message": "no such path"})
	}
}

func (v *vendor) issue(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("secret") != key {
		reply(w, 401, map[string]string{"code": "who", "message": "not known"})
		return
	}
	reply(w, 200, map[string]string{"token": issued})
}

func (v *vendor) list(w http.ResponseWriter, r *http.Request, employees []record) {
	start := 0
	if after := r.URL.Query().Get("after"); after != "" {
		start = slices.IndexFunc(employees, func(p record) bool { return p.ID == after })
		if start < 0 {
			reply(w, 400, map[string]string{"code": "cursor", "message": "begin again"})
			return
		}
	}
	end := len(employees)
	if v.size > 0 {
		end = min(start+v.size, end)
	}
	total := len(employees)
	answer := page{Total: &total, Employees: append([]record{}, employees[start:end]...)}
	if end < total {
		answer.Next = "http://" + r.Host + "/employees?after=" + employees[end].ID
	}
	reply(w, 200, answer)
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	var b strings.Builder
	_ = json.NewEncoder(&b).Encode(v) // what the vendor says can be encoded
	w.Write([]byte(b.String()))
}
