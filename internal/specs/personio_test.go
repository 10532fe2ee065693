package specs_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const (
	personioV1 = "personio/v1-official/"
	personioV2 = "personio/v2-official-copy/"
)

func personioV1Contradictions() []contradiction {
	return []contradiction{
		{`.*: (401|403|404|429|500|503): no such status`,
			"the file has no errors at all"},
		{`GET /company/employees: 422: no such status`,
			"so is the refusal of an attribute that may not be read; its status is not known"},
		{`GET /company/employees: 200: /data: got array, want object`,
			"the list is an array, as in the file's own example; the file composes it with the answer about one"},
		{`GET /company/employees(/{employee_id})?: 200: /data(/\*)?/attributes/dynamic_\d+: not described`,
			"a tenant's own attributes have keys of their own"},
		{
			`GET /company/employees(/{employee_id})?: 200: /data(/\*)?/attributes/(absence_entitlement|supervisor)/` +
				`(type|universal_id): not described`,
			"these attributes have type and universal_id like all others, as in the file's own example",
		},
		{
			`GET /company/employees(/{employee_id})?: 200: /data(/\*)?/attributes/(office|subcompany|team)/value/` +
				`attributes/id: not described`,
			"office, subcompany and team have id and name, as in the file's own example",
		},
		{
			`GET /company/employees(/{employee_id})?: 200: /data(/\*)?/attributes/work_schedule/value/attributes/` +
				`valid_from: not described`,
			"the file's own example has it",
		},
		{
			`GET /company/employees(/{employee_id})?: 200: /data(/\*)?/attributes/(supervisor|holiday_calendar|` +
				`absence_entitlement)/value: got null, want (object|array)`,
			"what is not there is null, the supervisor above all; a dump of a tenant has nulls",
		},
		{`.*: 200: (/error: not described|: missing property 'data')`,
			"success:false comes with status 200"},
		{`.*: 200: no such content type`,
			"HTML comes from a wrong address: an answer that no client asks for"},
	}
}

func TestPersonioV1(t *testing.T) {
	t.Parallel()
	j := newJudge(t, personioV1Contradictions(), personioV1+"personio-auth-api.yaml",
		personioV1+"personio-personnel-data-api-oa3.yaml")
	j.personio(t, personio.APIV1)
	fake, form := newPersonio(30, personiotest.Config{}), "application/x-www-form-urlencoded"
	j.ask(t, fake, "POST", "https://api.personio.de/v1/auth", "client_id=client-id&client_secret=client-secret",
		"Content-Type", form)
	token := `{"client_id":"client-id","client_secret":"client-secret"}`
	bearer := bearerIn(
		j.ask(t, fake, "POST", "https://api.personio.de/v1/auth", token, "Content-Type", "application/json"),
	)
	for _, path := range []string{"", "?email=ada.abara.1%40example.com", "/1001", "/7", "/custom-attributes"} {
		j.ask(t, fake, "GET", "https://api.personio.de/v1/company/employees"+path, "", "Authorization", bearer)
	}
	j.verdict(t)
}

func personioV2Contradictions() []contradiction {
	return []contradiction{
		{`GET api.personio.de/v2/org-units/\d+: no such endpoint`,
			"the names of departments and teams are in an API of which there is no file"},
		{`.*: (401|403|404|429|500|503): no such status`,
			"the files have 400 alone, and 404 for employments; a missing right is 401 or 403"},
		{
			`GET /v2/persons(/{id}|(/{person_id}/employments)(/{id})?)?: (400|404): /errors/\*/type: got null, want string`,
			"the type of an error is null at times",
		},
		{
			`GET /v2/persons/{person_id}/employments(/{id})?: 200: (/_data/\*)?/(employment_end_date|` +
				`contract_end_date): got null, want string`,
			"an end that is not there is null, as in the file's own example",
		},
		{
			`GET /v2/persons/{person_id}/employments(/{id})?: 200: (/_data/\*)?/(supervisor|termination/(reason|` +
				`terminated_at)): got null, want (object|string)`,
			"what is not there is null, empty or left out: all must be read",
		},
		{`GET /v2/persons(/{id})?: 200: (/_data/\*)?/preferred_name: got null, want string`,
			"what is not there is null, empty or left out: all must be read"},
		{`GET /v2/persons(/{id})?: 200: (/_data/\*)?/custom_attributes/\*/global_id: got null, want string`,
			"what is not there is null, empty or left out: all must be read"},
		{
			`GET /v2/persons(/{id})?: 200: (/_data/\*)?/custom_attributes/\*/value: got (null|number), want (string|array)`,
			"the file types values as text or lists; a working pipeline has numbers, too",
		},
		{`GET /v2/persons: 200: /_data/\*/custom_attributes/\*/type: value must be one of .*`,
			"the file's own examples have types in lower case"},
		{`.*: 200: no such content type`,
			"HTML comes from a wrong address: an answer that no client asks for"},
	}
}

