package battery

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
)

// A document is an answer's body, decoded.
type document map[string]any

func parse(body []byte) document {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber() // ids have 19 digits
	var doc document
	if d.Decode(&doc) != nil {
		return nil
	}
	return doc
}

func (d document) bytes() []byte {
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return b
}

// get returns what is at a path such as "meta.total", nil if there is nothing.
func (d document) get(path string) any {
	var v any = map[string]any(d)
	for name := range strings.SplitSeq(path, ".") {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// set puts something at a path all of whose objects are there.
func (d document) set(path string, v any) {
	object := map[string]any(d)
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		object, path = d.get(path[:i]).(map[string]any), path[i+1:]
	}
	object[path] = v
}

func (d document) rows(p paging) []any {
	rows, _ := d.get(p.rows).([]any)
	return rows
}

// add changes the count of all.
func (d document) add(p paging, n int) {
	total, _ := d.get(p.total).(json.Number)
	count, _ := total.Int64()
	d.set(p.total, count+int64(n))
}

// A book is the pages that the fake has given, the first answer of each, by
// their place in the listing.
type book struct {
	mu     sync.Mutex
	pages  []document
	places map[string]int
}

// place returns where a request stands in the listing, from 0.
func (b *book) place(r *http.Request) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, ok := b.places[r.URL.RequestURI()]
	if !ok {
		if b.places == nil {
			b.places = map[string]int{}
		}
		n = len(b.places)
		b.places[r.URL.RequestURI()] = n
	}
	return n
}

// keep remembers a page as the fake gave it.
func (b *book) keep(n int, body []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.pages) <= n {
		b.pages = append(b.pages, nil)
	}
	if b.pages[n] == nil {
		b.pages[n] = parse(body)
	}
}

// page returns a copy of a page that was given; nil if none was.
func (b *book) page(n int) document {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n >= len(b.pages) || b.pages[n] == nil {
		return nil
	}
	return parse(b.pages[n].bytes())
}

// A turn is one page that is about to be given.
type turn struct {
	s    subject
	book *book
	n    int           // its place in the listing, from 0
	r    *http.Request // may be changed before the fake is asked
	doc  document      // what the fake gave; may be changed
	head http.Header   // of the answer
}

// A trick spoils the paging. Both parts may be nil.
type trick struct {
	// ask changes the request before the fake gets it. True: the turn has its
	// answer in doc.
	ask func(*turn) bool
	// give changes the answer.
	give func(*turn)
}

// around puts a trick around the pages of employees that a fake gives.
func (k trick) around(s subject) func(http.Handler) http.Handler {
	b := new(book)
	return func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if s.kind(r) != kindEmployees {
				fake.ServeHTTP(w, r)
				return
			}
			t := &turn{s: s, book: b, n: b.place(r), r: r, head: w.Header()}
			if k.ask == nil || !k.ask(t) {
				rec := httptest.NewRecorder()
				fake.ServeHTTP(rec, t.r)
				if t.doc = parse(rec.Body.Bytes()); rec.Code != http.StatusOK || t.doc == nil {
					w.WriteHeader(rec.Code)
					w.Write(rec.Body.Bytes())
					return
				}
				b.keep(t.n, rec.Body.Bytes())
			}
			if k.give != nil {
				k.give(t)
			}
			w.Header().Set("Content-Type", "application/json")
			w.Write(t.doc.bytes())
		})
	}
}

// param changes a parameter of the request; "" takes it away.
func (t *turn) param(name, value string) {
	q := t.r.URL.Query()
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	t.r.URL.RawQuery = q.Encode()
	t.r.RequestURI = t.r.URL.RequestURI()
}

// relink changes the link to the next page, if there is one.
func (t *turn) relink(change func(*url.URL)) {
	link, _ := t.doc.get(t.s.paging.next).(string)
	u, err := url.Parse(link)
	if link == "" || err != nil {
		return
	}
	change(u)
	t.doc.set(t.s.paging.next, u.String())
}
