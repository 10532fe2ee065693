package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/internal/visible"
)

// A groupCount counts the active users of each group, an attribute and a value, now and
// after the actions of a plan.
type groupCount struct {
	groups
	before, after map[[2]string]int
	moved         map[[2]string]map[string]int // of those who stay active, to other groups
}

// emptied hints at the groups that active users have now and none has after the
// actions; renamed, it seems, if its users get one new group.
func (g groups) emptied(users []User, actions []Action, created [][2]string) (hints []Note) {
	if len(g) == 0 || len(actions) == 0 {
		return nil
	}
	n := groupCount{g, make(map[[2]string]int), make(map[[2]string]int), make(map[[2]string]map[string]int)}
	of := make(map[string][]*Action) // by user
	for i := range actions {
		switch a := &actions[i]; {
		case a.Kind == KindCreate:
			now := User{}
			next := a.On(now)
			n.count(&now, &next)
		case a.UserID != "":
			of[a.UserID] = append(of[a.UserID], a)
		}
	}
	for i := range users {
		now, next := &users[i], users[i]
		for _, a := range of[now.ID] {
			next = a.On(next)
		}
		n.count(now, &next)
	}
	for _, attribute := range sortedKeys(g) {
		for _, value := range sortedKeys(g[attribute].values) {
			if group := [2]string{attribute, value}; n.before[group] > 0 && n.after[group] == 0 {
				hints = append(hints, n.hint(group, created))
			}
		}
	}
	return hints
}

// count counts the groups of a user, now and after its actions.
func (n *groupCount) count(now, next *User) {
	for attribute := range n.groups {
		has, gets := now.value(attribute).Items(), next.value(attribute).Items()
		for _, value := range gets {
			if next.Active {
				n.after[[2]string{attribute, value}]++
			}
		}
		for _, value := range has {
			group := [2]string{attribute, value}
			if now.Active {
				n.before[group]++
			}
			if !now.Active || !next.Active || slices.Contains(gets, value) {
				continue
			}
			for _, to := range gets {
				if slices.Contains(has, to) {
					continue
				}
				if n.moved[group] == nil {
					n.moved[group] = make(map[string]int)
				}
				n.moved[group][to]++
			}
		}
	}
}

// hint says that a group has no active user after the actions.
func (n *groupCount) hint(group [2]string, created [][2]string) Note {
	noun := visible.Text(group[0])
	for to, users := range n.moved[group] {
		if users > 1 && len(n.moved[group]) == 1 && slices.Contains(created, [2]string{group[0], to}) {
			return Note{Kind: NoteKindHint, Reason: ReasonGroupRenamed, Name: group[1],
				Text: count(users, "user") + " of this " + noun + " get the new one " + visible.Quote(to) +
					", and it has no active user then: if HR has renamed it, rename the group by hand and plan again"}
		}
	}
	return Note{Kind: NoteKindHint, Reason: ReasonGroupEmptied, Name: group[1],
		Text: "no active user has this " + noun + " after the actions: delete the group if it is not needed"}
}
