package wire

import (
	"errors"

	"github.com/rosterkit/rosterkit/employee"
)

// Status returns the normalised status of a vendor's word, and word itself if it is not
// known. Normal returns "" for a word that the vendor does not document: that is an
// error, and the status of the employee stays unknown.
func Status(vendor string, word employee.Value, normal func(word string) employee.Status) (employee.Value, error) {
	if !word.Known() {
		return word, nil
	}
	if s := normal(word.String()); s != "" {
		return employee.Text(string(s)), nil
	}
	return employee.Value{}, errors.New("a status that " + vendor + " does not document")
}
