package bamboohr_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
)

// checkForeign lists with foreign answers. Whatever comes, it comes with an
// error or as employees who have ids and no text that cannot be read.
func checkForeign(t *testing.T, a answers) {
	synctest.Test(t, func(t *testing.T) { // repeated requests wait
		c := newClient(t, a, append(employee.Fields(), "custom.x", "custom.4567")...)
		r, err := c.Roster(t.Context())
		if (r == nil) == (err == nil) {
			t.Fatalf("roster %v with the error %v", r, err)
		}
		if err != nil {
			if _, fetch := err.(*employee.FetchError); !fetch {
				t.Fatalf("the error is a %T", err)
			}
			return
		}
		for e := range r.All() {
			if strings.TrimSpace(e.ID) == "" {
				t.Fatalf("an empty id")
			}
			for _, f := range append(employee.Fields(), "custom.x", "custom.4567") {
				if v := e.Value(f); f != employee.FieldID && v.Known() && strings.ContainsRune(v.String(), '\ufffd') {
					t.Fatalf("%s is known although it cannot be read", f)
				}
			}
		}
	})
}

func FuzzListPage(f *testing.F) {
	for _, seed := range []string{
		listOf(), listOf(openRow), listOf(shutRow, `null`),
		listOf(`{"employeeId":7.5,"hireDate":{},"teams":[[],{"label":1}]}`),
		listOf(`{"employeeId":"7","status":"On Hold","hireDate":"0000-00-00","terminationDate":"2025-13-01T00:00",` +
			`"reportsToId":0}`),
		listOf(`{"employeeId":"7","employeeId":"","_restrictedFields":{"0":"status"}}`),
		listOf("{\"employeeId\":\"\xff\",\"firstName\":\"\xff\"}"),
		`{"data":[{"employeeId":"7"}],"meta":{"page":{"nextCursor":"a"}}}`, `{"data":null,"meta":null}`,
		`{"data":{},"meta":[]}`,
		`{"error":{"code":429,"message":["x"]}}`, `{"error":{}}`, `{"error":7}`, `[]`, `null`, `<html>`, `{"data":[`,
		``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		checkForeign(t, answers{list: body, report: reportOf("x:text", `{"id":"7","x":"v"}`)})
	})
}

func FuzzReport(f *testing.F) {
	for _, seed := range []string{
		reportOf(""), reportOf("x:text 4567.0:date", `{"id":"7","x":"v","4567.0":"0000-00-00"}`),
		reportOf("x:multilist", `{"id":7,"x":["a",{"label":"b"},null]}`),
		reportOf("x:currency", `{"id":"7","x":{"value":"1"}}`),
		reportOf("x:bool", `{"id":"7","x":"maybe"}`, `{"id":"8"}`), reportOf("x:integer", `{"id":"7","x":1e400}`),
		reportOf("x:text", `null`), reportOf("x:text", `{"id":["7"]}`), reportOf("x:text", `{"id":"7"}`, `{"id":"7"}`),
		reportOf("x:text", "{\"id\":\"7\",\"x\":\"\xff\"}"),
		`{"fields":[{"id":{},"type":[]}],"employees":[{"id":"7"}]}`, `{"fields":{},"employees":{}}`,
		`{"error":{"code":"BadPage"}}`, `[]`, `null`, `<report/>`, `{"fields":[`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		checkForeign(t, answers{list: listOf(openRow), report: body})
		checkForeign(t, answers{report: body})
	})
}

// sentTo notes the host that a request goes to, sends nothing, and gives up.
type sentTo struct {
	hosts  []string
	giveUp context.CancelFunc
}

func (s *sentTo) RoundTrip(r *http.Request) (*http.Response, error) {
	s.hosts = append(s.hosts, r.URL.Scheme+"://"+r.URL.Host)
	s.giveUp()
	return nil, errors.New("nothing is sent")
}

// FuzzCompany: whatever is pasted for a company, it is refused or the key goes to
// one name right below bamboohr.com.
func FuzzCompany(f *testing.F) {
	for _, seed := range []string{
		"acme", "acme.bamboohr.com", "https://acme.bamboohr.com/home", " ACME ", "acme.bamboohr.com.evil.example",
		"https://acme.bamboohr.com@evil.example/",
		"evil.example/.bamboohr.com", "evil.example#.bamboohr.com", "https://evil.example\\.bamboohr.com",
		"a.b.bamboohr.com", "acme:8443", "-acme", "ac\u212ame", "acme\x00", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, company string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		sent := &sentTo{giveUp: cancel}
		c, err := bamboohr.New(bamboohr.Config{Company: company, APIKey: "key",
			HTTPClient: &http.Client{Transport: sent}})
		if err != nil {
			return
		}
		_, _ = c.Roster(ctx)
		for _, host := range sent.hosts {
			name, ok := strings.CutPrefix(host, "https://")
			label, below := strings.CutSuffix(name, ".bamboohr.com")
			if !ok || !below || label == "" || strings.ContainsAny(label, "./:@\\?#%") {
				t.Errorf("%q sends the key to %s", company, host)
			}
		}
		if len(sent.hosts) == 0 {
			t.Errorf("%q sends nothing", company)
		}
	})
}
