package specs_test

import (
	"errors"
	"net/http"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
)

// personioAnswers are examples of the vendor's files, by the path of the request.
// The path of an example begins with the name of its file.
func personioAnswers(t *testing.T, examples map[string][]string) answers {
	t.Helper()
	served := make(answers)
	for path, at := range examples {
		method := "get"
		if path == "/v1/auth" || path == "/v2/auth/token" {
			method = "post"
		}
		served[path] = read(t, at[0]).example(t,
			"paths", at[1], method, "responses", "200", "content", "application/json", "examples", at[2], "value")
	}
	return served
}

func personioOf(api personio.API, h http.Handler) func() (client, error) {
	return func() (client, error) {
		return personio.New(personio.Config{
			Tenant: "acme", ClientID: "client-id", ClientSecret: "client-secret", API: api,
			Fields: append(employee.Fields(), "custom.dynamic_24407", "custom.dynamic_33400",
				"custom.dynamic_305"),
			HTTPClient: inMemory(h, nil),
		})
	}
}

// personioV1Examples are those of all that the client asks v1 for.
func personioV1Examples(t *testing.T) answers {
	t.Helper()
	return personioAnswers(t, map[string][]string{
		"/v1/auth": {personioV1 + "personio-auth-api.yaml", "/auth", "response"},
		"/v1/company/employees": {
			personioV1 + "personio-personnel-data-api-oa3.yaml",
			"/company/employees",
			"response",
		},
		"/v1/company/employees/attributes": {
			personioV1 + "personio-personnel-data-api-oa3.yaml",
			"/company/employees/attributes",
			"response",
		},
	})
}

// personioV2Examples are those of all that the client asks v2 for, one person
// with one employment.
func personioV2Examples(t *testing.T, persons string) answers {
	t.Helper()
	return personioAnswers(t, map[string][]string{
		"/v2/auth/token": {
			personioV2 + "credentials-service-api-v2.json",
			"/v2/auth/token",
			"Success - Access Token",
		},
		"/v2/persons": {personioV2 + "persons-service-api-v2.json", "/v2/persons", persons},
		"/v2/persons/3003/employments": {
			personioV2 + "employment-contract-v2.json",
			"/v2/persons/{person_id}/employments",
			"List all employments in single page",
		},
	})
}

func TestPersonioExamples(t *testing.T) {
	t.Parallel()
	fields := []employee.Field{
		employee.FieldFirstName, employee.FieldLastName, employee.FieldWorkEmail, employee.FieldJobTitle,
		employee.FieldDepartment, employee.FieldStatus, employee.FieldManagerID, employee.FieldHireDate,
		employee.FieldTerminationDate, employee.FieldLastWorkingDay, "custom.dynamic_24407",
		"custom.dynamic_33400", "custom.dynamic_305",
	}
	readsExample(
		t,
		false,
		personioOf(personio.APIV1, personioV1Examples(t)),
		fields,
		"1 | Alexander | Bergmann | alexander.bergmann@demo.email | CTO | Customer Support | "+
			"active | 2 | 2014-11-09 | (empty) | (empty) | Dr | 2021-01-01 | (withheld)",
	)
	for _, persons := range []string{"200 List all persons in single page", "200 List all persons with multiple pages"} {
		v2 := personioOf(personio.APIV2, personioV2Examples(t, persons))
		readsExample(
			t,
			persons == "200 List all persons in single page",
			v2,
			fields,
			"3003 | John | Smith | jen.doe@personio.de | "+
				"Software Engineer | (withheld) | active | 3003 | 2023-01-01 | 2022-12-12 | 2023-01-07 | (withheld) | "+
				"(withheld) | Red",
		)
	}
}

// TestPersonioCatalogExample offers the attributes of the example to a mapping.
func TestPersonioCatalogExample(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		c, err := personioOf(personio.APIV1, personioV1Examples(t))()
		if err != nil {
			t.Fatal(err)
		}
		all, err := c.Catalog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var own []employee.FieldInfo
		for _, info := range all {
			if _, custom := info.Field.CustomKey(); custom {
				own = append(own, info)
			}
		}
		want := []employee.FieldInfo{
			{Field: "custom.dynamic_1", Label: "IBAN", Kind: employee.KindText, Sensitive: true},
			{
				Field:   "custom.dynamic_2",
				Label:   "Marital status",
				Kind:    employee.KindText,
				Options: []string{"married", "single"},
			},
			{
				Field:   "custom.dynamic_3",
				Label:   "Language Skills",
				Kind:    employee.KindList,
				Options: []string{"English", "French", "Spanish", "German"},
			},
		}
		if diff := cmp.Diff(want, own); diff != "" {
			t.Errorf("attributes out of the example (-want +got):\n%s", diff)
		}
	})
}

