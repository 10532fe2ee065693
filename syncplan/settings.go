package syncplan

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/zone"
	"github.com/rosterkit/rosterkit/mapping"
)

// Settings are what a customer's admin decides, stored as JSON.
type Settings struct {
	Name string `json:"name,omitempty"` // of the connection

	// Required: an IANA zone, such as "Europe/Berlin". Without zone files, import
	// time/tzdata.
	Zone  string     `json:"zone"`
	Zones []ZoneRule `json:"zones,omitempty"` // the first that holds counts

	Mapping mapping.Mapping `json:"mapping"`
	Match   []Key           `json:"match,omitempty"` // in order; nil: the address
	Policy  Policy          `json:"policy,omitzero"`

	// MovesFrom has the sources that this one replaces; see "Your customer changes the
	// HR system" in the package comment.
	MovesFrom []Move `json:"moves_from,omitempty"`
}

// A Move names a source whose users are to be linked to the records of another one.
type Move struct {
	Source  string `json:"source"`             // as in Link: "bamboohr/acme"
	SameIDs bool   `json:"same_ids,omitempty"` // the employees have kept their ids: the same account under another name
}

// A ZoneRule gives its zone to the employees that fit When.
type ZoneRule struct {
	When mapping.Condition `json:"when"`
	Zone string            `json:"zone"`
}

// The targets with a meaning; all others are attributes.
const (
	TargetEmail   = "email"   // User.Email
	TargetManager = "manager" // User.ManagerID, from manager.id, manager.number or manager.email
)

// ChangeEndsOn is the Attribute of a change of User.EndsOn.
const ChangeEndsOn = "ends_on"

// A Key matches employees with users without a link: all targets are set, and equal
// but for case and surrounding blanks.
type Key struct {
	Targets []string `json:"targets"`        // ["email"], or ["first_name", "last_name"]
	Name    bool     `json:"name,omitempty"` // not an identifier
	Names   KeyNames `json:"names,omitzero"`
}

// KeyNames says whether the names must agree where a key matches.
type KeyNames string

const (
	KeyNamesCompare KeyNames = ""       // different names are different employees
	KeyNamesIgnore  KeyNames = "ignore" // the key stands alone
)

// A Policy chooses among actions. The zero Policy is the careful one.
type Policy struct {
	CreateAhead     Days              `json:"create_ahead,omitzero"`     // before the hire date
	DeactivateAfter int               `json:"deactivate_after,omitzero"` // days after the end date
	LeavingEvidence LeavingEvidence   `json:"leaving_evidence,omitzero"`
	Block           mapping.Condition `json:"block,omitzero"` // employed, but must not be active

	Left       Treatment `json:"left,omitzero"`         // "" deactivate; keep, sync
	Blocked    Treatment `json:"blocked,omitzero"`      // "" deactivate; keep
	OutOfScope Treatment `json:"out_of_scope,omitzero"` // "" keep; deactivate
	NoRecord   Treatment `json:"no_record,omitzero"`    // "" keep; deactivate_ended, deactivate

	Reactivate Reactivation `json:"reactivate,omitzero"`
	Inactive   Inactive     `json:"inactive,omitzero"`
	Relink     RelinkPolicy `json:"relink,omitzero"`
	FirstPlan  FirstPlan    `json:"first_plan,omitzero"`
	Limits     Limits       `json:"limits,omitzero"`
}

// Days is a number of days, or DaysAny for no limit; in JSON a number or "any".
type Days int

const DaysAny Days = -1

func (d Days) MarshalJSON() ([]byte, error) {
	if d < 0 {
		return []byte(`"any"`), nil
	}
	return strconv.AppendInt(nil, int64(d), 10), nil
}

// UnmarshalJSON reads 0 to 3660, or "any".
func (d *Days) UnmarshalJSON(data []byte) error {
	if string(data) == `"any"` {
		*d = DaysAny
		return nil
	}
	n := -1 // what null leaves alone
	if json.Unmarshal(data, &n) != nil || n < 0 || n > mostDays {
		return fmt.Errorf(`want a number of days from 0 to %d, or "any"`, mostDays)
	}
	*d = Days(n)
	return nil
}

