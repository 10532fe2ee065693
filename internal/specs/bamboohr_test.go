package specs_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

const (
	bamboohrFile = "bamboohr/bamboohr-public-openapi.2026-06-01.yaml"
	bamboohrKey  = "0123456789abcdef0123456789abcdef01234567"
)

func bamboohrContradictions() []contradiction {
	return []contradiction{
		{`GET /api/v1/employees: request: page/limit: maximum: got 2,500, want 100`,
			"a page has 2500 people at most, as the file says beside the maximum of 100 that it inherits"},
		{`GET /api/v1/employees: (403|404|503|598): no such status`,
			"403 and 404 are from tenants without the list, 503 was the rate limit until 2026-09-16 and is an outage " +
				"since, 598 is a gateway's time-out"},
		{`GET /api/v1/meta/(fields|lists): (401|403|429|500|503|598): no such status`,
			"the file leaves out the errors that every endpoint has"},
		{`POST /api/v1/reports/custom: (401|403|429|500|503|598): no such status`,
			"the file leaves out the errors that every endpoint has"},
		{`POST /api/v1/reports/custom: 200: /employees/\*/[\w.]+: got null, want string`,
			"empty cells of reports are null in recorded traffic"},
		{`POST /api/v1/reports/custom: 200: /employees/\*/4567\.0: got boolean, want string`,
			"fields of type bool are JSON booleans in recorded reports"},
		{`POST /api/v2/datasets/{datasetName}/data: 200: /data/\*/_restrictedFields: not described`,
			"a newer description has the names of what is hidden in each row of a dataset"},
		{`.*: 200: no such content type`,
			"XML comes where Accept is forgotten, HTML from a wrong address: answers that no client asks for"},
		{`.*: 200: (/error: not described|: missing properties 'data', 'meta', '_links'|: got object, want array)`,
			"one endpoint answers 200 with an error in the body: a client looks for it everywhere"},
	}
}

func TestBambooHR(t *testing.T) {
	t.Parallel()
	j := newJudge(t, bamboohrContradictions(), bamboohrFile)
	all := append(employee.Fields(), "custom.4567", "custom.customBudget", "custom.customSize")
	for _, tt := range []struct {
		fields []employee.Field
		config bamboohrtest.Config
	}{
		{fields: nil, config: bamboohrtest.Config{}},
		{fields: employee.Fields(), config: bamboohrtest.Config{Hidden: []string{"homeEmail"}}},
		{fields: all, config: bamboohrtest.Config{}},
		{fields: all, config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent}},
		{fields: all, config: bamboohrtest.Config{Refuse: map[string]int{"/employees": 404, "/meta/lists": 403}}},
	} {
		j.bamboohr(newBambooHR(tt.config), tt.fields, nil, 0).run(t)
	}
	for _, fault := range []fault{
		bamboohrtest.RateLimited(time.Second),
		bamboohrtest.WithHeader(bamboohrtest.Unavailable(), "Retry-After", "1"),
		bamboohrtest.Unauthorized(), bamboohrtest.Forbidden(),
		bamboohrtest.Status(598), bamboohrtest.ServerError(), bamboohrtest.XML(), bamboohrtest.HTML(),
		bamboohrtest.EmbeddedError(429, "Not now"), bamboohrtest.Truncated(),
	} {
		j.bamboohr(newBambooHR(bamboohrtest.Config{}), nil, fault, 0).run(t)
		j.bamboohr(newBambooHR(bamboohrtest.Config{}), all, fault, 0).run(t)
		j.bamboohr(newBambooHR(bamboohrtest.Config{}), all, fault, 1).run(t)
	}
	fake := newBambooHR(bamboohrtest.Config{})
	leave := func(h http.Handler) http.Handler { // and take the cursor with them
		fake.SetPeople(bamboohrtest.People(60)[:10]...)
		return h
	}
	j.bamboohr(fake, nil, leave, 1).run(t)
	j.verdict(t)
}

func newBambooHR(config bamboohrtest.Config) *bamboohrtest.Fake {
	people := bamboohrtest.People(60)
	v := people[2].Values
	v["4567"], v["customBudget"], v["customSize"], v["teams"] = true, "1200.00", "S", []string{"Blue", "Red"}
	config.Fields = []bamboohrtest.Field{
		{ID: "4567", Type: "bool"},
		{Alias: "customBudget", Type: "currency"},
		{ID: "4570", Alias: "customSize", Type: "list", Options: []string{"S", "M"}},
	}
	fake := bamboohrtest.New(bamboohrKey, people...)
	fake.Configure(config)
	return fake
}

func (j *judge) bamboohr(fake *bamboohrtest.Fake, fields []employee.Field, fault fault, after int) play {
	return play{fail: fake.Next, fault: fault, after: after, start: func() (client, error) {
		return bamboohr.New(
			bamboohr.Config{
				Company:    "acme",
				APIKey:     bamboohrKey,
				Fields:     fields,
				HTTPClient: j.between(pagesOf("20", fake)),
			},
		)
	}}
}

// pagesOf makes the full pages of a fake BambooHR small. What the client asked for
// is judged, and not this.
func pagesOf(size string, fake http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if q := r.URL.Query(); q.Get("page[limit]") == "2500" {
			q.Set("page[limit]", size)
			r.URL.RawQuery = q.Encode()
		}
		fake.ServeHTTP(w, r)
	})
}

func TestBambooHRExamples(t *testing.T) {
	t.Parallel()
	f := read(t, bamboohrFile)
	start := func(name string) func() (client, error) {
		list := f.example(t, "paths", "/api/v1/employees", "get", "responses", "200", "content",
			"application/json", "examples", name, "value")
		return func() (client, error) {
			return bamboohr.New(
				bamboohr.Config{
					Company:    "acme",
					APIKey:     bamboohrKey,
					HTTPClient: inMemory(answers{"/api/v1/employees": list}, nil),
				},
			)
		}
	}
	fields := []employee.Field{employee.FieldFirstName, employee.FieldLastName, employee.FieldPreferredName,
		employee.FieldJobTitle, employee.FieldStatus, employee.FieldWorkEmail, employee.FieldTerminationDate}
	readsExample(t, false, start("basic"), fields,
		"123 | Ava | Nguyen | Ava | Engineering Manager | active | (withheld) | (withheld)",
		"124 | Sam | Park | Sam | Product Designer | active | (withheld) | (withheld)")
	readsExample(t, true, start("batchByIds"), fields,
		"200 | Lena | Smith | Lena | QA Analyst | active | (withheld) | (withheld)",
		"207 | Marco | Lee | (empty) | Support Engineer | inactive | (withheld) | (withheld)")
}
