package bamboohr_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

func TestCatalog(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey,
		bamboohrtest.Person{ID: "1", Values: map[string]any{"departmentName": "Sales", "customSize": "XXL"}},
		bamboohrtest.Person{ID: "2", Values: map[string]any{"departmentName": "Finance"}})
	fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{
		{ID: "4567", Alias: "customSize", Name: "T-Shirt Size", Type: "list", Options: []string{"S", "M"}},
		{ID: "4568", Name: "Budget", Type: "currency"},
		{ID: "4569", Alias: "customStart", Name: "Start of probation", Type: "date"},
		{ID: "4570.1", Name: "Inside another", Type: "checkbox"},
	}})
	infos, err := newClient(t, fake).Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := calls(fake), "GET /meta/fields, GET /meta/lists"; got != want {
		t.Errorf("requests %s, want %s", got, want)
	}
	want := []employee.FieldInfo{
		{Field: employee.FieldDepartment, Label: "Department", Kind: employee.KindText,
			Options: []string{"Sales", "Finance"}},
		{Field: employee.FieldHireDate, Label: "Hire Date", Kind: employee.KindDate},
		{Field: employee.FieldTeams, Label: "Teams", Kind: employee.KindList},
		{Field: "custom.4568", Label: "Budget", Kind: employee.KindNumber, Sensitive: true},
		{Field: "custom.4568.currency", Label: "Budget: Currency", Kind: employee.KindText},
		{Field: "custom.4570.1", Label: "Inside another", Kind: employee.KindBool},
		{Field: "custom.customSize", Label: "T-Shirt Size", Kind: employee.KindText, Options: []string{"S", "M"}},
		// XXL is archived
		{Field: "custom.customStart", Label: "Start of probation", Kind: employee.KindDate},
	}
	for _, w := range want {
		i := slices.IndexFunc(infos, func(info employee.FieldInfo) bool { return info.Field == w.Field })
		if i < 0 {
			t.Errorf("no %s", w.Field)
			continue
		}
		if diff := cmp.Diff(w, infos[i]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", w.Field, diff)
		}
	}
	for _, standard := range []employee.Field{"custom.firstName", "custom.department", "custom.supervisorEId",
		"custom.4567"} {
		if slices.ContainsFunc(infos, func(info employee.FieldInfo) bool { return info.Field == standard }) {
			t.Errorf("%s is listed under another name already", standard)
		}
	}
}

// TestCatalogForms reads ids, flags and names in the forms that have been seen.
func TestCatalogForms(t *testing.T) {
	t.Parallel()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/meta/lists") {
			io.WriteString(w, `[{"fieldId":17,"options":[{"name":"A","archived":"no"},{"name":"B","archived":true},`+
				`{"name":" "},{"name":"C"}]},{"fieldId":"18"}]`)
			return
		}
		io.WriteString(w, `[{"id":17,"name":"Size","type":"list"},{"id":"17","name":"Size again","type":"list"},
			{"id":"18","name":"","type":null,"alias":null},{"id":19,"name":"Old","type":"text","deprecated":true},
			{"name":"Nothing"}]`)
	})
	infos, err := newClient(t, h).Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(infos,
		func(info employee.FieldInfo) bool { _, own := info.Field.CustomKey(); return own })
	want := []employee.FieldInfo{
		{Field: "custom.17", Label: "Size", Kind: employee.KindText, Options: []string{"A", "C"}},
		{Field: "custom.18", Label: "18", Kind: employee.KindText},
	}
	if diff := cmp.Diff(want, infos[first:]); diff != "" {
		t.Errorf("tenant fields (-want +got):\n%s", diff)
	}
}

