package wire

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// A grant has the form of a token answer.
type grant struct {
	Token   Cell `json:"access_token"`
	Expires Cell `json:"expires_in"`
	Error   Cell `json:"error,case:ignore"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		want       grant
		err        string
	}{
		{"whole", `{"access_token":"x","expires_in":3600,"scope":["a"]}`,
			grant{Token: Text("x"), Expires: Cell{KindNumber, "3600"}}, ""},
		{"a byte order mark and blanks", "\xef\xbb\xbf \r\n\t{\"access_token\":\"x\"} \n ", grant{Token: Text("x")}, ""},
		{"null for a value", `{"access_token":null}`, grant{Token: Cell{kind: KindNull}}, ""},
		{"an object for a value", `{"access_token":{"a":1}}`, grant{Token: Cell{KindObject, `{"a":1}`}}, ""},
		{"any case where that is asked for", `{"Access_Token":"x","ERROR":"y"}`, grant{Error: Text("y")}, ""},
		{"wrong UTF-8", "{\"access_token\":\"Zo\xeb\",\"error\":\"y\"}",
			grant{Token: Cell{kind: KindGarbled}, Error: Text("y")}, ""},
		{"twice", `{"access_token":"x","access_token":"y"}`, grant{}, "a key that is there twice, at offset 21"},
		{"empty", "", grant{}, "got an empty answer instead of JSON"},
		{"blank", " \n", grant{}, "got an empty answer instead of JSON"},
		{"null", " null ", grant{}, "got null instead of an answer"},
		{"HTML", "<html>", grant{}, "got HTML instead of JSON; is this the address of the API?"},
		{"text", "Ada Lovelace", grant{}, "not valid JSON at offset 1"},
		{"nothing", "nothing", grant{}, "not valid JSON at offset 2"},
		{"a trailing value", "{} {}", grant{}, "data after the end of the JSON value"},
		{"a trailing page", "{}<p>", grant{}, "data after the end of the JSON value"},
		{"a trailing brace", "{}}", grant{}, "data after the end of the JSON value"},
		{"another root", `["Ada"]`, grant{}, "a value of another type than documented at offset 1"},
		{"syntax", `{"access_token":"Ada" "x"}`, grant{}, "not valid JSON at offset 23"},
		{"cut in a value", `{"access_token":"Ada`, grant{}, "the answer ends inside a value"},
		{"cut in a literal", `nul`, grant{}, "the answer ends inside a value"},
		{"cut behind a value", `{"access_token":"Ada"`, grant{}, "the answer ends inside a value"},
	} {
		var got grant
		err := Decode(strings.NewReader(tt.body), &got)
		text := ""
		if err != nil {
			text, got = err.Error(), grant{}
		}
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(Cell{})); diff != "" || text != tt.err {
			t.Errorf("%s: error %q, want %q (-want +got):\n%s", tt.name, text, tt.err, diff)
		}
		if cut := strings.HasPrefix(tt.name, "cut"); cut != errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: error %v", tt.name, err)
		}
	}
	broken := errors.New("broken")
	body := `{"access_token":"x"}`
	for end := range len(body) + 1 {
		err := Decode(io.MultiReader(strings.NewReader(body[:end]), iotest.ErrReader(broken)), new(grant))
		if !errors.Is(err, broken) {
			t.Errorf("%s, then broken: error %v", body[:end], err)
		}
	}
}
