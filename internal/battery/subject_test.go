package battery

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// pageSize is that of the fakes here, but for Lucca's: of smaller pages, not every row
// is the last of one.
const pageSize, luccaSize = 3, 5

const (
	bambooKey      = "b1f0c4a9d2e34b5f8a6c"
	personioID     = "papi-6a1d40c7"
	personioSecret = "ps/61b2+7c0e9a=="
	hibobUser      = "SERVICE-58211"
	hibobToken     = "ht_9b81e60c4d2f"
	humaansToken   = "hu/mans+0c9b2d417e"
	luccaKey       = "4b6e7c1e-0000-4000-8000-ba77e4000001"
	luccaClient    = "lc-90e1d7b3"
	luccaSecret    = "ls/48+ac20f1d7"
)

// A client is what the Client of every provider is.
type client interface {
	Roster(context.Context) (*employee.Roster, error)
	Employees(context.Context) iter.Seq2[employee.Employee, error]
	Check(context.Context) (employee.Access, error)
	Catalog(context.Context) ([]employee.FieldInfo, error)
}

// A maker makes a client that sends its requests, those for tokens included, to
// baseURL through hc, and logs to logger.
type maker = func(baseURL string, hc *http.Client, logger *slog.Logger) (client, error)

// A subject is one provider through one of its interfaces.
type subject struct {
	name string
	// New makes a client with the credentials that Fake accepts.
	New maker
	// wrong makes one with credentials that Fake refuses. Optional.
	wrong maker
	// Secrets are the credentials that New uses, each of 8 bytes or more, so
	// that none is found in a text by chance.
	Secrets []string
	// Token says that the credentials are exchanged for a token, so that a
	// request refused with 401 may be sent once more with another one.
	Token bool

	// Fake returns a new fake of a company, the same one for the same number of
	// employees. Some of them have names beyond ASCII and dates.
	Fake func(employees int) http.Handler
	// IDs are the ids of those employees, in the order of the listing.
	IDs func(employees int) []string
	// pageSize is the number of employees on a full page of Fake; 0 means that
	// all come in one answer.
	pageSize int
	// requests is the exact number of requests of one listing by a new client,
	// those for tokens included.
	requests func(employees int) int
	// lists is that of a wire.
	lists func(kind) bool
	// resize leaves employees[from:to] of those of a fake, while a listing runs. A
	// listing must then fail, be whole, or begin again and have at least those who
	// are left. Nil: this vendor has neither a total nor a cursor by which a
	// provider could notice.
	resize func(fake http.Handler, employees, from, to int)

	paging paging
	second bool // another interface of a provider that comes before
	// kind tells the requests apart.
	kind func(*http.Request) kind
	// tokens makes the fake take the tokens given so far for expired. Nil: the
	// credentials themselves are sent.
	tokens func(fake http.Handler)
	// limit is the number of requests that the vendor allows in a minute, and
	// perSecond in a second. 0: it publishes none.
	limit, perSecond int
	steps            *int // of a healthy listing of several; 0: not counted yet
}

// fault is what is wrong with the description itself.
func (s subject) fault() string {
	switch {
	case s.New == nil, s.Fake == nil, s.IDs == nil, s.requests == nil, s.kind == nil:
		return "New, Fake, IDs, requests and kind are required"
	case s.pageSize < 0, s.pageSize > 100:
		return "pageSize is not between 0 and 100: let Fake lower that of the requests"
	case len(s.Secrets) == 0:
		return "Secrets is empty"
	case slices.ContainsFunc(s.Secrets, func(s string) bool { return len(s) < 8 }):
		return "a secret has fewer than 8 bytes"
	case s.resize != nil && s.pageSize == 0:
		return "resize needs pages"
	case len(s.IDs(3)) != 3:
		return "IDs(3) has not 3 ids"
	}
	return ""
}

