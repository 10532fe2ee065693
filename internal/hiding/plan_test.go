package hiding

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// A writer writes settings that read some fields. What it writes depends on its seed.
type writer struct {
	*rand.Rand
	truth *employee.Roster
	all   fields // that are delivered
	read  fields // of which the settings are about
}

// settings returns settings that read the fields in scope, block, zones, values, lists,
// formats and keys.
func (w writer) settings() syncplan.Settings {
	var s syncplan.Settings
	s.Zone = "Europe/Berlin"
	rule := func(r mapping.Rule, from ...employee.Field) {
		for _, f := range from {
			if slices.Contains(w.all, f) {
				r.From = append(r.From, f)
			}
		}
		if len(r.From) > 0 {
			s.Mapping.Rules = append(s.Mapping.Rules, r)
		}
	}
	rule(mapping.Rule{Target: "email", Required: true}, employee.FieldWorkEmail, employee.FieldPersonalEmail)
	rule(mapping.Rule{Target: "first"}, employee.FieldFirstName)
	rule(mapping.Rule{Target: "last"}, employee.FieldLastName)
	rule(mapping.Rule{Target: "manager", OnEmpty: mapping.OnEmptyClear},
		employee.FieldManagerID, employee.FieldManagerNumber, employee.FieldManagerEmail)
	format := ""
	for i, f := range w.read {
		name := string(rune('a' + i))
		rule(mapping.Rule{Target: "value " + name, Type: w.kind(f), OnEmpty: mapping.OnEmptyClear}, f)
		rule(mapping.Rule{Target: "under " + name, When: w.condition(), OnEmpty: mapping.OnEmptyClear}, f)
		format += "{" + string(f) + "} "
	}
	s.Mapping.Rules = append(s.Mapping.Rules,
		mapping.Rule{Target: "format", Format: format, OnEmpty: mapping.OnEmptyClear})
	rule(mapping.Rule{Target: "list", Type: employee.KindList, OnEmpty: mapping.OnEmptyClear}, w.read...)
	rule(mapping.Rule{Target: "set", Type: mapping.KindSet, OnEmpty: mapping.OnEmptyClear}, w.read...)
	s.Match = []syncplan.Key{{Targets: []string{"email"}}}
	if slices.Contains(w.all, employee.FieldNumber) {
		rule(mapping.Rule{Target: "number"}, employee.FieldNumber)
		s.Match = append(s.Match, syncplan.Key{Targets: []string{"number"}})
	}
	s.Match = append(s.Match, syncplan.Key{Targets: []string{"first", "last"}, Name: true})
	s.Policy.LeavingEvidence = []syncplan.LeavingEvidence{syncplan.LeavingEvidenceBoth, syncplan.LeavingEvidenceBoth,
		syncplan.LeavingEvidenceEndDate, syncplan.LeavingEvidenceStatus}[w.IntN(4)]
	if w.IntN(3) > 0 {
		s.Mapping.Scope = w.condition()
		s.Policy.OutOfScope = syncplan.TreatmentDeactivate
	}
	if block := w.condition(); w.IntN(3) > 0 && !reflect.DeepEqual(block, s.Mapping.Scope) {
		s.Policy.Block = block
	}
	if w.IntN(2) == 0 {
		s.Policy.NoRecord = syncplan.TreatmentDeactivate
	}
	if w.IntN(3) == 0 {
		s.Zones = []syncplan.ZoneRule{{When: w.condition(), Zone: "Pacific/Honolulu"}}
	}
	return s
}

// kind is that of the values of a field.
func (w writer) kind(f employee.Field) employee.Kind {
	for e := range w.truth.All() {
		if v := e.Value(f); v.Known() {
			return v.Kind()
		}
	}
	return employee.KindText
}

