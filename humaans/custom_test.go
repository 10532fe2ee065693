package humaans_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func customFields() []humaanstest.Field {
	return []humaanstest.Field{
		{ID: "f4", Name: "Budget", Type: "number"},
		{ID: "f1", Name: "Shirt size", Type: "select", Options: []string{"S", "M", "", "L"}},
		{ID: "f2", Name: "Languages", Type: "multiSelect"},
		{ID: "f3", Name: "Joined band", Type: "date"},
		{ID: "f5", Name: "Remote kit", Type: "checkbox"},
		{ID: "f6", Name: "Twin", Type: "richText"},
		{ID: "f7", Name: "Twin"},
		{ID: "f8", Name: "f1"}, // named like another's id
	}
}

func TestCustomValues(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value any // nil: null; an omitted key: no row
		key   string
		want  string
		kind  employee.Kind
	}{
		{name: "text", value: "M", key: "f1", want: "known M", kind: employee.KindText},
		{name: "by its name", value: "M", key: "Shirt size", want: "known M", kind: employee.KindText},
		{name: "by a name that two have", value: "M", key: "Twin", want: "withheld", kind: ""},
		{name: "that is not there", value: "M", key: "f9", want: "withheld", kind: ""},
		{name: "null", key: "f1", want: "empty", kind: ""},
		{name: "blank", value: "", key: "f1", want: "empty", kind: ""},
		{name: "list", value: []string{"Dutch", "Île"}, key: "f2", want: "known Dutch, Île", kind: employee.KindList},
		{name: "list of none", value: []string{}, key: "f2", want: "empty", kind: ""},
		{name: "text in the place of a list", value: "Dutch", key: "f2", want: "known Dutch", kind: employee.KindList},
		{name: "list in the place of a text", value: []string{"S", "M"}, key: "f1", want: "known S, M",
			kind: employee.KindList},
		{name: "list in a field of unknown type", value: []string{"S"}, key: "f6", want: "known S",
			kind: employee.KindList},
		{name: "date", value: "2026-03-01", key: "f3", want: "known 2026-03-01", kind: employee.KindDate},
		{name: "no date", value: "1987-66-77", key: "f3", want: "withheld", kind: ""},
		{name: "number", value: "1200.50", key: "f4", want: "known 1200.5", kind: employee.KindNumber},
		{name: "JSON number", value: 9007199254740993, key: "f4", want: "known 9007199254740993",
			kind: employee.KindNumber},
		{name: "no number", value: "many", key: "f4", want: "withheld", kind: ""},
		{name: "yes", value: true, key: "f5", want: "known true", kind: employee.KindBool},
		{name: "object", value: map[string]any{"a": 1}, key: "f1", want: "withheld", kind: ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := humaanstest.Person{ID: "p1",
				Custom: map[string]any{"f1": tt.value, "f2": tt.value, "f3": tt.value, "f4": tt.value, "f5": tt.value,
					"f6": tt.value, "f7": tt.value}}
			fake := humaanstest.New(token, p)
			fake.Configure(humaanstest.Config{Fields: customFields()})
			f := employee.CustomField(tt.key)
			v := fetchOne(t, fake, f).Value(f)
			if show(v) != tt.want || v.Kind() != tt.kind {
				t.Errorf("got %q of kind %q, want %q of kind %q", show(v), v.Kind(), tt.want, tt.kind)
			}
		})
	}
}

func TestNoCustomValue(t *testing.T) {
	for scope, want := range map[string]employee.State{"private:read": employee.StateEmpty,
		"other": employee.StateWithheld} {
		fake := humaanstest.New(token, humaanstest.Person{ID: "p1"},
			humaanstest.Person{ID: "p2", Custom: map[string]any{"f1": "M"}})
		fake.Configure(humaanstest.Config{Fields: customFields(), TokenInfo: map[string]any{"scopes": []string{scope}}})
		if got := fetchOne(t, fake, "custom.f1").Value("custom.f1").State(); got != want {
			t.Errorf("with %s: %v, want %v", scope, got, want)
		}
	}
}

// A field may be attached to something that an employee has several of.
func TestSeveralCustomValues(t *testing.T) {
	values := func(first, second string) string {
		return `{"total":2,"data":[{"id":1,"personId":"p1","customFieldId":"f1","resourceId":"a","value":` + first +
			`},{"id":2,"personId":"p1","customFieldId":"f1","resourceId":"b","value":` + second + `}]}`
	}
	for name, tt := range map[string]struct {
		body, want string
		problems   int
	}{
		"different": {body: values(`"S"`, `"M"`), want: "withheld", problems: 1},
		"equal":     {body: values(`"S"`, `"S"`), want: "known S", problems: 0},
	} {
		fake := one(nil)
		fake.Configure(humaanstest.Config{Fields: customFields()})
		fake.Next(nil, nil, nil, body(tt.body))
		e := fetchOne(t, fake, "custom.f1")
		if got := show(e.Value("custom.f1")); got != tt.want || len(e.Problems) != tt.problems {
			t.Errorf("%s: %q, problems %v", name, got, e.Problems)
		}
	}
}

// TestStrayCustomValues: a value that does not say of which employee or of which field
// it is may be anybody's. A blank is then no blank.
func TestStrayCustomValues(t *testing.T) {
	for name, stray := range map[string]string{
		"no employee":         `"personId":null,"customFieldId":"f1"`,
		"an employee's twice": `"personId":"p1","personId":"p1","customFieldId":"f1"`,
		"no field":            `"personId":"p1","customFieldId":null`,
	} {
		fake := humaanstest.New(token, humaanstest.Person{ID: "p1"}, humaanstest.Person{ID: "p2"})
		fake.Configure(humaanstest.Config{Fields: customFields()})
		fake.Next(nil, nil, nil, body(`{"total":2,"data":[{"id":1,"personId":"p2","customFieldId":"f1","value":"M"},`+
			`{"id":2,`+stray+`,"value":"S"}]}`))
		r, err := newClient(
			t,
			fake,
			humaans.Config{Fields: []employee.Field{"custom.f1"}, NoHiddenFields: true},
		).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{"p1": "withheld", "p2": "known M"} {
			e, _ := r.Employee(id)
			if got := show(e.Value("custom.f1")); got != want {
				t.Errorf("%s: the field of %s is %q, want %q", name, id, got, want)
			}
		}
	}
}
