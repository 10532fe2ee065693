package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/mapping"
)

// TestLifecycleWords: a word that the lifecycle never is cannot be meant, wherever it
// stands.
func TestLifecycleWords(t *testing.T) {
	t.Parallel()
	const (
		words = `; there is "pre_hire", "active", "leave", "notice" and "left"`
		state = `{"rules":[{"target":"a","from":["lifecycle"],"lookup":`
		old   = `the lifecycle before the hire date is "pre_hire": write that`
	)
	for _, tt := range []struct{ name, document, want string }{
		{name: "all words", document: state + `{"Pre_Hire":"a","active":"b","leave":"c","notice":"d","left":"e","*":"f"}}]}`},
		{name: "a part", document: `{"scope":{"field":"lifecycle","op":"starts_with","values":["PRE"]},"rules":[]}`},
		{name: "old", document: state + `{"prehire":"a"}}]}`, want: "rules[0].lookup.prehire: " + old},
		{name: "old, other case", document: state + `{"PreHire":"a"}}]}`, want: "rules[0].lookup.PreHire: " + old},
		{name: "old, blanks", document: state + `{" prehire ":"a"}}]}`, want: `rules[0].lookup[" prehire "]: ` + old},
		{
			name:     "old, beside another field",
			document: `{"rules":[{"target":"a","from":["lifecycle","status_text"],"lookup":{"prehire":"a"}}]}`,
			want:     "rules[0].lookup.prehire: " + old,
		},
		{
			name: "invented", document: state + `{"retired":"a"}}]}`,
			want: "rules[0].lookup.retired: no field of the rule has this option" + words,
		},
		{
			name: "unknown is never looked up", document: state + `{"unknown":"a"}}]}`,
			want: "rules[0].lookup.unknown: no field of the rule has this option" + words,
		},
		{
			name:     "never a part",
			document: `{"scope":{"field":"lifecycle","op":"contains","values":["left","prehire"]},"rules":[]}`,
			want:     `scope.values[1]: lifecycle contains "prehire" is never true` + words,
		},
		{
			name:     "never to the letter",
			document: `{"scope":{"field":"lifecycle","op":"starts_with","values":["Left"],"exact":true},"rules":[]}`,
			want:     `scope.values[0]: lifecycle starts_with "Left" is never true` + words,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := mapping.Parse([]byte(tt.document))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
