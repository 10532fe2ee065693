package hris_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/employee/hris"
)

// What the settings page stored when an admin connected BambooHR.
const stored = `{"system": "bamboohr", "company": "acme", "api_key": "not-a-secret"}`

// A product connects, tests the connection and lists the employees of whatever
// system its customer has.
func Example() {
	fake := bamboohrtest.New("not-a-secret", bamboohrtest.People(40)...) // in place of BambooHR
	connector, err := hris.New(hris.Options{
		HTTPClient: fake.Client(), // leave out
		Progress: func(p hris.Progress) {
			if p.Wait == 0 {
				fmt.Printf("%s: %s: %d so far\n", p.Source, p.Op, p.SoFar)
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := connector.Open([]byte(stored), []employee.Field{employee.FieldWorkEmail, employee.FieldDepartment})
	if err != nil {
		fmt.Println(err)
		return
	}
	access, err := client.Check(context.Background())
	fmt.Println("test connection:", access.People, "employees,", len(access.Warnings), "warnings, error", err)
	roster, err := client.Roster(context.Background())
	fmt.Println(roster, err)
	// Output:
	// test connection: 40 employees, 0 warnings, error <nil>
	// bamboohr/acme: list employees: 40 so far
	// roster of bamboohr/acme: 40 employees <nil>
}

// What an admin reads is apart from what goes to the log.
func ExampleAdvise() {
	fake := bamboohrtest.New("another key")
	connector, err := hris.New(hris.Options{HTTPClient: fake.Client()})
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := connector.Open([]byte(stored), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Roster(context.Background())
	fmt.Println(lines(fmt.Sprint("log: ", err)))
	if advice, ok := hris.Advise(err); ok {
		fmt.Println(advice.Title)
		fmt.Println(lines(advice.Text))
		fmt.Println("for the", advice.Role, "- retry:", advice.Retry)
	}
	// Output:
	// log: bamboohr: list employees: HTTP 401: API key not provided or invalid: the credentials were
	// refused: store new ones (request id fake-000001)
	// BambooHR refused the credentials
	// Log in to BambooHR as the user of the connection, make a new key in API Keys, and enter it; or
	// connect anew, if you logged in with BambooHR. If the user was removed, make one first, as the steps
	// of the form say. Nothing is synced until then, and no user loses access.
	// for the admin - retry: false
}

// When to run again follows from the error alone.
func ExampleAdvise_retry() {
	err := &employee.FetchError{
		Provider:   "lucca",
		StatusCode: 429,
		RetryAfter: 5 * time.Minute,
		Err:        employee.ErrRateLimited,
	}
	if advice, ok := hris.Advise(err); ok && advice.Retry {
		fmt.Println(advice.Title, "- again in", advice.After)
	}
	// Output: Lucca limits the number of requests - again in 5m0s
}

// A settings page is built from the forms: here, what it asks an admin of HiBob for.
func ExampleSystems() {
	for _, system := range hris.Systems() {
		if system.Name != "hibob" {
			continue
		}
		form := system.Forms[0]
		fmt.Println(system.Label, "by", form.Label)
		for _, input := range form.Inputs {
			if input.Role == hris.RoleAdmin {
				fmt.Println(lines(fmt.Sprintf("%s (%s, secret %v): %s", input.Label, input.Key, input.Secret, input.Help)))
			}
		}
		fmt.Println(lines("1. " + form.Steps[0]))
	}
	// Output:
	// HiBob by Service user
	// Service user ID (service_user_id, secret false): Shown when the service user is made, in Bob under
	// Settings > Integrations > Automation > Service users.
	// Token (token, secret true): Shown once, with the ID of the service user. A personal API token does
	// not work: HiBob has switched those off.
	// 1. Open Settings > Integrations > Automation > Service users, make a service user with the name of
	// this connection, and copy its ID and token, which are shown once.
}

// What is wrong with a form is said input by input, without the values.
func ExampleCredentialsError() {
	connector, err := hris.New(hris.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = connector.Open([]byte(`{"system": "personio", "tenant": "acme", "client_id": "ada@example.com"}`), nil)
	if wrong, ok := err.(*hris.CredentialsError); ok {
		for _, fault := range wrong.Faults {
			fmt.Println(fault.Key, fault.Message)
		}
	}
	// Output:
	// client_id is an e-mail address: the password of a login is not what is asked for, nor its name
	// client_secret is empty
}

// lines breaks a text at blanks, for a narrow screen.
func lines(text string) string {
	var b strings.Builder
	column := 0
	for word := range strings.SplitSeq(text, " ") {
		switch {
		case column == 0:
		case column+1+len(word) > 100:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
