// Package syncplantest tests your own settings and your own store: [Apply] runs a plan
// on plain data, as the runner does on a database, [CheckLaws] checks the promises of
// package syncplan on your own employees and users, and [CheckStore] a runner.Store:
//
//	func TestSettings(t *testing.T) {
//		settings, err := syncplan.ParseSettings(stored)
//		...
//		syncplantest.CheckLaws(t, roster, existing, settings, time.Now())
//	}
//
//	func TestStore(t *testing.T) {
//		db := open(t) // an empty database
//		syncplantest.CheckStore(t, func(customer string) syncplantest.Store { return NewStore(db, customer) },
//			[]syncplantest.Target{{Name: "department", Group: true}, {Name: "skills", Kind: employee.KindList}})
//	}
package syncplantest

import (
	"slices"

	"github.com/rosterkit/rosterkit/syncplan"
)

// Apply returns what your product has after all actions of the plan have run, in
// order, held ones not. Nothing is unfinished then. It does not change x. A created user has the ID "new-" and the
// employee's. A nil plan changes nothing. It takes linear time.
func Apply(x syncplan.Existing, p *syncplan.Plan) syncplan.Existing {
	if p == nil {
		return clone(x)
	}
	return apply(x, p, func(syncplan.Action) bool { return true })
}

// apply is Apply for a run that broke off, or in which some actions failed.
func apply(x syncplan.Existing, p *syncplan.Plan, runs func(syncplan.Action) bool) syncplan.Existing {
	s := newState(x, p.Source)
	s.Unfinished = nil
	for _, a := range p.Actions {
		if runs(a) {
			s.run(a)
		} else {
			s.Unfinished = append(s.Unfinished, a)
		}
	}
	for _, a := range p.Applied {
		id := a.UserID
		if id == "" {
			id = "new-" + a.EmployeeID
		}
		if i, ok := s.byID[id]; ok {
			s.Users[i] = a.On(s.Users[i])
		}
	}
	return s.Existing
}

// A state is what a product has between two actions.
type state struct {
	syncplan.Existing
	source string
	byID   map[string]int // places in Users
	linked map[string]int // the same, by the employee's id in this source
}

func newState(x syncplan.Existing, source string) *state {
	s := &state{Existing: clone(x), source: source, byID: make(map[string]int, len(x.Users)), linked: make(map[string]int)}
	for i, u := range x.Users {
		s.byID[u.ID] = i
		if u.Link.Source == source {
			s.linked[u.Link.EmployeeID] = i
		}
	}
	return s
}

func clone(x syncplan.Existing) syncplan.Existing {
	c := syncplan.Existing{
		Users: slices.Clone(x.Users), Groups: make(map[string][]string, len(x.Groups)), Seats: x.Seats, Unfinished: slices.Clone(x.Unfinished),
	}
	for i := range c.Users {
		c.Users[i].Attributes = slices.Clone(c.Users[i].Attributes)
		c.Users[i].Applied = slices.Clone(c.Users[i].Applied)
	}
	for attribute, values := range x.Groups {
		c.Groups[attribute] = slices.Clone(values)
	}
	return c
}

// userID is the user of an action, perhaps one that the same plan creates.
func userID(a syncplan.Action) string {
	if a.UserID == "" {
		return "new-" + a.EmployeeID
	}
	return a.UserID
}

func (s *state) run(a syncplan.Action) {
	switch a.Kind {
	case syncplan.KindCreateGroup:
		for _, c := range a.Changes {
			s.Groups[c.Attribute] = append(s.Groups[c.Attribute], c.To.String())
		}
		return
	case syncplan.KindCreate:
		s.byID[userID(a)] = len(s.Users)
		s.Users = append(s.Users, syncplan.User{ID: userID(a)})
	}
	a, err := a.Resolve(s.find)
	i, ok := s.byID[userID(a)]
	if err != nil || !ok {
		return
	}
	if a.Link != (syncplan.Link{}) {
		s.linked[a.Link.EmployeeID] = i
	}
	s.Users[i] = a.On(s.Users[i])
}

// find returns the user that is linked to an employee of the source.
func (s *state) find(employeeID string) (string, error) {
	if i, ok := s.linked[employeeID]; ok {
		return s.Users[i].ID, nil
	}
	return "", nil
}
