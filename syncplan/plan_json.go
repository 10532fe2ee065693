package syncplan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/mapping"
)

// planVersion is the version that MarshalJSON writes.
const planVersion = 1

// What to do about a plan that cannot be read.
const (
	planAgain   = ": plan again"
	planNewer   = ": update the library, or plan again"
	planMissing = "missing: a part of a plan" + planAgain
)

// A planFields is a Plan without its methods.
type planFields Plan

// A planDocument is the JSON of a plan. Its parts come after their counts.
type planDocument struct {
	Version int         `json:"version"`
	Sum     string      `json:"sum,omitzero"` // of the document without it
	Count   *planCounts `json:"count"`
	planFields
}

// A planCounts says how many there are, so that a plan without one of them is
// refused.
type planCounts struct {
	Actions     int `json:"actions"`
	Holds       int `json:"holds"`
	HeldActions int `json:"held_actions"`
	Notes       int `json:"notes"`
	Applied     int `json:"applied,omitzero"`
}

func (p *Plan) counts() planCounts {
	return planCounts{Actions: len(p.Actions), Holds: len(p.Held), HeldActions: p.Summary().Held, Notes: len(p.Notes), Applied: len(p.Applied)}
}

// MarshalJSON refuses a text that is not UTF-8.
func (p Plan) MarshalJSON() ([]byte, error) {
	if path := p.garbled(); path != "" {
		return nil, fmt.Errorf("syncplan: plan: %s is not UTF-8 text: correct it in HR or in your users, and plan again", path)
	}
	data, err := p.unsummed()
	if err != nil {
		return nil, err
	}
	head := fmt.Appendf(nil, `{"version":%d,`, planVersion)
	return slices.Concat(head, fmt.Appendf(nil, `"sum":%q,`, sumOf(data)), data[len(head):]), nil
}

