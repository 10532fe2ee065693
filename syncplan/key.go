package syncplan

import (
	"encoding/binary"
	"hash/maphash"
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// A keyed is a key with the indexes of its values on both sides.
type keyed struct {
	Key
	targets       []int // of Key.Targets, in work.targets
	people, users *index
	left          map[string]bool // whether a value has a user that is left over; see robs
}

// email reports whether the key is the address alone.
func (k *keyed) email() bool { return len(k.Targets) == 1 && k.Targets[0] == TargetEmail }

// newKey indexes everybody by a key. The address has its indexes already.
func (w *work) newKey(key Key) keyed {
	k := keyed{Key: key, people: &w.wanted, users: &w.byEmail, left: make(map[string]bool)}
	for _, name := range key.Targets {
		k.targets = append(k.targets, slices.IndexFunc(w.targets, func(t mapping.Target) bool { return t.Name == name }))
	}
	if k.email() {
		return k
	}
	people, users := newIndex(len(w.people)), newIndex(len(w.users))
	for i := range w.people {
		if value := w.personValue(&k, int32(i)); value != "" {
			people.add(maphash.String(w.seed, value), int32(i), func(j int32) bool { return w.personValue(&k, j) == value })
		}
	}
	for i := range w.users {
		if value := w.userValue(&k, int32(i)); value != "" {
			users.add(maphash.String(w.seed, value), int32(i), func(j int32) bool { return w.userValue(&k, j) == value })
		}
	}
	k.people, k.users = &people, &users
	return k
}

// personValue returns the value that a key has for a person, folded; "" if one
// of its targets has none.
func (w *work) personValue(k *keyed, i int32) string {
	s := w.subject(&w.people[i])
	return joined(len(k.targets), func(j int) string {
		if o := w.program.Apply(k.targets[j], s); o.Verdict == mapping.VerdictSet {
			return o.Value.String()
		}
		return ""
	})
}

// userValue is personValue for a user. The name of one who has a record, without
// a doubt, is about to be that of the record.
func (w *work) userValue(k *keyed, u int32) string {
	a := &w.users[u]
	return joined(len(k.targets), func(j int) string {
		if k.Name && a.person >= 0 && !w.people[a.person].doubt {
			if o := w.program.Apply(k.targets[j], w.subject(&w.people[a.person])); o.Verdict != mapping.VerdictLeave {
				return o.Value.String()
			}
		}
		return w.have(a, k.targets[j]).String()
	})
}

// joined folds n parts into one text, or "" if one of them has no value. No two
// lists of parts give the same one: the length of each stands behind it.
func joined(n int, part func(int) string) string {
	if n == 1 {
		return fold.Key(part(0))
	}
	var b []byte
	for j := range n {
		start := len(b)
		if b = fold.Append(b, part(j)); len(b) == start {
			return ""
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(len(b)-start))
	}
	return string(b)
}

// mayHave reports whether some user may have a value of a key: false is certain.
func (w *work) mayHave(k *keyed, value string) bool {
	if value == "" || !k.email() {
		return w.firstUser(k, value) >= 0
	}
	user, person := w.firstAt(value)
	return user >= 0 || person >= 0 && (w.people[person].user >= 0 || w.wanted.more[person] != nil)
}

// usersWith returns the users with a value of a key.
func (w *work) usersWith(k *keyed, value string) []int32 {
	if k.email() {
		return w.usersAt(value)
	}
	return k.users.all(w.firstUser(k, value))
}

// firstUser returns the first user in the index of a key that has a value of it,
// -1 for none.
func (w *work) firstUser(k *keyed, value string) int32 {
	if value == "" {
		return -1
	}
	return k.users.find(maphash.String(w.seed, value), func(j int32) bool { return w.userValue(k, j) == value })
}

// peopleWith returns the people with a value of a key.
func (w *work) peopleWith(k *keyed, value string) []int32 {
	return k.people.all(k.people.find(maphash.String(w.seed, value), func(j int32) bool { return w.personValue(k, j) == value }))
}