// TestCatalogAliasTwice: the first field of an alias that has options stays, in
// whatever order they come.
func TestCatalogAliasTwice(t *testing.T) {
	t.Parallel()
	entries := []string{
		`{"id":16,"name":"Employment Status","type":"list","alias":"employmentHistoryStatus"}`,
		`{"id":"16.1","name":"Employment Status - FTE","type":"text","alias":"employmentHistoryStatus"}`,
		`{"id":30,"name":"Size","type":"list","alias":"customSize"}`,
		`{"id":"30.1","name":"Size - again","type":"text","alias":"customSize"}`,
	}
	for name, order := range map[string][]int{"as seen": {0, 1, 2, 3}, "reversed": {3, 2, 1, 0}} {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/meta/lists") {
				io.WriteString(w, `[{"fieldId":16,"options":[{"name":"Full-Time"},{"name":"Intern"}]},`+
					`{"fieldId":"30","options":[{"name":"S"},{"name":"M"}]}]`)
				return
			}
			var fields []string
			for _, i := range order {
				fields = append(fields, entries[i])
			}
			io.WriteString(w, "["+strings.Join(fields, ",")+"]")
		})
		infos, err := newClient(t, h).Catalog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[employee.Field]employee.FieldInfo)
		for _, info := range infos {
			got[info.Field] = info
		}
		if diff := cmp.Diff([]string{"Full-Time", "Intern"}, got[employee.FieldEmploymentStatus].Options); diff != "" {
			t.Errorf("%s: options of employment_status (-want +got):\n%s", name, diff)
		}
		want := employee.FieldInfo{Field: "custom.customSize", Label: "Size", Kind: employee.KindText,
			Options: []string{"S", "M"}}
		if diff := cmp.Diff(want, got["custom.customSize"]); diff != "" {
			t.Errorf("%s: customSize (-want +got):\n%s", name, diff)
		}
	}
}

// TestCatalogKinds: what Catalog calls a kind arrives as that kind, or not at all.
func TestCatalogKinds(t *testing.T) {
	t.Parallel()
	for kind, value := range map[string]any{
		"text": "a", "list": "a", "textarea": "a", "phone": "1", "email": "ada@example.com", "bool": true,
		"checkbox": false, "date": "2024-02-29", "timestamp": "2024-02-29T08:00:00+00:00", "int": "3",
		"currency": "65000.00 USD",
		"integer":  4, "multilist": []string{"a", "b"}, "decimal2": "1.50", "percentage": "50", "employee_access": "x",
		"employee_number": "0017", "country": "Peru", "gender": "Female", "a type of next year": "17",
	} {
		fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{"x": value}})
		fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{
			{ID: "4567", Alias: "x", Type: kind, Options: []string{"a", "b"}}}})
		c := newClient(t, fake, "custom.x")
		infos, err := c.Catalog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(infos, func(info employee.FieldInfo) bool { return info.Field == "custom.x" })
		if got := only(t, c).Value("custom.x"); got.Kind() != infos[i].Kind {
			t.Errorf("%s: the value is %v %s, Catalog says %s", kind, got.State(), got.Kind(), infos[i].Kind)
		}
	}
	for kind, cell := range map[string]string{"currency": `"a lot"`, "date": `"soon"`, "checkbox": `"perhaps"`,
		"multilist": `"a,c"`, "integer": `"many"`} {
		a := answers{list: listOf(openRow), report: reportOf("x:"+kind, `{"id":"7","x":`+cell+`}`)}
		e := only(t, newClient(t, a, "custom.x"))
		if e.Value("custom.x") != employee.Withheld() || problems(e) == "" {
			t.Errorf("%s %s: %v, problems %q", kind, cell, e.Value("custom.x").State(), problems(e))
		}
	}
}

func TestCatalogRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		refuse map[string]int
		class  error // nil: the fields come without options
	}{
		{map[string]int{"/meta/fields": 403}, employee.ErrPermission},
		{map[string]int{"/meta/lists": 403}, nil},
		{map[string]int{"/meta/lists": 401}, employee.ErrCredentials},
		{map[string]int{"/meta/lists": 404}, employee.ErrMalformed},
	} {
		fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
		fake.Configure(bamboohrtest.Config{Refuse: tt.refuse})
		infos, err := newClient(t, fake).Catalog(t.Context())
		if !errors.Is(err, tt.class) || (infos == nil) != (tt.class != nil) {
			t.Errorf("%v: %d fields, error %v", tt.refuse, len(infos), err)
		}
		for _, info := range infos {
			if info.Options != nil {
				t.Errorf("%v: %s has options", tt.refuse, info.Field)
			}
		}
	}
}
