package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A Remote is the store of one customer whose users are behind a REST API, without
// transactions. Keys are kept beside it.
type Remote struct {
	API  *API
	keys map[[2]string]bool
}

// NewRemote returns a store with a product of its own.
func NewRemote() *Remote { return &Remote{&API{}, make(map[[2]string]bool)} }

// An API is a product with users for one customer.
type API struct {
	Seats int  // 0: no limit
	Down  bool // it answers 503
	// OnRequest is called before each request that writes. False is an answer of 503.
	OnRequest func(method, path string) bool

	users  []syncplan.User
	groups map[string][]string
	next   int
}

// Existing lists what the product has.
func (r *Remote) Existing(context.Context) (x syncplan.Existing, err error) {
	err = r.do(http.MethodGet, "/everything", nil, &x)
	return x, err
}

// Delete deletes a user, as an admin does.
func (r *Remote) Delete(id string) {
	r.API.users = slices.DeleteFunc(r.API.users, func(u syncplan.User) bool { return u.ID == id })
}

// Tx is that of runner.Store.
func (r *Remote) Tx(_ context.Context, f func(runner.Tx) error) error { return f(r) }

// Recorded is that of runner.Tx.
func (r *Remote) Recorded(_ context.Context, run, key string) (bool, error) {
	return r.keys[[2]string{run, key}], nil
}

// User is that of runner.Tx.
func (r *Remote) User(_ context.Context, id string) (u syncplan.User, err error) {
	err = r.do(http.MethodGet, "/users?id="+url.QueryEscape(id), nil, &u)
	return u, err
}

// Linked is that of runner.Tx.
func (r *Remote) Linked(_ context.Context, link syncplan.Link) (u syncplan.User, err error) {
	err = r.do(http.MethodGet, "/users?source="+url.QueryEscape(link.Source)+"&employee="+url.QueryEscape(link.EmployeeID), nil, &u)
	return u, err
}

// Create is that of runner.Tx.
func (r *Remote) Create(_ context.Context, u syncplan.User) (id string, err error) {
	var created syncplan.User
	err = r.do(http.MethodPost, "/users", u, &created)
	return created.ID, err
}

// Update is that of runner.Tx.
func (r *Remote) Update(_ context.Context, _, after syncplan.User) error {
	return r.do(http.MethodPut, "/users", after, nil)
}

// AddGroup is that of runner.Tx.
func (r *Remote) AddGroup(_ context.Context, attribute, value string) error {
	return r.do(http.MethodPut, "/groups", []string{attribute, value}, nil)
}

// Record is that of runner.Tx.
func (r *Remote) Record(_ context.Context, run string, a syncplan.Action, _ string) error {
	if r.keys[[2]string{run, a.Key}] {
		return runner.ErrRecorded
	}
	r.keys[[2]string{run, a.Key}] = true
	return nil
}

// do sends a request and reads the answer.
func (r *Remote) do(method, path string, send, receive any) error {
	body, err := json.Marshal(send)
	if err != nil {
		return err
	}
	w := httptest.NewRecorder()
	r.API.ServeHTTP(w, httptest.NewRequest(method, path, bytes.NewReader(body)))
	switch w.Code {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil
	case http.StatusConflict:
		return runner.ErrTaken
	case http.StatusPaymentRequired:
		return runner.ErrNoSeat
	default:
		return fmt.Errorf("%w: HTTP %d", runner.ErrUnavailable, w.Code)
	}
	if receive == nil {
		return nil
	}
	return json.Unmarshal(w.Body.Bytes(), receive)
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	write := r.Method != http.MethodGet
	if a.Down || write && a.OnRequest != nil && !a.OnRequest(r.Method, r.URL.Path) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	body, _ := io.ReadAll(r.Body)
	q := r.URL.Query()
	var answer any
	var err error
	switch {
	case r.URL.Path == "/everything":
		answer = syncplan.Existing{Users: a.users, Groups: a.groups}
	case r.URL.Path == "/groups":
		err = a.addGroup(body)
	case write:
		answer, err = a.save(body, r.Method == http.MethodPost)
	default:
		link := syncplan.Link{Source: q.Get("source"), EmployeeID: q.Get("employee")}
		i := slices.IndexFunc(a.users, func(u syncplan.User) bool {
			return u.ID == q.Get("id") || link != syncplan.Link{} && u.Link == link
		})
		if i < 0 {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		answer = a.users[i]
	}
	switch {
	case errors.Is(err, runner.ErrTaken):
		w.WriteHeader(http.StatusConflict)
	case errors.Is(err, runner.ErrNoSeat):
		w.WriteHeader(http.StatusPaymentRequired)
	case err != nil:
		w.WriteHeader(http.StatusBadRequest)
	default:
		_ = json.NewEncoder(w).Encode(answer)
	}
}

func (a *API) addGroup(body []byte) error {
	var group []string
	if err := json.Unmarshal(body, &group); err != nil || len(group) != 2 {
		return errors.New("want an attribute and a value")
	}
	if a.groups == nil {
		a.groups = make(map[string][]string)
	}
	if !slices.Contains(a.groups[group[0]], group[1]) {
		a.groups[group[0]] = append(a.groups[group[0]], group[1])
	}
	return nil
}

// save stores a user, a new one or that with its ID.
func (a *API) save(body []byte, created bool) (u syncplan.User, err error) {
	if err := json.Unmarshal(body, &u); err != nil {
		return u, err
	}
	active := 0
	for _, other := range a.users {
		switch {
		case other.ID == u.ID:
		case other.Active:
			active++
			fallthrough
		default:
			if u.Email != "" && fold.Equal(other.Email, u.Email) {
				return u, runner.ErrTaken
			}
		}
	}
	if u.Active && a.Seats > 0 && active >= a.Seats {
		return u, runner.ErrNoSeat
	}
	if created {
		a.next++
		u.ID = fmt.Sprintf("r%d", a.next)
		a.users = append(a.users, u)
		return u, nil
	}
	i := slices.IndexFunc(a.users, func(other syncplan.User) bool { return other.ID == u.ID })
	if i < 0 {
		return u, errors.New("no such user")
	}
	a.users[i] = u
	return u, nil
}