// sizes are the numbers of employees around which paging goes wrong.
func (s subject) sizes() []int {
	p := s.pageSize
	if p == 0 {
		return []int{0, 1, 2, 7, 25}
	}
	sizes := []int{0, 1, p - 1, p, p + 1, 2 * p, 2*p + 1, 4 * p}
	slices.Sort(sizes)
	return slices.Compact(sizes)
}

// several employees need a second page, where there are pages.
func (s subject) several() int {
	if s.pageSize == 0 {
		return 7
	}
	return s.pageSize + 1
}

// many employees need five pages, where there are pages, and are varied.
func (s subject) many() int { return max(4*s.pageSize+1, 25) }

// A paging is where a page of employees has what matters for paging.
type paging struct {
	rows  string // the path of the rows: "data.items"
	total string // the path of the count of all; "": there is none
	next  string // the path of what leads to the next page; "": an offset does
	link  bool   // it is a link that has the cursor in its query
	query string // the parameter with cursor or offset
}

// subjects are the five providers, asked for these fields or, if none are given,
// for the standard ones. Personio and Lucca have two interfaces each.
func subjects(fields ...employee.Field) []subject {
	return []subject{
		bamboohrSubject(fields, nil), personioSubject(personio.APIV1, fields), personioSubject(personio.APIV2, fields),
		hibobSubject(fields), humaansSubject(fields, humaansLeaver),
		luccaSubject(lucca.Config{APIKey: luccaKey, Fields: fields}),
		luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret, Fields: fields}),
	}
}

// interfaces are what the properties are tested on: the subjects, two of them with fewer
// lists beside the employees, and those with other lists, or with none, so that what
// changes under way changes while the employees are listed.
func interfaces() []subject {
	lists := func(f employee.Field) bool {
		return f == employee.FieldLocation || f == employee.FieldTimeZone || f == employee.FieldLegalEntity
	}
	fewer := slices.DeleteFunc(employee.DefaultFields(), lists)
	all := []subject{
		bamboohrSubject(nil, nil), personioSubject(personio.APIV1, nil), hibobSubject(nil),
		humaansSubject(nil, humaanstest.People), luccaSubject(lucca.Config{APIKey: luccaKey}),
		luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret, Fields: fewer}),
	}
	onlyEmployees := func(k kind) bool { return k == kindEmployees }
	narrow := []employee.Field{employee.FieldWorkEmail, employee.FieldJobTitle}
	with := func(f ...employee.Field) []employee.Field { return append(slices.Clone(narrow), f...) }

	report := bamboohrSubject(append(employee.DefaultFields(), employee.CustomField("customBudget")), nil)
	report.name += ", list and report"
	list := report.requests
	report.requests = func(n int) int { return list(n) + 1 }
	// All come in one answer, which Check has to read, too.
	alone := bamboohrSubject(nil, map[string]int{"/employees": 404})
	alone.name += ", report"
	alone.pageSize, alone.resize, alone.requests = 0, nil, func(int) int { return 2 }

	// What changes after the list of attributes is read changes before that of the
	// employees is.
	attributes := personioSubject(personio.APIV1, with(employee.FieldBirthDate))
	attributes.name += ", attributes"
	attributes.resize, attributes.requests = nil, func(n int) int { return 2 + overlapping(n, pageSize) }
	persons := personioSubject(personio.APIV2, narrow)
	persons.name += ", persons and employments"
	persons.requests = func(n int) int { return 1 + walkedTwice(n, pageSize) + n }
	units := personioSubject(personio.APIV2, with(employee.FieldDepartment))
	units.name += ", org units"

	custom := hibobSubject(append(employee.DefaultFields(), employee.CustomField(hibobField)))
	custom.name += ", custom fields"
	custom.requests = func(int) int { return 2 }

	mail := humaansSubject(narrow, humaansLeaver)
	mail.name, mail.lists = mail.name+", employees alone", onlyEmployees
	mail.resize = func(fake http.Handler, n, from, to int) {
		fake.(*humaanstest.Fake).SetPeople(humaansLeaver(n)[from:to]...)
	}

	all = append(all, report, alone, attributes, persons, units, custom, mail)
	for _, cfg := range []lucca.Config{{APIKey: luccaKey}, {ClientID: luccaClient, ClientSecret: luccaSecret}} {
		cfg.Fields = narrow
		s := luccaSubject(cfg)
		s.name, s.lists = s.name+", employees alone", onlyEmployees
		s.resize = func(fake http.Handler, n, from, to int) {
			fake.(*luccatest.Fake).SetPeople(luccatest.People(n)[from:to]...)
		}
		all = append(all, s)
	}
	return all
}

