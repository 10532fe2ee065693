package syncplan_test

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// setManagers adds a deed for every employee that the plan touches and whose manager
// is another one.
func (o *oracle) setManagers() {
	if o.target("manager") < 0 {
		return
	}
	for _, h := range o.humans {
		if d := o.deedOf(h); d == nil && !h.synced || d != nil && (d.kind == syncplan.KindDeactivate || d.alone) {
			continue
		}
		out := o.apply(h, "manager")
		if o.loginOf(h) == nil {
			out = o.program.Apply(o.target("manager"), h.created())
		}
		var boss *human
		switch out.Verdict {
		case mapping.VerdictLeave:
			continue
		case mapping.VerdictClear:
			if !o.known(out.Rule) {
				continue
			}
		default:
			if boss = o.boss(out); boss == nil {
				continue
			}
		}
		l := o.loginOf(h)
		if l == nil && boss == nil {
			continue
		}
		if l != nil {
			now := o.byID(l.ManagerID)
			if now != nil && boss != nil && now == o.loginOf(boss) || l.ManagerID == "" && boss == nil ||
				out.Authority == mapping.AuthorityCreate || out.Authority == mapping.AuthorityFill && l.ManagerID != "" {
				continue
			}
			if kept, _ := o.stays(l, "manager", out); kept {
				o.kept["kept "+l.ID] = true
				continue
			}
		}
		h.proposed, h.boss = true, boss
	}
	for o.openCircles() {
	}
	var deeds []*deed
	for _, h := range o.humans {
		if !h.proposed {
			continue
		}
		d := &deed{kind: syncplan.KindSetManager, human: h, login: o.loginOf(h), boss: h.boss}
		for _, who := range []*human{h, h.boss} { // both must have their user first
			if who == nil {
				continue
			}
			if first := o.deedOf(who); first != nil && first.kind != syncplan.KindUpdate {
				d.after = append(d.after, first)
			}
		}
		deeds = append(deeds, d)
	}
	o.deeds = append(o.deeds, deeds...)
}

// loginOf returns the login that a human has or is to be relinked to, nil for
// one to be created or none.
func (o *oracle) loginOf(h *human) *login {
	if h.login != nil {
		return h.login
	}
	if d := o.deedOf(h); d != nil {
		return d.login
	}
	return nil
}

func (o *oracle) byID(id string) *login {
	for _, l := range o.logins {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// deedOf returns what is done about a human, nil if nothing.
func (o *oracle) deedOf(h *human) *deed {
	for _, d := range o.deeds {
		if d.human == h && d.kind != syncplan.KindSetManager && (h.login == nil || h.login == d.login) {
			return d
		}
	}
	return nil
}

// boss returns the one human that the outcome names in HR, leavers aside unless
// there are only leavers, if there is a user to report to.
func (o *oracle) boss(out mapping.Outcome) *human {
	var found []*human
	for _, h := range o.humans {
		value := map[employee.Field]string{
			employee.FieldManagerEmail:  h.WorkEmail,
			employee.FieldManagerNumber: h.Number,
		}[out.Field]
		named := value != "" && fold.Key(value) == fold.Key(out.Value.String())
		if out.Field == employee.FieldManagerID {
			named = h.ID == out.Value.String()
		}
		if named {
			found = append(found, h)
		}
	}
	if slices.ContainsFunc(found, (*human).living) {
		found = slices.DeleteFunc(found, func(h *human) bool { return !h.living() })
	}
	if len(found) != 1 || o.loginOf(found[0]) == nil && o.deedOf(found[0]) == nil {
		return nil
	}
	l, d := o.loginOf(found[0]), o.deedOf(found[0])
	if o.post(found[0], l).human != found[0] { // relinked to another employee
		return nil
	}
	if d != nil && d.kind == syncplan.KindDeactivate {
		return nil
	}
	if l != nil && (l.Ignored || !l.Active && (d == nil || d.kind != syncplan.KindReactivate)) {
		return nil
	}
	return found[0]
}

// openCircles drops the proposals of employees who would report to one another,
// and reports whether there were any.
func (o *oracle) openCircles() bool {
	var circle []*human
	for _, h := range o.humans {
		if !h.proposed {
			continue
		}
		at := o.above(h, o.loginOf(h))
		for range len(o.humans) + len(o.logins) {
			if at == (post{}) {
				break
			}
			if at.human == h || at.login != nil && at.login == o.loginOf(h) {
				circle = append(circle, h)
				break
			}
			at = o.above(at.human, at.login)
		}
	}
	for _, h := range circle {
		h.proposed = false
	}
	return len(circle) > 0
}

// A post is where an employee reports: a human, a login, or both.
type post struct {
	human *human
	login *login
}

func (o *oracle) above(h *human, l *login) post {
	if h != nil && h.proposed {
		if h.boss == nil {
			return post{}
		}
		return o.post(h.boss, o.loginOf(h.boss))
	}
	if l == nil {
		return post{}
	}
	boss := o.byID(l.ManagerID)
	if boss == nil {
		return post{}
	}
	return o.post(boss.human, boss)
}

// post is where h reports from, or the human that the login is relinked to.
func (o *oracle) post(h *human, l *login) post {
	for _, d := range o.deeds {
		if d.kind == syncplan.KindRelink && d.login == l {
			return post{d.human, l}
		}
	}
	return post{h, l}
}
