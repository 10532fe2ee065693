package humaanstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func TestStatusFilter(t *testing.T) {
	for _, tt := range []struct {
		status, all string
		want        []any
	}{
		{status: "", want: []any{"p1"}},
		{status: "active", want: []any{"p1"}},
		{status: "offboarded", want: []any{"p2"}},
		{status: "newHire", want: []any{"p3"}},
		{status: "all", want: []any{"p1", "p2", "p3", "p4"}},
		{status: "all", all: "ignored", want: []any{"p1"}},
		{status: "newHire", all: "refused", want: []any{"p3"}},
	} {
		fake := company()
		fake.Configure(humaanstest.Config{All: tt.all})
		got := list(t, fake, "/people", "status", tt.status)
		if !cmp.Equal(got.column("id"), tt.want) || got.Total != len(tt.want) {
			t.Errorf("%q (%s): %v, want %v", tt.status, tt.all, got.column("id"), tt.want)
		}
	}
	fake := company()
	fake.Configure(humaanstest.Config{All: "refused"})
	for _, status := range []string{"all", "inactive"} {
		if res := get(t, fake, "/people", "status", status); res.StatusCode != 400 {
			t.Errorf("%s: %s", status, res.Status)
		}
	}
}

func TestPaging(t *testing.T) {
	fake := humaanstest.New("token", humaanstest.People(600)...)
	for _, tt := range []struct {
		query             []string
		limit, skip, data int
	}{
		{query: nil, limit: 100, data: 100},
		{query: []string{"$limit", "1000"}, limit: 250, data: 250},
		{query: []string{"$limit", "250", "$skip", "500"}, limit: 250, skip: 500, data: 100},
		{query: []string{"$limit", "7", "$skip", "593"}, limit: 7, skip: 593, data: 7},
		{query: []string{"$limit", "0"}},
		{query: []string{"$skip", "600"}, limit: 100, skip: 600},
		{query: []string{"$skip", "9999"}, limit: 100, skip: 9999},
	} {
		p := list(t, fake, "/people", append(tt.query, "status", "all")...)
		if p.Total != 600 || p.Limit != tt.limit || p.Skip != tt.skip || len(p.Data) != tt.data {
			t.Errorf("%v: total %d, limit %d, skip %d, %d rows", tt.query, p.Total, p.Limit, p.Skip, len(p.Data))
		}
	}
	for _, bad := range []string{"x", "-1", ""} {
		if res := get(t, fake, "/people", "$limit", bad); res.StatusCode != 400 {
			t.Errorf("$limit=%q: %s", bad, res.Status)
		}
	}
	fake.Configure(humaanstest.Config{PageSize: 3, Shuffle: true})
	first, second := list(t, fake, "/people"), list(t, fake, "/people")
	if first.Limit != 3 || len(first.Data) != 3 || cmp.Equal(first.column("id"), second.column("id")) {
		t.Errorf("limit %d; %v then %v", first.Limit, first.column("id"), second.column("id"))
	}
}

func TestFilters(t *testing.T) {
	for _, tt := range []struct {
		name, value string
		want        []any
	}{
		{name: "firstName", value: "Ada", want: []any{"p1"}},
		{name: "email", value: "ada@example.com", want: []any{"p1"}},
		{name: "teams", value: "Growth", want: []any{"p1"}},
		{name: "employmentStartDate[$gte]", value: "2020-01-01", want: []any{"p1", "p3"}},
		{name: "employmentStartDate[$gt]", value: "2020-01-01", want: []any{"p3"}},
		{name: "employmentStartDate[$lte]", value: "2020-01-01", want: []any{"p1", "p2"}},
		{name: "employmentStartDate[$lt]", value: "2020-01-01", want: []any{"p2"}},
		{name: "firstName[$in][]", value: "Ida", want: []any{"p3"}},
		{name: "firstName[$in]", value: "Ida", want: []any{"p3"}},
		{name: "firstName[$nin]", value: "Ida", want: []any{"p1", "p2", "p4"}},
		{name: "limit", value: "1"},
		{name: "$sort[firstName]", value: "-1", want: []any{"p3", "p2", "p1", "p4"}},
		{name: "$sort[firstName]", value: "1", want: []any{"p4", "p1", "p2", "p3"}},
	} {
		p := list(t, company(), "/people", "status", "all", tt.name, tt.value)
		if !cmp.Equal(p.column("id"), tt.want) || p.Total != len(tt.want) {
			t.Errorf("%s=%s: %v, want %v", tt.name, tt.value, p.column("id"), tt.want)
		}
	}
	for _, name := range []string{"firstName[$regex]", "$where", "$sort[firstName]"} {
		if res := get(t, company(), "/people", name, "x"); res.StatusCode != 400 {
			t.Errorf("%s: %s", name, res.Status)
		}
	}
	got := list(t, company(), "/job-roles", "personId", "p1").column("jobTitle")
	if !cmp.Equal(got, []any{"Lead", "Clerk"}) {
		t.Errorf("personId: %v", got)
	}
}

func TestAsOf(t *testing.T) {
	for day, want := range map[string][]any{
		"2018-01-01": nil,
		"2019-06-01": {"Boss"},
		"2020-01-01": {"Clerk", "Boss"},
		"2025-01-01": {"Lead", "Boss"},
		"2099-01-01": {"Lead", "Boss", "Intern"},
	} {
		if got := list(t, company(), "/job-roles", "$asOf", day).column("jobTitle"); !cmp.Equal(got, want) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}

func TestPeopleAreVariedAndAlwaysTheSame(t *testing.T) {
	people := humaanstest.People(300)
	if diff := cmp.Diff(people, humaanstest.People(300)); diff != "" {
		t.Errorf("another time:\n%s", diff)
	}
	met := map[string]bool{}
	ids := map[string]bool{}
	for _, p := range people {
		if len(p.ID) != 24 || ids[p.ID] {
			t.Errorf("id %q", p.ID)
		}
		for _, r := range p.Roles {
			if r.ReportingTo != "" && !ids[r.ReportingTo] {
				t.Errorf("%s reports to %q", p.ID, r.ReportingTo)
			}
			met["planned role"] = met["planned role"] || r.JobTitle == "Director"
		}
		ids[p.ID] = true
		met[fmt.Sprint(p.Values["status"])] = true
		met["no email"] = met["no email"] || p.Values["email"] == nil
		met["notice"] = met["notice"] || p.Values["status"] == nil && p.Values["employmentEndDate"] != nil
		met["remote"] = met["remote"] || p.Values["locationId"] == "remote"
		met["several roles"] = met["several roles"] || len(p.Roles) > 1
		met["no role"] = met["no role"] || len(p.Roles) == 0
		for _, address := range []any{p.Values["email"], p.Values["personalEmail"]} {
			if text, ok := address.(string); ok && !strings.HasSuffix(text, "example.com") {
				t.Errorf("address %q", text)
			}
		}
	}
	for _, want := range []string{
		"offboarded", "newHire", "<nil>", "no email", "notice", "remote", "several roles", "no role", "planned role",
	} {
		if !met[want] {
			t.Errorf("no employee is an example of %q", want)
		}
	}
}

// One listing of a company of 100,000.
func BenchmarkLargeCompany(b *testing.B) {
	fake := humaanstest.New("token", humaanstest.People(100_000)...)
	for b.Loop() {
		for skip := 0; skip < 100_000; skip += 250 {
			res := get(b, fake, "/people", "status", "all", "$limit", "250", "$skip", fmt.Sprint(skip))
			if res.StatusCode != http.StatusOK || res.ContentLength == 0 {
				b.Fatal(res.Status)
			}
		}
	}
}
