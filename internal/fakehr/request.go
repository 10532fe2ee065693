package fakehr

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// A Request is a request that a fake received, whatever it answered. It holds no
// credentials.
type Request struct {
	Method string
	Path   string // decoded
	Query  url.Values
	Header http.Header // without Authorization
	Body   []byte      // without the secret of a client that asks for a token
}

func newRequest(r *http.Request, body []byte) Request {
	header := r.Header.Clone()
	header.Del("Authorization")
	query := r.URL.Query()
	query.Del(secretKey)
	return Request{r.Method, r.URL.Path, query, header, withoutSecret(body)}
}

const secretKey = "client_secret"

// withoutSecret takes the client's secret out of a form or of an object.
func withoutSecret(body []byte) []byte {
	if plain, err := url.QueryUnescape(string(body)); err == nil && !strings.Contains(plain, secretKey) {
		return body
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		delete(object, secretKey)
		body, _ = json.Marshal(object) // what was read can be written
		return body
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil && !bytes.Contains(body, []byte(secretKey)):
		return body // no form
	case err != nil:
		return nil
	}
	form.Del(secretKey)
	return []byte(form.Encode())
}
