package rest

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// A book maps a cursor to the items of its page and the next cursor.
type book map[string]struct {
	items []int
	next  string
}

// walk logs fetches and yields, and stops after some items.
func walkAll(seq iter.Seq2[int, error], log *[]string, stopAfter int) {
	for item, err := range seq {
		if err != nil {
			*log = append(*log, fmt.Sprint(item, " ", err))
			continue
		}
		*log = append(*log, fmt.Sprint(item))
		if stopAfter--; stopAfter == 0 {
			break
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		book book
		stop int
		want string
	}{
		{name: "one page", book: book{"": {[]int{1, 2}, ""}}, want: "[] 1 2"},
		{name: "no people", book: book{"": {nil, ""}}, want: "[]"},
		{
			name: "lazy", book: book{"": {[]int{1, 2}, "b"}, "b": {[]int{3}, "c"}, "c": {[]int{4}, ""}},
			want: "[] 1 2 [b] 3 [c] 4",
		},
		{
			name: "empty page amid", book: book{"": {[]int{1}, "b"}, "b": {nil, "c"}, "c": {[]int{2}, ""}},
			want: "[] 1 [b] [c] 2",
		},
		{name: "break in a page", book: book{"": {[]int{1, 2}, "b"}}, stop: 1, want: "[] 1"},
		{name: "break at the end of a page", book: book{"": {[]int{1, 2}, "b"}}, stop: 2, want: "[] 1 2"},
		{name: "error", book: book{"": {[]int{1}, "x"}}, want: "[] 1 [x] 0 no page x"},
		{
			name: "same cursor", book: book{"": {[]int{1}, "b"}, "b": {[]int{2}, "b"}},
			want: "[] 1 [b] 0 acmehr: list: the server gave the same page cursor twice: " + employee.ErrIncomplete.Error(),
		},
		{
			name: "cycle of two", book: book{"": {[]int{1}, "b"}, "b": {nil, "c"}, "c": {[]int{2}, "b"}},
			want: "[] 1 [b] [c] 0 acmehr: list: the server gave the same page cursor twice: " + employee.ErrIncomplete.Error(),
		},
	}
	c := newTestClient(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log []string
			seq := Pages(c, "list", func(cursor string) ([]int, string, error) {
				log = append(log, "["+cursor+"]")
				p, ok := tt.book[cursor]
				if !ok {
					return []int{99}, "", errors.New("no page " + cursor)
				}
				return p.items, p.next, nil
			})
			if len(log) != 0 {
				t.Error("fetched before the range")
			}
			for range 2 { // each range starts again
				log = nil
				walkAll(seq, &log, tt.stop)
				if diff := cmp.Diff(tt.want, strings.Join(log, " ")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestPagesByOffset(t *testing.T) {
	t.Parallel()
	var log []string
	walkAll(Pages(newTestClient(t, nil), "list", func(offset int) ([]int, int, error) {
		next := offset + 2
		if next >= 5 {
			return []int{offset}, 0, nil
		}
		return []int{offset, offset + 1}, next, nil
	}), &log, 0)
	if got := strings.Join(log, " "); got != "0 1 2 3 4" {
		t.Errorf("got %s", got)
	}
}

func TestPagesEndThoughTheServerDoesNot(t *testing.T) {
	t.Parallel()
	for _, itemsEvery := range []int{0, 100} {
		var n int
		seq := Pages(newTestClient(t, nil), "list", func(int) ([]int, int, error) {
			n++
			if itemsEvery > 0 && n%itemsEvery == 0 && n <= 300 {
				return []int{n}, n, nil
			}
			return nil, n, nil
		})
		var last error
		for _, err := range seq {
			last = err
		}
		want := 100
		if itemsEvery > 0 {
			want = 400
		}
		if !errors.Is(last, employee.ErrIncomplete) || n != want {
			t.Errorf("%v after %d pages, want ErrIncomplete after %d", last, n, want)
		}
	}
}
