package personiotest_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(3)...)
	for _, path := range []string{
		"/v1/company", "/v1/company/employees/1001/absences", "/v2/employments", "/v2/", "/v2/persons/1001/x",
		"/v2/persons/7",
		"/v2/persons/7/employments", "/v2/org-units/7?type=team",
	} {
		if res := get(t, fake, path); res.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", path, res.StatusCode)
		}
	}
	fake.Configure(personiotest.Config{Refuse: map[string]int{"/v1/company/employees": 418}})
	if res := get(t, fake, "/v1/company/employees"); res.StatusCode != 418 {
		t.Errorf("status %d, want that of Refuse", res.StatusCode)
	}
	fake.Configure(personiotest.Config{})
	res := do(fake, "DELETE", "/v1/company/employees", "", "Authorization", "Bearer "+login(t, fake, "v1"))
	if res.StatusCode != 404 {
		t.Errorf("status %d, want 404", res.StatusCode)
	}
}
