package users

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A company is users and employees as a test writes them.
type company struct {
	links  []string // of each user, "" for none
	emails []string // of each user
	wanted []string // of each employee, whose ids are e0, e1, ...
}

func (c company) table() *Table {
	t := New(len(c.links), len(c.wanted), Texts{
		Employee: func(u int32) string { return c.links[u] },
		Email:    func(u int32) string { return c.emails[u] },
		Wanted:   func(i int32) string { return c.wanted[i] },
	})
	for u, link := range c.links {
		if link != "" {
			t.AddLink(int32(u), link, []string{c.emails[u]})
		}
	}
	t.FinishLinks(func(a, b int32) int { return cmp.Compare(b, a) }) // the last one first
	for i, email := range c.wanted {
		u := t.Linked(fmt.Sprintf("e%d", i))
		t.AddEmployee(int32(i), email, u, u >= 0 && c.emails[u] == email)
	}
	t.FinishEmails()
	return t
}

func TestWithEmail(t *testing.T) {
	t.Parallel()
	c := company{
		links:  []string{"e0", "e1", "", "", "e9"},
		emails: []string{"ada@example.com", "old@example.com", "ADA@example.com ", "", "gone@example.com"},
		wanted: []string{"ada@example.com", "bob@example.com", "", "ada@example.com"},
	}
	for _, tt := range []struct {
		name  string
		email string
		want  []int32
	}{
		{name: "a settled user, and another one", email: "ADA@EXAMPLE.COM", want: []int32{0, 2}},
		{name: "a user that gets another address", email: "OLD@EXAMPLE.COM", want: []int32{1}},
		{name: "an address that no user has yet", email: "BOB@EXAMPLE.COM", want: nil},
		{name: "a user without a record", email: "GONE@EXAMPLE.COM", want: []int32{4}},
		{name: "no address", email: "", want: nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table := c.table()
			got := table.WithEmail(tt.email)
			if len(got) > 0 && !table.MayHaveEmail(tt.email) {
				t.Errorf("MayHaveEmail(%q) is false, and %v have it", tt.email, got)
			}
			slices.Sort(got)
			if diff := gocmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("WithEmail(%q):\n%s", tt.email, diff)
			}
		})
	}
	table := c.table()
	if !table.Settled(0) || table.Settled(1) || table.Settled(2) || table.Settled(3) {
		t.Error("want employee 0 settled, and no other one")
	}
	if shared := slices.Collect(table.Wanted().Shared()); !slices.Equal(shared, []int32{0}) {
		t.Errorf("the shared addresses are those of %v, want 0", shared)
	}
}

func TestLinkedTwice(t *testing.T) {
	t.Parallel()
	table := company{links: []string{"e0", "e1", "e1", "e1"}, emails: make([]string, 4)}.table()
	if got := table.Linked("e1"); got != 3 {
		t.Errorf("Linked returns %d, want the first one in order, 3", got)
	}
	if got := table.AllLinked("e1"); !slices.Equal(got, []int32{3, 2, 1}) {
		t.Errorf("AllLinked returns %v, want 3, 2, 1", got)
	}
	if got := table.AllLinked("e0"); !slices.Equal(got, []int32{0}) {
		t.Errorf("AllLinked returns %v, want 0", got)
	}
	if got := slices.Collect(table.LinkedTwice()); len(got) != 1 {
		t.Errorf("%d groups, want 1", len(got))
	}
	if got := table.AllLinked("e7"); got != nil {
		t.Errorf("AllLinked returns %v for an employee without users", got)
	}
}

// TestLinkedBatch looks many employees up, in batches of every size, one by one and
// together.
func TestLinkedBatch(t *testing.T) {
	t.Parallel()
	var c company
	for i := range 500 {
		c.links = append(c.links, fmt.Sprintf("e%d", i/2*3))
	}
	c.emails = make([]string, len(c.links))
	table := c.table()
	for n := range Batch + 1 {
		ids := make([]string, n)
		want, got := make([]int32, n), make([]int32, n)
		for i := range ids {
			ids[i] = fmt.Sprintf("e%d", n*20+i)
			want[i] = table.Linked(ids[i])
		}
		table.LinkedBatch(ids, got)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("a batch of %d:\n%s", n, diff)
		}
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	texts := make([]string, 300)
	for i := range texts {
		texts[i] = fmt.Sprint(i / 3)
	}
	x := NewIndex(len(texts), func(place int32) string { return texts[place] })
	for i, text := range texts {
		if first := x.Add(text, int32(i)); first != int32(i/3*3) {
			t.Fatalf("the first place of %q is %d, want %d", text, first, i/3*3)
		}
	}
	for i, text := range texts {
		first := x.Find(text)
		if want := []int32{int32(i / 3 * 3), int32(i/3*3 + 1), int32(i/3*3 + 2)}; !slices.Equal(x.All(first), want) {
			t.Errorf("%q is at %v, want %v", text, x.All(first), want)
		}
		if !x.Several(first) {
			t.Errorf("%q is at one place", text)
		}
	}
	if first := x.Find("none"); first != -1 || x.All(first) != nil {
		t.Errorf("a text that was not added is at %d", first)
	}
}
