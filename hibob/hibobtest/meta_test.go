package hibobtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func TestMetadata(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	fake.Configure(hibobtest.Config{
		Hidden: []string{"root.firstName"},
		Fields: []hibobtest.Field{{ID: "custom.category_1.field_2", Name: "Shirt", Type: "list", List: "shirts"}},
		Lists: []hibobtest.List{
			{Name: "shirts", Items: []hibobtest.Item{{ID: "1", Name: "Small"}, {ID: "x", Name: "Mini", Archived: true}}},
			{Name: "department"},
		},
	})
	_, fields, _ := do(t, fake, "GET", "/company/people/fields", "")
	for _, want := range []string{
		`{"id":"root.firstName","categoryId":"root","categoryDisplayName":"Basic info","category":"root",` +
			`"name":"First name","description":null,"jsonPath":"firstName","type":"text","typeData":{},"historical":false}`,
		`{"id":"custom.category_1.field_2","categoryId":"custom","categoryDisplayName":"custom","category":"custom",` +
			`"name":"Shirt","description":null,"jsonPath":"custom.category_1.field_2","type":"list",` +
			`"typeData":{"listId":"shirts"},"historical":false}`,
	} {
		if !strings.Contains(fields, want) {
			t.Errorf("%s\nis not in\n%s", want, fields)
		}
	}
	small := `{"id":1,"value":"Small","name":"Small","archived":false,"children":[]}`
	mini := `{"id":"x","value":"Mini","name":"Mini","archived":true,"children":[]}`
	for path, want := range map[string]string{
		"/company/named-lists": `{"shirts":{"name":"shirts","values":[` + small +
			`]},"department":{"name":"department","values":[]},`,
		"/company/named-lists?includeArchived=true":  `{"shirts":{"name":"shirts","values":[` + small + `,` + mini + `]},`,
		"/company/named-lists?includeArchived=false": `{"shirts":{"name":"shirts","values":[` + small + `]},`,
		"/company/named-lists/shirts":                `{"name":"shirts","values":[` + small + `,` + mini + `]}`,
	} {
		status, answer, _ := do(t, fake, "GET", path, "")
		if status != 200 || !json.Valid([]byte(answer)) || !strings.HasPrefix(answer, want) {
			t.Errorf("%s: %d %s, want %s", path, status, answer, want)
		}
	}
	if status, _, _ := do(t, fake, "GET", "/company/named-lists/none", ""); status != 404 {
		t.Errorf("an unknown list: %d, want 404", status)
	}
	fake.Configure(hibobtest.Config{ListsAsItems: true})
	_, items, _ := do(t, fake, "GET", "/company/named-lists", "")
	if !json.Valid([]byte(items)) || !strings.HasPrefix(items, `[{"name":"department","items":[{"id":209192101,`) {
		t.Errorf("as items: %s", items)
	}
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	row := func(status string) map[string]any { return map[string]any{"status": status} }
	fake := hibobtest.New("id", "token",
		hibobtest.Person{ID: "1", Lifecycle: []map[string]any{row("a"), row("b"), row("c")}},
		hibobtest.Person{ID: "2"},
		hibobtest.Person{ID: "3", Lifecycle: []map[string]any{row("d")}})
	for _, tt := range []struct{ query, want string }{
		{
			query: "",
			want: `{"results":[{"employeeId":"1","values":[{"status":"a"},{"status":"b"},{"status":"c"}]},` +
				`{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"next_cursor":null},"errors":[]}`,
		},
		{
			query: "?limit=2",
			want: `{"results":[{"employeeId":"1","values":[{"status":"a"},{"status":"b"}]}],` +
				`"response_metadata":{"next_cursor":"row+2"},"errors":[]}`,
		},
		{
			query: "?limit=2&cursor=row%2B2",
			want: `{"results":[{"employeeId":"1","values":[{"status":"c"}]},{"employeeId":"3","values":[{"status":"d"}]}],` +
				`"response_metadata":{"next_cursor":null},"errors":[]}`,
		},
		{
			query: "?employeeIds=3,9",
			want: `{"results":[{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"next_cursor":null},` +
				`"errors":[{"9":{"error":"MISSING_PERMISSION","message":"no access to this employee"}}]}`,
		},
		{query: "?employeeIds=2", want: `{"results":[],"response_metadata":{"next_cursor":null},"errors":[]}`},
		{query: "?cursor=row%2B99", want: `{"results":[],"response_metadata":{"next_cursor":null},"errors":[]}`},
	} {
		status, answer, _ := do(t, fake, "GET", "/bulk/people/lifecycle"+tt.query, "")
		if status != 200 || answer != tt.want {
			t.Errorf("%s: %d\n%s, want\n%s", tt.query, status, answer, tt.want)
		}
	}
	for _, query := range []string{
		"?limit=201", "?limit=0", "?limit=x", "?cursor=row+2", "?cursor=2", "?employeeIds=1" + strings.Repeat(",1", 200),
	} {
		if status, _, _ := do(t, fake, "GET", "/bulk/people/lifecycle"+query, ""); status != 400 {
			t.Errorf("%s: %d, want 400", query, status)
		}
	}
	fake.Configure(hibobtest.Config{OldCursor: true, Unseen: []string{"1"}})
	const old = `{"results":[{"employeeId":"3","values":[{"status":"d"}]}],` +
		`"response_metadata":{"cursor":null},"errors":[]}`
	if _, answer, _ := do(t, fake, "GET", "/bulk/people/lifecycle?limit=1", ""); answer != old {
		t.Errorf("the old cursor: %s", answer)
	}
}
