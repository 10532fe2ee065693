package syncplan_test

import (
	"cmp"
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
		goesOn := o.isNew(h) && h.want == "left"
		if d := o.deedOf(h); d == nil && !h.synced && !goesOn ||
			d != nil && (d.kind == syncplan.KindDeactivate || d.alone && !goesOn) {
			continue
		}
		out := o.apply(h, "manager")
		if o.loginOf(h) == nil || o.isNew(h) {
			out = o.program.Apply(o.target("manager"), h.created())
		}
		var boss *human
		var elsewhere *login
		switch out.Verdict {
		case mapping.VerdictLeave:
			continue
		case mapping.VerdictClear:
		default:
			if boss, elsewhere = o.boss(h, out); boss == nil && elsewhere == nil {
				continue
			}
		}
		l := o.loginOf(h)
		if l == nil && boss == nil && elsewhere == nil {
			continue
		}
		if l != nil {
			now := o.byID(l.ManagerID)
			if now != nil && boss != nil && now == o.loginOf(boss) || now != nil && now == elsewhere ||
				l.ManagerID == "" && boss == nil && elsewhere == nil ||
				out.Authority == mapping.AuthorityCreate && !o.isNew(h) ||
				out.Authority == mapping.AuthorityFill && l.ManagerID != "" {
				continue
			}
			kept, _ := o.stays(l, "manager", out)
			if out.Verdict == mapping.VerdictClear && !o.known(out.Rule) {
				if !kept {
					o.kept["not cleared "+l.ID] = true
				}
				continue
			}
			if kept {
				o.kept["kept "+l.ID] = true
				continue
			}
		}
		h.proposed, h.boss, h.elsewhere = true, boss, elsewhere
	}
	for o.openCircles() {
	}
	for _, h := range o.humans {
		if !h.proposed {
			continue
		}
		d := &deed{kind: syncplan.KindSetManager, human: h, login: o.loginOf(h), boss: h.boss, elsewhere: h.elsewhere}
		for _, who := range []*human{h, h.boss} { // both must have their user first
			if who == nil {
				continue
			}
			if first := o.deedOf(who); first != nil && first.kind != syncplan.KindUpdate {
				d.after = append(d.after, first)
			}
		}
		o.add(d)
	}
}

// blocked returns the deeds that would give a human a manager while the way up from
// that one may come back to the human: those that are held may leave everyone on the
// way with the present manager or, approved, with the new one.
func (o *oracle) blocked() (all []*deed) {
	for _, d := range o.deeds {
		up := func() bool { return o.reaches(o.above(d.human, d.login), o.self(d.human), make(map[post]bool)) }
		if d.kind == syncplan.KindSetManager && d.held == "" && up() {
			all = append(all, d)
		}
	}
	return all
}

// reaches reports whether the way up from a post may lead to another.
func (o *oracle) reaches(from, to post, seen map[post]bool) bool {
	if from == (post{}) || seen[from] {
		return false
	}
	seen[from] = true
	if from == to || o.reaches(o.above(from.human, from.login), to, seen) {
		return true
	}
	waits := func(d *deed) bool {
		return d.kind == syncplan.KindSetManager && d.human == from.human && d.held != ""
	}
	return slices.ContainsFunc(o.deeds, waits) && o.reaches(o.present(from.login), to, seen)
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
// there are only leavers, if there is a user to report to; or the login of one whom HR
// does not list.
func (o *oracle) boss(h *human, out mapping.Outcome) (*human, *login) {
	found := o.listed(out)
	if len(found) == 0 {
		return nil, o.elsewhere(h, out)
	}
	if slices.ContainsFunc(found, (*human).living) {
		found = slices.DeleteFunc(found, func(h *human) bool { return !h.living() })
	}
	if len(found) != 1 || o.loginOf(found[0]) == nil && o.deedOf(found[0]) == nil {
		return nil, nil
	}
	l, d := o.loginOf(found[0]), o.deedOf(found[0])
	if o.post(found[0], l).human != found[0] { // relinked to another employee
		return nil, nil
	}
	if d != nil && (d.kind == syncplan.KindDeactivate || d.kind == syncplan.KindCreate && !d.activates()) {
		return nil, nil
	}
	if l != nil && (l.Ignored || !l.Active && (d == nil || !d.activates())) {
		return nil, nil
	}
	return found[0], nil
}

// elsewhere returns the one login, of any source, that is active and has the address of
// the manager of a human once all deeds are done, if it is that of none of the humans.
func (o *oracle) elsewhere(h *human, out mapping.Outcome) *login {
	address := fold.Key(h.Value(employee.FieldManagerEmail).String())
	standard := slices.Contains(
		[]employee.Field{employee.FieldManagerID, employee.FieldManagerNumber, employee.FieldManagerEmail}, out.Field)
	has := func(h *human) bool { return fold.Key(h.WorkEmail) == address }
	if !standard || address == "" || slices.ContainsFunc(o.humans, has) {
		return nil
	}
	var found []*login
	for _, l := range o.logins {
		active, email := l.Active, l.Email
		for _, d := range o.deeds {
			if d.login != l || d.kind == syncplan.KindSetManager {
				continue
			}
			active = (active || d.activates()) && d.kind != syncplan.KindDeactivate
			email = cmp.Or(d.email(), email)
		}
		if active && fold.Key(email) == address && fold.Key(l.Email) == address {
			found = append(found, l)
		}
	}
	if len(found) != 1 || found[0].Ignored || found[0].human != nil || o.post(nil, found[0]).human != nil {
		return nil
	}
	return found[0]
}

// listed returns the humans that the outcome names as a manager.
func (o *oracle) listed(out mapping.Outcome) (found []*human) {
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
	return found
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
	noted := make(map[*human]bool)
	for _, h := range circle {
		if !noted[h] {
			o.noteCircle(h, noted)
		}
	}
	for _, h := range circle {
		h.proposed = false
	}
	return len(circle) > 0
}

// noteCircle notes the circle through a human: whose managers are not changed, and whose
// present managers close it without HR.
func (o *oracle) noteCircle(h *human, noted map[*human]bool) {
	employees, users := []string{}, []string{}
	at := o.self(h)
	for first := at; ; {
		if at.human != nil && at.human.proposed {
			noted[at.human] = true
			employees = append(employees, at.human.ID)
		} else if !o.inHR(at) {
			users = append(users, at.login.ID)
		}
		if at = o.above(at.human, at.login); at == first {
			break
		}
	}
	o.note("manager_cycle", employees, users)
}

// inHR reports whether HR, too, names the present manager.
func (o *oracle) inHR(at post) bool {
	if at.human == nil {
		return false
	}
	out := o.apply(at.human, "manager")
	if out.Verdict != mapping.VerdictSet {
		return false
	}
	boss, elsewhere := o.boss(at.human, out)
	now := o.byID(at.login.ManagerID)
	return boss != nil && o.loginOf(boss) == now || elsewhere != nil && elsewhere == now
}

// A post is where an employee reports: a human, a login, or both.
type post struct {
	human *human
	login *login
}

func (o *oracle) above(h *human, l *login) post {
	if h != nil && h.proposed {
		if h.elsewhere != nil {
			return o.post(nil, h.elsewhere)
		}
		if h.boss == nil {
			return post{}
		}
		return o.self(h.boss)
	}
	return o.present(l)
}

func (o *oracle) self(h *human) post { return o.post(h, o.loginOf(h)) }

// present is where a login reports now.
func (o *oracle) present(l *login) post {
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
