package luccatest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

type users struct {
	Header any
	Data   struct {
		Count *int
		Items []map[string]any
	}
}

// ids asks for employees and returns their ids.
func ids(t *testing.T, fake *luccatest.Fake, query string) string {
	t.Helper()
	var all []string
	for _, item := range decode[struct {
		Data struct{ Items []struct{ Login string } }
	}](t, v3(fake, "/api/v3/users?fields=login&"+query)).Data.Items {
		all = append(all, item.Login)
	}
	return strings.Join(all, " ")
}

func TestLegacyCredentials(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	for header, want := range map[string]int{
		"lucca application=key": 200, "Lucca application=key": 200, "lucca application=other": 401, "lucca key": 401,
		"Bearer key": 401, "application=key": 401, "": 401,
	} {
		w := do(fake, "/api/v3/users", "Authorization", header)
		if w.Code != want || want == 401 && w.Body.String() != `{"Status":401,"Message":"Unauthorized"}` {
			t.Errorf("Authorization %q: %d %s, want %d", header, w.Code, w.Body, want)
		}
	}
	if w := do(luccatest.New(luccatest.Credentials{}), "/api/v3/users", "Authorization",
		"lucca application="); w.Code != 401 {
		t.Errorf("a blank key is accepted by a fake without one: %d", w.Code)
	}
	fake.Configure(luccatest.Config{PlainErrors: true})
	if w := do(fake, "/api/v3/users"); w.Body.String() != "Unauthorized" ||
		w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("as plain text: %v %s", w.Header(), w.Body)
	}
}

func TestLegacyPaths(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.Person{ID: "7", LastName: "ROY"})
	fake.Configure(luccatest.Config{Refuse: map[string]int{"/directory/api/4.0/work-contracts": 403}})
	for path, want := range map[string]int{
		"/api/v3/users": 200, "/api/v3/users/7": 200, "/api/v3/users/8": 404, "/api/v3/extensionuserdefinitions": 200,
		"/directory/api/4.0/work-contracts": 403, "/api/v3/departments": 404, "/api/v3/users/7?fields=nonsense": 400,
	} {
		if w := v3(fake, path); w.Code != want {
			t.Errorf("GET %s: %d %s, want %d", path, w.Code, w.Body, want)
		}
	}
	one := decode[struct{ Data map[string]any }](t, v3(fake, "/api/v3/users/7")).Data
	if one["lastName"] != "ROY" || len(one) < 20 {
		t.Errorf("one user without fields has %d of them: %v", len(one), one)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.Person{
		ID: "101", FirstName: "Ana", LastName: "MOREL", Manager: "88", Department: "R&D", Establishment: "Nantes",
		Extended: map[string]any{"e_x": 1}, Contracts: []luccatest.Contract{
			contract("2024-09-02", ""),
		}, UpdatedAt: "2025-11-07T10:20:06.583",
	})
	const root = "https://acme.example.com/api/v3/"
	tests := []struct{ fields, want string }{
		{want: `{"id":101,"name":"Ana MOREL","url":"` + root + `users/101"}`},
		{fields: "id,displayName", want: `{"id":101,"displayName":"MOREL Ana"}`},
		{fields: "FIRSTNAME,lastname", want: `{"firstName":"Ana","lastName":"MOREL"}`},
		{fields: "mail,mail", want: `{"mail":null}`},
		{fields: "manager", want: `{"manager":{"id":88,"name":null,"url":"` + root + `users/88"}}`},
		{fields: "manager.id,managerId", want: `{"manager":{"id":88},"managerID":88}`},
		{
			fields: "department[id,NAME,code],department.url",
			want:   `{"department":{"id":1,"name":"R&D","code":"R&D","url":"` + root + `departments/1"}}`,
		},
		{fields: "legalEntity[name]", want: `{"legalEntity":{"name":"Nantes"}}`},
		{
			fields: "dtContractStart,dtContractEnd,modifiedAt",
			want:   `{"dtContractStart":"2024-09-02T00:00:00","dtContractEnd":null,"modifiedAt":"2025-11-07T10:20:06.583"}`,
		},
		{fields: "extendeddata", want: `{"extendedData":{"e_x":1}}`},
		{fields: "gender,Nationality,quote", want: `{"gender":null,"nationality":null,"quote":null}`},
		{
			fields: "picture[id,url],rolePrincipal.id,habilitedRoles[id,name]",
			want:   `{"picture":null,"rolePrincipal":null,"habilitedRoles":null}`,
		},
		{fields: "modifiedOn,calendarID,csp", want: `{"modifiedOn":null,"calendarId":null,"csp":null}`},
	}
	for _, tt := range tests {
		w := v3(fake, "/api/v3/users?fields="+tt.fields)
		if want := `"data":{"items":[` + tt.want + `]}}`; !strings.HasSuffix(w.Body.String(), want) {
			t.Errorf("fields=%s:\n%s, want\n%s", tt.fields, w.Body, want)
		}
	}
	for _, query := range []string{
		"fields=nonsense", "fields=manager[nonsense]", "fields=manager[id", "fields=mail.id", "nonsense=1", "limit=5",
		"orderBy=id", "orderBy=nonsense,asc", "orderBy=id,up",
	} {
		if w := v3(fake, "/api/v3/users?"+query); w.Code != 400 || !strings.HasPrefix(w.Body.String(), `{"Status":400,`) {
			t.Errorf("%s: %d %s, want 400", query, w.Code, w.Body)
		}
	}
}