func TestPersonioV2(t *testing.T) {
	t.Parallel()
	j := newJudge(t, personioV2Contradictions(), personioV2+"credentials-service-api-v2.json",
		personioV2+"persons-service-api-v2.json", personioV2+"employment-contract-v2.json")
	j.personio(t, personio.APIV2)
	fake, form := newPersonio(30, personiotest.Config{}), "application/x-www-form-urlencoded"
	token := "grant_type=client_credentials&client_id=client-id&client_secret=client-secret"
	bearer := bearerIn(j.ask(t, fake, "POST", "https://api.personio.de/v2/auth/token", token, "Content-Type", form))
	for _, path := range []string{"", "?id=1001,1002",
		"?email=ada.abara.1%40example.com&status=ACTIVE", "?cursor=of-an-employee-who-is-gone",
		"/1001", "/7", "/1001/employments/employment-1001", "/1001/employments/7", "/7/employments"} {
		j.ask(t, fake, "GET", "https://api.personio.de/v2/persons"+path, "", "Authorization", bearer)
	}
	revoke := "token=" + strings.TrimPrefix(bearer, "Bearer ")
	j.ask(t, fake, "POST", "https://api.personio.de/v2/auth/revoke", revoke, "Content-Type", form,
		"Authorization", bearer)
	j.verdict(t)
}

// bearerIn is the header with the token of an answer of either API.
func bearerIn(answer []byte) string {
	var a struct {
		Token string `json:"access_token"`
		Data  struct{ Token string }
	}
	_ = json.Unmarshal(answer, &a) // no token is one that is refused
	return "Bearer " + a.Token + a.Data.Token
}

func (j *judge) personio(t *testing.T, api personio.API) {
	all := append(employee.Fields(), "custom.dynamic_2", "custom.dynamic_3", "custom.Skills", "custom.Floor")
	for _, tt := range []struct {
		fields []employee.Field
		config personiotest.Config
	}{
		{fields: nil, config: personiotest.Config{}},
		{
			fields: employee.Fields(),
			config: personiotest.Config{FullSupervisor: true, Hidden: []string{"office"}, RefuseHidden: 422},
		},
		{fields: all, config: personiotest.Config{PageSize: 7, TagsAsJSON: true, LowerCaseTypes: true}},
		{fields: all, config: personiotest.Config{PageSize: 7, NoExpiresIn: true, TextValues: true}},
	} {
		j.personioPlay(newPersonio(30, tt.config), api, tt.fields, nil, 0).run(t)
	}
	for _, fault := range []fault{
		personiotest.RateLimited(0), personiotest.Unavailable(), personiotest.ServerError(), personiotest.Unauthorized(),
		personiotest.Forbidden(), personiotest.NotFound(), personiotest.HTML(), personiotest.Truncated(),
		embeddedError(api), wrongSecret,
	} {
		for after := range 4 {
			j.personioPlay(newPersonio(9, personiotest.Config{}), api, all, fault, after).run(t)
		}
	}
	fake := newPersonio(30, personiotest.Config{PageSize: 7})
	leave := func(h http.Handler) http.Handler { // and take the cursor of v2 with them
		fake.SetPeople(personiotest.People(3)...)
		return h
	}
	const pageOne = 1 + 1 + 7 // the token, the page, and in v2 the employments of seven people
	j.personioPlay(fake, api, []employee.Field{employee.FieldWorkEmail}, leave, pageOne).run(t)
}

func newPersonio(n int, config personiotest.Config) *personiotest.Fake {
	people := personiotest.People(n)
	v := people[3].Values
	v["dynamic_2"], v["dynamic_3"], v["dynamic_4"], v["dynamic_5"] = 500.5, "S", []string{"Go", "SQL"}, 3
	config.Fields = []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_2", Name: "Budget", Type: "decimal"},
		{ID: "dynamic_3", Name: "Size", Type: "list", Options: []string{"S", "M"}},
		{ID: "dynamic_4", Name: "Skills", Type: "tags", Options: []string{"Go", "SQL"}},
		{ID: "dynamic_5", Name: "Floor", Type: "integer"},
	}
	fake := personiotest.New("client-id", "client-secret", people...)
	fake.Configure(config)
	return fake
}

func (j *judge) personioPlay(
	fake *personiotest.Fake,
	api personio.API,
	fields []employee.Field,
	fault fault,
	after int,
) play {
	return play{fail: fake.Next, fault: fault, after: after, start: func() (client, error) {
		return personio.New(personio.Config{
			Tenant: "acme", ClientID: "client-id", ClientSecret: "client-secret", API: api,
			PartnerID: "ROSTERKIT", AppID: "SPECS", Fields: fields, HTTPClient: j.between(fake),
		})
	}}
}

// wrongSecret makes a request for a token one with another secret.
func wrongSecret(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(
			bytes.NewReader(bytes.ReplaceAll(body, []byte("client-secret"), []byte("another-secret"))),
		)
		h.ServeHTTP(w, r)
	})
}

// embeddedError is a fault that v1 alone has.
func embeddedError(api personio.API) fault {
	if api == personio.APIV2 {
		return personiotest.ServerError()
	}
	return personiotest.EmbeddedError(500, "Something went wrong")
}
