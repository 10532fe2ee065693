package worlds

import (
	"reflect"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

func (g generator) settings() syncplan.Settings {
	s := syncplan.Settings{Name: "Acme", Zone: pick(g, "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC", "America/Sao_Paulo"),
		Mapping: mapping.Mapping{Rules: g.rules()}}
	for range max(0, g.IntN(5)-2) {
		s.Zones = append(s.Zones, syncplan.ZoneRule{When: g.condition(1), Zone: pick(g, "Pacific/Auckland", "America/Los_Angeles", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/Berlin")})
	}
	if g.one(2) {
		s.Mapping.Scope = g.condition(2)
	}
	s.Match = g.keys()
	s.Policy = g.policy()
	s.MovesFrom = g.moves()
	if reflect.DeepEqual(s.Policy.Block, s.Mapping.Scope) {
		s.Policy.Block = mapping.Condition{} // refused: it would block all employees in scope
	}
	return s
}

// moves are mostly none.
func (g generator) moves() []syncplan.Move {
	if !g.one(4) {
		return nil
	}
	moves := []syncplan.Move{{Source: "other/acme", SameIDs: g.one(2)}}
	if g.one(3) {
		moves = append(moves, syncplan.Move{Source: "third/acme"})
	}
	return moves
}

func (g generator) policy() syncplan.Policy {
	p := syncplan.Policy{
		CreateAhead:     pick[syncplan.Days](g, 0, 0, 3, 40, syncplan.DaysAny),
		DeactivateAfter: pick(g, 0, 0, 0, 1, 3, 40),
		LeavingEvidence: pick(g, syncplan.LeavingEvidenceBoth, syncplan.LeavingEvidenceBoth, syncplan.LeavingEvidenceEndDate, syncplan.LeavingEvidenceStatus),
		Left:            pick(g, "", "", syncplan.TreatmentDeactivate, syncplan.TreatmentKeep, syncplan.TreatmentSync),
		Blocked:         pick(g, "", "", syncplan.TreatmentDeactivate, syncplan.TreatmentKeep),
		OutOfScope:      pick(g, "", syncplan.TreatmentKeep, syncplan.TreatmentDeactivate, syncplan.TreatmentDeactivate),
		NoRecord:        pick(g, "", syncplan.TreatmentKeep, syncplan.TreatmentDeactivate, syncplan.TreatmentDeactivateEnded, syncplan.TreatmentDeactivateEnded),
		Reactivate:      pick(g, syncplan.ReactivationOwn, syncplan.ReactivationOwn, syncplan.ReactivationAlways, syncplan.ReactivationNever),
		Inactive:        pick(g, syncplan.InactiveLeave, syncplan.InactiveUpdate),
		Relink:          pick(g, syncplan.RelinkPolicyHold, syncplan.RelinkPolicySamePerson),
		FirstPlan:       pick(g, syncplan.FirstPlanRun, syncplan.FirstPlanRun, syncplan.FirstPlanRun, syncplan.FirstPlanHold),
	}
	if g.one(2) {
		p.Block = g.condition(2)
	}
	if g.one(2) {
		for _, limit := range []**syncplan.Limit{&p.Limits.Creates, &p.Limits.EmailChanges, &p.Limits.Deactivations, &p.Limits.Changes, &p.Limits.Clears} {
			if g.one(2) {
				*limit = &syncplan.Limit{Count: g.IntN(3), Percent: pick(g, 0, 20, 50, 100)}
			}
		}
	}
	return p
}

// keys needs the rules of rules: every target that it names is there.
func (g generator) keys() []syncplan.Key {
	email, number := syncplan.Key{Targets: []string{"email"}}, syncplan.Key{Targets: []string{"number"}}
	name := syncplan.Key{Targets: []string{"first_name", "last_name"}, Name: true}
	if g.one(4) {
		pick(g, &email, &number).Names = syncplan.KeyNamesIgnore
	}
	return pick(g, nil, nil, []syncplan.Key{number, email}, []syncplan.Key{email, number}, []syncplan.Key{number, email, name},
		[]syncplan.Key{email, name}, []syncplan.Key{name}, []syncplan.Key{{Targets: []string{"number", "last_name"}}, email}, []syncplan.Key{number})
}

func (g generator) rules() []mapping.Rule {
	email := mapping.Rule{Target: "email", From: []employee.Field{employee.FieldWorkEmail, employee.FieldPersonalEmail}, Required: g.one(2),
		Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityHR, mapping.AuthorityAlways, mapping.AuthorityFill, mapping.AuthorityCreate,
			mapping.AuthorityUntilChanged)}
	if g.one(3) {
		email.From = email.From[:1]
	}
	first := []employee.Field{employee.FieldFirstName}
	if g.one(3) {
		first = []employee.Field{employee.FieldPreferredName, employee.FieldFirstName}
	}
	rules := []mapping.Rule{
		email,
		{Target: "first_name", From: first, Required: g.one(6)},
		{Target: "last_name", From: []employee.Field{employee.FieldLastName}, Case: pick(g, "", "", "upper")},
		{Target: "number", From: []employee.Field{employee.FieldNumber}, Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityFill)},
	}
	if g.one(3) {
		rules = append(rules, mapping.Rule{Target: "department", Constant: "Alumni", When: mapping.Condition{Field: mapping.FieldLifecycle, Op: mapping.OpEquals, Values: []string{"left"}}})
	}
	department := mapping.Rule{Target: "department", From: []employee.Field{employee.FieldDepartment},
		OnEmpty: pick(g, mapping.OnEmptyLeave, mapping.OnEmptyClear, mapping.OnEmptyDefault), Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityHR, mapping.AuthorityFill, mapping.AuthorityCreate)}
	if department.OnEmpty == mapping.OnEmptyDefault {
		department.Default = "Nowhere"
	}
	if g.one(3) {
		department.Lookup = map[string]string{"sales": "Sales", "R&D": "Research"}
		if g.one(2) {
			department.Lookup["*"] = "Elsewhere"
		} else if g.one(2) {
			department.NoValue = []string{"*"}
		}
	}
	if g.one(4) {
		department.Authority = mapping.AuthorityUntilChanged
	}
	rules = append(rules, department)
	if g.one(2) {
		rules = append(rules, mapping.Rule{Target: "nick", From: []employee.Field{employee.FieldPreferredName, employee.FieldFirstName}, Required: g.one(4),
			Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityUntilChanged, mapping.AuthorityFill)})
	}
	if g.one(2) {
		rules = append(rules, g.circlesRule())
	}
	if g.one(2) {
		rules = append(rules, mapping.Rule{Target: "manager", From: pick(g, []employee.Field{employee.FieldManagerID}, []employee.Field{employee.FieldManagerID},
			[]employee.Field{employee.FieldManagerNumber, employee.FieldManagerEmail}), OnEmpty: pick(g, mapping.OnEmptyLeave, mapping.OnEmptyClear),
			Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityHR, mapping.AuthorityFill, mapping.AuthorityCreate)})
	}
	if g.one(2) {
		rules = append(rules, mapping.Rule{Target: "budget", From: []employee.Field{"custom.budget"}, Type: employee.KindNumber, OnEmpty: mapping.OnEmptyClear,
			Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityUntilChanged)})
	}
	if g.one(3) {
		rules = append(rules, mapping.Rule{Target: "teams", From: []employee.Field{employee.FieldTeams}, Type: employee.KindList, OnEmpty: mapping.OnEmptyClear, When: g.condition(1)})
	}
	if g.one(3) {
		rules = append(rules, mapping.Rule{Target: "name", Format: "{preferred_name|first_name} {last_name} ({location})"},
			mapping.Rule{Target: "start", From: []employee.Field{employee.FieldHireDate}, Type: employee.KindDate})
	}
	return rules
}