func TestHiddenAndReplaced(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(),
		luccatest.Person{ID: "1", Mail: "a@example.com", Hidden: []string{"mail"}},
		luccatest.Person{ID: "x", Values: map[string]any{"mail": []int{1}, "jobTitle": nil}, JobTitle: "y"})
	fake.Configure(luccatest.Config{Hidden: []string{"login"}, PascalKeys: true})
	w := v3(fake, "/api/v3/users?fields=id,mail,jobTitle,login")
	want := `"items":[{"Id":1,"JobTitle":null},{"Id":"x","Mail":[1],"JobTitle":null}]}}`
	if !strings.HasSuffix(w.Body.String(), want) {
		t.Errorf("%s, want\n%s", w.Body, want)
	}
}

func TestPagingAndCount(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.Person{ID: "30", Login: "c"}, luccatest.Person{ID: "4", Login: "b"},
		luccatest.Person{ID: "100", Login: "a"})
	for query, want := range map[string]string{
		"":                             "c b a", // as given
		"orderBy=id,asc":               "b c a", // as numbers
		"orderBy=id,desc":              "a c b",
		"ORDERBY=login,asc":            "a b c",
		"paging=1,1&orderBy=id,asc":    "c",
		"paging=2,1000&orderBy=id,asc": "a",
		"paging=3,10":                  "",
	} {
		if got := ids(t, fake, query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, paging := range []string{"0,1001", "0,0", "-1,10", "10", "a,b", "0,10,20"} {
		if w := v3(fake, "/api/v3/users?paging="+paging); w.Code != 400 {
			t.Errorf("paging=%s: %d, want 400", paging, w.Code)
		}
	}
	count := func(query string) *int { return decode[users](t, v3(fake, "/api/v3/users?"+query)).Data.Count }
	if got := count("fields=id"); got != nil {
		t.Errorf("a count of %d without a request for it", *got)
	}
	if got := count("fields=id,collection.count&paging=0,1"); got == nil || *got != 3 {
		t.Errorf("count %v, want 3", got)
	}
	fake.Configure(luccatest.Config{PageSize: 2, NoCount: true})
	if got := ids(t, fake, ""); got != "c b" {
		t.Errorf("with pages of 2: %q", got)
	}
	if got := count("fields=collection.count"); got != nil {
		t.Errorf("without a count: %d", *got)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	person := func(id, login, mail, changed string, contracts ...luccatest.Contract) luccatest.Person {
		return luccatest.Person{ID: id, Login: login, Mail: mail, UpdatedAt: changed, Contracts: contracts}
	}
	fake := luccatest.New(credentials(),
		person("1", "open", "open@example.com", "2025-01-01T08:00:00", contract("2020-01-01", "")),
		person("2", "left", "", "2025-02-01T08:00:00", contract("2020-01-01", "2025-12-31")),
		person("3", "last-day", "", "2025-03-01T08:00:00", contract("2020-01-01", "2026-01-01")),
		person("4", "to-come", "", "2025-04-01T08:00:00", contract("2027-01-01", "")),
		person("5", "returns", "", "2025-05-01T08:00:00", contract("2020-01-01", "2025-06-30"), contract("2027-06-01", "")),
		person("6", "no-contract", "", "2025-06-01T08:00:00"),
	)
	tests := map[string]string{
		"":                                        "open last-day to-come returns no-contract",
		"formerEmployees=true":                    "open left last-day to-come returns no-contract",
		"formerEmployees=false":                   "open last-day to-come returns no-contract",
		"dtContractEnd=notequal,null":             "left last-day",
		"dtContractEnd=null":                      "open to-come returns no-contract",
		"dtContractEnd=until,2026-01-01":          "left last-day",
		"dtContractEnd=until,2050-10-15,null":     "open left last-day to-come returns no-contract",
		"dtContractStart=since,2027-01-01":        "to-come returns",
		"dtContractStart=greaterthan,2027-01-01":  "returns",
		"dtContractStart=lessthan,2020-01-01":     "",
		"dtContractStart=between,2020-01-01,2021": "open last-day",
		"id=1,3":                "open last-day",
		"id=notequal,1":         "last-day to-come returns no-contract",
		"mail=OPEN@example.com": "open",
		"login=like,o":          "open to-come no-contract",
		"login=starts,TO":       "to-come",
		"modifiedAt=since,2025-04-01T08:00:00&id=5": "returns",
	}
	for query, want := range tests {
		if got := ids(t, fake, query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"dtContractEnd=between,2020-01-01", "firstContract=x"} {
		if w := v3(fake, "/api/v3/users?"+query); w.Code != 400 {
			t.Errorf("%s: %d, want 400", query, w.Code)
		}
	}
	fake.Configure(luccatest.Config{NoLeavers: true, NoStarters: true, Unseen: []string{"1"}})
	if got := ids(t, fake, "formerEmployees=true"); got != "last-day no-contract" {
		t.Errorf("without rights: %q", got)
	}
	fake.Configure(luccatest.Config{Today: "2027-12-01"})
	if got := ids(t, fake, ""); got != "open to-come returns no-contract" {
		t.Errorf("on a later day: %q", got)
	}
}

func TestContracts(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(),
		luccatest.Person{
			ID: "1", Establishment: "Nantes",
			Contracts: []luccatest.Contract{contract("2020-01-01", "2020-12-31"), contract("2027-01-01", "")},
		},
		luccatest.Person{ID: "2", Contracts: []luccatest.Contract{contract("2021-01-01", "")}},
		luccatest.Person{ID: "3", Contracts: []luccatest.Contract{contract("2022-01-01", "")}, Hidden: []string{"contracts"}})
	const path = "/directory/api/4.0/work-contracts"
	starts := func(query string) string {
		var all []string
		for _, item := range decode[struct{ Items []struct{ StartsOn string } }](t, v3(fake, path+"?"+query)).Items {
			all = append(all, item.StartsOn[:4])
		}
		return strings.Join(all, " ")
	}
	for query, want := range map[string]string{
		"": "2020 2027 2021", "limit=2": "2020 2027", "limit=2&page=2": "2021", "limit=2&page=3": "", "ownerId=2": "2021",
		"ownerId=2,1": "2020 2027 2021", "isApplicable=true": "2027 2021", "isApplicable=false": "2020",
	} {
		if got := starts(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"limit=1001", "page=0", "paging=0,10", "orderBy=id,asc"} {
		if w := v3(fake, path+"?"+query); w.Code != 400 {
			t.Errorf("%s: %d, want 400", query, w.Code)
		}
	}
	want := `{"items":[{"id":1,"ownerId":1,"externalId":null,"startsOn":"2020-01-01","endsOn":"2020-12-31",` +
		`"isApplicable":false,"establishmentId":1,"typeId":1}],"count":3}`
	if got := v3(fake, path+"?limit=1&fields.root=count").Body.String(); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

func TestDefinitions(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	fake.Configure(luccatest.Config{
		Fields: []luccatest.Field{
			{ID: "e_x", Name: "X", Format: "text"}, {ID: "e_s", Format: "select", Options: []string{"a", "b"}},
		},
	})
	got := decode[users](t,
		v3(fake,
			"/api/v3/extensionuserdefinitions?formatKey=select&fields=id,name,formatKey,"+
				"extensionUserPropertyListEntries[id,name],collection.count")).Data
	want := []map[string]any{{"id": "e_s", "name": nil, "formatKey": "select", "extensionUserPropertyListEntries": []any{
		map[string]any{"id": 1.0, "name": "a"}, map[string]any{"id": 2.0, "name": "b"}}}}
	if diff := cmp.Diff(want, got.Items); diff != "" || got.Count == nil || *got.Count != 1 {
		t.Errorf("count %v, items (-want +got):\n%s", got.Count, diff)
	}
	if all := decode[users](t, v3(fake, "/api/v3/extensionuserdefinitions?fields=id")).Data.Items; len(all) != 2 {
		t.Errorf("without a format: %v", all)
	}
	if w := v3(fake, "/api/v3/extensionuserdefinitions?fields=nonsense"); w.Code != 400 {
		t.Errorf("an unknown field: %d", w.Code)
	}
}
