package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// setManagers drafts set_manager actions. Managers come after everybody exists,
// so that nobody waits for a manager; where one is missing, or people would
// report to one another, there is a note and the old manager stays.
func (w *decider) setManagers() {
	if w.manager < 0 {
		return
	}
	chart := w.newChart()
	for i := range int32(len(w.employees)) {
		if w.managed(i) {
			w.proposeManager(chart, i)
		}
	}
	w.breakCycles(chart)
	for _, node := range chart.order {
		if m, ok := chart.proposed[node]; ok {
			w.draftManager(chart, node, m)
		}
	}
}

// managed reports whether the plan may change the user of an employee, once there
// is one.
func (w *decider) managed(i int32) bool {
	if n := w.follows[i]; n >= 0 {
		return slices.Contains([]Kind{KindCreate, KindUpdate, KindLink, KindRelink, KindReactivate}, w.drafts[n].Kind)
	}
	return w.follows[i] == followsHR
}

// A chart is who will report to whom. Its nodes are users, by place, and
// behind them the drafts that create one.
type chart struct {
	users    int32
	unlinked map[string]int32  // employee ids of people who have a user, or will, but no link
	byEmail  map[string]bearer // by folded work address
	byNumber map[string]bearer // by folded number
	proposed map[int32]int32   // node to the manager's node, -1 for none
	order    []int32           // the proposed nodes by employee id
	moved    map[int32]int32   // users to be relinked, to their new people
}

// A bearer is who has an address or a number in HR, with a user or without: what
// names two people there must name nobody, whoever of them gets a user first.
// Leavers do not compete with somebody who has not left.
type bearer struct {
	person          int32
	living, several bool
}

// bear adds the person at place i to those with an address or a number.
func (w *decider) bear(by map[string]bearer, text string, i int32) {
	key := fold.Key(text)
	if by == nil || key == "" {
		return
	}
	b, ok := by[key]
	living := w.employees[i].living()
	switch {
	case !ok, living && !b.living:
		by[key] = bearer{person: i, living: living}
	case living == b.living:
		b.several = true
		by[key] = b
	}
}

