package personio_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestTags: tags that are joined by commas are taken apart by the options, whether the
// attribute is named by its key or by its label, and withheld with a problem if that
// gives no list, or more than one.
func TestTags(t *testing.T) {
	t.Parallel()
	const problem = "withheld"
	for _, tt := range []struct {
		name    string
		options []string
		tags    []string
		refuse  int
		want    string
	}{
		{name: "commas between tags", options: []string{"Go", "SQL"}, tags: []string{"Go", "SQL"}, want: "list Go, SQL"},
		{name: "a comma in a tag", options: []string{"Sales, EMEA", "Go"}, tags: []string{"Sales, EMEA"},
			want: "list Sales, EMEA"},
		{name: "both", options: []string{"Go", "Sales, EMEA"}, tags: []string{"Go", "Sales, EMEA", "Go"},
			want: "list Go, Sales, EMEA, Go"},
		{name: "two ways", options: []string{"Sales, EMEA", "Sales", "EMEA"}, tags: []string{"Sales, EMEA"}, want: problem},
		{name: "no way", options: []string{"Sales"}, tags: []string{"Sales", "Old"}, want: problem},
		{name: "one tag that is no option", options: []string{"Sales"}, tags: []string{"Old"}, want: "list Old"},
		{name: "options refused", options: []string{"Sales, EMEA"}, tags: []string{"Sales, EMEA"}, refuse: 403,
			want: problem},
		{name: "options refused, one tag", options: []string{"Go"}, tags: []string{"Go"}, refuse: 403, want: "list Go"},
	} {
		for _, field := range []employee.Field{"custom.dynamic_2", "custom.Skills"} {
			fake, cfg := fakeOf(personiotest.Person{ID: "1", Values: map[string]any{"dynamic_2": tt.tags}})
			c := personiotest.Config{
				Fields: []personiotest.Field{{ID: "dynamic_2", Name: "Skills", Type: "tags", Options: tt.options}}}
			if tt.refuse != 0 {
				c.Refuse = map[string]int{"/v1/company/employees/attributes": tt.refuse}
			}
			fake.Configure(c)
			cfg.Fields = []employee.Field{field}
			e := one(t, cfg)
			if diff := cmp.Diff(tt.want, show(e.Value(field))); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", tt.name, field, diff)
			}
			if (len(e.Problems) == 1) != (tt.want == problem) {
				t.Errorf("%s, %s: problems %v", tt.name, field, e.Problems)
			}
		}
	}
}
