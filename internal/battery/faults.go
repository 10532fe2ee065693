package battery

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A want is what must come of a listing: every employee if class is nil.
type want struct {
	class  error
	status int
	retry  time.Duration
}

func unavailable(status int) want { return want{class: employee.ErrUnavailable, status: status} }
func incomplete() want            { return want{class: employee.ErrIncomplete, status: 200} }
func malformed(status int) want   { return want{class: employee.ErrMalformed, status: status} }
func limited(status int, retry time.Duration) want {
	return want{employee.ErrRateLimited, status, retry}
}
func refusedAccess(class error, status int) want { return want{class: class, status: status} }

// A row is one way in which an answer goes wrong.
type row struct {
	name    string
	fault   fault
	lasting want // if every attempt meets it
	passing want // if the first attempt does; the zero want is every employee
	// heavy rows read 64 MiB, which has a minute under the race detector and
	// nothing for it to find: once for each provider, without it, is enough.
	heavy bool
	// wired rows run over connections alone: they are compressed or large, or take
	// longer than a client waits.
	wired bool
	// soon rows ask for another attempt at once.
	soon bool
}

// final reports whether the fault is reported at once: nothing is gained by another
// attempt.
func (r row) final() bool { return r.passing.class != nil }

// faults is the table of what goes wrong below and in HTTP.
func faults() []row {
	var rows []row
	for _, table := range [][]row{noAnswers(), cutAnswers(), strangeAnswers(), refusals(), rateLimits()} {
		rows = append(rows, table...)
	}
	return rows
}

// noAnswers have no status.
func noAnswers() []row {
	gone := unavailable(0)
	twoLengths := "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
	return []row{
		{name: "connection refused", fault: fault{dial: syscall.ECONNREFUSED}, lasting: gone},
		{name: "host unreachable", fault: fault{dial: syscall.EHOSTUNREACH}, lasting: gone},
		{name: "closed before the headers", fault: spoken(""), lasting: gone},
		{name: "reset before the headers", fault: brokenOff(0, 0), lasting: gone},
		{name: "reset in the headers", fault: brokenOff(20, 0), lasting: gone},
		{name: "closed in the headers", fault: spoken("HTTP/1.1 200 OK\r\nContent-Ty"), lasting: gone},
		{name: "no HTTP", fault: spoken("SSH-2.0-OpenSSH_9.7\r\n\r\n"), lasting: gone},
		{name: "headers that never come", fault: silence(), lasting: gone, wired: true},
		{name: "headers without end", fault: endless("HTTP/1.1 200 OK\r\n", "X-Filler: filler\r\n"),
			lasting: gone, wired: true},
		{name: "two lengths", fault: spoken(twoLengths), lasting: gone},
	}
}

