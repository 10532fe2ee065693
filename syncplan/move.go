package syncplan

import (
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// moves reports whether a user is linked to a source that this one replaces. It is
// matched as if it had no link.
func (r *rules) moves(u *User) bool {
	return r.settings.MovesFrom != nil && u.Link.Source != "" &&
		slices.ContainsFunc(r.settings.MovesFrom, func(m Move) bool { return m.Source == u.Link.Source })
}

// unlinked reports whether a key may match a user.
func (r *rules) unlinked(u *User) bool { return u.Link == Link{} || r.moves(u) }

// sameIDs returns the source whose employees have kept their ids, "" for none.
func (r *rules) sameIDs() string {
	for _, m := range r.settings.MovesFrom {
		if m.SameIDs {
			return m.Source
		}
	}
	return ""
}

// idKey matches the ids of employees with those in the links to a source.
func (m *matcher) idKey(source string) match.Key {
	return match.Key{
		Employee: func(i int32) string { return m.employees[i].e.ID },
		User: func(u, _ int32) string {
			if link := m.users[u].Link; link.Source == source {
				return link.EmployeeID
			}
			return ""
		},
		Obscure: func(int32) bool { return false },
		Stopped: func(int32) int32 { return -1 },
		GivesUp: func(int32, int32) bool { return false },
	}
}

// leftBehindNote names the active users of sources that this one replaces, if no
// employee matches them, or only one in a conflict.
func (f *facts) leftBehindNote() []Note {
	if !f.hasMoves {
		return nil
	}
	var ids []string
	for u := range f.users {
		user, i := &f.users[u], f.owners[u].Employee
		if user.Active && !user.Ignored && f.moves(user) && (i < 0 || f.outcomes[i].Kind == match.KindConflict) {
			ids = append(ids, user.ID)
		}
	}
	if ids == nil {
		return nil
	}
	slices.Sort(ids)
	return []Note{{Kind: NoteKindAlert, Reason: ReasonLeftBehind, UserIDs: ids,
		Text: fmt.Sprintf("%s of the old HR source %s no employee of the new one, and keep access: link them, or deactivate them by hand",
			count(len(ids), "active user"), matches(len(ids)))}}
}

func matches(n int) string {
	if n == 1 {
		return "matches"
	}
	return "match"
}
