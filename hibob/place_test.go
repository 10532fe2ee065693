package hibob_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

// TestPlaces looks for a value in each place that HiBob's answers may have it.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, record, first, title string // "-" for empty, "" for withheld
	}{
		{name: "nested and top", record: `"firstName":"Ada","work":{"title":"Poet"}`, first: "Ada", title: "Poet"},
		{name: "slashed", record: `"/root/firstName":{"value":"Ada"},"/work/title":{"value":"Poet"}`, first: "Ada",
			title: "Poet"},
		{name: "the category root nested", record: `"root":{"firstName":"Ada"}`, first: "Ada"},
		{name: "slashes in the key escaped",
			record: `"\/root\/firstName":{"value":"Ada"},"\u002fwork\/title":{"val\u0075e":"Poet"}`, first: "Ada",
			title: "Poet"},
		{name: "nested before slashed",
			record: `"/root/firstName":{"value":"B"},"/work/title":{"value":"B"},"firstName":"A","work":{"title":"A"}`,
			first:  "A", title: "A"},
		{name: "nested before top", record: `"firstName":"B","root":{"firstName":"A"}`, first: "A"},
		{name: "top before slashed", record: `"/root/firstName":{"value":"B"},"firstName":"A"`, first: "A"},
		{name: "null does not hide a value",
			record: `"firstName":null,"/root/firstName":{"value":"Ada"},"work":{"title":null},` +
				`"/work/title":{"value":"Poet"}`, first: "Ada", title: "Poet"},
		{name: "null everywhere",
			record: `"firstName":null,"/root/firstName":{"value":null},"/work/title":{"value":null}`, first: "-",
			title: "-"},
		{name: "a slash key without a value", record: `"/root/firstName":{"a URL":null},"/work/title":"Poet"`},
		{name: "a key twice",
			record: `"firstName":null,"firstName":"Ada","work":{"title":"Poet"},"work":{"title":null}`},
		{name: "blanks between everything",
			record: "\n\t\"firstName\" : \"Ada\" ,\r\n \"work\" : { \"title\" : \"Poet\" , \"x\" : [ { } , 1 ] } ",
			first:  "Ada", title: "Poet"},
		{name: "quotes and brackets in other values",
			record: `"about":{"about":"\"}{[\\","x":[["}"],{"y":"]"}]},"firstName":"Ada","work":{"x":"\\\"",` +
				`"title":"Poet"}`, first: "Ada", title: "Poet"},
		{name: "keys that only look alike",
			record: `"work/title":"B","/work/title/x":{"value":"B"},"Work":{"title":"B"},` +
				`"/root/firstname":{"value":"B"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := only(t, newClient(t, search{employees: `{"id":"7",` + tt.record + `}`}))
			for f, want := range map[employee.Field]string{employee.FieldFirstName: tt.first,
				employee.FieldJobTitle: tt.title} {
				v := employee.Text(want)
				switch want {
				case "":
					v = employee.Withheld()
				case "-":
					v = employee.Empty()
				}
				if got := e.Value(f); got != v {
					t.Errorf("%s is %v %q, want %v %q", f, got.State(), got, v.State(), v)
				}
			}
		})
	}
}
