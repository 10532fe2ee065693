package battery

import (
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// A typed is a custom field of a vendor's type, with a value that fits and, if there is
// one, a value that does not.
type typed struct {
	kind      string // the vendor's word
	fits, not any
}

// TestKinds: each value of each field of a catalogue has the catalogue's kind, or is
// Withheld with a problem. A catalogue may leave a kind open.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		types []typed
		open  func(t *testing.T, types []typed, fields []employee.Field) client
	}{
		{
			name: "bamboohr", open: kindsOfBambooHR,
			types: []typed{
				{"text", "x", nil}, {"textarea", "x\ny", nil}, {"list", "S", nil}, {"date", "2025-03-01", "soon"},
				{"multilist", "S,M", "S,Q"}, {"checkbox", "yes", "perhaps"}, {"bool", true, "perhaps"},
				{"currency", "1200.00 EUR", "a lot"}, {"int", "7", "seven"}, {"integer", "7", "7.x"},
				{"phone", "+1 555 0100", nil},
			},
		},
		{name: "personio v1", types: personioTypes(), open: kindsOfPersonio(personio.APIV1)},
		{name: "personio v2", types: personioTypes(), open: kindsOfPersonio(personio.APIV2)},
		{
			name: "hibob", open: kindsOfHiBob,
			types: []typed{
				{"text", "x", nil}, {"text-area", "x\ny", nil}, {"list", "S", nil},
				{"multi-list", []string{"S", "M"}, 7},
				{"date", "2025-03-01", "soon"}, {"short-date", "03-01", "soon"}, {"boolean", true, "perhaps"},
				{"number", 7.5, "seven"}, {"currency", map[string]any{"value": 1200.5, "currency": "EUR"}, "a lot"},
				{"employee-reference", map[string]any{"id": "1", "displayName": "Ada"}, []string{"1"}},
			},
		},
		{
			name: "humaans", open: kindsOfHumaans,
			types: []typed{
				{"text", "x", nil}, {"longText", "x\ny", nil}, {"select", "S", nil},
				{"multiSelect", []string{"S", "M"}, 7},
				{"date", "2025-03-01", "soon"}, {"number", "7.5", "seven"}, {"boolean", "true", "perhaps"},
			},
		},
		{
			name: "lucca by key", open: kindsOfLucca(lucca.Config{APIKey: luccaKey}),
			types: []typed{{"select", 2, 99}, {"text", "x", nil},
				{"date", "2025-03-01T00:00:00", "2025-13-01T00:00:00"}},
		},
		{
			name: "lucca by OAuth", open: kindsOfLucca(lucca.Config{ClientID: luccaClient, ClientSecret: luccaSecret}),
			// Lucca holds values to the schema of their field, and a listing does not read schemas.
			types: []typed{
				{"short-text", "x", nil}, {"long-text", "x\ny", nil}, {"boolean", true, nil}, {"int32", 7, nil},
				{"decimal", 7.5, nil}, {"legacy-date", "2025-03-01T00:00:00", nil},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				catalog, err := tt.open(t, tt.types, nil).Catalog(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				var fields []employee.Field
				for _, info := range catalog {
					fields = append(fields, info.Field)
				}
				r, err := tt.open(t, tt.types, fields).Roster(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				own := 0
				for _, info := range catalog {
					if _, custom := info.Field.CustomKey(); custom && r.Coverage(info.Field).Known > 0 {
						own++
					}
					checkKind(t, r, info)
				}
				if own < len(tt.types) {
					t.Errorf("of %d types only %d are known for an employee", len(tt.types), own)
				}
			})
		})
	}
}

// checkKind compares the values of a field with its kind. The first employee has values
// that fit, the second those that do not, if there are any.
func checkKind(t *testing.T, r *employee.Roster, info employee.FieldInfo) {
	t.Helper()
	for e := range r.All() {
		v := e.Value(info.Field)
		if v.Known() && info.Kind != "" && v.Kind() != info.Kind {
			t.Errorf("%s of employee %s is a %s, in the catalogue a %s", info.Field, e.ID, v.Kind(), info.Kind)
		}
		told := slices.ContainsFunc(e.Problems, func(p employee.Problem) bool { return p.Field == info.Field })
		if _, custom := info.Field.CustomKey(); custom && v.State() == employee.StateWithheld && !told {
			t.Errorf("%s of employee %s is withheld without a problem", info.Field, e.ID)
		}
	}
}

// values are those of the first and of the second employee, by the names of the fields.
func values(types []typed, id func(i int) string) [2]map[string]any {
	all := [2]map[string]any{{}, {}}
	for i, x := range types {
		all[0][id(i)], all[1][id(i)] = x.fits, x.not
	}
	return all
}

func choices() []string { return []string{"S", "M", "L"} }