// mostDays is the largest number of days in a policy: ten years.
const mostDays = 3660

// LeavingEvidence is what proves that an employee has left.
type LeavingEvidence string

const (
	LeavingEvidenceBoth    LeavingEvidence = ""         // status and dates
	LeavingEvidenceEndDate LeavingEvidence = "end_date" // a rehire with the old end date counts as left
	LeavingEvidenceStatus  LeavingEvidence = "status"   // dates do not count
)

// A Treatment says what happens to active users.
type Treatment string

const (
	TreatmentDefault         Treatment = "" // see Policy
	TreatmentDeactivate      Treatment = "deactivate"
	TreatmentKeep            Treatment = "keep"             // keep access, and report
	TreatmentSync            Treatment = "sync"             // apply the mapping to leavers
	TreatmentDeactivateEnded Treatment = "deactivate_ended" // once User.EndsOn has passed
)

// Reactivation says which inactive users to reactivate.
type Reactivation string

const (
	ReactivationOwn    Reactivation = ""       // deactivated by the sync
	ReactivationAlways Reactivation = "always" // by operators, too
	ReactivationNever  Reactivation = "never"
)

// Inactive says what happens to the values of inactive linked users.
type Inactive string

const (
	InactiveLeave  Inactive = ""       // leave them alone
	InactiveUpdate Inactive = "update" // follow HR, but for the address, the keys and the manager
)

// RelinkPolicy says which relinks need no approval.
type RelinkPolicy string

const (
	RelinkPolicyHold       RelinkPolicy = ""            // none: hold them all
	RelinkPolicySamePerson RelinkPolicy = "same_person" // those beyond doubt; see the package comment
)

// FirstPlan is for the plan while no user is linked.
type FirstPlan string

const (
	FirstPlanRun  FirstPlan = ""     // run it
	FirstPlanHold FirstPlan = "hold" // hold it for approval
)

// Limits replace the thresholds of guards, where not nil.
type Limits struct {
	Creates       *Limit `json:"creates,omitempty"`
	Deactivations *Limit `json:"deactivations,omitempty"`
	EmailChanges  *Limit `json:"email_changes,omitempty"`
	Changes       *Limit `json:"changes,omitempty"` // of each target
	Clears        *Limit `json:"clears,omitempty"`  // of each target
}

// A Limit is a threshold: more than Count actions that are also more than Percent of
// the active linked users are held.
type Limit struct {
	Count   int `json:"count"`
	Percent int `json:"percent"`
}

// ParseSettings reads and validates Settings. The error is [mapping.Faults]. See
// [Targets.ParseSettings].
func ParseSettings(data []byte) (Settings, error) {
	return parseSettings(data, func(s Settings) error { return s.Validate() })
}

func parseSettings(data []byte, validate func(Settings) error) (Settings, error) {
	var s Settings
	unread := document.Decode(data, &s, document.Settings())
	firstEdition(unread)
	faults := asFaults(unread)
	if len(faults) == 1 && faults[0].Path == "" {
		return Settings{}, faults // it is not a document
	}
	if found, ok := errors.AsType[mapping.Faults](validate(s)); ok {
		for _, f := range found {
			if !document.Unread(unread, f.Path) {
				faults = append(faults, f)
			}
		}
	}
	if len(faults) > 0 {
		return Settings{}, faults
	}
	return s, nil
}

func asFaults(found []document.Fault) mapping.Faults {
	faults := make(mapping.Faults, len(found))
	for i, f := range found {
		faults[i] = mapping.Fault(f)
	}
	return faults
}

