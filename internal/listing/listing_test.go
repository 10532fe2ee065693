package listing_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/leaktest"
	"github.com/rosterkit/rosterkit/internal/listing"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

// A server has rows, serves pages of at most size, and changes before each request
// but the first of a test.
type server struct {
	rows    []string
	size    int
	counted bool
	change  func(s *server, request int)
	log     []string
}

func (s *server) page(start, limit int) listing.Page[string] {
	if s.change != nil && len(s.log) > 0 {
		s.change(s, len(s.log))
	}
	s.log = append(s.log, fmt.Sprintf("%d,%d", start, limit))
	p := listing.Page[string]{Total: listing.Uncounted}
	if s.counted {
		p.Total = len(s.rows)
	}
	if start < len(s.rows) {
		p.Items = slices.Clone(s.rows[start:min(len(s.rows), start+min(limit, s.size))])
	}
	return p
}

// The ways to page through a server, by name.
func (s *server) ways() map[string]listing.Pages[string] {
	byOffset := func(_ context.Context, offset int) (listing.Page[string], error) { return s.page(offset, s.size), nil }
	return map[string]listing.Pages[string]{
		"by offset": listing.ByOffset(byOffset),
		"ahead":     listing.ByOffsetAhead(1, byOffset),
		"by number": listing.ByRow(func(_ context.Context, row int) (listing.Page[string], int, error) {
			_, limit, start := listing.PageWith(row, s.size)
			return s.page(start, limit), start, nil
		}),
		"by position": listing.ByPosition(func(_ context.Context, cursor string) (listing.Page[string], error) {
			start, _ := strconv.Atoi(cursor)
			p := s.page(start, s.size)
			if end := start + len(p.Items); end < len(s.rows) {
				p.Next = strconv.Itoa(end)
			}
			return p, nil
		}),
	}
}

func list(pages listing.Pages[string]) listing.List[string] {
	return listing.List[string]{Provider: "acmehr", Op: "list", Pages: pages, ID: func(id *string) string { return *id }}
}

// run returns what a consumer has in the end, both ways.
func run(l listing.List[string], begins bool) (got []string, total int, err error) {
	begin := func() { got = nil }
	if !begins {
		begin = nil
	}
	total, err = l.Run(context.Background(), begin, func(id *string) error { got = append(got, *id); return nil })
	return got, total, err
}

func names(n int) []string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf("e%03d", i)
	}
	return rows
}

