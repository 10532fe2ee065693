package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
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
func setManagers(f *facts, c *directory, d *decided) ([]draft, []Note) {
	if f.manager < 0 {
		return nil, nil
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
	for _, proposal := range kept {
		w.draftManager(chart, proposal.Node, proposal.Manager)
	}
	return w.added, w.noted
}

// managed reports whether the plan may change the user of an employee, once there
// is one.
func (w *managing) managed(i int32) bool {
	if n := w.follows[i]; n >= 0 {
		return slices.Contains([]Kind{KindCreate, KindUpdate, KindLink, KindRelink, KindReactivate}, w.drafts[n].Kind)
	}
	return w.follows[i] == followsHR
}

// A chart is the future reporting lines. Its nodes are the users, by place, then the
// drafts that create one.
type chart struct {
	users     int32
	unlinked  map[string]int32      // employee ids of employees who have a user, or will, but no link
	byEmail   map[string]emailOwner // by folded work address
	byNumber  map[string]emailOwner // by folded number
	moved     map[int32]int32       // users to be relinked, to their new employees
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
	o := w.program.Apply(w.manager, w.subjectOf(&w.employees[i], node >= c.users))
	manager := orgchart.None
	switch o.Verdict {
	case mapping.VerdictLeave:
		if o.Problem != "" {
			w.noted = append(w.noted, w.note(NoteKindProblem, ReasonValue, i, "manager is not changed: "+o.Problem))
		}
		return
	case mapping.VerdictClear:
		if !w.seen(o.Rule) {
			return
		}
	default:
		var why string
		if manager, why = w.findManager(c, o); why != "" {
			w.noted = append(w.noted, w.note(NoteKindHint, ReasonNoManager, i, "the manager is not changed: "+why))
			return
		}
	}
	if node < c.users {
		now := w.directory.ids.Find(w.users[node].ManagerID)
		if now >= 0 && now == manager || w.users[node].ManagerID == "" && manager < 0 {
			return
		}
		if o.Authority == mapping.AuthorityCreate || o.Authority == mapping.AuthorityFill && w.users[node].ManagerID != "" {
			return
		}
		if w.stays(&w.users[node], w.manager, o) == stayKept {
			w.kept = append(w.kept, keptValue{w.manager, i, node})
			return
		}
	} else if manager < 0 {
		return
	}
	c.proposals = append(c.proposals, orgchart.Proposal{Node: node, Manager: manager})
}

// findManager returns the node of the manager that an outcome names, or the reason
// why there is none.
func (w *managing) findManager(c *chart, o mapping.Outcome) (int32, string) {
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
		return -1, "the manager in HR has no user"
	}
	user, n, kind := w.outcomes[named.employee].User, w.follows[named.employee], Kind("")
	if n >= 0 {
		kind = w.drafts[n].Kind
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
	if user >= 0 && !w.users[user].Active && kind != KindReactivate {
		return -1, "the user of the manager in HR is inactive"
	}
	if user >= 0 && w.users[user].Ignored {
		return -1, "the user of the manager in HR is ignored"
	}
	return w.node(c, named.employee), ""
}

// present returns the node that a node reports to now, orgchart.None for none.
func (w *managing) present(c *chart, node int32) int32 {
	if node >= c.users {
		return orgchart.None
	}
	return w.directory.ids.Find(w.users[node].ManagerID)
}

func (w *managing) noteCircle(c *chart, nodes []int32) {
	ids := make([]string, len(nodes))
	for i, node := range nodes {
		ids[i] = w.employeeAt(c, node)
	}
	slices.Sort(ids)
	w.noted = append(w.noted, Note{Kind: NoteKindProblem, Reason: ReasonManagerCycle, EmployeeIDs: ids,
		Text: "these employees form a reporting cycle in HR: their managers are not changed; correct the HR data"})
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

func (w *managing) draftManager(c *chart, node, manager int32) {
	d := draft{employee: -1, user: -1, phase: phaseManager, Action: Action{Kind: KindSetManager, Reason: ReasonManager}}
	if node >= c.users {
		d.employee, d.after = w.drafts[node-c.users].employee, []int32{node - c.users}
	} else {
		d.user, d.employee = node, w.employeeAtUser(c, node)
		d.UserID = w.users[node].ID
		d.after = w.pairing(d.employee)
	}
	p := &w.employees[d.employee]
	d.EmployeeID, d.Name = p.e.ID, employeeName(p.e)
	d.Linked = Link{w.source, p.e.ID} // it comes after what links the user
	if source := w.apply(w.manager, p).Field; source != "" {
		d.Evidence = w.evidence(p, source)
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
