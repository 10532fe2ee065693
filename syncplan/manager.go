package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
	"github.com/rosterkit/rosterkit/syncplan/internal/orgchart"
)

// managing is the stage of managers. It reads the decided drafts, and adds to them.
type managing struct {
	*facts
	directory *directory
	*decided
	added []draft
	noted []Note
}

// setManagers drafts set_manager actions. They run once all users exist, so that no
// user waits for a manager. A missing manager and a reporting cycle make a note, and
// the present manager stays.
func setManagers(f *facts, c *directory, d *decided) ([]draft, managers, []Note) {
	if f.manager < 0 {
		return nil, managers{}, nil
	}
	w := &managing{facts: f, directory: c, decided: d}
	chart := w.newChart()
	for i := range int32(len(w.employees)) {
		if w.managed(i) {
			w.proposeManager(chart, i)
		}
	}
	slices.SortFunc(chart.proposals, func(a, b orgchart.Proposal) int {
		return strings.Compare(w.employeeAt(chart, a.Node), w.employeeAt(chart, b.Node))
	})
	kept, circles := orgchart.Settle(chart.proposals, func(node int32) int32 { return w.present(chart, node) })
	for _, circle := range circles {
		w.noteCircle(chart, circle)
	}
	for _, p := range kept {
		w.draftManager(chart, p)
	}
	order := orgchart.NewOrder(kept, func(node int32) int32 { return w.present(chart, node) })
	return w.added, managers{first: len(w.drafts), order: order}, w.noted
}

// managers is the order of the drafts of managers, which follow all others. The zero
// value is for none.
type managers struct {
	first int // the place of the first
	order *orgchart.Order
}

// blocked returns the drafts that may close a reporting cycle while some are held.
func (m managers) blocked(held map[int32]bool) []int32 {
	if m.order == nil {
		return nil
	}
	var blocked []int32
	for _, i := range m.order.Blocked(func(i int) bool { return held[int32(m.first+i)] }) {
		blocked = append(blocked, int32(m.first+i))
	}
	return blocked
}

// turns returns the turns of the drafts of managers, from the first, while some are held.
func (m managers) turns(held map[int32]bool) []orgchart.Turn {
	if m.order == nil {
		return nil
	}
	return m.order.Turns(func(i int) bool { return held[int32(m.first+i)] })
}

// managed reports whether the plan may change the user of an employee, once there
// is one.
func (w *managing) managed(i int32) bool {
	if n := w.follows[i]; n >= 0 {
		if d := &w.drafts[n]; d.Kind == KindRelink && !w.users[d.user].Active && d.Access == "" {
			return false // the user stays inactive
		}
		return slices.Contains([]Kind{KindCreate, KindUpdate, KindLink, KindRelink, KindReactivate}, w.drafts[n].Kind)
	}
	return w.follows[i] == followsHR || w.employees[i].disposition == disposition.Left && w.waitsForManager(i)
}

// waitsForManager reports whether the last plan has created the user of an employee, as
// an inactive one too, and has not set the manager.
func (w *managing) waitsForManager(i int32) bool {
	o := &w.outcomes[i]
	return o.User >= 0 && o.Linked && o.Kind == match.KindPaired && w.unfinished.newManaged[w.employees[i].e.ID] &&
		w.users[o.User].ManagerID == "" && !w.users[o.User].Ignored
}

// A chart is the future reporting lines. Its nodes are the users, by place, then the
// drafts that create one.
type chart struct {
	users     int32
	unlinked  map[string]int32      // employee ids of employees who have a user, or will, but no link
	byEmail   map[string]emailOwner // by folded work address; nil: see emailOwners
	byNumber  map[string]emailOwner // by folded number
	moved     map[int32]int32       // users to be relinked, to their new employees
	byUser    map[int32]*draft      // of the users that change; nil: see keeps
	proposals []orgchart.Proposal
}

// An emailOwner is the employee who has an address, or a number, in HR, with or
// without a user. An address of two employees names no manager, but a leaver does not
// compete with an employee who has not left.
type emailOwner struct {
	employee        int32
	living, several bool
}