// kinds tells requests apart by the ends of their paths.
func kinds(employeesPath, tokenPath string) func(*http.Request) kind {
	return func(r *http.Request) kind {
		switch {
		case strings.HasSuffix(r.URL.Path, employeesPath):
			return kindEmployees
		case tokenPath != "" && strings.Contains(r.URL.Path, tokenPath):
			return kindToken
		}
		return kindSide
	}
}

func numbered(format string, first int) func(int) []string {
	return func(n int) []string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf(format, first+i)
		}
		return ids
	}
}

// pages is how many requests a list of so many rows takes; an empty one takes one.
func pages(rows, size int) int { return max(1, (rows+size-1)/size) }

// overlapping pages begin with the last row of the page before.
func overlapping(rows, size int) int { return pages(rows-1, size-1) }

// byNumber is how many pages with numbers a list takes, each of which has the last row of the page before.
func byNumber(rows, size int) int {
	pages := 1
	for row := size - 1; row < rows-1; pages++ {
		_, limit, start := listing.PageWith(row, size)
		row = start + limit - 1
	}
	return pages
}

// walkedTwice is pages, and once more unless one has all.
func walkedTwice(rows, size int) int {
	if n := pages(rows, size); n > 1 {
		return 2 * n
	}
	return 1
}

func bamboohrSubject(fields []employee.Field, refuse map[string]int) subject {
	with := func(key string) maker {
		return func(base string, hc *http.Client, l *slog.Logger) (client, error) {
			return bamboohr.New(bamboohr.Config{
				Company: "acme", APIKey: key, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l,
				OneAccessLevel: true, // so that blank custom cells cost no requests
			})
		}
	}
	return subject{
		name:   "bamboohr",
		paging: paging{rows: "data", total: "meta.total", next: "meta.page.nextCursor", query: "page[after]"},
		kind:   kinds("/employees", ""), steps: new(int),
		New: with(bambooKey), wrong: with("wrong-" + bambooKey), Secrets: []string{bambooKey},
		pageSize: pageSize, IDs: numbered("%d", 1001),
		requests: func(n int) int { return pages(n, pageSize) },
		Fake: func(n int) http.Handler {
			fake := bamboohrtest.New(bambooKey, bamboohrtest.People(n)...)
			fake.Configure(bamboohrtest.Config{
				Fields: []bamboohrtest.Field{{ID: "4567", Alias: "customBudget", Type: "currency"}},
				Refuse: refuse,
			})
			return smallPages{fake}
		},
		resize: func(fake http.Handler, n, from, to int) {
			fake.(smallPages).SetPeople(bamboohrtest.People(n)[from:to]...)
		},
	}
}

// smallPages lowers the limit of a request to pageSize.
type smallPages struct{ *bamboohrtest.Fake }

func (f smallPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if n, err := strconv.Atoi(q.Get("page[limit]")); err == nil && n > pageSize {
		q.Set("page[limit]", strconv.Itoa(pageSize))
		r.URL.RawQuery = q.Encode()
	}
	f.Fake.ServeHTTP(w, r)
}