// cutAnswers end too early, or not at all.
func cutAnswers() []row {
	length := func(a answer) string { return a.head("Content-Length", fmt.Sprint(len(a.body))) }
	close := func(a answer) string { return a.head("Connection", "close") }
	short := func(a answer) string { return a.head("Content-Length", fmt.Sprint(len(a.body)/2)) }
	chunks := func(a answer) string {
		return a.head("Transfer-Encoding", "chunked") + fmt.Sprintf("%x\r\n", len(a.body)/2)
	}
	blanks := endless("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat(" ", 64<<10))
	corrupt := func(b []byte) []byte { b[10] ^= 0xff; return b }
	checksum := func(b []byte) []byte { b[len(b)-8] ^= 0xff; return b }
	half := func(b []byte) []byte { return b[:len(b)/2] }
	none := func([]byte) []byte { return []byte("{}") }
	return []row{
		{name: "reset after the headers", fault: brokenOff(math.MaxInt, 0), lasting: incomplete()},
		{name: "reset in the body", fault: brokenOff(math.MaxInt, 0.5), lasting: incomplete()},
		{name: "cut with a length", fault: cut(length, ""), lasting: incomplete()},
		{name: "cut without a length", fault: cut(close, ""), lasting: incomplete()},
		{name: "cut in chunks", fault: cut(chunks, "\r\n"), lasting: incomplete()},
		{name: "a length that is too short", fault: cut(short, ""), lasting: incomplete()},
		{name: "206, a part", fault: status(206), lasting: want{class: employee.ErrIncomplete, status: 206}},

		{name: "one byte at a time", fault: slowly(0)},
		{name: "one byte every minute", fault: slowly(time.Minute), lasting: incomplete(), wired: true},
		{name: "blanks without end", fault: blanks,
			lasting: malformed(200), passing: malformed(200), heavy: true, wired: true},
		{name: "gzip bomb", fault: bomb(), lasting: malformed(200), passing: malformed(200), heavy: true, wired: true},
		{name: "corrupt gzip", fault: coded(corrupt), lasting: incomplete(), wired: true},
		{name: "gzip with a wrong checksum", fault: coded(checksum), lasting: incomplete(), wired: true},
		{name: "gzip that is none", fault: coded(none), lasting: incomplete(), wired: true},
		{name: "gzip, cut", fault: coded(half), lasting: incomplete(), wired: true},
	}
}

// strangeAnswers are whole and no page, or a page in disguise.
func strangeAnswers() []row {
	const login = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"
	const limited = `{"error":{"code":429,"message":"not carried out"}}`
	garbage := func(b []byte) []byte { return append(b, " {]"...) }
	twice := func(b []byte) []byte { return append(b, b...) }
	mark := func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }
	latin := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("example.com"), []byte("ex\xffmple.com")) }
	rows := []row{
		{name: "HTML", fault: bodied(login, "Content-Type", "text/html")},
		{name: "HTML called JSON", fault: bodied("<html></html>")},
		{name: "XML", fault: bodied(`<?xml version="1.0"?><employees/>`, "Content-Type", "text/xml")},
		{name: "nothing", fault: bodied("")},
		{name: "blanks", fault: bodied("  \n")},
		{name: "null", fault: bodied("null")},
		{name: "an array", fault: bodied("[]")},
		{name: "an array of numbers", fault: bodied("[1,2,3]")},
		{name: "an empty object", fault: bodied("{}")},
		{name: "a text", fault: bodied(`"people"`)},
		{name: "a number", fault: bodied("0")},
		{name: "true", fault: bodied("true")},
		{name: "no JSON", fault: bodied("people: none")},
		{name: "an error with 200", fault: bodied(`{"error":{"code":"x1","message":"not carried out"}}`)},
		{name: "an error of the limit with 200", fault: bodied(limited)},
		{name: "an error as text with 200", fault: bodied(`{"error":"internal","success":false}`)},
		{name: "garbage after the page", fault: edited(garbage)},
		{name: "two pages in one", fault: edited(twice)},
		{name: "deep nesting", fault: bodied(`{"data":` + strings.Repeat("[", 100_000)), wired: true},
	}
	for i := range rows {
		rows[i].lasting = malformed(200)
	}
	return append(rows,
		row{name: "204", fault: spoken("HTTP/1.1 204 No Content\r\n\r\n"), lasting: malformed(204)},
		row{name: "JSON called HTML", fault: relabelled("text/html")},
		row{name: "a byte order mark", fault: edited(mark)},
		row{name: "invalid UTF-8", fault: edited(latin)})
}

// refusals are a proxy's: none says why.
func refusals() []row {
	credentials, permission := refusedAccess(employee.ErrCredentials, 401), refusedAccess(employee.ErrPermission, 403)
	return []row{
		{name: "400", fault: status(400), lasting: malformed(400), passing: malformed(400)},
		{name: "401", fault: status(401), lasting: credentials, passing: credentials},
		{name: "403", fault: status(403), lasting: permission, passing: permission},
		{name: "404", fault: status(404), lasting: malformed(404), passing: malformed(404)},
		{name: "408", fault: status(408), lasting: unavailable(408)},
		{name: "410", fault: status(410), lasting: malformed(410), passing: malformed(410)},
		{name: "500", fault: status(500), lasting: unavailable(500)},
		{name: "501", fault: status(501), lasting: unavailable(501), passing: unavailable(501)},
		{name: "502", fault: status(502), lasting: unavailable(502)},
		{name: "503", fault: status(503), lasting: unavailable(503)},
		{name: "504", fault: status(504), lasting: unavailable(504)},
	}
}

// rateLimits are 429 and 503 with every form of Retry-After.
func rateLimits() []row {
	const brief, day, ages = 7 * time.Second, 24 * time.Hour, math.MaxInt64
	after := func(code int, text string) fault { return status(code, "Retry-After", text) }
	rows := []row{
		{name: "429", fault: status(429), lasting: limited(429, 0)},
		{name: "429, a date past", fault: dated(429, 0, -time.Hour), lasting: limited(429, 0), soon: true},
		{name: "429, a clock an hour ahead", fault: dated(429, time.Hour, brief), lasting: limited(429, brief)},
		{name: "429, a day", fault: after(429, "86400"), lasting: limited(429, day), passing: limited(429, day)},
		{name: "429, a date in a day", fault: dated(429, 0, day), lasting: limited(429, day), passing: limited(429, day)},
		{name: "429, longer than there are years", fault: after(429, "99999999999999999999"),
			lasting: limited(429, ages), passing: limited(429, ages)},
		{name: "429, negative", fault: after(429, "-5"), lasting: limited(429, 0)},
		{name: "429, garbage", fault: after(429, "soon"), lasting: limited(429, 0)},
	}
	for _, code := range []int{429, 503} {
		for _, wait := range []time.Duration{brief, 45 * time.Second} {
			seconds := fmt.Sprint(wait.Seconds())
			rows = append(rows,
				row{name: fmt.Sprint(code, ", ", seconds, " seconds"), fault: after(code, seconds), lasting: limited(code, wait)},
				row{name: fmt.Sprint(code, ", a date in ", seconds, " seconds"), fault: dated(code, 0, wait),
					lasting: limited(code, wait)})
		}
	}
	return rows
}

