// Package match matches employees with users without a link, key by key. Candidates
// are never ranked: two candidates make a finding, and neither is matched. The result
// is one Outcome for every employee and one UserOutcome for every user.
package match

import (
	"slices"

	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// An Input is what matching depends on.
type Input struct {
	Employees []EmployeeFlags
	Users     []UserFlags
	Linked    []int32 // of each employee, the user that its link names, or -1
	Table     *users.Table
	Keys      []Key

	Names       func(employee, user int32) Likeness
	RecordNames func(employee, other int32) Likeness       // of two employees
	Addresses   func(employee, user, owner int32) Likeness // owner uses the user, and gives it the address; or -1
	Crosswise   func(employee, user int32) bool            // the user has the full name of another employee who has not left
	Keeps       func(employee, user, old int32) bool       // one who waits starts soon enough to keep the user of a leaver, who is old or, -1, not listed
	LeaversSync bool                                       // the policy applies the mapping to leavers
}

// EmployeeFlags are the facts about an employee that matching needs.
type EmployeeFlags uint8

const (
	EmployeeLeft         EmployeeFlags = 1 << iota // has left: competes with leavers only
	EmployeeOutside                                // out of scope and not linked: no key matches
	EmployeeWaits                                  // blocked or before the window, and not linked: competes with leavers only
	EmployeeWanted                                 // gets a user now: a relink may give it
	EmployeeGone                                   // disposition: left
	EmployeeScopeUnknown                           // may be out of scope
	EmployeeMayHaveLeft                            // may have left
	EmployeeResumes                                // the last plan creates the user: a user in use by another employee is no claim
)

// UserFlags are the facts about a user that matching needs.
type UserFlags uint8

const (
	UserLinked  UserFlags = 1 << iota // to any source
	UserForeign                       // to another source
	UserActive
	UserIgnored
)

// A Key is one way to find the user of an employee.
type Key struct {
	Email bool // the address alone, which the table has indexed
	Name  bool // not an identifier
	Alone bool // the names do not count

	Employee func(employee int32) string       // the folded value, "" for none
	User     func(user, employee int32) string // the same; employee is the certain owner of the user, or -1
	Obscure  func(employee int32) bool         // an earlier field of its rules cannot be read
	Stopped  func(employee int32) int32        // the target with an unreadable value, or -1
	GivesUp  func(employee, user int32) bool   // the plan changes or clears the user's value
}

// A Kind says what matching found about an employee or a user.
type Kind uint8

const (
	KindFree     Kind = iota // no user, or no employee
	KindNoCreate             // of an employee: no user, and none is created, because one may exist
	KindPaired
	KindDoubtful // matched by a key, though unreadable data may distinguish the two
	KindConflict // a party of a conflict: only a linked leaver is deactivated
	KindClaimed  // of a user: another employee claims it, so it is not deactivated
)

// An Outcome is what matching found about one employee. A conflict keeps the user.
type Outcome struct {
	User   int32 // -1: none
	Why    int32 // the finding that stopped it, -1: none
	Key    int8  // the key that found the user
	Kind   Kind
	Linked bool // the user's link names the employee
	Shares bool // a key or the address, with another employee who has not left
}

// A UserOutcome is what matching found about one user.
type UserOutcome struct {
	Employee int32 // -1: none
	Why      int32 // the finding that stopped it, -1: none
	Kind     Kind
}

// A Finding is a conflict or a hint.
type Finding struct {
	Kind      FindingKind
	Key       int32 // by its place in the input
	Other     int32 // of FindingTwoByEarlier and FindingEarlierObscure the earlier key, of FindingNoValue the target
	Employees []int32
	Users     []int32
}

// A FindingKind says what was found.
type FindingKind uint8

const (
	FindingLinkedTwice    FindingKind = iota // conflict: several users are linked to one employee record, listed or not
	FindingSameEmail                         // conflict: several employees have one address
	FindingSeveralUsers                      // conflict: several users match one employee
	FindingSeveralFit                        // conflict: several employees match one user
	FindingUserInDoubt                       // conflict: the matching user may belong to an employee with unreadable data
	FindingOtherConflict                     // conflict: the matching user is a party of another conflict
	FindingLinkedElse                        // conflict: a user with the same key belongs to another record
	FindingNameShared                        // hint: the name matches, but is not unique
	FindingObscure                           // hint: an earlier field of the key's rule cannot be read
	FindingEarlierObscure                    // hint: an earlier key cannot be read and may match another user
	FindingTwoByEarlier                      // hint: an earlier key differs
	FindingLeaverShares                      // hint: an employee who has not left shares an earlier key with the leaver
	FindingNamesDiffer                       // hint: the key matches, but the names differ and, of an identifier, the addresses
	FindingNamesUnknown                      // hint: the key matches, but names that cannot be read may differ
	FindingCrosswise                         // conflict: the user with the address has the full name of another employee
	FindingKept                              // hint: the user of a leaver may be that of an employee who waits
	FindingNoValue                           // about an employee: a key cannot be read, so a user may exist
)

// A Result is what matching found.
type Result struct {
	Employees []Outcome
	Users     []UserOutcome
	Findings  []Finding

	m *matching
}

// A matching is one run.
type matching struct {
	in *Input
	*Result
	keys      []keyed
	doubt     map[int32]bool  // employees of KindDoubtful
	claimed   map[int32]int32 // of an employee, the one user of another record that shares a key, -1: several
	claimants map[int32]int32 // of a user, the one employee that shares a key with it, -1: several
	contested map[int32]int32 // of these users, the finding
	agreed    map[Relink]bool // claims by a key under which the names agree, or say nothing
	relinks   []Relink
}

// Match pairs employees with users.
func Match(in *Input) *Result {
	r := &Result{Employees: make([]Outcome, len(in.Employees)), Users: make([]UserOutcome, len(in.Users))}
	m := &matching{in: in, Result: r, doubt: make(map[int32]bool), claimed: make(map[int32]int32), claimants: make(map[int32]int32), contested: make(map[int32]int32), agreed: make(map[Relink]bool)}
	r.m = m
	for u := range r.Users {
		r.Users[u] = UserOutcome{Employee: -1, Why: -1}
	}
	for i, u := range in.Linked {
		r.Employees[i] = Outcome{User: u, Why: -1, Key: -1, Linked: u >= 0}
		if u >= 0 {
			r.Employees[i].Kind = KindPaired
			r.Users[u] = UserOutcome{Employee: int32(i), Why: -1, Kind: KindPaired}
		}
	}
	m.linkedTwice()
	m.sameEmail()
	for i, k := range in.Keys {
		m.keys = append(m.keys, m.newKey(k))
		m.matchBy(int32(i))
	}
	m.findClaims()
	m.findNoValues()
	return r
}

// A Relink is an employee and a user of another record that may belong together.
type Relink struct{ Employee, User int32 }

// Relinks returns the possible relinks, without those after which the old record would
// match another user. follows reports whether there is a draft for an employee with a
// user.
func (r *Result) Relinks(follows func(employee int32) bool) []Relink {
	return slices.DeleteFunc(r.m.relinks, func(l Relink) bool { return r.m.wouldRematch(l.User, follows) })
}

// living reports whether there is no proof that an employee has left.
func (m *matching) living(i int32) bool { return m.in.Employees[i]&EmployeeLeft == 0 }

// competes reports whether an employee may be wanted, and bars others who have the same
// address or key.
func (m *matching) competes(i int32) bool {
	return m.in.Employees[i]&(EmployeeLeft|EmployeeWaits|EmployeeOutside) == 0
}

func (m *matching) outside(i int32) bool { return m.in.Employees[i]&EmployeeOutside != 0 }

func (m *matching) linked(u int32) bool { return m.in.Users[u]&UserLinked != 0 }

// free reports whether a key may still find a user.
func (m *matching) free(u int32) bool { return !m.linked(u) && m.Users[u].Employee < 0 }

// find adds a finding and returns its place.
func (m *matching) find(f Finding) int32 {
	m.Findings = append(m.Findings, f)
	return int32(len(m.Findings) - 1)
}

// bar makes an employee, and its user, parties of a conflict.
func (m *matching) bar(i, why int32) {
	o := &m.Employees[i]
	if o.Kind != KindConflict {
		o.Kind, o.Why = KindConflict, why
	}
	if o.User >= 0 {
		m.barUser(o.User, why)
	}
}

func (m *matching) barUser(u, why int32) {
	if o := &m.Users[u]; o.Kind != KindConflict {
		o.Kind, o.Why = KindConflict, why
	}
}

// barAll bars employees, and those of the users that are free.
func (m *matching) barAll(employees, users []int32, why int32) {
	for _, i := range employees {
		m.bar(i, why)
	}
	for _, u := range users {
		if m.free(u) {
			m.barUser(u, why)
		}
	}
}

// noCreate stops the creation of a user for an employee without one.
func (m *matching) noCreate(i, why int32) {
	if o := &m.Employees[i]; o.Kind == KindFree {
		o.Kind, o.Why = KindNoCreate, why
	}
}

// linkedTwice bars the users of a record that has several.
func (m *matching) linkedTwice() {
	for users := range m.in.Table.LinkedTwice() {
		why := m.find(Finding{Kind: FindingLinkedTwice, Users: users})
		for _, u := range users {
			m.barUser(u, why)
			if i := m.Users[u].Employee; i >= 0 {
				m.bar(i, why)
			}
		}
	}
}

// sameEmail bars the employees who compete for an address, and the unlinked users that
// have it. An employee whose linked user has the address keeps it.
func (m *matching) sameEmail() {
	wanted := m.in.Table.Wanted()
	for first := range wanted.Shared() {
		competing := slices.DeleteFunc(wanted.All(first), func(i int32) bool { return !m.competes(i) })
		if len(competing) < 2 {
			continue
		}
		users := slices.DeleteFunc(m.in.Table.WithEmail(m.in.Table.WantedEmail(first)), func(u int32) bool { return !m.free(u) })
		why := m.find(Finding{Kind: FindingSameEmail, Employees: competing})
		m.barAll(slices.DeleteFunc(slices.Clone(competing), m.in.Table.Settled), users, why)
		for _, i := range competing {
			if u := m.Employees[i].User; u >= 0 {
				users = append(users, u)
			}
		}
		m.Findings[why].Users = users
	}
}