func personioSubject(api personio.API, fields []employee.Field) subject {
	with := func(secret string) maker {
		return func(base string, hc *http.Client, l *slog.Logger) (client, error) {
			return personio.New(personio.Config{Tenant: "acme", ClientID: personioID, ClientSecret: secret,
				API: api, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
		}
	}
	s := subject{
		name: "personio " + string(api), limit: 300, perSecond: 15,
		paging: paging{rows: "data", total: "metadata.total_elements", query: "offset"},
		kind:   kinds("/company/employees", "/auth"), steps: new(int),
		tokens: func(fake http.Handler) { fake.(*personiotest.Fake).ExpireTokens() },
		New:    with(personioSecret), wrong: with("wrong-" + personioSecret), Secrets: []string{personioID, personioSecret},
		pageSize: pageSize, IDs: numbered("%d", 1001), Token: true,
		requests: func(n int) int { return 1 + overlapping(n, pageSize) },
		Fake: func(n int) http.Handler {
			fake := personiotest.New(personioID, personioSecret, personiotest.People(n)...)
			fake.Configure(personiotest.Config{PageSize: pageSize})
			return fake
		},
		resize: func(fake http.Handler, n, from, to int) {
			fake.(*personiotest.Fake).SetPeople(personiotest.People(n)[from:to]...)
		},
	}
	if api == personio.APIV2 { // which has no count
		s.second, s.resize = true, nil
		s.paging = paging{rows: "_data", next: "_meta.links.next.href", link: true, query: "cursor"}
		s.kind = kinds("/persons", "/auth")
		s.requests = func(n int) int {
			units := map[any]bool{} // each is asked for by itself
			for _, p := range personiotest.People(n) {
				units[p.Values["department"]] = true
				if fields == nil {
					units[p.Values["team"]] = true
				}
			}
			return 1 + walkedTwice(n, pageSize) + n + len(units)
		}
	}
	return s
}

// hibobField is a custom field.
const hibobField = "work.custom.field_1711886937296"

func hibobSubject(fields []employee.Field) subject {
	with := func(token string) maker {
		return func(base string, hc *http.Client, l *slog.Logger) (client, error) {
			return hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: hibobUser, Token: token,
				Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
		}
	}
	return subject{
		name: "hibob", limit: 50, kind: kinds("/people/search", ""), steps: new(int), paging: paging{rows: "employees"},
		New: with(hibobToken), wrong: with("wrong-" + hibobToken), Secrets: []string{hibobUser, hibobToken},
		IDs: numbered("333288%013d", 1001), requests: func(int) int { return 1 },
		Fake: func(n int) http.Handler {
			fake := hibobtest.New(hibobUser, hibobToken, hibobtest.People(n)...)
			fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{{ID: hibobField, Type: "list"}}})
			return fake
		},
	}
}

// humaansLeaver returns employees. The last one has left, so that the client need not ask
// whether all are active.
func humaansLeaver(n int) []humaanstest.Person {
	all := humaanstest.People(n)
	if n > 0 {
		all[n-1].Values["status"] = "offboarded"
	}
	return all
}

func humaansSubject(fields []employee.Field, employees func(int) []humaanstest.Person) subject {
	with := func(token string) maker {
		return func(base string, hc *http.Client, l *slog.Logger) (client, error) {
			return humaans.New(humaans.Config{
				AccessToken: token, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l,
				NoHiddenFields: true, // so that blanks late in a listing cost no requests
			})
		}
	}
	active := func(p humaanstest.Person) bool {
		status := p.Values["status"]
		return status == nil || status == "active"
	}
	return subject{
		name: "humaans", kind: kinds("/people", ""), steps: new(int),
		paging: paging{rows: "data", total: "total", query: "$skip"},
		New:    with(humaansToken), wrong: with("another-token-0123456789"), Secrets: []string{humaansToken},
		pageSize: pageSize, IDs: numbered("person%018d", 1),
		requests: func(n int) int {
			all, roles, left := employees(n), 0, false
			for _, p := range all {
				roles += len(p.Roles)
				left = left || !active(p)
			}
			requests := 2 + overlapping(roles, pageSize) + overlapping(n, pageSize) // scopes twice, roles, employees
			if fields == nil {
				requests++ // locations
			}
			if !left {
				requests += 2 // is every employee active, or was "all" ignored?
			}
			if n == 0 {
				requests++ // no employee tells the company
			}
			return requests
		},
		Fake: func(n int) http.Handler {
			fake := humaanstest.New(humaansToken, employees(n)...)
			fake.Configure(humaanstest.Config{PageSize: pageSize})
			return fake
		},
	}
}

