package syncplan

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/mapping"
)

// planVersion is the version that MarshalJSON writes.
const planVersion = 1

// A planFields is a Plan without its methods.
type planFields Plan

// A planDocument is the JSON of a plan.
type planDocument struct {
	Version int `json:"version"`
	planFields
}

func (p Plan) MarshalJSON() ([]byte, error) {
	d := planDocument{planVersion, planFields(p)}
	if d.Actions == nil {
		d.Actions = []Action{} // a plan without the key is incomplete
	}
	return json.Marshal(d)
}

// UnmarshalJSON returns an equal plan. A document that is cut, of a newer version,
// or with an unknown key or word is an error, and p does not change.
func (p *Plan) UnmarshalJSON(data []byte) error {
	if faults := planVersionFaults(data); faults != nil {
		return fmt.Errorf("syncplan: plan: %w", faults)
	}
	var d planDocument
	faults := asFaults(document.Decode(data, &d, document.Data()))
	if len(faults) == 0 {
		faults = d.missing()
		d.check(func(path, message string) {
			faults = append(faults, mapping.Fault{Path: path, Message: message})
		})
	}
	if len(faults) > 0 {
		return fmt.Errorf("syncplan: plan: %w", faults[:min(len(faults), mostPlanFaults)])
	}
	if len(d.Actions) == 0 {
		d.Actions = nil
	}
	*p = Plan(d.planFields)
	return nil
}

// mostPlanFaults is how many faults an error about a plan lists.
const mostPlanFaults = 10

// planVersionFaults checks the version alone: nothing else can be checked in a newer
// one.
func planVersionFaults(data []byte) mapping.Faults {
	var head map[string]json.RawMessage
	if json.Unmarshal(data, &head) != nil {
		return nil // decoding the whole reports the fault
	}
	raw, known := head["version"]
	if !known {
		return mapping.Faults{{Path: "version",
			Message: "missing: a plan of the first edition, or a part of a plan: plan again"}}
	}
	var version int
	if json.Unmarshal(raw, &version) != nil || version < 1 {
		return mapping.Faults{{Path: "version", Message: "not a version: plan again"}}
	}
	if version > planVersion {
		return mapping.Faults{{Path: "version", Message: fmt.Sprintf(
			"%d is newer than this library reads (%d): update the library, or plan again", version, planVersion)}}
	}
	return nil
}

// missing returns a fault for each missing part of a plan.
func (d *planDocument) missing() (faults mapping.Faults) {
	for _, key := range []struct {
		name  string
		there bool
	}{{"source", d.Source != ""}, {"at", !d.At.IsZero()}, {"actions", d.Actions != nil}} {
		if !key.there {
			faults = append(faults, mapping.Fault{Path: key.name, Message: "missing: a part of a plan: plan again"})
		}
	}
	return faults
}

// check calls fault for every word that this version does not know.
func (d *planDocument) check(fault func(path, message string)) {
	unknown := func(path, what string) {
		fault(path, "no "+what+" that this version of the library knows: update the library, or plan again")
	}
	checkActions := func(path string, actions []Action) {
		for i, a := range actions {
			if at := fmt.Sprintf("%s[%d]", path, i); !slices.Contains(kinds(), a.Kind) {
				unknown(at+".kind", "kind")
			} else if !slices.Contains(reasons(), a.Reason) {
				unknown(at+".reason", "reason")
			} else if a.Key == "" {
				fault(at+".key", "missing: a part of an action: plan again")
			}
		}
	}
	checkActions("actions", d.Actions)
	for i, h := range d.Held {
		at := fmt.Sprintf("held[%d]", i)
		if !slices.Contains(guards(), h.Guard) {
			unknown(at+".guard", "guard")
		}
		for j, m := range h.Members {
			if at := fmt.Sprintf("%s.members[%d]", at, j); m.Kind != "" && !slices.Contains(kinds(), m.Kind) {
				unknown(at+".kind", "kind")
			} else if m.Reason != "" && !slices.Contains(reasons(), m.Reason) {
				unknown(at+".reason", "reason")
			}
		}
		checkActions(at+".actions", h.Actions)
	}
	for i, n := range d.Notes {
		at := fmt.Sprintf("notes[%d]", i)
		if !slices.Contains(noteKinds(), n.Kind) {
			unknown(at+".kind", "kind")
		}
		if !slices.Contains(reasons(), n.Reason) {
			unknown(at+".reason", "reason")
		}
	}
}

// reasons returns all reasons, of actions and of notes.
func reasons() []Reason {
	return []Reason{
		ReasonHired, ReasonMatched, ReasonChanged, ReasonReturned, ReasonLeft, ReasonBlocked, ReasonOutOfScope,
		ReasonNoRecord, ReasonManager, ReasonGroup, ReasonMoved,
		ReasonUnknown, ReasonPreHire, ReasonFlippedEarly, ReasonStillPending, ReasonManual, ReasonProtected,
		ReasonIgnored, ReasonNoKey, ReasonRequired, ReasonEmailTaken, ReasonSameEmail, ReasonSameUser,
		ReasonSeveralUsers, ReasonLinkedTwice, ReasonLinkedOther, ReasonOtherName, ReasonSimilar, ReasonValue,
		ReasonRecord, ReasonNoManager, ReasonManagerCycle, ReasonNearDuplicate, ReasonSeats, ReasonApprovalExpired,
	}
}