// condition returns a condition on one of the fields.
func (w writer) condition() mapping.Condition {
	f := w.read[w.IntN(len(w.read))]
	c := mapping.Condition{Field: f}
	switch w.IntN(4) {
	case 0:
		c.Op = mapping.OpPresent
	case 1:
		c.Op = mapping.OpNotPresent
	default:
		c.Op = []mapping.Op{mapping.OpEquals, mapping.OpNotEquals}[w.IntN(2)]
		for e := range w.truth.All() {
			if v := e.Value(f); v.Known() && (len(c.Values) == 0 || w.IntN(5) == 0 && len(c.Values) < 4) {
				c.Values = append(c.Values, slices.Concat(v.Items(), []string{v.String()})[0])
			}
		}
	}
	return c
}

// product returns the users of a product whose last plan was made of the truth. A third
// has lost the link.
func product(r *employee.Roster, s syncplan.Settings, at time.Time) (syncplan.Existing, error) {
	s.Mapping.Scope, s.Policy.Block = mapping.Condition{}, mapping.Condition{}
	plan, err := syncplan.Build(r, syncplan.Existing{}, s, at)
	if err != nil {
		return syncplan.Existing{}, err
	}
	x := syncplantest.Apply(syncplan.Existing{}, plan)
	for i := range x.Users {
		if i%3 == 0 {
			x.Users[i].Link = syncplan.Link{}
		}
	}
	return x, nil
}

// taken returns what a plan takes, with what it holds, as user and thing.
func taken(p *syncplan.Plan) map[[2]string]bool {
	all := make(map[[2]string]bool)
	actions := slices.Clone(p.Actions)
	for _, h := range p.Held {
		actions = append(actions, h.Actions...)
	}
	for _, a := range actions {
		switch {
		case a.Kind == syncplan.KindDeactivate:
			all[[2]string{a.UserID, "access"}] = true
		case a.Kind == syncplan.KindSetManager && a.Manager == (syncplan.Ref{}):
			all[[2]string{a.UserID, "manager"}] = true
		}
		for _, c := range a.Changes {
			if c.From.Known() && !c.To.Known() {
				all[[2]string{a.UserID, c.Attribute}] = true
			}
			if c.To.Kind() != employee.KindList {
				continue
			}
			left := c.To.Items()
			for _, item := range c.From.Items() {
				if !slices.ContainsFunc(left, func(other string) bool { return fold.Equal(item, other) }) {
					all[[2]string{a.UserID, c.Attribute + ": " + item}] = true
				}
			}
		}
	}
	return all
}

// plan compares what the plans of two rosters take.
func (b *bench) plan(x trial, hidden *employee.Roster) {
	b.Helper()
	w := writer{Rand: rand.New(rand.NewPCG(b.counts.plans, 7)), truth: b.truth, all: b.fields()}
	for _, key := range x.keys {
		w.read = append(w.read, b.keys[key]...)
		w.read = append(w.read, b.beside[key]...)
	}
	w.read = append(w.read, w.all[w.IntN(len(w.all))], w.all[w.IntN(len(w.all))])
	slices.Sort(w.read)
	unasked := func(f employee.Field) bool { return !slices.Contains(w.all, f) }
	w.read = slices.DeleteFunc(slices.Compact(w.read), unasked)
	w.Shuffle(len(w.read), func(i, j int) { w.read[i], w.read[j] = w.read[j], w.read[i] })
	w.read = w.read[:min(len(w.read), 6)]
	s, at := w.settings(), hidden.Origin().AsOf
	if err := s.Validate(); err != nil {
		b.Fatal(err)
	}
	users, err := product(b.truth, s, at)
	if err != nil {
		b.Fatal(err)
	}
	left, err := syncplan.Build(b.truth, users, s, at)
	if err != nil {
		b.Fatal(err)
	}
	plan, err := syncplan.Build(hidden, users, s, at)
	if err != nil {
		b.Fatal(err)
	}
	b.counts.plans++
	b.counts.users += len(users.Users)
	truth := taken(left)
	b.counts.taken += len(truth)
	for thing := range taken(plan) {
		if !truth[thing] {
			settings, _ := json.Marshal(s)
			b.fault("%s: a plan takes from user %s: %s\n%s", b.show(x), thing[0], thing[1], settings)
		}
	}
}