func luccaSubject(credentials lucca.Config) subject {
	with := func(cfg lucca.Config) maker {
		return func(base string, hc *http.Client, l *slog.Logger) (client, error) {
			cfg := cfg
			cfg.Instance, cfg.BaseURL, cfg.HTTPClient, cfg.Logger = "acme.ilucca.net", base, hc, l
			return lucca.New(cfg)
		}
	}
	fake := func(n int) http.Handler {
		c := luccatest.Credentials{APIKey: luccaKey, ClientID: luccaClient, ClientSecret: luccaSecret}
		fake := luccatest.New(c, luccatest.People(n)...)
		fake.Configure(luccatest.Config{PageSize: luccaSize})
		return fake
	}
	wrong := credentials
	if wrong.APIKey += "-wrong"; credentials.APIKey == "" {
		wrong.APIKey, wrong.ClientSecret = "", "another-secret"
	}
	s := subject{
		name: "lucca by key", kind: kinds("/users", ""), limit: 50, steps: new(int),
		paging: paging{rows: "data.items", total: "data.count", query: "paging"},
		New:    with(credentials), wrong: with(wrong), Secrets: []string{luccaKey},
		pageSize: luccaSize, IDs: numbered("%d", 101), Fake: fake,
		requests: func(n int) int {
			contracts, _ := luccaLists(n)
			return overlapping(n, luccaSize) + byNumber(contracts, luccaSize)
		},
	}
	if credentials.APIKey == "" {
		s.second = true
		s.name, s.kind = "lucca by OAuth", kinds("/employees", "/connect/token")
		s.paging = paging{rows: "items", total: "totalCount", query: "page"}
		s.Secrets, s.Token = []string{luccaClient, luccaSecret}, true
		s.tokens = func(fake http.Handler) { fake.(*luccatest.Fake).ExpireTokens() }
		s.requests = func(n int) int {
			contracts, departments := luccaLists(n)
			requests := 1 + byNumber(n, luccaSize) + byNumber(contracts, luccaSize) // token, employees, employments
			if slices.Contains(credentials.Fields, employee.FieldDepartment) {
				requests += byNumber(departments, luccaSize)
			}
			return requests
		}
	}
	return s
}

// luccaLists is how long the lists beside so many employees are.
func luccaLists(n int) (contracts, departments int) {
	seen := map[string]bool{}
	for _, p := range luccatest.People(n) {
		contracts += len(p.Contracts)
		seen[p.Department] = true
	}
	return contracts, len(seen)
}

func TestDescriptionsAreChecked(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*subject){
		"no New":       func(s *subject) { s.New = nil },
		"no Fake":      func(s *subject) { s.Fake = nil },
		"no Secrets":   func(s *subject) { s.Secrets = nil },
		"short secret": func(s *subject) { s.Secrets = []string{"key"} },
		"pageSize":     func(s *subject) { s.pageSize = -1 },
		"large pages":  func(s *subject) { s.pageSize = 101 },
		"resize":       func(s *subject) { s.pageSize = 0 },
		"few IDs":      func(s *subject) { s.IDs = func(int) []string { return nil } },
	} {
		s := bamboohrSubject(nil, nil)
		if fault := s.fault(); fault != "" {
			t.Errorf("fault() = %q for a good description", fault)
		}
		if spoil(&s); s.fault() == "" {
			t.Errorf("%s: no fault", name)
		}
	}
}