// TestPersonioErrorExamples lets the client meet every example of an error that
// v2 has for what it asks, in the place of the answer.
func TestPersonioErrorExamples(t *testing.T) {
	t.Parallel()
	type want struct {
		code  string
		class error
	}
	for _, tt := range []struct {
		asked, file, path, method string
		status                    int
		examples                  map[string]want
	}{
		{
			asked: "/v2/auth/token", file: "credentials-service-api-v2.json", path: "/v2/auth/token", method: "post",
			status: 400,
			examples: map[string]want{
				"Bad Request - Required Parameters Missing":  {"invalid_request", employee.ErrMalformed},
				"Bad Request - Invalid Request Content Type": {"invalid_request", employee.ErrMalformed},
				"Bad Request - Invalid Client":               {"invalid_client", employee.ErrCredentials},
				"Bad Request - Invalid Grant":                {"invalid_grant", employee.ErrCredentials},
				"Bad Request - Invalid Credentials":          {"unauthorized_client", employee.ErrCredentials},
				"Bad Request - Unsupported Grant Type":       {"unsupported_grant_type", employee.ErrMalformed},
				"Bad Request - Invalid Scope":                {"invalid_scope", employee.ErrMalformed},
			},
		},
		{
			asked: "/v2/persons", file: "persons-service-api-v2.json", path: "/v2/persons", method: "get", status: 400,
			examples: map[string]want{
				"400 List persons using wrong filter value":  {"", employee.ErrMalformed},
				"400 List persons using wrong filter format": {"", employee.ErrMalformed},
			},
		},
		{
			asked: "/v2/persons/3003/employments", file: "employment-contract-v2.json",
			path: "/v2/persons/{person_id}/employments", method: "get", status: 400,
			examples: map[string]want{
				"List employments using wrong filter value":  {"", employee.ErrMalformed},
				"List employments using wrong filter format": {"", employee.ErrMalformed},
			},
		},
		{
			asked: "/v2/persons/3003/employments", file: "employment-contract-v2.json",
			path: "/v2/persons/{person_id}/employments", method: "get", status: 404,
			examples: map[string]want{
				// The person is asked for then, and is left out or keeps what is known.
				"List all employments for a non existing person": {"", nil},
			},
		},
	} {
		t.Run(tt.asked+" "+strconv.Itoa(tt.status), func(t *testing.T) {
			t.Parallel()
			f := read(t, personioV2+tt.file)
			keys := []string{
				"paths",
				tt.path,
				tt.method,
				"responses",
				strconv.Itoa(tt.status),
				"content",
				"application/problem+json",
				"examples",
			}
			for name := range f.at(keys...) {
				if _, known := tt.examples[name]; !known {
					t.Errorf("an unexpected example: %s", name)
				}
			}
			good := personioV2Examples(t, "200 List all persons in single page")
			for name, want := range tt.examples {
				body := f.example(t, append(keys, name, "value")...)
				start := personioOf(personio.APIV2, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != tt.asked {
						good.ServeHTTP(w, r)
						return
					}
					w.Header().Set("Content-Type", "application/problem+json")
					w.WriteHeader(tt.status)
					w.Write(body)
				}))
				bubble(t, func(t *testing.T) {
					c, err := start()
					if err != nil {
						t.Fatal(err)
					}
					_, err = c.Roster(t.Context())
					if want.class == nil {
						if err != nil {
							t.Errorf("%s: %v", name, err)
						}
						return
					}
					fe, _ := errors.AsType[*employee.FetchError](err)
					if fe == nil || !errors.Is(fe, want.class) || fe.Code != want.code ||
						fe.StatusCode != tt.status ||
						!fe.Said.Known() {
						t.Errorf("%s: %v, want the code %q and the class %q", name, err, want.code, want.class)
					}
				})
			}
		})
	}
}
