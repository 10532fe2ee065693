package battery

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// pageSize is that of every fake here. Lucca's pages have one row more, by which they
// overlap.
const pageSize = 3

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

// A subject is one provider through one of its interfaces.
type subject struct {
	name string
	conntest.Connector
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
}

// A paging is where a page of people has what matters for paging.
type paging struct {
	rows  string // the path of the rows: "data.items"
	total string // the path of the count of everybody; "": there is none
	next  string // the path of what leads to the next page; "": an offset does
	link  bool   // it is a link that has the cursor in its query
	query string // the parameter with cursor or offset
}

// subjects are the five providers, asked for these fields or, if none are given,
// for the standard ones. Personio and Lucca have two interfaces each.
func subjects(fields ...employee.Field) []subject {
	return []subject{bamboohrSubject(fields), personioSubject(personio.APIV1, fields), personioSubject(personio.APIV2, fields),
		hibobSubject(fields), humaansSubject(fields), luccaSubject(lucca.Config{APIKey: luccaKey, Fields: fields}),
		luccaSubject(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret, Fields: fields})}
}

// kinds tells requests apart by the ends of their paths.
func kinds(peoplePath, tokenPath string) func(*http.Request) kind {
	return func(r *http.Request) kind {
		switch {
		case strings.HasSuffix(r.URL.Path, peoplePath):
			return people
		case tokenPath != "" && strings.Contains(r.URL.Path, tokenPath):
			return token
		}
		return beside
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

func bamboohrSubject(fields []employee.Field) subject {
	return subject{
		name:   "bamboohr",
		paging: paging{rows: "data", total: "meta.total", next: "meta.page.nextCursor", query: "page[after]"},
		kind:   kinds("/employees", ""),
		Connector: conntest.Connector{
			Secrets: []string{bambooKey}, PageSize: pageSize, IDs: numbered("%d", 1001),
			New: func(base string, hc *http.Client, l *slog.Logger) (conntest.Client, error) {
				return bamboohr.New(bamboohr.Config{Company: "acme", APIKey: bambooKey, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
			},
			Fake: func(n int) http.Handler {
				return smallPages{bamboohrtest.New(bambooKey, bamboohrtest.People(n)...)}
			},
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
	s := subject{
		name: "personio " + string(api), limit: 300, perSecond: 15,
		paging: paging{rows: "data", total: "metadata.total_elements", query: "offset"},
		kind:   kinds("/company/employees", "/auth"),
		tokens: func(fake http.Handler) { fake.(*personiotest.Fake).ExpireTokens() },
		Connector: conntest.Connector{
			Secrets: []string{personioID, personioSecret}, PageSize: pageSize, IDs: numbered("%d", 1001), Token: true,
			New: func(base string, hc *http.Client, l *slog.Logger) (conntest.Client, error) {
				return personio.New(personio.Config{Tenant: "acme", ClientID: personioID, ClientSecret: personioSecret,
					API: api, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
			},
			Fake: func(n int) http.Handler {
				fake := personiotest.New(personioID, personioSecret, personiotest.People(n)...)
				fake.Configure(personiotest.Config{PageSize: pageSize})
				return fake
			},
		},
	}
	if api == personio.APIV2 {
		s.second = true
		s.paging = paging{rows: "_data", next: "_meta.links.next.href", link: true, query: "cursor"}
		s.kind = kinds("/persons", "/auth")
	}
	return s
}

func hibobSubject(fields []employee.Field) subject {
	return subject{
		name: "hibob", limit: 50, kind: kinds("/people/search", ""), paging: paging{rows: "employees"},
		Connector: conntest.Connector{
			Secrets: []string{hibobUser, hibobToken}, IDs: numbered("333288%013d", 1001),
			New: func(base string, hc *http.Client, l *slog.Logger) (conntest.Client, error) {
				return hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: hibobUser, Token: hibobToken,
					Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
			},
			Fake: func(n int) http.Handler { return hibobtest.New(hibobUser, hibobToken, hibobtest.People(n)...) },
		},
	}
}

func humaansSubject(fields []employee.Field) subject {
	return subject{
		name: "humaans", kind: kinds("/people", ""),
		paging: paging{rows: "data", total: "total", query: "$skip"},
		Connector: conntest.Connector{
			Secrets: []string{humaansToken}, PageSize: pageSize, IDs: numbered("person%018d", 1),
			New: func(base string, hc *http.Client, l *slog.Logger) (conntest.Client, error) {
				return humaans.New(humaans.Config{AccessToken: humaansToken, Fields: fields, BaseURL: base, HTTPClient: hc, Logger: l})
			},
			Fake: func(n int) http.Handler {
				everybody := humaanstest.People(n)
				if n > 0 { // else the client asks further, whether everybody is active
					everybody[n-1].Values["status"] = "offboarded"
				}
				fake := humaanstest.New(humaansToken, everybody...)
				fake.Configure(humaanstest.Config{PageSize: pageSize})
				return fake
			},
		},
	}
}

func luccaSubject(credentials lucca.Config) subject {
	s := subject{
		name: "lucca by key", kind: kinds("/users", ""), limit: 50,
		paging: paging{rows: "data.items", total: "data.count", query: "paging"},
		Connector: conntest.Connector{
			Secrets: []string{luccaKey}, PageSize: pageSize, IDs: numbered("%d", 101),
			New: func(base string, hc *http.Client, l *slog.Logger) (conntest.Client, error) {
				cfg := credentials
				cfg.Instance, cfg.BaseURL, cfg.HTTPClient, cfg.Logger = "acme.ilucca.net", base, hc, l
				return lucca.New(cfg)
			},
			Fake: func(n int) http.Handler {
				fake := luccatest.New(luccatest.Credentials{APIKey: luccaKey, ClientID: luccaClient, ClientSecret: luccaSecret},
					luccatest.People(n)...)
				// Pages with numbers overlap: by smaller ones, 8 rows cannot be listed.
				fake.Configure(luccatest.Config{PageSize: pageSize + 1})
				return fake
			},
		},
	}
	if credentials.APIKey == "" {
		s.second = true
		s.name, s.kind = "lucca by OAuth", kinds("/employees", "/connect/token")
		s.paging = paging{rows: "items", total: "totalCount", query: "page"}
		s.Secrets, s.Token = []string{luccaClient, luccaSecret}, true
		s.tokens = func(fake http.Handler) { fake.(*luccatest.Fake).ExpireTokens() }
	}
	return s
}
