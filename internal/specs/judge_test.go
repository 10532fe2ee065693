// Package specs has no code: its tests let the vendors' own OpenAPI files judge
// every request that our clients make and every answer that our fakes give, and
// let our clients read the examples in those files.
//
// The files are the vendors' and no part of this repository. They are looked for
// beside it, in ../shared/specs, or where the environment variable
// ROSTERKIT_SPECS says; without them every test is skipped.
package specs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	validation "github.com/pb33f/libopenapi-validator/errors"
)

// A contradiction is a known difference between a vendor's file and its API, or
// between the file and itself.
type contradiction struct {
	finding string // a regular expression for the whole finding
	reason  string // what the sheet about the vendor knows about it
}

// A judge stands between clients and fakes. It notes what passes, and says at
// the end what the vendor's files have against it.
type judge struct {
	files []*file
	known []contradiction
	// envelope is the key that holds an answer's body where the files describe
	// only what is inside.
	envelope string

	mu        sync.Mutex
	exchanges []exchange
}

// An exchange is a request and its answer, with their bodies.
type exchange struct {
	request *http.Request
	sent    []byte
	answer  *http.Response
	got     []byte
	broken  bool // the answer ends before its end
}

// newJudge returns a judge with the files of these names, and skips the test if
// they are not there.
func newJudge(t *testing.T, known []contradiction, names ...string) *judge {
	t.Helper()
	j := &judge{known: known}
	for _, name := range names {
		j.files = append(j.files, load(t, name))
	}
	return j
}

// between returns an HTTP client whose requests h answers, in memory, under the
// judge's eyes.
func (j *judge) between(h http.Handler) *http.Client {
	return inMemory(h, func(x exchange) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.exchanges = append(j.exchanges, x)
	})
}

// ask sends a request that none of our clients makes, and returns the body of the
// answer. The headers come in pairs.
func (j *judge) ask(t *testing.T, h http.Handler, method, address, body string, headers ...string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := j.between(h).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// verdict fails the test for every finding that is not known, and for every
// known contradiction of which some alternative was not found and every file that
// was not asked: so an entry that is no longer needed is deleted.
func (j *judge) verdict(t *testing.T) {
	t.Helper()
	findings := make(map[string]int)
	for _, x := range j.exchanges {
		for _, finding := range j.judge(x) {
			findings[finding]++
		}
	}
	all := slices.Sorted(maps.Keys(findings))
	for _, finding := range all {
		if !slices.ContainsFunc(j.known,
			func(c contradiction) bool { return whole(c.finding).MatchString(finding) }) {
			t.Errorf("%s (%d times)", finding, findings[finding])
		}
	}
	for _, c := range j.known {
		for _, part := range append(alternatives(c.finding), c.finding) {
			if !slices.ContainsFunc(all, whole(part).MatchString) {
				t.Errorf("known, but never found: %s (%s)", part, c.reason)
			}
		}
	}
	for _, f := range j.files {
		if f.answers == 0 {
			t.Errorf("%s: no test asked what it describes", f.name)
		}
		t.Logf("%s: %d requests, %d answers, %d of them with a body that is described", f.name, f.requests,
			f.answers, f.bodies)
	}
	t.Logf("%d exchanges, %d known contradictions", len(j.exchanges), len(j.known))
}

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile("^(?:" + pattern + ")$") }

// alternatives are the patterns that have one alternative in the place of one
// group of a pattern: for "a(b|c)d" they are "a(?:b)d" and "a(?:c)d".
func alternatives(pattern string) (all []string) {
	for i, c := range pattern {
		if c != '(' {
			continue
		}
		parts, end := group(pattern[i:])
		for _, part := range parts {
			all = append(all, pattern[:i]+"(?:"+part+")"+strings.TrimPrefix(pattern[i+end:], "?"))
		}
	}
	return all
}

