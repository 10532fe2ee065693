package syncplan_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

func TestOn(t *testing.T) {
	t.Parallel()
	link := syncplan.Link{Source: "test/acme", EmployeeID: "e1"}
	before := syncplan.User{
		ID: "u1", Email: "old@example.com", Active: true, Protected: true, ManagerID: "u2",
		Attributes: syncplan.Attributes{syncplan.TextAttribute("a", "1"), syncplan.TextAttribute("b", "2")},
		Applied:    syncplan.Attributes{syncplan.TextAttribute("a", "1")},
	}
	changes := []syncplan.Change{
		{Attribute: "email", To: employee.Text("new@example.com")},
		{Attribute: "ends_on", To: employee.Day(date("2026-12-31"))},
		{Attribute: "a", From: employee.Text("1"), To: employee.Text("one"), Applied: employee.Text("one")},
		{Attribute: "b", From: employee.Text("2"), To: employee.Empty(), Applied: employee.Empty()},
		{Attribute: "c", To: employee.List("x", "y")},
	}
	changed := syncplan.User{
		ID: "u1", Email: "new@example.com", EndsOn: date("2026-12-31"), Active: true, Protected: true, ManagerID: "u2",
		Attributes: syncplan.Attributes{syncplan.TextAttribute("a", "one"), syncplan.ListAttribute("c", "x", "y")},
		Applied:    syncplan.Attributes{syncplan.TextAttribute("a", "one"), {Name: "b", Value: employee.Empty()}},
	}
	as := func(u syncplan.User, change func(*syncplan.User)) syncplan.User {
		change(&u)
		return u
	}
	for _, tt := range []struct {
		name   string
		action syncplan.Action
		user   syncplan.User
		want   syncplan.User
	}{
		{
			name:   "update",
			action: syncplan.Action{Kind: syncplan.KindUpdate, Changes: changes}, user: before, want: changed,
		},
		{
			name:   "an inactive user stays inactive",
			action: syncplan.Action{Kind: syncplan.KindUpdate, Changes: changes},
			user:   inactive(before, false), want: inactive(changed, false),
		},
		{
			name:   "link",
			action: syncplan.Action{Kind: syncplan.KindLink, Link: link}, user: before,
			want: as(before, func(u *syncplan.User) { u.Link = link }),
		},
		{
			name:   "relink of an inactive user",
			action: syncplan.Action{Kind: syncplan.KindRelink, Link: link, Access: syncplan.AccessActive},
			user:   inactive(before, true), want: as(before, func(u *syncplan.User) { u.Link = link }),
		},
		{
			name:   "reactivate",
			action: syncplan.Action{Kind: syncplan.KindReactivate, Access: syncplan.AccessActive},
			user:   inactive(before, true), want: before,
		},
		{
			name:   "deactivate",
			action: syncplan.Action{Kind: syncplan.KindDeactivate, Access: syncplan.AccessInactive},
			user:   before, want: inactive(before, true),
		},
		{
			name:   "create",
			action: syncplan.Action{Kind: syncplan.KindCreate, Link: link, Access: syncplan.AccessActive, Changes: changes[:1]},
			user:   syncplan.User{ID: "u9"},
			want:   syncplan.User{ID: "u9", Link: link, Email: "new@example.com", Active: true},
		},
		{
			name:   "create of a leaver",
			action: syncplan.Action{Kind: syncplan.KindCreate, Link: link, Access: syncplan.AccessInactive},
			user:   syncplan.User{ID: "u9"}, want: syncplan.User{ID: "u9", Link: link, DeactivatedBySync: true},
		},
		{
			name:   "another manager",
			action: syncplan.Action{Kind: syncplan.KindSetManager, Manager: syncplan.Ref{UserID: "u3", EmployeeID: "e3"}},
			user:   before, want: as(before, func(u *syncplan.User) { u.ManagerID = "u3" }),
		},
		{
			name:   "no manager",
			action: syncplan.Action{Kind: syncplan.KindSetManager},
			user:   before, want: as(before, func(u *syncplan.User) { u.ManagerID = "" }),
		},
		{
			name:   "a manager who is not resolved",
			action: syncplan.Action{Kind: syncplan.KindSetManager, Manager: syncplan.Ref{EmployeeID: "e3"}},
			user:   before, want: before,
		},
		{
			name:   "a group is no user",
			action: syncplan.Action{Kind: syncplan.KindCreateGroup, Changes: changes},
			user:   before, want: before,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			user := tt.user
			user.Attributes = append(syncplan.Attributes{}, tt.user.Attributes...)
			given := append(syncplan.Attributes{}, user.Attributes...)
			if diff := cmp.Diff(tt.want, tt.action.On(user), cmp.Transformer("", nilIfEmpty)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if diff := cmp.Diff(given, user.Attributes); diff != "" {
				t.Errorf("the user that was given (-before +after):\n%s", diff)
			}
		})
	}
}

func nilIfEmpty(as syncplan.Attributes) []syncplan.Attribute {
	if len(as) == 0 {
		return nil
	}
	return as
}

func TestResolve(t *testing.T) {
	t.Parallel()
	broken := errors.New("the database is gone")
	for _, tt := range []struct {
		name   string
		action syncplan.Action
		want   syncplan.Action
		err    error
		text   string
	}{
		{
			name:   "both are created by the plan",
			action: syncplan.Action{Kind: syncplan.KindSetManager, EmployeeID: "e1", Manager: syncplan.Ref{EmployeeID: "e2"}},
			want: syncplan.Action{
				Kind: syncplan.KindSetManager, EmployeeID: "e1", UserID: "u1",
				Manager: syncplan.Ref{EmployeeID: "e2", UserID: "u2"},
			},
		},
		{
			name: "nothing is missing",
			action: syncplan.Action{
				Kind: syncplan.KindSetManager, EmployeeID: "gone", UserID: "u1",
				Manager: syncplan.Ref{EmployeeID: "gone", UserID: "u2"},
			},
			want: syncplan.Action{
				Kind: syncplan.KindSetManager, EmployeeID: "gone", UserID: "u1",
				Manager: syncplan.Ref{EmployeeID: "gone", UserID: "u2"},
			},
		},
		{
			name:   "no manager",
			action: syncplan.Action{Kind: syncplan.KindSetManager, EmployeeID: "e1"},
			want:   syncplan.Action{Kind: syncplan.KindSetManager, EmployeeID: "e1", UserID: "u1"},
		},
		{
			name:   "a create has no user yet",
			action: syncplan.Action{Kind: syncplan.KindCreate, EmployeeID: "gone"},
			want:   syncplan.Action{Kind: syncplan.KindCreate, EmployeeID: "gone"},
		},
		{
			name:   "the manager is not there",
			action: syncplan.Action{Kind: syncplan.KindSetManager, EmployeeID: "e1", Manager: syncplan.Ref{EmployeeID: "gone"}},
			err:    syncplan.ErrUnresolved,
			text:   "syncplan: set_manager: employee gone: the user is not created yet: run the create first",
		},
		{
			name:   "the product fails",
			action: syncplan.Action{Kind: syncplan.KindSetManager, EmployeeID: "broken"},
			err:    broken, text: "syncplan: set_manager: employee broken: the database is gone",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.action.Resolve(func(employeeID string) (string, error) {
				if employeeID == "broken" {
					return "", broken
				}
				return map[string]string{"e1": "u1", "e2": "u2"}[employeeID], nil
			})
			if !errors.Is(err, tt.err) || err != nil && err.Error() != tt.text {
				t.Fatalf("got %v, want %v", err, tt.text)
			}
			if diff := cmp.Diff(tt.want, got); err == nil && diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
