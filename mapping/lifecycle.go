package mapping

import "github.com/rosterkit/rosterkit/employee"

// A Lifecycle is where an employee stands on a day; syncplan derives it.
type Lifecycle string

const (
	LifecycleUnknown Lifecycle = "unknown"  // never takes access away
	LifecyclePreHire Lifecycle = "pre_hire" // the hire date is ahead
	LifecycleActive  Lifecycle = "active"
	LifecycleLeave   Lifecycle = "leave"  // employed and away
	LifecycleNotice  Lifecycle = "notice" // employed, with an end date ahead
	LifecycleLeft    Lifecycle = "left"
)

// FieldLifecycle is derived: the [Lifecycle] as text, withheld while unknown.
// Settings may use it.
const FieldLifecycle employee.Field = "lifecycle"

// lifecycles are the words that a condition may compare with.
func lifecycles() []string {
	var words []string
	for _, l := range []Lifecycle{LifecyclePreHire, LifecycleActive, LifecycleLeave, LifecycleNotice, LifecycleLeft} {
		words = append(words, string(l))
	}
	return words
}

// value returns the derived field.
func (l Lifecycle) value() employee.Value {
	if l == "" || l == LifecycleUnknown {
		return employee.Withheld()
	}
	return employee.Text(string(l))
}
