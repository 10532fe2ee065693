package syncplan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

func product() syncplan.Targets {
	return syncplan.Targets{
		{Name: "email", Label: "Login", Help: "The address that users log in with."},
		{Name: "department", Label: "Department", Group: true, Required: true},
		{Name: "budget", Label: "Budget", Kind: employee.KindNumber, FilledBy: syncplan.FilledByHR},
		{Name: "circles", Label: "Circles", Kind: mapping.KindSet, Group: true},
		{Name: "nick", FilledBy: syncplan.FilledByUsers},
		{Name: "badge", Label: "Badge number", Unique: true},
		{Name: "points", FilledBy: syncplan.FilledByProduct},
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	const department = `{"target": "department", "from": ["department"], "required": true}`
	for _, tt := range []struct {
		name, rules, match string
		want               []string
	}{
		{
			name:  "all right",
			match: `[{"targets": ["badge"]}, {"targets": ["email", "nick"]}, {"targets": ["nick"], "name": true}]`,
			rules: department + `, {"target": "budget", "from": ["custom.b"], "type": "number"},
				{"target": "circles", "from": ["teams"], "type": "set"}, {"target": "manager", "from": ["manager.id"]},
				{"target": "nick", "from": ["preferred_name"], "authority": "until_changed"},
				{"target": "badge", "from": ["number"]}`,
		},
		{
			name: "a slip", rules: department + `, {"target": "buget", "from": ["custom.b"], "type": "number"}`,
			want: []string{`mapping.rules[2].target: the product has no attribute "buget"; did you mean "budget"?`},
		},
		{
			name: "a label", rules: department + `, {"target": "badge  Number", "from": ["number"]}`,
			want: []string{
				`mapping.rules[2].target: the product has no attribute "badge  Number"; there is "badge", labelled "Badge number"`,
			},
		},
		{
			name: "nothing near", rules: department + `, {"target": "shoe", "from": ["custom.s"]}`,
			want: []string{`mapping.rules[2].target: the product has no attribute "shoe"`},
		},
		{
			name: "another kind", rules: department + `, {"target": "circles", "from": ["teams"], "type": "list"}`,
			want: []string{`mapping.rules[2].type: "circles" is a set: say "set"`},
		},
		{
			name: "a required one without a rule", rules: `{"target": "badge", "from": ["number"]}`,
			want: []string{`mapping.rules: no rule for the attribute "department", which the product requires`},
		},
		{
			name: "a required one that may be missing", rules: `{"target": "department", "from": ["department"]}`,
			want: []string{`mapping.rules[1].required: the product requires "department": say true`},
		},
		{
			name: "one value for all", rules: department + `, {"target": "badge", "constant": "7"}`,
			want: []string{`mapping.rules[2].constant: "badge" tells users apart, so no two have the same value`},
		},
		{
			name: "who fills it",
			rules: department + `, {"target": "points", "from": ["number"]}, {"target": "nick", "from": ["preferred_name"]},
				{"target": "budget", "from": ["custom.b"], "type": "number", "authority": "fill"}`,
			want: []string{
				`mapping.rules[2].target: the product alone fills "points": leave the rule out`,
				`mapping.rules[3].authority: users edit "nick", and the rule would overwrite that: ` +
					`say "until_changed", "fill" or "create"`,
				`mapping.rules[4].authority: HR alone fills "budget": leave it out`,
			},
		},
		{
			name: "a key of many", rules: department, match: `[{"targets": ["department"]}]`,
			want: []string{
				`match[0].targets: none of them tells users apart: take a unique attribute, or say that they are a name`,
			},
		},
	} {
		if tt.match == "" {
			tt.match = `[{"targets": ["email"]}]`
		}
		data := `{"zone": "UTC", "mapping": {"rules": [{"target": "email", "from": ["work_email"]}, ` + tt.rules +
			`]}, "match": ` + tt.match + `}`
		s, err := product().ParseSettings([]byte(data))
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if err == nil && len(s.Mapping.Rules) == 0 {
			t.Errorf("%s: nothing was read", tt.name)
		}
	}
	// Without them, the same settings are sound.
	slip := `{"zone": "UTC", "mapping": {"rules": [{"target": "email", "from": ["work_email"]},
		{"target": "x", "from": ["id"]}]}}`
	if _, err := syncplan.ParseSettings([]byte(slip)); err != nil {
		t.Error(err)
	}
	// However many slips there are, the list of them ends.
	many := `{"zone": "UTC", "mapping": {"rules": [` + strings.Repeat(`{"target": "slip", "from": ["id"]},`, 5_000) +
		`{"target": "email", "from": ["work_email"]}]}}`
	if _, err := product().ParseSettings([]byte(many)); err == nil || strings.Count(err.Error(), "\n") > 101 {
		t.Errorf("many slips: %.300v", err)
	}
	// What is wrong with the document comes first, once.
	if _, err := product().ParseSettings([]byte(`[]`)); err == nil || strings.Count(err.Error(), "\n") > 0 {
		t.Errorf("no document: %v", err)
	}
}

// TestTargetsThemselves: the product's own slips are faults, too.
func TestTargetsThemselves(t *testing.T) {
	t.Parallel()
	targets := syncplan.Targets{
		{Name: " a"}, {Name: "b"}, {Name: "b"}, {Name: "active"}, {Name: "c", Kind: "money"},
		{Name: "d", Kind: employee.KindDate, Group: true}, {Name: "e", FilledBy: "everyone"},
		{Name: "f", FilledBy: syncplan.FilledByProduct, Required: true}, {Name: "manager", Kind: employee.KindList},
	}
	s := syncplan.Settings{Zone: "UTC", Mapping: mapping.Mapping{Rules: []mapping.Rule{
		{Target: "email", From: []employee.Field{"work_email"}}, {Target: "f", From: []employee.Field{"id"}, Required: true},
	}}}
	want := []string{
		`mapping.rules[1].target: the product alone fills "f": leave the rule out`,
		`targets[0].name: blank, or with blanks around it`,
		`targets[2].name: "b" is given twice`,
		`targets[3].name: "active" is not an attribute: the plan's actions carry it`,
		`targets[4].kind: "money" is no kind`,
		`targets[5].group: a date names no groups`,
		`targets[6].filled_by: "everyone" is not one of "hr", "users" and "product"`,
		`targets[7].filled_by: no rule may set "f", and one has to`,
		`targets[8].kind: "manager" is a text`,
	}
	err := targets.Validate(s)
	if err == nil {
		t.Fatal("no fault")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSchemaOfTargets: a form offers the product's attributes by their labels.
func TestSchemaOfTargets(t *testing.T) {
	t.Parallel()
	type choice struct{ Const, Title, Description string }
	type target struct{ OneOf []choice }
	var schema struct {
		Properties struct {
			Mapping struct {
				Properties struct {
					Rules struct {
						Items struct{ Properties struct{ Target target } }
					}
				}
			}
			Match struct {
				Items struct {
					Properties struct{ Targets struct{ Items target } }
				}
			}
		}
	}
	if err := json.Unmarshal(product().SettingsSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	want := []choice{
		{"email", "Login", "The address that users log in with."}, {"department", "Department", ""},
		{"budget", "Budget", ""},
		{"circles", "Circles", ""}, {"nick", "nick", ""}, {"badge", "Badge number", ""}, {"manager", "Manager", ""},
	}
	if diff := cmp.Diff(want, schema.Properties.Mapping.Properties.Rules.Items.Properties.Target.OneOf); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[:6], schema.Properties.Match.Items.Properties.Targets.Items.OneOf); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// TestSettingsOfLabels: an admin may write what the HR system calls a field, anywhere.
func TestSettingsOfLabels(t *testing.T) {
	t.Parallel()
	catalog := []employee.FieldInfo{{Field: "custom.4711", Label: "Syncs to us", Kind: employee.KindBool}}
	test := mapping.Condition{Field: "custom.syncs to us", Op: mapping.OpYes}
	s := syncplan.Settings{
		Zone: "UTC", Zones: []syncplan.ZoneRule{{When: test, Zone: "Europe/Berlin"}},
		Mapping: mapping.Mapping{Scope: test, Rules: []mapping.Rule{
			{Target: "email", From: []employee.Field{"work_email"}},
			{Target: "x", From: []employee.Field{test.Field}, Type: employee.KindBool},
		}},
		Policy: syncplan.Policy{Block: mapping.Condition{Not: &test}},
	}
	err := s.Validate(catalog...)
	if err == nil || strings.Count(err.Error(), `there is custom.4711, labelled "syncs to us"`) != 4 {
		t.Errorf("Validate: %v", err)
	}
	resolved := s.Resolve(catalog...)
	if err := resolved.Validate(catalog...); err != nil {
		t.Errorf("resolved: %v", err)
	}
	if diff := cmp.Diff([]employee.Field{"custom.4711", "work_email"}, resolved.Fields()); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if s.Zones[0].When.Field != test.Field || s.Policy.Block.Not.Field != test.Field {
		t.Error("the settings that were given have changed")
	}
}