// Validate returns nil or [mapping.Faults]. Given a tenant's fields, it also checks
// that those of s exist.
func (s Settings) Validate(catalog ...employee.FieldInfo) error {
	var faults mapping.Faults
	fault := func(path, format string, args ...any) {
		faults = append(faults, mapping.Fault{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	if _, err := zone.Load(s.Zone); err != nil {
		fault("zone", "%v", err)
	}
	for i, z := range s.Zones {
		path := fmt.Sprintf("zones[%d]", i)
		if z.When.IsZero() {
			fault(path+".when", "missing: give a condition, or set zone for all other employees")
		}
		faults = append(faults, z.When.Validate(path+".when", catalog...)...)
		if _, err := zone.Load(z.Zone); err != nil {
			fault(path+".zone", "%v", err)
		}
	}
	if err := s.Mapping.Validate(catalog...); err != nil {
		if nested, ok := errors.AsType[mapping.Faults](err); ok {
			for _, f := range nested {
				fault("mapping."+f.Path, "%s", f.Message)
			}
		}
	}
	s.checkTargets(fault)
	s.checkKeys(fault)
	s.checkMoves(fault)
	s.Policy.validate(fault, catalog)
	if !s.Policy.Block.IsZero() && reflect.DeepEqual(s.Policy.Block, s.Mapping.Scope) {
		fault("policy.block", "the same as mapping.scope: every employee in scope would be blocked")
	}
	slices.SortStableFunc(faults, func(a, b mapping.Fault) int { return placeOf(a.Path) - placeOf(b.Path) })
	if len(faults) == 0 {
		return nil
	}
	return faults
}

func (s Settings) checkTargets(fault func(path, format string, args ...any)) {
	hasEmail := false
	for i, r := range s.Mapping.Rules {
		path := fmt.Sprintf("mapping.rules[%d].", i)
		switch r.Target {
		case TargetEmail:
			hasEmail = true
			if r.Type != "" && r.Type != employee.KindText {
				fault(path+"type", "an address is a text")
			}
			if r.OnEmpty == mapping.OnEmptyClear {
				fault(path+"on_empty", "an address is never cleared")
			}
		case TargetManager:
			if len(r.From) == 0 || slices.ContainsFunc(r.From, func(f employee.Field) bool {
				return f != employee.FieldManagerID && f != employee.FieldManagerNumber && f != employee.FieldManagerEmail
			}) {
				fault(path+"from", "a manager is found by manager.id, manager.number or manager.email; use another target for a manager's name or address as text")
			}
			for _, key := range keysBeside(r, "target", "from", "when", "on_empty", "authority") {
				fault(path+key, "a manager's rule takes from, when, on_empty and authority alone: leave it out")
			}
			if r.OnEmpty == mapping.OnEmptyDefault {
				fault(path+"on_empty", `a manager has no default: leave it out, or say "clear"`)
			}
			if r.Authority == mapping.AuthorityUntilChanged {
				fault(path+"authority", "a manager is a user and not a value, which could be remembered: leave it out, or say fill or create")
			}
		case "id", "link", "active", ChangeEndsOn:
			fault(path+"target", "%q is not an attribute: the plan's actions carry it", r.Target)
		}
	}
	if !hasEmail {
		fault("mapping.rules", `no rule for the target "email": every user has an address`)
	}
}

// keysBeside returns the keys of a rule that are set and not among the given ones.
func keysBeside(r mapping.Rule, allowed ...string) (keys []string) {
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		x := v.Field(i)
		given := !x.IsZero()
		if k := x.Kind(); k == reflect.Slice || k == reflect.Map {
			given = x.Len() > 0
		}
		if given && !slices.Contains(allowed, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (s Settings) checkKeys(fault func(path, format string, args ...any)) {
	targets := make([]string, 0, len(s.Mapping.Rules))
	for _, r := range s.Mapping.Rules {
		targets = append(targets, r.Target)
	}
	for i, k := range s.Match {
		path := fmt.Sprintf("match[%d].targets", i)
		if k.Name && slices.ContainsFunc(s.Match[i+1:], func(later Key) bool { return !later.Name }) {
			fault(fmt.Sprintf("match[%d].name", i), "a name matches only where no identifier is set: put it after the other keys")
		}
		switch at := fmt.Sprintf("match[%d].names", i); {
		case k.Names != KeyNamesCompare && k.Names != KeyNamesIgnore:
			fault(at, `%q is not "ignore"; leave it out to compare the names`, k.Names)
		case k.Names == KeyNamesIgnore && k.Name:
			fault(at, "a key that is a name compares names: leave it out")
		}
		if len(k.Targets) == 0 {
			fault(path, "missing: name the targets to compare")
		}
		for j, t := range k.Targets {
			if !slices.Contains(targets, t) || t == TargetManager {
				near := document.Nearest(t, targets)
				if near != "" {
					near = fmt.Sprintf("; did you mean %q?", near)
				}
				fault(fmt.Sprintf("%s[%d]", path, j), "no rule sets the target %q%s", t, near)
			}
		}
	}
}

func (s Settings) checkMoves(fault func(path, format string, args ...any)) {
	sameIDs := ""
	for i, m := range s.MovesFrom {
		path := fmt.Sprintf("moves_from[%d]", i)
		provider, tenant, ok := strings.Cut(m.Source, "/")
		switch {
		case m.Source == "":
			fault(path+".source", `missing: name the source of the old links, such as "bamboohr/acme"`)
		case !ok || provider == "" || tenant == "" || strings.TrimSpace(m.Source) != m.Source:
			fault(path+".source", `%q is no source: want provider and tenant as in the old links, such as "bamboohr/acme"`, m.Source)
		case slices.ContainsFunc(s.MovesFrom[:i], func(o Move) bool { return o.Source == m.Source }):
			fault(path+".source", "%q is named twice: name each source once", m.Source)
		}
		switch {
		case m.SameIDs && sameIDs != "":
			fault(path+".same_ids", "%s.same_ids is set, too: an id can be that of one source only", sameIDs)
		case m.SameIDs:
			sameIDs = path
		}
	}
}

// notFrom returns a fault if the settings move the users of a source to itself.
func (s Settings) notFrom(source string) error {
	if i := slices.IndexFunc(s.MovesFrom, func(m Move) bool { return m.Source == source }); i >= 0 {
		return mapping.Faults{{Path: fmt.Sprintf("moves_from[%d].source", i),
			Message: fmt.Sprintf("%q is the source of the roster itself: name the one that it replaces", source)}}
	}
	return nil
}

func (p Policy) validate(fault func(path, format string, args ...any), catalog []employee.FieldInfo) {
	if !p.Block.IsZero() {
		for _, f := range p.Block.Validate("policy.block", catalog...) {
			fault(f.Path, "%s", f.Message)
		}
	}
	if p.DeactivateAfter < 0 || p.DeactivateAfter > mostDays {
		fault("policy.deactivate_after", "want a number of days from 0 to %d", mostDays)
	}
	if !slices.Contains([]LeavingEvidence{LeavingEvidenceBoth, LeavingEvidenceEndDate, LeavingEvidenceStatus}, p.LeavingEvidence) {
		fault("policy.leaving_evidence", `%q is neither "end_date" nor "status"; leave it out for both`, p.LeavingEvidence)
	}
	if !slices.Contains([]Reactivation{ReactivationOwn, ReactivationAlways, ReactivationNever}, p.Reactivate) {
		fault("policy.reactivate", `%q is neither "always" nor "never"; leave it out to reactivate those that the sync deactivated`, p.Reactivate)
	}
	if p.Inactive != InactiveLeave && p.Inactive != InactiveUpdate {
		fault("policy.inactive", `%q is not "update"; leave it out to leave the values of inactive users alone`, p.Inactive)
	}
	if p.Relink != RelinkPolicyHold && p.Relink != RelinkPolicySamePerson {
		fault("policy.relink", `%q is not "same_person"; leave it out to hold every relink`, p.Relink)
	}
	if p.FirstPlan != FirstPlanRun && p.FirstPlan != FirstPlanHold {
		fault("policy.first_plan", `%q is not "hold"; leave it out to run the first plan like every other`, p.FirstPlan)
	}
	for _, t := range []struct {
		path    string
		value   Treatment
		allowed []Treatment
	}{
		{"policy.left", p.Left, []Treatment{TreatmentDefault, TreatmentDeactivate, TreatmentKeep, TreatmentSync}},
		{"policy.blocked", p.Blocked, []Treatment{TreatmentDefault, TreatmentDeactivate, TreatmentKeep}},
		{"policy.out_of_scope", p.OutOfScope, []Treatment{TreatmentDefault, TreatmentKeep, TreatmentDeactivate}},
		{"policy.no_record", p.NoRecord, []Treatment{TreatmentDefault, TreatmentKeep, TreatmentDeactivateEnded, TreatmentDeactivate}},
	} {
		if !slices.Contains(t.allowed, t.value) {
			words := make([]string, len(t.allowed)-1)
			for i, a := range t.allowed[1:] {
				words[i] = string(a)
			}
			fault(t.path, "%q is not one of %s", t.value, strings.Join(words, ", "))
		}
	}
	for _, l := range []struct {
		key   string
		limit *Limit
	}{{"creates", p.Limits.Creates}, {"deactivations", p.Limits.Deactivations}, {"email_changes", p.Limits.EmailChanges},
		{"changes", p.Limits.Changes}, {"clears", p.Limits.Clears}} {
		if l.limit != nil && (l.limit.Count < 0 || l.limit.Percent < 0 || l.limit.Percent > 100) {
			fault("policy.limits."+l.key, "want a count of at least 0 and a percentage from 0 to 100")
		}
	}
}

// placeOf orders faults as the document has them: by section and, among the
// rules, by rule.
func placeOf(path string) int {
	for i, section := range []string{"zone", "zones", "mapping.scope", "mapping.rules", "mapping", "match", "policy", "moves_from"} {
		rest, ok := strings.CutPrefix(path, section)
		if !ok || rest != "" && rest[0] != '.' && rest[0] != '[' {
			continue
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(rest, "["), "]")
		rule, err := strconv.Atoi(number)
		if err != nil {
			rule = -1
		}
		return i<<20 + rule + 1
	}
	return 1 << 30
}

// Resolve returns s with the keys of custom fields where it has their labels: see
// [mapping.Mapping.Resolve].
func (s Settings) Resolve(catalog ...employee.FieldInfo) Settings {
	s.Mapping = s.Mapping.Resolve(catalog...)
	s.Policy.Block = s.Policy.Block.Resolve(catalog...)
	s.Zones = slices.Clone(s.Zones)
	for i := range s.Zones {
		s.Zones[i].When = s.Zones[i].When.Resolve(catalog...)
	}
	return s
}

// Fields returns the fields to ask an HR system for, sorted.
func (s Settings) Fields() []employee.Field {
	fields := s.Mapping.Fields()
	fields = append(fields, s.Policy.Block.Fields()...)
	for _, z := range s.Zones {
		fields = append(fields, z.When.Fields()...)
	}
	if s.Policy.Relink == RelinkPolicySamePerson {
		fields = append(fields, employee.FieldOriginalHireDate)
	}
	slices.Sort(fields)
	return slices.DeleteFunc(slices.Compact(fields), func(f employee.Field) bool { return f == mapping.FieldLifecycle })
}

// checked returns the mapping with the check that every login needs: a text that is
// not an address creates no user and replaces no address.
func (s Settings) checked() mapping.Mapping {
	m := s.Mapping
	m.Rules = slices.Clone(m.Rules)
	for i := range m.Rules {
		if m.Rules[i].Target == TargetEmail {
			m.Rules[i].Check = mapping.CheckEmail
		}
	}
	return m
}

// keyTargets returns the targets of keys.
func (s Settings) keyTargets() []string {
	var targets []string
	for _, k := range s.Match {
		targets = append(targets, k.Targets...)
	}
	return targets
}
