package hris

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A System is one HR system, with all that a settings page needs to know of it.
type System struct {
	Name  string `json:"name"`  // "bamboohr": the key "system" of stored credentials
	Label string `json:"label"` // "BambooHR"
	Forms []Form `json:"forms"` // alternatives; the first is the usual one
}

// A Form is one kind of credentials that a system takes.
type Form struct {
	Name   string   `json:"name"`  // "api_key"
	Label  string   `json:"label"` // "API key"
	Inputs []Input  `json:"inputs"`
	Steps  []string `json:"steps"` // for an admin: how to make credentials of least privilege
}

// An Input is one value of a form.
type Input struct {
	Key      string   `json:"key"` // in the stored JSON
	Label    string   `json:"label"`
	Help     string   `json:"help"` // what it is, and where to find it
	Role     Role     `json:"role"` // who gives it
	Secret   bool     `json:"secret,omitzero"`
	Required bool     `json:"required,omitzero"`
	Options  []string `json:"options,omitempty"` // the values that it can have; none: any
	address  bool     // of the account
	name     bool     // may have blanks and any printable character
}

// A Role says who does something.
type Role string

const (
	RoleNone      Role = "" // nothing is to be done
	RoleAdmin     Role = "admin"
	RoleDeveloper Role = "developer" // of the product
)

// Systems returns all systems, for the caller to keep and to change.
func Systems() []System {
	all := systems()
	public := make([]System, len(all))
	for i, s := range all {
		public[i] = s.System
	}
	return public
}

// A system is a System with what this package knows besides.
type system struct {
	System
	// open makes the provider's client, and returns which accounts of the vendor's it
	// belongs to, by names that start with the system's and hold no secret in clear.
	open func(given values, c *Connector, fields []employee.Field) (Client, []string, error)

	renew    string // to an admin whose credentials were refused
	extend   string // to an admin whose credentials lack a right
	relocate string // to an admin whose address may be wrong; "" if there is none
}

// values are the texts of stored credentials, by their keys.
type values map[string]string

func systems() []system {
	return []system{bambooHR(), personioHR(), hiBob(), humaansHR(), luccaHR()}
}

func systemNamed(name string) (system, bool) {
	all := systems()
	i := slices.IndexFunc(all, func(s system) bool { return s.Name == name })
	if i < 0 {
		return system{}, false
	}
	return all[i], true
}

func systemNames() []string {
	var names []string
	for _, s := range systems() {
		names = append(names, s.Name)
	}
	return names
}

// input returns the form's input with a key.
func (f Form) input(key string) (Input, bool) {
	i := slices.IndexFunc(f.Inputs, func(in Input) bool { return in.Key == key })
	if i < 0 {
		return Input{}, false
	}
	return f.Inputs[i], true
}

// tenantInput is the product's own name of an account.
func tenantInput(required bool) Input {
	help := "Your own name for the customer's account, such as the id that the customer has with you. " +
		"Links of users begin with it, so it must never change."
	if !required {
		help += " Without it, the address of the account is the name, and a renamed account has lost its links."
	}
	return Input{Key: "tenant", Label: "Tenant", Help: help, Role: RoleDeveloper, Required: required, name: true}
}

// grantInput names OAuth tokens that the product keeps.
func grantInput(label string) Input {
	return Input{Key: "grant", Label: "OAuth grant", Role: RoleDeveloper, Required: true, name: true,
		Help: "Your own name for the consent that the admin gave in " + label + ". Options.AccessToken gets it and returns an access token."}
}

const handOver = "Paste it here at once. Do not send it by mail or chat, and keep no copy: a new one is quickly made. "