// own adds the employee at place i to the owners of addresses or numbers.
func (w *managing) own(by map[string]emailOwner, text string, i int32) {
	key := fold.Key(text)
	if by == nil || key == "" {
		return
	}
	b, ok := by[key]
	living := w.employees[i].living()
	switch {
	case !ok, living && !b.living:
		by[key] = emailOwner{employee: i, living: living}
	case living == b.living:
		b.several = true
		by[key] = b
	}
}

func (w *managing) newChart() *chart {
	c := &chart{users: int32(len(w.users)), unlinked: make(map[string]int32), moved: make(map[int32]int32)}
	fields := w.sources(w.manager)
	if slices.Contains(fields, employee.FieldManagerEmail) {
		c.byEmail = make(map[string]emailOwner)
	}
	if slices.Contains(fields, employee.FieldManagerNumber) {
		c.byNumber = make(map[string]emailOwner)
	}
	for i := range int32(len(w.employees)) {
		e, o := w.employees[i].e, &w.outcomes[i]
		w.own(c.byEmail, e.WorkEmail, i)
		w.own(c.byNumber, e.Number, i)
		if o.User < 0 && w.follows[i] < 0 {
			continue
		}
		if !o.Linked {
			c.unlinked[e.ID] = i
		}
		if node := w.node(c, i); o.User < 0 && node < c.users {
			c.moved[node] = i
		}
	}
	return c
}

// employeeOf returns the place of an employee who has a user, or will, by id, or -1.
func (w *managing) employeeOf(c *chart, employeeID string) int32 {
	if u := w.directory.table.Linked(employeeID); u >= 0 && w.owners[u].Employee >= 0 {
		return w.owners[u].Employee
	}
	if i, ok := c.unlinked[employeeID]; ok {
		return i
	}
	return -1
}

// node returns the node of the user of an employee.
func (w *managing) node(c *chart, i int32) int32 {
	n, user := w.follows[i], w.outcomes[i].User
	switch {
	case user >= 0:
		return user
	case w.drafts[n].user >= 0: // a relink
		return w.drafts[n].user
	}
	return c.users + n
}

// employeeAtUser returns the employee of a user, -1 for none.
func (w *managing) employeeAtUser(c *chart, user int32) int32 {
	if p, ok := c.moved[user]; ok {
		return p
	}
	return w.owners[user].Employee
}

func (w *managing) proposeManager(c *chart, i int32) {
	node := w.node(c, i)
	fresh := node >= c.users || w.waitsForManager(i)
	o := w.program.Apply(w.manager, w.subjectOf(&w.employees[i], fresh))
	manager := orgchart.None
	switch o.Verdict {
	case mapping.VerdictLeave:
		if o.Problem != "" {
			w.noted = append(w.noted, w.note(NoteKindProblem, ReasonValue, i, "manager is not changed: "+o.Problem))
		}
		return
	case mapping.VerdictClear:
	default:
		var why string
		if manager, why = w.findManager(c, i, o); why != "" {
			w.noted = append(w.noted, w.note(NoteKindHint, ReasonNoManager, i, "the manager is not changed: "+why))
			return
		}
	}
	if node < c.users {
		now := w.directory.ids.Find(w.users[node].ManagerID)
		if now >= 0 && now == manager || w.users[node].ManagerID == "" && manager < 0 {
			return
		}
		if o.Authority == mapping.AuthorityCreate && !fresh || o.Authority == mapping.AuthorityFill && w.users[node].ManagerID != "" {
			return
		}
		why := w.stays(&w.users[node], w.manager, o)
		if o.Verdict == mapping.VerdictClear && !w.seen(o.Rule) {
			if why == stayNo {
				w.uncleared = append(w.uncleared, keptValue{w.manager, i, node})
			}
			return
		}
		if why == stayKept {
			w.kept = append(w.kept, keptValue{w.manager, i, node})
			return
		}
	} else if manager < 0 {
		return
	}
	c.proposals = append(c.proposals, orgchart.Proposal{Node: node, Manager: manager})
}