// group takes the group apart that a pattern begins with, and returns its length.
func group(pattern string) (parts []string, length int) {
	depth, start := 0, 1
	for i, c := range pattern {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 || depth == 1 && c == '|' {
			parts = append(parts, pattern[start:i])
			start = i + 1
		}
		if depth == 0 {
			return parts, i + 1
		}
	}
	return nil, len(pattern)
}

// judge returns what the first file that has the endpoint finds.
func (j *judge) judge(x exchange) []string {
	for _, f := range j.files {
		route, err := f.router.FindRoute(x.request)
		if err != nil {
			continue
		}
		call := x.request.Method + " " + route.Path
		findings := f.judgeRequest(call+": request", x, f.operation(route))
		if x.broken {
			return findings // there is no whole to judge
		}
		if j.envelope != "" && x.answer.StatusCode == http.StatusOK {
			x.got = inside(j.envelope, x.got)
		}
		return append(findings, f.judgeAnswer(call+": "+strconv.Itoa(x.answer.StatusCode), x, f.operation(route))...)
	}
	return []string{x.request.Method + " " + x.request.URL.Host + x.request.URL.Path + ": no such endpoint"}
}

// inside is the value of a key of a JSON object, or the body as it is.
func inside(key string, body []byte) []byte {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil && object[key] != nil {
		return object[key]
	}
	return body
}

func (f *file) judgeRequest(prefix string, x exchange, operation map[string]any) []string {
	f.requests++
	x.request.Body = io.NopCloser(bytes.NewReader(x.sent))
	_, errs := f.validator.ValidateHttpRequestSync(x.request)
	findings := describe(prefix, errs)
	described := f.parameters(operation)
	for name := range x.request.URL.Query() {
		if base, _, _ := strings.Cut(name, "["); !slices.Contains(described, name) &&
			!slices.Contains(described, base) {
			findings = append(findings, prefix+": query "+name+": not described")
		}
	}
	content := f.object(f.object(operation["requestBody"])["content"])
	return append(findings, f.extras(prefix, content, x.sent)...)
}

func (f *file) judgeAnswer(prefix string, x exchange, operation map[string]any) []string {
	f.answers++
	x.answer.Body = io.NopCloser(bytes.NewReader(x.got))
	_, errs := f.validator.ValidateHttpResponse(x.request, x.answer)
	content := f.object(f.response(operation, x.answer.StatusCode)["content"])
	if len(f.schema(content)) > 0 {
		f.bodies++
	}
	return append(describe(prefix, errs), f.extras(prefix, content, x.got)...)
}

// extras are the places in a JSON body that its schema does not describe.
func (f *file) extras(prefix string, content map[string]any, body []byte) []string {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	var findings []string
	for _, place := range f.undescribed(f.schema(content), value, "") {
		findings = append(findings, prefix+": "+place+": not described")
	}
	return findings
}

// describe puts the validator's errors into one line each.
func describe(prefix string, errs []*validation.ValidationError) []string {
	var findings []string
	for _, e := range errs {
		switch {
		case e.ValidationSubType == "statusCode":
			findings = append(findings, prefix+": no such status")
		case e.ValidationType == "response" && e.ValidationSubType == "contentType":
			findings = append(findings, prefix+": no such content type")
		case len(e.SchemaValidationErrors) == 0:
			findings = append(findings,
				fmt.Sprintf("%s: %s %s: %s", prefix, e.ValidationSubType, e.ParameterName, e.Reason))
		}
		for _, s := range e.SchemaValidationErrors {
			findings = append(findings, prefix+": "+place(e.ParameterName, s.InstancePath)+": "+s.Reason)
		}
	}
	return findings
}

// place is a path like "/data/*/status" in a body, and the same behind the name
// of a parameter.
func place(parameter string, path []string) string {
	var b strings.Builder
	b.WriteString(parameter)
	for _, segment := range path {
		if segment != "" && strings.Trim(segment, "0123456789") == "" {
			segment = "*"
		}
		b.WriteString("/" + segment)
	}
	return b.String()
}