// circlesRule returns a rule for a set.
func (g generator) circlesRule() mapping.Rule {
	r := mapping.Rule{Target: "circles", From: []employee.Field{employee.FieldTeams, "custom.circles"}, Type: mapping.KindSet,
		Others: pick(g, "", mapping.OthersKeep, mapping.OthersKeep), OnEmpty: pick(g, mapping.OnEmptyLeave, mapping.OnEmptyClear),
		Authority: pick(g, mapping.AuthorityHR, mapping.AuthorityHR, mapping.AuthorityFill, mapping.AuthorityUntilChanged)}
	if g.one(3) {
		r.From = r.From[1:]
	}
	if g.one(3) {
		r.Lookup = map[string]string{"red": "Red", "Chess": "Board games", "*": "Blue"}
	}
	if g.one(4) {
		r.NoValue = []string{"blue"}
	}
	return r
}

// endsRule returns a rule for an end date, which HR may withdraw.
func (g generator) endsRule() mapping.Rule {
	return mapping.Rule{Target: "ends", From: pick(g, []employee.Field{employee.FieldTerminationDate},
		[]employee.Field{employee.FieldTerminationDate, employee.FieldDepartment}), OnEmpty: mapping.OnEmptyClear}
}

// condition returns a condition of at most the given depth.
func (g generator) condition(depth int) mapping.Condition {
	if depth > 0 && g.one(3) {
		a, b := g.condition(depth-1), g.condition(depth-1)
		return pick(g, mapping.Condition{All: []mapping.Condition{a, b}}, mapping.Condition{Any: []mapping.Condition{a, b}}, mapping.Condition{Not: &a})
	}
	one := func(f employee.Field, op mapping.Op, values ...string) mapping.Condition {
		return mapping.Condition{Field: f, Op: op, Values: values}
	}
	return pick(g,
		one("custom.sync", mapping.OpYes), one("custom.sync", mapping.OpYes), one("custom.sync", mapping.OpNo),
		one(employee.FieldDepartment, mapping.OpEquals, "Sales", "r&d"), one(employee.FieldDepartment, mapping.OpNotEquals, "Sales"),
		one(employee.FieldEmploymentStatus, mapping.OpNotPresent), one(employee.FieldEmploymentStatus, mapping.OpEquals, "full-time"),
		one(employee.FieldLocation, mapping.OpStartsWith, "Los"), one(employee.FieldLocation, mapping.OpEquals, "Auckland"),
		one(employee.FieldTeams, mapping.OpContains, "Red"), one(employee.FieldWorkEmail, mapping.OpEndsWith, "@example.com"),
		one(employee.FieldHireDate, mapping.OpBefore, "today-2"), one(employee.FieldHireDate, mapping.OpOnOrAfter, "2026-01-01"),
		one(employee.FieldTerminationDate, mapping.OpPresent), one(employee.FieldTerminationDate, mapping.OpAfter, "today"),
		mapping.Condition{Field: employee.FieldTerminationDate, Op: mapping.OpBefore, Than: employee.FieldHireDate},
		one(employee.FieldTerminationDate, mapping.OpEquals, "today"), one(employee.FieldHireDate, mapping.OpNotEquals, "today+1"),
		one("custom.budget", mapping.OpAtLeast, "100"), one(employee.FieldStatus, mapping.OpEquals, "leave", "pending"),
		one(mapping.FieldLifecycle, mapping.OpEquals, "active", "notice"), one(mapping.FieldLifecycle, mapping.OpNotEquals, "left"))
}
