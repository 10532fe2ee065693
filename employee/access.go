package employee

// Access is what credentials can read, as far as a check tells without a listing.
type Access struct {
	Tenant   string    `json:"tenant"`
	People   int       `json:"people"`             // that the credentials see; -1: not known
	Withheld []Field   `json:"withheld,omitempty"` // requested, not seen
	Warnings []Warning `json:"warnings,omitempty"` // in the order in which they were found; nil: all is as it should be
	Notes    []string  `json:"notes,omitempty"`    // what else is worth knowing, with nothing to do
}

// A Warning is something for an admin of the HR system to change. It has no personal
// data.
type Warning struct {
	Code  WarningCode `json:"code"`
	Field Field       `json:"field,omitzero"` // that it is about; "": none alone
	Text  string      `json:"text"`           // what is seen, and what to do
	Where string      `json:"where,omitzero"` // where an admin does it
}

// String returns the text, and where to act on it.
func (w Warning) String() string {
	if w.Where == "" {
		return w.Text
	}
	return w.Text + " (" + w.Where + ")"
}

// A WarningCode says what a [Warning] is about. More may come.
type WarningCode string

const (
	WarningCodeNoEmployees     WarningCode = "no_employees"      // none is seen
	WarningCodeNoLeavers       WarningCode = "no_leavers"        // leavers, or future starters, may be missing
	WarningCodeWithheld        WarningCode = "withheld"          // a field, for all that were looked at
	WarningCodeWithheldForSome WarningCode = "withheld_for_some" // a field, for some of them
	WarningCodeBlank           WarningCode = "blank"             // blank fields count as withheld, or cannot be told from it
	WarningCodeList            WarningCode = "list"              // a list beside that of employees is refused
	WarningCodeScopes          WarningCode = "scopes"            // more rights than are needed
	WarningCodeInterface       WarningCode = "interface"         // the vendor announces the end of an interface
	WarningCodeCheckAgain      WarningCode = "check_again"       // answers contradict each other
)
