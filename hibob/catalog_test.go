package hibob_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// catalog calls Catalog in a bubble, as its requests wait for each other.
func catalog(t *testing.T, h http.Handler) (infos map[employee.Field]employee.FieldInfo, order []employee.Field,
	err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var all []employee.FieldInfo
		all, err = newClient(t, h).Catalog(t.Context())
		infos = make(map[employee.Field]employee.FieldInfo)
		for _, info := range all {
			infos[info.Field] = info
			order = append(order, info.Field)
		}
	})
	return infos, order, err
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	shirts := hibobtest.List{Name: "shirts", Items: []hibobtest.Item{
		{ID: "1", Name: "Small"}, {ID: "2", Name: "Large", Children: []hibobtest.Item{{ID: "3", Name: "Very large"}}},
		{ID: "4", Name: "Mini", Archived: true},
	}}
	for name, config := range map[string]hibobtest.Config{"by name": {}, "as items": {ListsAsItems: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config.Lists = []hibobtest.List{shirts}
			config.Fields = []hibobtest.Field{
				{ID: "work.custom.field_2", Name: "Shirt", Type: "list", List: "shirts"},
				{ID: "work.custom.field_1", Name: "Budget", Type: "currency"},
				{ID: "about.custom.field_3", Type: "multi-list", List: "none"},
				{ID: "work.custom.field_4", Type: "date"}, {ID: "work.custom.field_5", Type: "boolean"},
			}
			fake := newFake()
			fake.Configure(config)
			infos, order, err := catalog(t, fake)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []employee.FieldInfo{
				{Field: "department", Label: "Department", Kind: employee.KindText,
					Options: []string{"Engineering", "Sales", "Customer Support", "R&D", "Finance",
						"People & Culture", "Marketing", "Brand"}},
				{Field: "hire_date", Label: "Start date", Kind: employee.KindDate},
				{Field: "number", Label: "Employee ID", Kind: employee.KindText},
				{Field: "status", Label: "Lifecycle status", Kind: employee.KindText},
				{Field: "employment_status", Label: "Lifecycle status (as shown)", Kind: employee.KindText,
					Options: []string{"Hired", "Employed", "Leave", "Parental leave", "Garden leave", "Terminated"}},
				{Field: "employment_type", Label: "Employment type", Kind: employee.KindText,
					Options: []string{"Permanent", "Temporary", "Contractor"}},
				{Field: "birth_date", Label: "Birth date", Kind: employee.KindDate},
				{Field: "custom.work.custom.field_2", Label: "Shirt", Kind: employee.KindText,
					Options: []string{"Small", "Large", "Very large"}},
				{Field: "custom.work.custom.field_1", Label: "Budget", Kind: employee.KindNumber},
				{Field: "custom.about.custom.field_3", Label: "about.custom.field_3", Kind: employee.KindList},
				{Field: "custom.work.custom.field_4", Label: "work.custom.field_4", Kind: employee.KindDate},
				{Field: "custom.work.custom.field_5", Label: "work.custom.field_5", Kind: employee.KindBool},
				{Field: "custom.internal.status", Label: "Status", Kind: employee.KindText},
			} {
				if diff := cmp.Diff(want, infos[want.Field]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", want.Field, diff)
				}
			}
			for _, f := range []employee.Field{"custom.root.id", "custom.work.department", "custom.root.email",
				"cost_center"} {
				if _, ok := infos[f]; ok {
					t.Errorf("%s is offered", f)
				}
			}
			if order[0] != employee.FieldNumber || order[len(order)-1] != "custom.work.workMobile" ||
				len(order) != len(infos) {
				t.Errorf("the order is %v", order)
			}
			if got, want := calls(fake), "GET /company/people/fields, GET /company/named-lists"; got != want {
				t.Errorf("requests %s, want %s", got, want)
			}
			if got := fake.Requests()[1].Query.Encode(); got != "includeArchived=false" {
				t.Errorf("query %s", got)
			}
		})
	}
}

// TestCatalogWithoutLists: the lists may be refused, but not unreachable.
func TestCatalogWithoutLists(t *testing.T) {
	t.Parallel()
	for status, class := range map[int]error{403: nil, 404: nil, 400: employee.ErrMalformed,
		401: employee.ErrCredentials} {
		fake := newFake()
		fake.Configure(hibobtest.Config{Refuse: map[string]int{"/company/named-lists": status}})
		infos, _, err := catalog(t, fake)
		if !errors.Is(err, class) || (len(infos) == 0) != (class != nil) || infos["department"].Options != nil {
			t.Errorf("%d: %d fields, error %v, want %v", status, len(infos), err, class)
		}
	}
}

// TestCatalogOfOtherForms has entries in forms that are not documented.
func TestCatalogOfOtherForms(t *testing.T) {
	t.Parallel()
	infos, _, err := catalog(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/fields") {
			io.WriteString(w, `[{"id":"a","type":"list","typeData":{"listId":7}},{"id":"a","name":"twice"},
				{"id":null,"name":"none"},
				{"id":"b","name":null,"typeData":null},{"id":"c","name":"C","typeData":[],"type":["list"]},
				{"id":"work.title","name":" "}]`)
			return
		}
		io.WriteString(w, `[{"name":7,"items":[{"id":1,"name":"One"},{"id":2,"value":"Two","name":"2"},{"id":3},`+
			`{"id":4,"value":"Four","archived":true}]}]`)
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[employee.Field]employee.FieldInfo{
		"custom.a":  {Field: "custom.a", Label: "a", Kind: employee.KindText, Options: []string{"One", "Two"}},
		"custom.b":  {Field: "custom.b", Label: "b", Kind: employee.KindText},
		"custom.c":  {Field: "custom.c", Label: "C", Kind: employee.KindText},
		"job_title": {Field: "job_title", Label: "Job title", Kind: employee.KindText},
	}
	for f, info := range want {
		if diff := cmp.Diff(info, infos[f]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f, diff)
		}
	}
	if _, ok := infos["custom."]; ok {
		t.Error("a field without an id is offered")
	}
}

func TestCatalogOfNoForm(t *testing.T) {
	t.Parallel()
	for _, lists := range []string{`"x"`, `[1]`, `{"department":7}`} {
		_, _, err := catalog(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/fields") {
				io.WriteString(w, `[]`)
				return
			}
			io.WriteString(w, lists)
		}))
		if !errors.Is(err, employee.ErrMalformed) {
			t.Errorf("%s: error %v, want ErrMalformed", lists, err)
		}
	}
}