// findManager returns the node of the manager that an outcome names for an employee, or
// the reason why there is none.
func (w *managing) findManager(c *chart, i int32, o mapping.Outcome) (int32, string) {
	var named emailOwner
	known := false
	switch value := o.Value.String(); o.Field {
	case employee.FieldManagerEmail:
		named, known = c.byEmail[fold.Key(value)]
	case employee.FieldManagerNumber:
		named, known = c.byNumber[fold.Key(value)]
	default:
		named.employee = w.employeeOf(c, value)
		known = named.employee >= 0
	}
	if named.several {
		return -1, "several employees match the manager in HR"
	}
	if !known {
		return w.unlistedManager(c, i, o)
	}
	user, n := w.outcomes[named.employee].User, w.follows[named.employee]
	kind, access := Kind(""), Access("")
	if n >= 0 {
		kind, access = w.drafts[n].Kind, w.drafts[n].Access
	}
	if kind == KindRelink && !w.managed(named.employee) {
		return -1, "the user of the manager in HR is inactive"
	}
	if user < 0 && n < 0 {
		return -1, "the manager in HR has no user"
	}
	if _, moved := c.moved[user]; moved {
		return -1, "the user of the manager in HR is about to be relinked"
	}
	if kind == KindDeactivate {
		return -1, "the user of the manager in HR is about to be deactivated"
	}
	if user < 0 && access == AccessInactive {
		return -1, "the user of the manager in HR will be inactive"
	}
	if user >= 0 && !w.users[user].Active && access != AccessActive {
		return -1, "the user of the manager in HR is inactive"
	}
	if user >= 0 && w.users[user].Ignored {
		return -1, "the user of the manager in HR is ignored"
	}
	return w.node(c, named.employee), ""
}

// unlistedManager finds the user of a manager whom the roster does not list: the one
// user, of any source, that is active and has the manager's address in HR once the plan
// has run.
func (w *managing) unlistedManager(c *chart, i int32, o mapping.Outcome) (int32, string) {
	const none = "the manager in HR has no user"
	_, listed := w.roster.Employee(o.Value.String())
	asked := o.Field == employee.FieldManagerEmail || o.Field == employee.FieldManagerNumber || o.Field == employee.FieldManagerID && !listed
	address := fold.Key(w.employees[i].e.Value(employee.FieldManagerEmail).String())
	if !asked || address == "" {
		return -1, none
	}
	if _, listed := w.emailOwners(c)[address]; listed {
		return -1, none
	}
	found := int32(-1)
	for _, u := range w.directory.table.WithEmail(address) {
		switch {
		case !w.keeps(c, u, address):
		case found >= 0:
			return -1, "several users have the address of the manager in HR"
		default:
			found = u
		}
	}
	_, moved := c.moved[found]
	switch {
	case found < 0, moved, w.owners[found].Employee >= 0:
		return -1, none
	case w.users[found].Ignored:
		return -1, "the user of the manager in HR is ignored"
	}
	return found, ""
}

// keeps reports whether a user is active and has a folded address after the plan.
func (w *managing) keeps(c *chart, u int32, address string) bool {
	if c.byUser == nil {
		c.byUser = make(map[int32]*draft)
		for i := range w.drafts {
			if d := &w.drafts[i]; d.Kind != "" && d.user >= 0 {
				c.byUser[d.user] = d
			}
		}
	}
	d, ok := c.byUser[u]
	if !ok {
		return w.users[u].Active
	}
	for _, change := range d.Changes {
		if change.Attribute == TargetEmail && fold.Key(change.To.String()) != address {
			return false
		}
	}
	return d.Access == AccessActive || w.users[u].Active && d.Access == ""
}

// emailOwners returns the employees by folded work address.
func (w *managing) emailOwners(c *chart) map[string]emailOwner {
	if c.byEmail == nil {
		c.byEmail = make(map[string]emailOwner)
		for i := range int32(len(w.employees)) {
			w.own(c.byEmail, w.employees[i].e.WorkEmail, i)
		}
	}
	return c.byEmail
}

