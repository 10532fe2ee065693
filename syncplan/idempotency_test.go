package syncplan

import (
	"reflect"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

// TestKeyCoversAllButNames: an action that differs in anything but what is there
// for employees has another key, whatever fields actions may get.
func TestKeyCoversAllButNames(t *testing.T) {
	t.Parallel()
	key := func(a Action) string {
		var k keyWriter
		k.setKey("test/acme", &a)
		return a.Key
	}
	action := func() Action {
		return Action{Kind: KindUpdate, EmployeeID: "e", UserID: "u", Name: "Ada", Reason: ReasonChanged,
			Evidence: []Evidence{{Field: "status", State: employee.StateKnown, Value: "active", Detail: "text"}},
			Link:     Link{Source: "s", EmployeeID: "e"},
			Changes: []Change{
				{Attribute: "a", From: employee.Text("x"), To: employee.List("x", "y"), Rule: 1, Field: "status"},
			},
			Manager: Ref{UserID: "m", EmployeeID: "n", Name: "Bob"}, Access: AccessActive, After: []string{"k"}}
	}
	free := map[string]bool{
		"Key":          true,
		"Name":         true,
		"Detail":       true,
		"Manager.Name": true,
		// EmployeeID names the same manager, before and after the user is created.
		"Manager.UserID": true,
		"After":          true,
		"Applied":        true,
	}
	seen := map[string]string{key(action()): "nothing"}
	var vary func(path string, pick func(*Action) reflect.Value)
	vary = func(path string, pick func(*Action) reflect.Value) {
		sample := action()
		v := pick(&sample)
		switch v.Kind() {
		case reflect.Slice:
			vary(path, func(a *Action) reflect.Value { return pick(a).Index(0) })
			v.Set(v.Slice(0, 0))
		case reflect.Struct:
			if _, ok := v.Interface().(employee.Value); !ok {
				for i := range v.NumField() {
					name := v.Type().Field(i).Name
					if path == "Manager" {
						name = "Manager." + name
					}
					vary(name, func(a *Action) reflect.Value { return pick(a).Field(i) })
				}
				return
			}
			v.Set(reflect.ValueOf(employee.Text("another")))
		case reflect.String:
			v.SetString(v.String() + "'")
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Uint8: // a State
			v.SetUint(v.Uint() - 1)
		default:
			t.Fatalf("%s is a %s: what is another one?", path, v.Kind())
		}
		got := key(sample)
		if other, known := seen[got]; known != free[path] {
			t.Errorf("another %s: the key is that of another %s: %v, want %v", path, other, known, free[path])
		}
		if !free[path] {
			seen[got] = path
		}
	}
	vary("", func(a *Action) reflect.Value { return reflect.ValueOf(a).Elem() })
	if len(seen) < 15 {
		t.Errorf("only %d fields were varied", len(seen))
	}
	unlisted, other := action(), action()
	unlisted.Manager, other.Manager = Ref{UserID: "m"}, Ref{UserID: "m'"}
	if key(unlisted) == key(other) {
		t.Error("another manager who is not listed has the same key")
	}
	planned, created := action(), action()
	planned.Kind, created.Kind, planned.UserID = KindSetManager, KindSetManager, ""
	if key(planned) != key(created) {
		t.Error("set_manager has another key once the plan has created the user")
	}
	a := action()
	a.Changes[0].To = employee.Text("x, y")
	if key(a) == key(action()) {
		t.Error("a list has the key of its text")
	}
}
