package syncplan

import (
	"strings"

	"github.com/rosterkit/rosterkit/internal/document"
)

// firstEdition adds to the faults of a stored document what replaces the keys of the
// first edition.
func firstEdition(found []document.Fault) {
	for i, f := range found {
		key, isLimit := strings.CutPrefix(f.Path, "policy.limits.")
		if !isLimit || !strings.HasPrefix(f.Message, document.NoSuchKey) {
			continue
		}
		switch key {
		case "create":
			found[i].Message = `a limit is named after what it limits: write "creates"`
		case "deactivate":
			found[i].Message = `a limit is named after what it limits: write "deactivations"`
		case "update":
			found[i].Message = `a limit is named after what it limits: write "email_changes"; it limits the updates that change an address, as before`
		case string(KindRelink):
			found[i].Message = "relinks are held whatever their number: leave it out"
		case string(KindLink), string(KindReactivate), string(KindSetManager), string(KindCreateGroup):
			found[i].Message = "there is no limit for these actions: leave it out"
		}
	}
}