// present returns the node that a node reports to now, orgchart.None for none.
func (w *managing) present(c *chart, node int32) int32 {
	if node >= c.users {
		return orgchart.None
	}
	return w.directory.ids.Find(w.users[node].ManagerID)
}

// noteCircle says who would report to one another. If HR does not have all of it, it
// names the users whose present managers close it.
func (w *managing) noteCircle(c *chart, circle orgchart.Circle) {
	n := Note{Kind: NoteKindProblem, Reason: ReasonManagerCycle,
		Text: "these employees form a reporting cycle in HR: their managers are not changed; correct the HR data"}
	for _, node := range circle.Dropped {
		n.EmployeeIDs = append(n.EmployeeIDs, w.employeeAt(c, node))
	}
	for _, node := range circle.Present {
		if !w.inHR(c, node) {
			n.UserIDs = append(n.UserIDs, w.users[node].ID)
		}
	}
	if n.UserIDs != nil {
		n.Text = "the managers of these employees are not changed: a reporting cycle in the product would arise, because the managers " +
			"that these users have there are not in HR; correct these in the product, or enter them in HR"
	}
	slices.Sort(n.EmployeeIDs)
	slices.Sort(n.UserIDs)
	w.noted = append(w.noted, n)
}

// inHR reports whether HR names the present manager of a user, too.
func (w *managing) inHR(c *chart, node int32) bool {
	i := w.employeeAtUser(c, node)
	if i < 0 {
		return false
	}
	o := w.apply(w.manager, &w.employees[i])
	if o.Verdict != mapping.VerdictSet {
		return false
	}
	manager, why := w.findManager(c, i, o)
	return why == "" && manager == w.present(c, node)
}

func (w *managing) employeeAt(c *chart, node int32) string {
	if node >= c.users {
		return w.drafts[node-c.users].EmployeeID
	}
	if p := w.employeeAtUser(c, node); p >= 0 {
		return w.employees[p].e.ID
	}
	return ""
}

// pairing returns the draft that gives the employee a user, if there is one.
func (w *managing) pairing(i int32) []int32 {
	if n := w.follows[i]; n >= 0 && w.drafts[n].Kind != KindUpdate {
		return []int32{n}
	}
	return nil
}

// draftManager drafts a set_manager. It comes after the drafts that give both their
// users.
func (w *managing) draftManager(c *chart, p orgchart.Proposal) {
	node, manager := p.Node, p.Manager
	d := draft{employee: -1, user: -1, phase: phaseManager, Action: Action{Kind: KindSetManager, Reason: ReasonManager}}
	if node >= c.users {
		d.employee, d.after = w.drafts[node-c.users].employee, []int32{node - c.users}
	} else {
		d.user, d.employee, d.moves = node, w.employeeAtUser(c, node), w.moves(&w.users[node])
		d.UserID = w.users[node].ID
		d.after = w.pairing(d.employee)
	}
	a := &w.employees[d.employee]
	d.EmployeeID, d.Name = a.e.ID, employeeName(a.e)
	d.Linked = Link{w.source, a.e.ID} // it comes after what links the user
	if source := w.apply(w.manager, a).Field; source != "" {
		d.Evidence = w.evidence(a, source)
		if manager >= 0 && manager < c.users && w.employeeAtUser(c, manager) < 0 && source != employee.FieldManagerEmail {
			d.Evidence = append(d.Evidence, w.evidence(a, employee.FieldManagerEmail)...) // it found the user
		}
	}
	switch {
	case manager >= c.users:
		m := &w.drafts[manager-c.users]
		d.Manager = Ref{EmployeeID: m.EmployeeID, Name: m.Name}
		d.after = append(d.after, manager-c.users)
	case manager >= 0:
		d.Manager = Ref{UserID: w.users[manager].ID, EmployeeID: w.employeeAt(c, manager)}
		if m := w.employeeAtUser(c, manager); m >= 0 {
			d.Manager.Name = employeeName(w.employees[m].e)
			d.after = append(d.after, w.pairing(m)...)
		}
	}
	w.added = append(w.added, d)
}