// spoken is a fault that says a text and closes the connection.
func spoken(text string) fault {
	return fault{mute: true, speak: func(c *line, _ answer) { c.say(text) }}
}

// silence is no answer.
func silence() fault { return fault{speak: func(c *line, _ answer) { c.hearOut() }} }

// bodied is the true answer's status and headers with another body.
func bodied(body string, header ...string) fault {
	return fault{speak: func(c *line, a answer) {
		for i := 0; i+1 < len(header); i += 2 {
			a.header.Set(header[i], header[i+1])
		}
		a.status = 200
		c.say(a.whole(body))
	}}
}

func edited(edit func([]byte) []byte) fault {
	return fault{speak: func(c *line, a answer) { c.say(a.whole(string(edit(bytes.Clone(a.body))))) }}
}

func relabelled(contentType string) fault {
	return fault{speak: func(c *line, a answer) {
		a.header.Set("Content-Type", contentType)
		c.say(a.whole(string(a.body)))
	}}
}

// status is an answer of a proxy in front of the HR system: it has no words.
func status(code int, header ...string) fault {
	return fault{mute: true, speak: func(c *line, _ answer) {
		proxy := answer{status: code, header: http.Header{"Content-Type": {"text/html"}}}
		c.say(proxy.whole("<html></html>", header...))
	}}
}

// dated is a refusal until a date, by a clock that is ahead.
func dated(code int, ahead, wait time.Duration) fault {
	return fault{speak: func(c *line, a answer) {
		now := time.Now().UTC().Truncate(time.Second).Add(ahead)
		date, after := now.Format(http.TimeFormat), now.Add(wait).Format(http.TimeFormat)
		status(code, "Date", date, "Retry-After", after).speak(c, a)
	}}
}

// brokenOff is the true answer, reset after so many bytes of its headers and
// that part of its body.
func brokenOff(head int, part float64) fault {
	return fault{speak: func(c *line, a answer) {
		text := a.head("Content-Length", fmt.Sprint(len(a.body)))
		c.say(text[:min(head, len(text))])
		c.say(string(a.body[:int(part*float64(len(a.body)))]))
		c.breakOff()
	}}
}

// cut is the first half of the true answer's body, framed by head and tail.
func cut(head func(answer) string, tail string) fault {
	return fault{speak: func(c *line, a answer) { c.say(head(a) + string(a.body[:len(a.body)/2]) + tail) }}
}

// slowly is the true answer, its body a byte at a time.
func slowly(pause time.Duration) fault {
	return fault{speak: func(c *line, a answer) {
		c.say(a.head("Content-Length", fmt.Sprint(len(a.body))))
		text := string(a.body)
		for i := range len(text) {
			if !c.say(text[i : i+1]) {
				return
			}
			time.Sleep(pause)
		}
	}}
}

// endless says a text and then another again and again.
func endless(first, again string) fault {
	return fault{speak: func(c *line, _ answer) {
		for more := c.say(first); more; more = c.say(again) {
		}
	}}
}

// coded is the true answer, compressed and damaged.
func coded(damage func([]byte) []byte) fault {
	return fault{speak: func(c *line, a answer) {
		c.say(a.whole(string(damage([]byte(compressed(string(a.body))))), "Content-Encoding", "gzip"))
	}}
}

// bomb is little on the wire and without end once it is decompressed: an object that
// begins, and blanks.
func bomb() fault {
	return fault{mute: true, speak: func(c *line, _ answer) {
		json := answer{status: 200, header: http.Header{"Content-Type": {"application/json"}}}
		c.say(json.head("Content-Encoding", "gzip", "Connection", "close") + compressed("{"))
		blanks := compressed(strings.Repeat(" ", 1<<20)) // each of them is a member of one gzip file
		for c.say(blanks) {
		}
	}}
}

func compressed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}
