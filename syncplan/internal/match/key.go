package match

import (
	"slices"

	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// A keyed is a key with the indexes of its values on both sides.
type keyed struct {
	Key
	employees, users *users.Index
	left             map[string]bool // whether a value has a leftover user; see wouldRematch
}

// newKey indexes both sides by a key.
func (m *matching) newKey(key Key) keyed {
	k := keyed{Key: key, left: make(map[string]bool)}
	if key.Email {
		k.employees, k.users = m.in.Table.Wanted(), m.in.Table.Emails()
		return k
	}
	k.employees = users.NewIndex(len(m.Employees), key.Employee)
	k.users = users.NewIndex(len(m.Users), func(u int32) string { return m.userValue(&k, u) })
	for i := range int32(len(m.Employees)) {
		if value := k.Employee(i); value != "" {
			k.employees.Add(value, i)
		}
	}
	for u := range int32(len(m.Users)) {
		if value := m.userValue(&k, u); value != "" {
			k.users.Add(value, u)
		}
	}
	return k
}

// userValue returns the value that a key has for a user.
func (m *matching) userValue(k *keyed, u int32) string {
	employee := m.Users[u].Employee
	if employee >= 0 && m.doubt[employee] {
		employee = -1
	}
	return k.User(u, employee)
}

// firstUser returns the first user in the index of a key that has a value of it,
// or -1.
func (k *keyed) firstUser(value string) int32 {
	if value == "" {
		return -1
	}
	return k.users.Find(value)
}

// usersWith returns all users with a value of a key.
func (m *matching) usersWith(k *keyed, value string) []int32 {
	if k.Email {
		return m.in.Table.WithEmail(value)
	}
	return k.users.All(k.firstUser(value))
}

// mayHave reports whether some user may have a value of a key: false is certain. It
// lists nothing, for many employees may share the value.
func (m *matching) mayHave(k *keyed, value string) bool {
	if value != "" && k.Email {
		return m.in.Table.MayHaveEmail(value)
	}
	return k.firstUser(value) >= 0
}

func (k *keyed) employeesWith(value string) []int32 {
	return k.employees.All(k.employees.Find(value))
}

// matchBy matches employees without a user and users without a link by one key.
func (m *matching) matchBy(key int32) {
	k := &m.keys[key]
	if !k.Name {
		m.markSharing(k.employees)
	}
	seen := make(map[int32]bool) // the first user of each value that several have
	for u := range int32(len(m.Users)) {
		if !m.open(u) {
			continue
		}
		value := m.userValue(k, u)
		first := k.firstUser(value)
		if first < 0 || seen[first] {
			continue
		}
		if k.users.Several(first) {
			seen[first] = true
		}
		employees := k.employeesWith(value)
		if len(employees) == 0 {
			continue
		}
		same := m.usersWith(k, value)
		open := slices.DeleteFunc(slices.Clone(same), func(u int32) bool { return !m.open(u) })
		switch i := m.claimant(key, employees, same, open); {
		case i < 0 || len(open) == 0:
		case len(open) > 1:
			m.barAll([]int32{i}, open, m.find(Finding{Kind: FindingSeveralUsers, Key: key, Employees: []int32{i}, Users: open}))
		case m.free(open[0]):
			m.pair(key, i, open[0])
		default:
			m.barAll([]int32{i}, open, m.find(Finding{Kind: FindingUserInDoubt, Key: key, Employees: []int32{i}, Users: open}))
		}
	}
}

// open reports whether a key may match a user: it is free, or matched in doubt.
func (m *matching) open(u int32) bool {
	employee := m.Users[u].Employee
	return !m.linked(u) && (employee < 0 || m.doubt[employee])
}

// markSharing marks the employees who share a key or an address with another one who
// competes for it.
func (m *matching) markSharing(x *users.Index) {
	for first := range x.Shared() {
		employees, competing := x.All(first), 0
		for _, i := range employees {
			if m.competes(i) {
				competing++
			}
		}
		for _, i := range employees {
			if competing > 1 || competing == 1 && !m.competes(i) {
				m.Employees[i].Shares = true
			}
		}
	}
}

// claimant returns the one employee with a value of a key who may claim the open users
// with it, or -1. Leavers come after those who may be wanted, and those who wait after
// the leavers.
func (m *matching) claimant(key int32, employees, same, open []int32) int32 {
	k := &m.keys[key]
	var competing, left, waiting []int32
	for _, i := range employees {
		needs := m.Employees[i].User < 0 || m.doubt[i] // who has a user needs no other
		switch {
		case k.Name || m.competes(i):
			competing = append(competing, i)
		case m.outside(i) || !needs:
		case m.living(i):
			waiting = append(waiting, i)
		default:
			left = append(left, i)
		}
	}
	if len(competing) == 0 {
		competing = left
	}
	if len(competing) == 0 {
		competing = waiting
	}
	switch {
	case len(competing) == 0:
		return -1
	case k.Name && (len(same) > 1 || len(competing) > 1):
		m.find(Finding{Kind: FindingNameShared, Key: key, Employees: competing, Users: open})
		return -1
	case len(competing) > 1:
		m.compete(key, competing, open)
		return -1
	}
	i := competing[0]
	o := &m.Employees[i]
	if o.User < 0 && o.Kind == KindConflict || m.doubt[i] {
		m.barAll(nil, open, o.Why) // no later key matches their user with another employee
	}
	if o.User >= 0 || o.Kind == KindConflict || m.outside(i) {
		return -1
	}
	return i
}

// compete bars several employees who match the same users.
func (m *matching) compete(key int32, competing, open []int32) {
	if m.keys[key].Email { // whoever has the address keeps it
		competing = slices.DeleteFunc(competing, m.in.Table.Settled)
	}
	if free := slices.ContainsFunc(competing, func(i int32) bool { return m.Employees[i].Kind != KindConflict }); !free {
		if len(competing) > 0 {
			m.barAll(nil, open, m.Employees[competing[0]].Why) // found already
		}
		return
	}
	m.barAll(competing, open, m.find(Finding{Kind: FindingSeveralFit, Key: key, Employees: competing, Users: open}))
}

// pair makes u the user of employee i, unless there is a reason against it.
func (m *matching) pair(key, i, u int32) {
	k := &m.keys[key]
	two := Finding{Key: key, Employees: []int32{i}, Users: []int32{u}}
	if k.Obscure(i) {
		two.Kind = FindingObscure
		m.noCreate(i, m.find(two))
		return
	}
	if m.Employees[i].Shares && !m.competes(i) {
		// Without the end date, or the block, there would be a conflict, which keeps the user.
		two.Kind = FindingLeaverShares
		m.find(two)
		return
	}
	for j := range m.keys[:key] {
		earlier := &m.keys[j]
		two.Other = int32(j)
		if earlier.Obscure(i) {
			two.Kind = FindingEarlierObscure
			m.noCreate(i, m.find(two))
			return
		}
		if hr, user := earlier.Employee(i), m.userValue(earlier, u); hr != "" && user != "" && hr != user {
			two.Kind = FindingTwoByEarlier
			why := m.find(two)
			if k.Email {
				m.noCreate(i, why) // its address is taken
			}
			return
		}
	}
	two.Other = 0
	likeness := LikenessAlike
	if !k.Name && !k.Alone {
		likeness = m.likeness(k, i, u, m.in.Names(i, u))
	}
	switch {
	case k.Email && !k.Alone && m.in.Crosswise(i, u):
		two.Kind = FindingCrosswise
		m.barAll(two.Employees, two.Users, m.find(two))
	case likeness == LikenessDifferent:
		two.Kind = FindingNamesDiffer
		if why := m.find(two); k.Email {
			m.noCreate(i, why) // its address is taken
		}
	case likeness == LikenessUnknown:
		two.Kind = FindingNamesUnknown
		m.noCreate(i, m.find(two))
	case m.Users[u].Kind == KindConflict:
		two.Kind = FindingOtherConflict
		m.bar(i, m.find(two))
	default:
		o := Outcome{User: u, Why: -1, Key: int8(key), Kind: KindPaired, Shares: m.Employees[i].Shares}
		if m.inDoubt(i, k) {
			o.Kind, m.doubt[i] = KindDoubtful, true
		}
		m.Employees[i], m.Users[u] = o, UserOutcome{Employee: i, Why: -1, Kind: o.Kind}
	}
}

// likeness tells whether a key that finds a user for an employee finds the right one,
// by their names and, of an identifier, by their addresses too.
func (m *matching) likeness(k *keyed, i, u int32, names Likeness) Likeness {
	if k.Email || names == LikenessAlike || names == LikenessSilent {
		return names
	}
	owner := int32(-1)
	if m.alive(u) {
		owner = m.Users[u].Employee
	}
	switch m.in.Addresses(i, u, owner) {
	case LikenessDifferent:
		return names
	case LikenessUnknown:
		return LikenessUnknown
	}
	return LikenessAlike
}

// inDoubt reports whether readable data might undo a match: the employee may be out of
// scope, or a leaver among several employees who share this key or an earlier one.
func (m *matching) inDoubt(i int32, k *keyed) bool {
	switch flags := m.in.Employees[i]; {
	case flags&EmployeeScopeUnknown != 0:
		return true
	case flags&EmployeeMayHaveLeft == 0:
		return false
	}
	return m.Employees[i].Shares || !k.Name && slices.ContainsFunc(k.employeesWith(k.Employee(i)), func(other int32) bool {
		return other != i && !m.outside(other)
	})
}
