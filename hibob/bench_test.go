package hibob_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// recordedBody is the fake's answer to the search of a listing.
func recordedBody(tb testing.TB, employees ...hibobtest.Person) string {
	tb.Helper()
	fake := newFake(employees...)
	for range newClient(tb, fake).Employees(tb.Context()) {
		break
	}
	r := httptest.NewRequest(http.MethodPost, "/v1/people/search", bytes.NewReader(fake.Requests()[0].Body))
	r.SetBasicAuth(serviceUser, token)
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, r)
	return w.Body.String()
}

// BenchmarkEmployees compares a listing of 20,000 employees over loopback with what
// it replaces: net/http and a struct with the same fields.
func BenchmarkEmployees(b *testing.B) {
	const employees = 20_000
	body := recordedBody(b, hibobtest.People(employees)...)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
		_ *http.Request) {
		io.WriteString(w, body)
	}))
	defer server.Close()
	b.Run("hibob", func(b *testing.B) {
		for b.Loop() {
			// A new client each time: one is held to the vendor's rate.
			c, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token,
				BaseURL: server.URL})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for _, err := range c.Employees(b.Context()) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != employees {
				b.Fatalf("%d employees", n)
			}
		}
	})
	b.Run("typed", func(b *testing.B) {
		for b.Loop() {
			if n := typed(b, server.URL); n != employees {
				b.Fatalf("%d employees", n)
			}
		}
	})
}

// typed lists as one would without this package.
func typed(b *testing.B, url string) int {
	type reference struct{ ID, Email, DisplayName string }
	type work struct {
		EmployeeIDInCompany          json.Number
		Title, Department, Site      string
		WorkPhone, Manager           string
		StartDate, OriginalStartDate string
		ReportsTo                    *reference
	}
	type record struct {
		ID, Email, FirstName, SecondName, Surname, DisplayName string
		Work                                                   work
		Internal                                               struct{ LifecycleStatus, TerminationDate string }
		Employee                                               struct{ LastDayOfWork string }
		Payroll                                                struct {
			Employment struct{ Type, Contract string }
		}
		HumanReadable struct {
			Work struct{ Title, Department, Site string }
		}
	}
	res, err := http.Post(url, "application/json", strings.NewReader("{}"))
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	d := json.NewDecoder(res.Body)
	for range 3 { // {"employees":[
		if _, err := d.Token(); err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	for d.More() {
		var p record
		if err := d.Decode(&p); err != nil {
			b.Fatal(err)
		}
		n++
	}
	io.Copy(io.Discard, res.Body)
	return n
}