// unsummed returns the document without its sum.
func (p Plan) unsummed() ([]byte, error) {
	counts := p.counts()
	d := planDocument{Version: planVersion, Count: &counts, planFields: planFields(p)}
	if d.Actions == nil {
		d.Actions = []Action{} // a plan without the key is incomplete
	}
	return json.Marshal(d)
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// sumFaults tells a plan that was edited, or lost a part, from the one that was built.
func (d *planDocument) sumFaults() mapping.Faults {
	fault := func(message string) mapping.Faults { return mapping.Faults{{Path: "sum", Message: message}} }
	if d.Sum == "" {
		return fault(planMissing)
	}
	if data, err := Plan(d.planFields).unsummed(); err != nil || sumOf(data) != d.Sum {
		return fault("the plan is not the one that was stored: a part is missing, or was edited" + planAgain)
	}
	return nil
}

// ParsePlan reads the JSON of a plan and returns an equal one. A document that is
// cut, incomplete, edited, of a newer version, or with an unknown key or word is an
// error that says what to do.
func ParsePlan(data []byte) (*Plan, error) {
	var p Plan
	if err := p.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return &p, nil
}

// UnmarshalJSON is [ParsePlan]; after an error, p is as before.
func (p *Plan) UnmarshalJSON(data []byte) error {
	faults := planVersionFaults(data)
	if faults == nil {
		var d planDocument
		if faults = d.read(data); len(faults) == 0 {
			if len(d.Actions) == 0 {
				d.Actions = nil
			}
			if faults = d.sumFaults(); faults == nil {
				*p = Plan(d.planFields)
				return nil
			}
		}
	}
	return fmt.Errorf("syncplan: plan: %w", faults[:min(len(faults), mostPlanFaults)])
}

// mostPlanFaults is how many faults an error about a plan lists.
const mostPlanFaults = 10

// planVersionFaults checks the version alone: nothing else can be checked in a newer
// one.
func planVersionFaults(data []byte) mapping.Faults {
	fault := func(message string) mapping.Faults { return mapping.Faults{{Path: "version", Message: message}} }
	raw, err := topLevel(data, "version")
	switch {
	case err != nil:
		return nil // decoding the whole reports the fault
	case len(raw) == 0:
		return fault("missing: a plan of the first edition, or a part of a plan" + planAgain)
	case len(raw) > 1:
		return fault("given twice" + planAgain)
	}
	var version int
	switch {
	case json.Unmarshal(raw[0], &version) != nil || version < 1:
		return fault("not a version" + planAgain)
	case version > planVersion:
		return fault(fmt.Sprintf("%d is newer than this library reads (%d)", version, planVersion) + planNewer)
	}
	return nil
}

// topLevel returns the values of a key of the object in data, none for null.
func topLevel(data []byte, key string) (values []json.RawMessage, err error) {
	if !json.Valid(data) {
		return nil, errors.New("not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	switch first, err := d.Token(); {
	case err != nil:
		return nil, err
	case first == nil:
		return nil, nil
	case first != json.Delim('{'):
		return nil, errors.New("not an object")
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if name == key {
			values = append(values, value)
		}
	}
	return values, nil
}

// read decodes and checks a document.
func (d *planDocument) read(data []byte) mapping.Faults {
	bounds := document.Data()
	bounds.Replaced = true
	if unread := document.Decode(data, d, bounds); len(unread) > 0 {
		return planFaults(unread)
	}
	c := planChecker{source: d.Source, keys: make(map[string]string)}
	for _, part := range []struct {
		name  string
		there bool
	}{{"source", d.Source != ""}, {"at", !d.At.IsZero()}, {"actions", d.Actions != nil}} {
		if !part.there {
			c.fault(part.name, planMissing)
		}
	}
	c.plan((*Plan)(&d.planFields))
	c.keysOf(data)
	if len(c.faults) > 0 {
		return c.faults
	}
	switch {
	case d.Count == nil:
		c.fault("count", planMissing)
	case *d.Count != (*Plan)(&d.planFields).counts():
		c.fault("count", "not that of the actions, holds and notes: some were removed or added"+planAgain)
	}
	return c.faults
}

// planFaults adds what to do to the faults of a document.
func planFaults(unread []document.Fault) mapping.Faults {
	faults := asFaults(unread)
	for i := range faults {
		switch f := &faults[i]; {
		case f.Message == document.NullSaysNothing:
			f.Message = "null where a value belongs" + planAgain
		case strings.HasPrefix(f.Message, document.NoSuchKey):
			f.Message = document.NoSuchKey + planNewer
		default:
			f.Message += planAgain
		}
	}
	return faults
}

// actionReasons returns the reasons of actions. Those of removals are of notes too.
func actionReasons() []Reason {
	return []Reason{
		ReasonHired, ReasonMatched, ReasonChanged, ReasonReturned, ReasonLeft, ReasonBlocked, ReasonOutOfScope,
		ReasonNoRecord, ReasonManager, ReasonGroup, ReasonMoved,
	}
}

// reasons returns all reasons, of actions and of notes.
func reasons() []Reason {
	return append(actionReasons(),
		ReasonUnknown, ReasonPreHire, ReasonFlippedEarly, ReasonStillPending, ReasonWithdrawn, ReasonGrace, ReasonManual, ReasonProtected,
		ReasonIgnored, ReasonNoKey, ReasonRequired, ReasonEmailTaken, ReasonSameEmail, ReasonSameUser,
		ReasonSeveralUsers, ReasonLinkedTwice, ReasonLinkedOther, ReasonOtherName, ReasonSimilar, ReasonValue, ReasonKept, ReasonNotCleared,
		ReasonRecord, ReasonNoManager, ReasonManagerCycle, ReasonNearDuplicate, ReasonGroupEmptied, ReasonGroupRenamed, ReasonLeftBehind,
		ReasonSeats, ReasonApprovalExpired,
	)
}
