package syncplan

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// A matcher gives package match the values of employees and users.
type matcher struct {
	*rules
	*directory
	employees []assessment
}

// matchAll matches employees with users without a link.
func matchAll(r *rules, c *directory, assessed []assessment, linked []int32) *match.Result {
	m := matcher{r, c, assessed}
	in := &match.Input{
		Employees: make([]match.EmployeeFlags, len(assessed)), Users: c.flags, Linked: linked, Table: c.table,
		NamesDiffer: m.namesDiffer, LeaversSync: r.settings.Policy.Left == TreatmentSync,
	}
	for i := range assessed {
		in.Employees[i] = employeeFlags(&assessed[i])
	}
	for _, k := range r.keys() {
		in.Keys = append(in.Keys, m.key(k))
	}
	return match.Match(in)
}

func employeeFlags(a *assessment) (flags match.EmployeeFlags) {
	if !a.living() {
		flags |= match.EmployeeLeft
	}
	switch a.disposition {
	case disposition.Untouched:
		flags |= match.EmployeeOutside
	case disposition.Present:
		flags |= match.EmployeePresent
	case disposition.Left, disposition.Grace:
		flags |= match.EmployeeGone
	}
	if a.scope == mapping.TruthUnknown {
		flags |= match.EmployeeScopeUnknown
	}
	if a.stand.State == lifecycle.Unknown || a.leftDependsOnZone {
		flags |= match.EmployeeMayHaveLeft
	}
	return flags
}

// keys returns the keys of the settings: the address, where they name none.
func (r *rules) keys() []Key {
	if r.settings.Match == nil {
		return []Key{{Targets: []string{TargetEmail}}}
	}
	return r.settings.Match
}

// key gives a key the values of its targets.
func (m *matcher) key(k Key) match.Key {
	var targets []int
	for _, name := range k.Targets {
		targets = append(targets, m.targetNamed(name))
	}
	return match.Key{
		Name: k.Name, Email: len(targets) == 1 && targets[0] == m.rules.email,
		Employee: func(i int32) string {
			s := m.subject(&m.employees[i])
			return joined(len(targets), func(j int) string { return set(m.program.Apply(targets[j], s)) })
		},
		User: func(u, i int32) string {
			return joined(len(targets), func(j int) string {
				if k.Name && i >= 0 { // the plan gives the user the name of the record
					if o := m.apply(targets[j], &m.employees[i]); o.Verdict != mapping.VerdictLeave {
						return o.Value.String()
					}
				}
				return m.value(&m.users[u], targets[j]).String()
			})
		},
		Obscure: func(i int32) bool {
			return slices.ContainsFunc(targets, func(t int) bool { return m.obscure(&m.employees[i], t) })
		},
		Stopped: func(i int32) int32 {
			stopped := int32(-1)
			for _, t := range targets {
				if o := m.apply(t, &m.employees[i]); o.Stopped || o.Problem != "" {
					stopped = int32(t)
				}
			}
			return stopped
		},
		GivesUp: func(i, u int32) bool {
			return slices.ContainsFunc(targets, func(t int) bool { return m.givesUp(t, &m.employees[i], &m.users[u]) })
		},
	}
}

func (r *rules) targetNamed(name string) int {
	return slices.IndexFunc(r.targets, func(t mapping.Target) bool { return t.Name == name })
}

// set returns the text of an outcome that sets one.
func set(o mapping.Outcome) string {
	if o.Verdict != mapping.VerdictSet {
		return ""
	}
	return o.Value.String()
}

// joined folds n parts into one text, or "" if one of them has no value. No two
// lists of parts give the same one: the length of each stands behind it.
func joined(n int, part func(int) string) string {
	if n == 1 {
		return fold.Key(part(0))
	}
	var b []byte
	for j := range n {
		start := len(b)
		if b = fold.Append(b, part(j)); len(b) == start {
			return ""
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(len(b)-start))
	}
	return string(b)
}

// givesUp reports whether the plan changes or clears a user's value for a target.
func (m *matcher) givesUp(target int, a *assessment, u *User) bool {
	o := m.apply(target, a)
	if o.Verdict == mapping.VerdictLeave || m.stays(u, target, o) != stayNo {
		return false
	}
	switch o.Verdict {
	case mapping.VerdictSet:
		own := fold.Key(o.Value.String())
		return own != "" && own != fold.Key(m.value(u, target).String())
	case mapping.VerdictClear:
		return m.seen(o.Rule)
	}
	return false
}

// obscure reports whether unreadable data may change the value of a target of a key.
func (r *rules) obscure(a *assessment, target int) bool { return r.apply(target, a).Stopped }

// obscureIdentity reports whether the address or a key of an employee is obscure:
// another employee may have the same, and a conflict keeps the user.
func (r *rules) obscureIdentity(a *assessment) bool {
	if r.obscure(a, r.email) {
		return true
	}
	return slices.ContainsFunc(r.settings.Match, func(k Key) bool {
		return !k.Name && slices.ContainsFunc(k.Targets, func(t string) bool { return r.obscure(a, r.targetNamed(t)) })
	})
}

// namesDiffer reports whether both first and last name of the user differ from the
// employee's, as far as rules copy them, separately or in one text. A withheld name
// may differ.
func (m *matcher) namesDiffer(i, u int32) bool {
	e, user := m.employees[i].e, &m.users[u]
	first, last := m.nameDiffers(e, user, employee.FieldFirstName), m.nameDiffers(e, user, employee.FieldLastName)
	return first && last || m.fullNameDiffers(e, user)
}

func (m *matcher) nameDiffers(e *employee.Employee, u *User, f employee.Field) bool {
	for _, r := range m.settings.Mapping.Rules {
		if len(r.From) == 1 && r.From[0] == f {
			hr, user := fold.Key(e.Value(f).String()), fold.Key(u.value(r.Target).String())
			return user != "" && (unread(e, f) || hr != "" && hr != user)
		}
	}
	return false
}

// fullNameDiffers is for rules that make one text of the whole name: it contains
// neither name of the employee.
func (m *matcher) fullNameDiffers(e *employee.Employee, u *User) bool {
	for _, r := range m.settings.Mapping.Rules {
		if !wholeName(r) {
			continue
		}
		user, known := fold.Key(u.value(r.Target).String()), 0
		for _, f := range []employee.Field{employee.FieldFirstName, employee.FieldPreferredName, employee.FieldLastName} {
			name := fold.Key(e.Value(f).String())
			if name != "" && strings.Contains(user, name) {
				return false
			}
			if (name != "" || unread(e, f)) && f != employee.FieldPreferredName {
				known++
			}
		}
		return user != "" && known == 2
	}
	return false
}

func unread(e *employee.Employee, f employee.Field) bool {
	state := e.Value(f).State()
	return state == employee.StateWithheld || state == employee.StateAbsent
}

func wholeName(r mapping.Rule) bool {
	fields := slices.Concat(r.Needs()...)
	return slices.Contains(fields, employee.FieldDisplayName) && r.Format == "" || slices.Contains(fields, employee.FieldLastName) &&
		(slices.Contains(fields, employee.FieldFirstName) || slices.Contains(fields, employee.FieldPreferredName))
}