func kindsOfBambooHR(t *testing.T, types []typed, fields []employee.Field) client {
	id := func(i int) string { return "customField" + string(rune('A'+i)) }
	employees := bamboohrtest.People(2)
	var config bamboohrtest.Config
	for i, x := range types {
		f := bamboohrtest.Field{ID: strconv.Itoa(4567 + i), Alias: id(i), Type: x.kind}
		if x.kind == "list" || x.kind == "multilist" {
			f.Options = choices()
		}
		config.Fields = append(config.Fields, f)
	}
	for i, all := range values(types, id) {
		for key, v := range all {
			employees[i].Values[key] = v
		}
	}
	fake := bamboohrtest.New("key", employees...)
	fake.Configure(config)
	return must(bamboohr.New(bamboohr.Config{Company: "acme", APIKey: "key", Fields: fields, OneAccessLevel: true,
		HTTPClient: fake.Client()}))(t)
}

func personioTypes() []typed {
	return []typed{
		{"standard", "x", nil}, {"multiline", "x\ny", nil}, {"link", "https://example.com", nil}, {"list", "S", nil},
		{"tags", []string{"S", "M"}, "S,Q"}, {"integer", 7, "seven"}, {"decimal", 7.5, "a lot"},
		{"date", "2025-03-01", "soon"},
	}
}

func kindsOfPersonio(api personio.API) func(*testing.T, []typed, []employee.Field) client {
	return func(t *testing.T, types []typed, fields []employee.Field) client {
		id := func(i int) string { return "dynamic_" + string(rune('1'+i)) }
		employees := personiotest.People(2)
		var config personiotest.Config
		for i, x := range types {
			f := personiotest.Field{ID: id(i), Name: "Field " + id(i), Type: x.kind}
			if x.kind == "list" || x.kind == "tags" {
				f.Options = choices()
			}
			config.Fields = append(config.Fields, f)
		}
		for i, all := range values(types, id) {
			for key, v := range all {
				employees[i].Values[key] = v
			}
		}
		fake := personiotest.New("client", "secret", employees...)
		fake.Configure(config)
		return must(personio.New(personio.Config{Tenant: "acme", ClientID: "client", ClientSecret: "secret", API: api,
			Fields: fields, HTTPClient: fake.Client()}))(t)
	}
}

func kindsOfHiBob(t *testing.T, types []typed, fields []employee.Field) client {
	id := func(i int) string { return "work.custom.field_" + string(rune('1'+i)) }
	employees := hibobtest.People(2)
	config := hibobtest.Config{Lists: []hibobtest.List{{Name: "sizes"}}}
	for _, name := range choices() {
		config.Lists[0].Items = append(config.Lists[0].Items, hibobtest.Item{ID: name, Name: name})
	}
	for i, x := range types {
		config.Fields = append(config.Fields, hibobtest.Field{ID: id(i), Type: x.kind, List: "sizes"})
	}
	for i, all := range values(types, id) {
		for key, v := range all {
			employees[i].Values[key] = v
		}
	}
	fake := hibobtest.New("SERVICE-1", "token", employees...)
	fake.Configure(config)
	return must(hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: "SERVICE-1", Token: "token", Fields: fields,
		HTTPClient: fake.Client()}))(t)
}

func kindsOfHumaans(t *testing.T, types []typed, fields []employee.Field) client {
	id := func(i int) string { return "f" + string(rune('1'+i)) }
	employees := humaanstest.People(2)
	var config humaanstest.Config
	for i, x := range types {
		config.Fields = append(config.Fields,
			humaanstest.Field{ID: id(i), Name: "Field " + id(i), Type: x.kind, Options: choices()})
	}
	for i, all := range values(types, id) {
		employees[i].Custom = all
	}
	fake := humaanstest.New("token", employees...)
	fake.Configure(config)
	return must(humaans.New(humaans.Config{AccessToken: "token", Fields: fields, NoHiddenFields: true,
		HTTPClient: fake.Client()}))(t)
}

func kindsOfLucca(cfg lucca.Config) func(*testing.T, []typed, []employee.Field) client {
	return func(t *testing.T, types []typed, fields []employee.Field) client {
		id := func(i int) string { return "e_" + string(rune('a'+i)) }
		employees := luccatest.People(2)
		var config luccatest.Config
		for i, x := range types {
			config.Fields = append(config.Fields,
				luccatest.Field{ID: id(i), Name: "Field " + id(i), Format: x.kind, Schema: x.kind, Options: choices()})
		}
		for i, all := range values(types, id) {
			employees[i].Extended, employees[i].Attributes = all, all
		}
		credentials := luccatest.Credentials{APIKey: luccaKey, ClientID: luccaClient, ClientSecret: luccaSecret}
		fake := luccatest.New(credentials, employees...)
		fake.Configure(config)
		cfg.Instance, cfg.HTTPClient, cfg.Fields = "acme.ilucca.net", fake.Client(), fields
		return must(lucca.New(cfg))(t)
	}
}

// must returns the client that was made.
func must[C client](c C, err error) func(*testing.T) client {
	return func(t *testing.T) client {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}
