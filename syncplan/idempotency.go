package syncplan

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/rosterkit/rosterkit/employee"
)

// setKeys gives every draft its key, before they are sorted: while their data is
// still close together in memory.
func setKeys(source string, drafts []draft) {
	var k keyWriter
	for i := range drafts {
		k.setKey(source, &drafts[i].Action)
	}
}

func (k *keyWriter) setKey(source string, a *Action) {
	*k = (*k)[:0]
	k.text(source)
	k.action(a)
	sum := sha256.Sum256(*k)
	a.Key = hex.EncodeToString(sum[:16])
}

// A keyWriter writes what distinguishes an action from all others of its source: all
// but names, texts, and the IDs of users that the plan may create. A text is written after its length, and a list after its items,
// so that no two actions are written alike.
type keyWriter []byte

func (k *keyWriter) action(a *Action) {
	k.text(string(a.Kind))
	k.text(a.EmployeeID)
	if a.Kind != KindSetManager { // or it would change once the plan has created the user
		k.text(a.UserID)
	}
	k.text(string(a.Reason))
	for _, e := range a.Evidence {
		if e.Field != "" {
			k.text(string(e.Field))
			k.text(e.State.String())
			k.text(e.Value)
		}
	}
	k.text("") // no field has this name
	k.text(a.Link.Source)
	k.text(a.Link.EmployeeID)
	k.text(a.Linked.Source)
	k.text(a.Linked.EmployeeID)
	k.number(len(a.Changes))
	for i := range a.Changes {
		c := &a.Changes[i]
		k.text(c.Attribute)
		k.value(c.From)
		k.value(c.To)
		k.number(c.Rule + 1)
		k.text(string(c.Field))
	}
	if k.text(a.Manager.EmployeeID); a.Manager.EmployeeID == "" {
		k.text(a.Manager.UserID)
	}
	k.text(string(a.Access))
}

func (k *keyWriter) value(v employee.Value) {
	k.text(string(v.Kind()))
	for item := range v.ItemSeq() {
		k.number(1)
		k.text(item)
	}
	k.number(0)
}

func (k *keyWriter) text(s string) {
	k.number(len(s))
	*k = append(*k, s...)
}

func (k *keyWriter) number(n int) { *k = binary.AppendUvarint(*k, uint64(n)) }