func (w *decider) newChart() *chart {
	c := &chart{users: int32(len(w.users)), unlinked: make(map[string]int32), proposed: make(map[int32]int32), moved: make(map[int32]int32)}
	fields := w.sources(w.manager)
	if slices.Contains(fields, employee.FieldManagerEmail) {
		c.byEmail = make(map[string]bearer)
	}
	if slices.Contains(fields, employee.FieldManagerNumber) {
		c.byNumber = make(map[string]bearer)
	}
	for i := range int32(len(w.employees)) {
		e, o := w.employees[i].e, &w.outcomes[i]
		w.bear(c.byEmail, e.WorkEmail, i)
		w.bear(c.byNumber, e.Number, i)
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

// personOf returns somebody who has a user, or will, by the employee's id, or -1.
func (w *decider) personOf(c *chart, employeeID string) int32 {
	if u := w.crew.table.Linked(employeeID); u >= 0 && w.owners[u].Employee >= 0 {
		return w.owners[u].Employee
	}
	if i, ok := c.unlinked[employeeID]; ok {
		return i
	}
	return -1
}

// node returns the node of a person's user.
func (w *decider) node(c *chart, i int32) int32 {
	n, user := w.follows[i], w.outcomes[i].User
	switch {
	case user >= 0:
		return user
	case w.drafts[n].user >= 0: // a relink
		return w.drafts[n].user
	}
	return c.users + n
}

// personAt returns the person of a user, -1 for none.
func (w *decider) personAt(c *chart, user int32) int32 {
	if p, ok := c.moved[user]; ok {
		return p
	}
	return w.owners[user].Employee
}

func (w *decider) proposeManager(c *chart, i int32) {
	o := w.apply(w.manager, &w.employees[i])
	node := w.node(c, i)
	manager := int32(-1)
	switch o.Verdict {
	case mapping.VerdictLeave:
		if o.Problem != "" {
			w.add(NoteKindProblem, ReasonValue, i, "manager is left alone: "+o.Problem)
		}
		return
	case mapping.VerdictClear:
		if !w.seen(o.Rule) {
			return
		}
	default:
		var why string
		if manager, why = w.findManager(c, o); why != "" {
			w.add(NoteKindHint, ReasonNoManager, i, "the manager is left as it is: "+why)
			return
		}
	}
	if node < c.users {
		now := w.crew.ids.Find(w.users[node].ManagerID)
		if now >= 0 && now == manager || w.users[node].ManagerID == "" && manager < 0 {
			return
		}
		if o.Authority == mapping.AuthorityCreate || o.Authority == mapping.AuthorityFill && w.users[node].ManagerID != "" {
			return
		}
	} else if manager < 0 {
		return
	}
	c.proposed[node] = manager
	c.order = append(c.order, node)
}

// findManager returns the node of the manager that an outcome names, or why
// there is none.
func (w *decider) findManager(c *chart, o mapping.Outcome) (int32, string) {
	var named bearer
	known := false
	switch value := o.Value.String(); o.Field {
	case employee.FieldManagerEmail:
		named, known = c.byEmail[fold.Key(value)]
	case employee.FieldManagerNumber:
		named, known = c.byNumber[fold.Key(value)]
	default:
		named.person = w.personOf(c, value)
		known = named.person >= 0
	}
	if named.several {
		return -1, "several people fit HR's manager"
	}
	if !known {
		return -1, "HR's manager has no user"
	}
	user, n, kind := w.outcomes[named.person].User, w.follows[named.person], Kind("")
	if n >= 0 {
		kind = w.drafts[n].Kind
	}
	if user < 0 && n < 0 {
		return -1, "HR's manager has no user"
	}
	if _, moved := c.moved[user]; moved {
		return -1, "the user of HR's manager is to be relinked"
	}
	if kind == KindDeactivate {
		return -1, "HR's manager is being deactivated"
	}
	if user >= 0 && !w.users[user].Active && kind != KindReactivate {
		return -1, "HR's manager has an inactive user"
	}
	if user >= 0 && w.users[user].Ignored {
		return -1, "the user of HR's manager is ignored"
	}
	return w.node(c, named.person), ""
}

// above returns the node that a node will report to, -1 for none.
func (w *decider) above(c *chart, node int32) int32 {
	if m, ok := c.proposed[node]; ok {
		return m
	}
	if node >= c.users {
		return -1
	}
	return w.crew.ids.Find(w.users[node].ManagerID)
}

// patience is how often breakCycles looks again. Circles that open one another
// are the work of a vandal: every look costs time for everybody.
const patience = 16

// breakCycles drops, from every circle of people who would report to one
// another, the proposals that close it. A dropped one leaves the old manager in
// place, which may close another circle: it looks again until there is none, and
// in the end leaves everybody alone who would report to somebody in a circle.
func (w *decider) breakCycles(c *chart) {
	slices.SortFunc(c.order, func(a, b int32) int { return orderOf(0, w.employeeAt(c, a), w.employeeAt(c, b)) })
	dropped := make(map[int32]bool)
	for range patience {
		if !w.openCircles(c, dropped) {
			return
		}
	}
	leads := make(map[int32]bool, len(c.order)) // whether a node's way up leads to a dropped one
	for _, start := range c.order {
		var path []int32
		node, answer := start, false
		for onPath := make(map[int32]bool); node >= 0 && !onPath[node]; node = w.above(c, node) {
			if known, ok := leads[node]; ok {
				answer = known
				break
			}
			if dropped[node] {
				answer = true
				break
			}
			onPath[node] = true
			path = append(path, node)
		}
		for _, n := range path {
			leads[n] = answer
		}
	}
	var ids []string
	for _, node := range c.order {
		if _, ok := c.proposed[node]; ok && leads[node] {
			ids = append(ids, w.employeeAt(c, node))
			delete(c.proposed, node)
		}
	}
	if len(ids) > 0 {
		w.noteCycle(ids)
	}
}

// openCircles opens every circle that there is now. It reports whether there
// were any.
func (w *decider) openCircles(c *chart, dropped map[int32]bool) (found bool) {
	visited := make(map[int32]int32, len(c.order)) // node to the walk that came by
	for walk, start := range c.order {
		node := start
		for node >= 0 && visited[node] == 0 {
			visited[node] = int32(walk + 1)
			node = w.above(c, node)
		}
		if node >= 0 && visited[node] == int32(walk+1) {
			found = w.openCircle(c, node, dropped) || found
		}
	}
	return found
}

// openCircle drops the proposals on the circle through node; it reports whether
// there were any.
func (w *decider) openCircle(c *chart, node int32, dropped map[int32]bool) bool {
	var circle []int32
	for n := node; ; {
		if _, ok := c.proposed[n]; ok {
			circle = append(circle, n)
		}
		if n = w.above(c, n); n == node {
			break
		}
	}
	if len(circle) == 0 {
		return false
	}
	ids := make([]string, len(circle))
	for i, n := range circle {
		ids[i] = w.employeeAt(c, n)
		delete(c.proposed, n)
		dropped[n] = true
	}
	w.noteCycle(ids)
	return true
}

func (w *decider) noteCycle(ids []string) {
	slices.Sort(ids)
	w.notes = append(w.notes, Note{Kind: NoteKindProblem, Reason: ReasonManagerCycle, EmployeeIDs: ids,
		Text: "in HR these people report to one another, or to themselves: their managers are left as they are"})
}

func (w *decider) employeeAt(c *chart, node int32) string {
	if node >= c.users {
		return w.drafts[node-c.users].EmployeeID
	}
	if p := w.personAt(c, node); p >= 0 {
		return w.employees[p].e.ID
	}
	return ""
}

// pairing returns the draft without which the user is not there for the person,
// if there is one.
func (w *decider) pairing(person int32) []int32 {
	if i := w.follows[person]; i >= 0 && w.drafts[i].Kind != KindUpdate {
		return []int32{i}
	}
	return nil
}

func (w *decider) draftManager(c *chart, node, manager int32) {
	d := draft{person: -1, user: -1, phase: phaseManager, Action: Action{Kind: KindSetManager, Reason: ReasonManager}}
	if node >= c.users {
		d.person, d.after = w.drafts[node-c.users].person, []int32{node - c.users}
	} else {
		d.user, d.person = node, w.personAt(c, node)
		d.UserID = w.users[node].ID
		d.after = w.pairing(d.person)
	}
	p := &w.employees[d.person]
	d.EmployeeID, d.Name = p.e.ID, personName(p.e)
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
		if m := w.personAt(c, manager); m >= 0 {
			d.Manager.Name = personName(w.employees[m].e)
			d.after = append(d.after, w.pairing(m)...)
		}
	}
	w.drafts = append(w.drafts, d)
}