func TestRun(t *testing.T) {
	t.Parallel()
	insertAt := func(i, request int) func(*server, int) {
		return func(s *server, r int) {
			if r == request {
				s.rows = slices.Insert(s.rows, i, "new")
			}
		}
	}
	removeAt := func(i, request int) func(*server, int) {
		return func(s *server, r int) {
			if r == request {
				s.rows = slices.Delete(s.rows, i, i+1)
			}
		}
	}
	swap := func(s *server, r int) {
		if r == 1 {
			s.rows = append(slices.Delete(s.rows, 0, 1), "new")
		}
	}
	tests := []struct {
		name   string
		server server
		way    string
		want   string // the requests, then how many came, or the error
	}{
		{name: "one page", way: "by offset", server: server{rows: names(3), size: 5, counted: true}, want: "0,5: 3"},
		{name: "none", way: "by offset", server: server{size: 5, counted: true}, want: "0,5: 0"},
		{name: "three pages", way: "by offset", server: server{rows: names(7), size: 3, counted: true},
			want: "0,3 2,3 4,3: 7"},
		{name: "uncounted", way: "by offset", server: server{rows: names(5), size: 3}, want: "0,3 2,3 4,3: 5"},
		{name: "uncounted, one row", way: "by offset", server: server{rows: names(1), size: 3}, want: "0,3 1,3 0,3: 1"},
		{name: "uncounted, one row by number", way: "by number", server: server{rows: names(1), size: 1},
			want: "0,1 1,1 0,1: 1"},
		{name: "uncounted, two rows by number", way: "by number", server: server{rows: names(2), size: 2},
			want: "0,2 0,2 2,2 0,2: 2"},
		{name: "by number", way: "by number", server: server{rows: names(7), size: 4, counted: true}, want: "0,4 3,3 4,4: 7"},
		{name: "by position, twice", way: "by position", server: server{rows: names(5), size: 3, counted: true},
			want: "0,3 3,3 0,3 3,3: 5"},
		{name: "by position, one page", way: "by position", server: server{rows: names(3), size: 3, counted: true},
			want: "0,3: 3"},
		{name: "one came", way: "by offset", server: server{rows: names(5), size: 3, counted: true, change: insertAt(0, 1)},
			want: "0,3 2,3 0,3 2,3 4,3: 6"},
		{name: "one came and one went", way: "by offset", server: server{rows: names(5), size: 3, counted: true,
			change: swap},
			want: "0,3 2,3 0,3 2,3: 5"},
		{name: "one went behind", way: "by offset", server: server{rows: names(6), size: 3, counted: true,
			change: removeAt(4, 1)},
			want: "0,3 2,3 0,3 2,3: 5"},
		{name: "pages of one row", way: "by offset", server: server{rows: names(3), size: 1, counted: true},
			want: "0,1: acmehr: list: the pages have one row each, so that nothing shows whether one continues another: " +
				employee.ErrIncomplete.Error()},
		{name: "never still", way: "by offset",
			server: server{rows: names(5), size: 3, counted: true, change: func(s *server, r int) {
				s.rows = append(s.rows, fmt.Sprint("new", r))
			}},
			want: "0,3 2,3 0,3 2,3 0,3 2,3: acmehr: list: the list changed while it was read, 3 times in a row: " +
				"there were 9, then 10: " + employee.ErrIncomplete.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.server
			got, _, err := run(list(s.ways()[tt.way]), true)
			text := strings.Join(s.log, " ") + ": " + strconv.Itoa(len(got))
			if err != nil {
				text = strings.Join(s.log, " ") + ": " + err.Error()
			}
			if diff := cmp.Diff(tt.want, text); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An item that was handed out and is gone fails a stream and no collection.
func TestRunHandedOutAndGone(t *testing.T) {
	t.Parallel()
	for _, begins := range []bool{true, false} {
		s := server{rows: names(6), size: 3, counted: true, change: func(s *server, r int) {
			if r == 1 {
				s.rows = s.rows[1:]
			}
		}}
		got, total, err := run(list(s.ways()["by offset"]), begins)
		if begins {
			if diff := cmp.Diff(names(6)[1:], got); diff != "" || err != nil || total != 5 {
				t.Errorf("total %d, %v (-want +got):\n%s", total, err, diff)
			}
			continue
		}
		fe, ok := errors.AsType[*employee.FetchError](err)
		if !ok || !errors.Is(err, employee.ErrIncomplete) || fe.Message != "1 were removed while they were listed" {
			t.Errorf("got %v", err)
		}
	}
}

// However rows come and go between two requests while the others keep their order, a
// row that was there throughout is listed, or there is an error.
func TestNobodyIsPassedOver(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	worlds, failed := 5000, 0
	for range worlds {
		n, size, counted := rng.IntN(40), 1+rng.IntN(9), rng.IntN(4) > 0
		lively := rng.IntN(3)
		for _, way := range []string{"by offset", "ahead", "by number", "by position"} {
			for _, begins := range []bool{true, false} {
				stayed := names(n)
				s := &server{rows: names(n), size: size, counted: counted}
				s.change = func(s *server, r int) {
					for range rng.IntN(1+lively) * rng.IntN(2) {
						if i := rng.IntN(len(s.rows) + 1); rng.IntN(2) == 0 || i == len(s.rows) {
							s.rows = slices.Insert(s.rows, i, fmt.Sprintf("n%d-%d-%d", len(s.log), i, r))
						} else {
							stayed = slices.DeleteFunc(stayed, func(id string) bool { return id == s.rows[i] })
							s.rows = slices.Delete(s.rows, i, i+1)
						}
					}
				}
				got, _, err := run(list(s.ways()[way]), begins)
				if err != nil {
					failed++
					continue
				}
				for _, id := range stayed {
					if !slices.Contains(got, id) {
						t.Fatalf("%s, %d rows, pages of %d: %s was passed over; requests %v", way, n, size, id, s.log)
					}
				}
				if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
					t.Fatalf("%s: an id twice in %v", way, got)
				}
			}
		}
	}
	if runs := 8 * worlds; failed == 0 || failed > runs/2 {
		t.Errorf("%d of %d listings failed: the worlds are too quiet or too lively to say anything", failed, runs)
	}
}

// A server that orders its rows anew for each request is an error, not a company.
func TestRunRandomOrder(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for _, way := range []string{"by offset", "ahead", "by number"} {
		s := server{rows: names(40), size: 5, counted: true, change: func(s *server, _ int) {
			rng.Shuffle(len(s.rows), func(i, j int) { s.rows[i], s.rows[j] = s.rows[j], s.rows[i] })
		}}
		if got, _, err := run(list(s.ways()[way]), true); !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("%s: %d rows, %v", way, len(got), err)
		}
	}
}

// A book maps a cursor to the items of its page and the next cursor.
type book map[string]struct {
	items []int
	next  string
}

func TestByCursor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		book book
		stop int // the item at which the consumer has had enough
		want string
	}{
		{name: "one page", book: book{"": {[]int{1, 2}, ""}}, want: "[] 1 2"},
		{name: "no employees", book: book{"": {nil, ""}}, want: "[]"},
		{name: "lazy", book: book{"": {[]int{1, 2}, "b"}, "b": {[]int{3}, "c"}, "c": {[]int{4}, ""}},
			want: "[] 1 2 [b] 3 [c] 4"},
		{name: "empty page amid", book: book{"": {[]int{1}, "b"}, "b": {nil, "c"}, "c": {[]int{2}, ""}},
			want: "[] 1 [b] [c] 2"},
		{name: "break in a page", book: book{"": {[]int{1, 2}, "b"}}, stop: 1, want: "[] 1 " + listing.ErrStop.Error()},
		{name: "break at the end of a page", book: book{"": {[]int{1, 2}, "b"}}, stop: 2,
			want: "[] 1 2 " + listing.ErrStop.Error()},
		{name: "error", book: book{"": {[]int{1}, "x"}}, want: "[] 1 [x] no page x"},
		{name: "same cursor", book: book{"": {[]int{1}, "b"}, "b": {[]int{2}, "b"}},
			want: "[] 1 [b] acmehr: list: the server gave the same page cursor twice: " + employee.ErrIncomplete.Error()},
		{name: "cycle of two", book: book{"": {[]int{1}, "b"}, "b": {nil, "c"}, "c": {[]int{2}, "b"}},
			want: "[] 1 [b] [c] acmehr: list: the server gave the same page cursor twice: " + employee.ErrIncomplete.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log []string
			l := listing.List[int]{Provider: "acmehr", Op: "list", ID: func(i *int) string { return strconv.Itoa(*i) },
				Pages: listing.ByCursor(func(_ context.Context, cursor string) (listing.Page[int], error) {
					log = append(log, "["+cursor+"]")
					p, ok := tt.book[cursor]
					if !ok {
						return listing.Page[int]{}, errors.New("no page " + cursor)
					}
					return listing.Page[int]{Items: p.items, Total: listing.Uncounted, Next: p.next}, nil
				})}
			_, err := l.Run(context.Background(), nil, func(i *int) error {
				log = append(log, strconv.Itoa(*i))
				if *i == tt.stop {
					return listing.ErrStop
				}
				return nil
			})
			if err != nil {
				log = append(log, err.Error())
			}
			if diff := cmp.Diff(tt.want, strings.Join(log, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestByCursorEndsThoughTheServerDoesNot(t *testing.T) {
	t.Parallel()
	for _, itemsEvery := range []int{0, 100} {
		n := 0
		l := listing.List[int]{Provider: "acmehr", Op: "list", ID: func(i *int) string { return strconv.Itoa(*i) },
			Pages: listing.ByCursor(func(context.Context, string) (listing.Page[int], error) {
				n++
				p := listing.Page[int]{Total: listing.Uncounted, Next: strconv.Itoa(n)}
				if itemsEvery > 0 && n%itemsEvery == 0 && n <= 300 {
					p.Items = []int{n}
				}
				return p, nil
			})}
		_, err := l.Run(context.Background(), nil, func(*int) error { return nil })
		want := 100
		if itemsEvery > 0 {
			want = 400
		}
		if !errors.Is(err, employee.ErrIncomplete) || n != want {
			t.Errorf("%v after %d pages, want ErrIncomplete after %d", err, n, want)
		}
	}
}

// A count that changes under way voids no walk by cursors that name rows, as long as
// all arrive who were ever counted.
func TestByCursorCountChanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		totals []int // by page; two rows each
		want   string
	}{
		{name: "grows", totals: []int{3, 4}, want: "2 pages, total 4: <nil>"},
		{name: "shrinks, and all came", totals: []int{4, 3}, want: "2 pages, total 3: <nil>"},
		{name: "shrinks, and one did not come", totals: []int{5, 4}, want: "6 pages, total -1: acmehr: list: " +
			"the list changed while it was read, 3 times in a row: 4 arrived of 5: " + employee.ErrIncomplete.Error()},
		{name: "is missing once", totals: []int{4, listing.Uncounted}, want: "2 pages, total -1: <nil>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages := 0
			l := list(listing.ByCursor(func(_ context.Context, cursor string) (listing.Page[string], error) {
				pages++
				if cursor == "" {
					return listing.Page[string]{Items: []string{"a", "b"}, Total: tt.totals[0], Next: "b"}, nil
				}
				return listing.Page[string]{Items: []string{"c", "d"}, Total: tt.totals[1]}, nil
			}))
			_, total, err := run(l, true)
			if diff := cmp.Diff(tt.want, fmt.Sprintf("%d pages, total %d: %v", pages, total, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A walk that the server broke off is void, and the next one counts.
func TestRunRestart(t *testing.T) {
	t.Parallel()
	lost := errors.New("no such place")
	requests := 0
	l := list(listing.ByCursor(func(_ context.Context, cursor string) (listing.Page[string], error) {
		requests++
		switch {
		case requests == 2:
			return listing.Page[string]{}, lost
		case cursor == "":
			return listing.Page[string]{Items: []string{"a", "b"}, Total: 3, Next: "b"}, nil
		}
		return listing.Page[string]{Items: []string{"c"}, Total: 3}, nil
	}))
	l.Restart = func(err error) bool { return err == lost }
	got, total, err := run(l, false)
	if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" || total != 3 || err != nil || requests != 4 {
		t.Errorf("%d requests, total %d, %v (-want +got):\n%s", requests, total, err, diff)
	}
}

// A judge voids a walk that came whole.
func TestRunJudge(t *testing.T) {
	t.Parallel()
	unfit := errors.New("unfit")
	for _, tt := range []struct {
		name string
		says []string // why each walk does not count
		err  error
		want string
	}{
		{name: "counts", says: []string{""}, want: "0,3: <nil>"},
		{name: "the second counts", says: []string{"e000 is missing", ""}, want: "0,3 0,3: <nil>"},
		{name: "none counts", says: []string{"a", "b", "e002 is missing"}, want: "0,3 0,3 0,3: acmehr: list: " +
			"the list changed while it was read, 3 times in a row: e002 is missing: " + employee.ErrIncomplete.Error()},
		{name: "an error", says: []string{"a"}, err: unfit, want: "0,3: unfit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := server{rows: names(2), size: 3, counted: true}
			l := list(s.ways()["by offset"])
			l.Judge = func(seen *listing.Seen) (string, error) {
				if !seen.Has("e001") || seen.Has("e002") {
					t.Error("the judge sees another walk")
				}
				return tt.says[len(s.log)-1], tt.err
			}
			_, _, err := run(l, true)
			if diff := cmp.Diff(tt.want, strings.Join(s.log, " ")+": "+fmt.Sprint(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRunWithoutID(t *testing.T) {
	t.Parallel()
	s := server{rows: []string{"a", "", "c"}, size: 5, counted: true}
	_, _, err := run(list(s.ways()["by offset"]), true)
	want := "acmehr: list: a record without an id, at place 2: " + employee.ErrMalformed.Error()
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestPageWith(t *testing.T) {
	t.Parallel()
	for size := 20; size <= 100; size++ {
		for row := 0; row < 5000; row += 1 + row/50 {
			page, limit, start := listing.PageWith(row, size)
			if start != (page-1)*limit || limit > size || start > row || start+limit <= row+1 && row > 0 {
				t.Fatalf("row %d, size %d: page %d of %d starts at %d", row, size, page, limit, start)
			}
		}
	}
}

func TestEmployeesAndCollect(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	var again bool
	run := func(fail error) listing.Run {
		return func(begin func(), keep func(employee.Employee) error) error {
			for walk := range 2 {
				if begin != nil {
					begin()
				} else if walk > 0 {
					break
				}
				for _, id := range []string{"1", "2"} {
					if err := keep(employee.Employee{ID: id}); err != nil {
						again = true
						return err
					}
				}
			}
			return fail
		}
	}
	if all, err := listing.Collect(run(nil)); err != nil || len(all) != 2 {
		t.Errorf("%d employees, %v", len(all), err)
	}
	if all, err := listing.Collect(run(broken)); err != broken || all != nil {
		t.Errorf("%d employees, %v", len(all), err)
	}
	ids := func(seq iter.Seq2[employee.Employee, error], most int) (got []string) {
		for e, err := range seq {
			got = append(got, fmt.Sprint(e.ID, err))
			if len(got) == most {
				break
			}
		}
		return got
	}
	if diff := cmp.Diff([]string{"1<nil>", "2<nil>", "broken"}, ids(listing.Employees(run(broken)), 9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1<nil>"}, ids(listing.Employees(run(broken)), 1)); diff != "" || !again {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLast: a list that is not counted ends with the page that the vendor calls the
// last, also with one that shows nothing new, or has one row.
func TestLast(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		rows, size int
	}{
		{name: "one row", rows: 1, size: 100},
		{name: "one page", rows: 100, size: 100},
		{name: "a page that begins before the row and ends with it", rows: 102, size: 100},
		{name: "many pages", rows: 1234, size: 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &server{rows: names(tt.rows), size: tt.size}
			l := list(listing.ByRow(func(_ context.Context, row int) (listing.Page[string], int, error) {
				_, limit, start := listing.PageWith(row, s.size)
				p := s.page(start, limit)
				p.Last = start+len(p.Items) == len(s.rows)
				return p, start, nil
			}))
			if got, total, err := run(l, true); err != nil || total != listing.Uncounted || !slices.Equal(got, s.rows) {
				t.Errorf("%d of %d, total %d, error %v", len(got), len(s.rows), total, err)
			}
		})
	}
}
