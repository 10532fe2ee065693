package fieldread_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

// TestOf: every field, standard and custom, in every state, and one that does
// not exist, reads as Employee.Value reads it.
func TestOf(t *testing.T) {
	t.Parallel()
	fields := append(employee.Fields(), "custom.4567", "custom.", "nickname", "")
	for i, f := range fields {
		values := []employee.Value{{}, employee.Withheld(), employee.Empty(), known(f)}
		for _, v := range values {
			var e employee.Employee
			for j, other := range fields[:40] { // another value in every other field
				if i != j && other.Kind() == employee.KindText && other != employee.FieldStatus {
					_ = e.Set(other, employee.Text("not "+string(f)))
				}
			}
			_ = e.Set(f, v)
			if got, want := fieldread.Of(f)(&e), e.Value(f); got != want {
				t.Errorf("%s: read as %#v %q, want %#v %q", f, got, got, want, want)
			}
		}
	}
}

func known(f employee.Field) employee.Value {
	switch f.Kind() {
	case employee.KindDate:
		return employee.Day(employee.NewDate(2026, 1, 31))
	case employee.KindList:
		return employee.List("Blue", "Red")
	}
	if f == employee.FieldStatus {
		return employee.Text("active")
	}
	return employee.Text("value of " + string(f))
}

func BenchmarkOf(b *testing.B) {
	e := &employee.Employee{Department: "Sales"}
	f := employee.FieldDepartment
	read := fieldread.Of(f)
	b.Run("fieldread", func(b *testing.B) {
		for b.Loop() {
			if !read(e).Known() {
				b.Fatal("not known")
			}
		}
	})
	b.Run("Value", func(b *testing.B) {
		for b.Loop() {
			if !e.Value(f).Known() {
				b.Fatal("not known")
			}
		}
	})
}
