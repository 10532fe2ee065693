package mapping

import "github.com/rosterkit/rosterkit/employee"

// A Lifecycle is where an employee stands on a day. Package syncplan decides it
// from the status and the dates.
type Lifecycle string

// The lifecycles.
const (
	LifecycleUnknown Lifecycle = "unknown"  // cannot be decided; never takes access away
	LifecyclePreHire Lifecycle = "pre_hire" // the hire date is ahead
	LifecycleActive  Lifecycle = "active"
	LifecycleLeave   Lifecycle = "leave"
	LifecycleNotice  Lifecycle = "notice" // employed, with an end date ahead
	LifecycleLeft    Lifecycle = "left"
)

// FieldLifecycle is a derived field with the lifecycle of the employee as text.
// It is Withheld where the lifecycle is unknown. Settings may use it like any
// other field.
const FieldLifecycle employee.Field = "lifecycle"

// lifecycles are the words that a condition may compare with.
func lifecycles() []string {
	return []string{string(LifecyclePreHire), string(LifecycleActive), string(LifecycleLeave),
		string(LifecycleNotice), string(LifecycleLeft)}
}

// value returns the derived field.
func (l Lifecycle) value() employee.Value {
	if l == "" || l == LifecycleUnknown {
		return employee.Withheld()
	}
	return employee.Text(string(l))
}
