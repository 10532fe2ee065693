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

// A want is what must come of a listing: everybody if class is nil.
type want struct {
	class  error
	status int
	retry  time.Duration
}

func everybody() want             { return want{} }
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
	passing want // if the first attempt does
	// heavy rows read 64 MiB, which has a minute under the race detector and
	// nothing for it to find: once for each provider, without it, is enough.
	heavy bool
}

// faults is the table of what goes wrong below and in HTTP.
func faults() []row {
	const day = 24 * time.Hour
	gone := unavailable(0)
	return []row{
		// No answer.
		{"connection refused", fault{dial: syscall.ECONNREFUSED}, gone, everybody(), false},
		{"host unreachable", fault{dial: syscall.EHOSTUNREACH}, gone, everybody(), false},
		{"closed before the headers", spoken(""), gone, everybody(), false},
		{"reset before the headers", brokenOff(0, 0), gone, everybody(), false},
		{"reset in the headers", brokenOff(20, 0), gone, everybody(), false},
		{"closed in the headers", spoken("HTTP/1.1 200 OK\r\nContent-Ty"), gone, everybody(), false},
		{"no HTTP", spoken("SSH-2.0-OpenSSH_9.7\r\n\r\n"), gone, everybody(), false},
		{"headers that never come", fault{speak: func(c *line, _ answer) { c.hearOut() }}, gone, everybody(), false},
		{"headers without end", endless("HTTP/1.1 200 OK\r\n", "X-Filler: filler\r\n"), gone, everybody(), false},
		{"two lengths", spoken("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), gone, everybody(), false},

		// An answer that ends too early.
		{"reset after the headers", brokenOff(math.MaxInt, 0), incomplete(), everybody(), false},
		{"reset in the body", brokenOff(math.MaxInt, 0.5), incomplete(), everybody(), false},
		{"cut with a length", cut(func(a answer) string { return a.head("Content-Length", fmt.Sprint(len(a.body))) }, ""), incomplete(), everybody(), false},
		{"cut without a length", cut(func(a answer) string { return a.head("Connection", "close") }, ""), incomplete(), everybody(), false},
		{"cut in chunks", cut(func(a answer) string {
			return a.head("Transfer-Encoding", "chunked") + fmt.Sprintf("%x\r\n", len(a.body)/2)
		}, "\r\n"), incomplete(), everybody(), false},
		{"a length that is too short", cut(func(a answer) string { return a.head("Content-Length", fmt.Sprint(len(a.body)/2)) }, ""), incomplete(), everybody(), false},
		{"206, a part", status(206), want{employee.ErrIncomplete, 206, 0}, everybody(), false},

		// An answer that does not come to an end.
		{"one byte at a time", slowly(0), everybody(), everybody(), false},
		{"one byte every minute", slowly(time.Minute), incomplete(), everybody(), false},
		{"blanks without end", endless("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat(" ", 64<<10)), malformed(200), malformed(200), true},
		{"gzip bomb", bomb(), malformed(200), malformed(200), true},
		{"corrupt gzip", coded("gzip", func(b []byte) []byte { b[10] ^= 0xff; return b }), incomplete(), everybody(), false},
		{"gzip with a wrong checksum", coded("gzip", func(b []byte) []byte { b[len(b)-8] ^= 0xff; return b }), incomplete(), everybody(), false},
		{"gzip that is none", coded("gzip", func([]byte) []byte { return []byte("{}") }), incomplete(), everybody(), false},
		{"gzip, cut", coded("gzip", func(b []byte) []byte { return b[:len(b)/2] }), incomplete(), everybody(), false},

		// A whole answer that is no page.
		{"HTML", bodied("<!DOCTYPE html>\n<html><title>Log in</title></html>", "Content-Type", "text/html"), malformed(200), everybody(), false},
		{"JSON called HTML", relabelled("text/html"), everybody(), everybody(), false},
		{"nothing", bodied(""), malformed(200), everybody(), false},
		{"204", spoken("HTTP/1.1 204 No Content\r\n\r\n"), malformed(204), everybody(), false},
		{"null", bodied("null"), malformed(200), everybody(), false},
		{"an array", bodied("[]"), malformed(200), everybody(), false},
		{"an empty object", bodied("{}"), malformed(200), everybody(), false},
		{"a text", bodied(`"people"`), malformed(200), everybody(), false},
		{"an error with 200", bodied(`{"error":{"code":"x1","message":"not carried out"}}`), malformed(200), everybody(), false},
		{"garbage after the page", edited(func(b []byte) []byte { return append(b, " {]"...) }), malformed(200), everybody(), false},
		{"two pages in one", edited(func(b []byte) []byte { return append(b, b...) }), malformed(200), everybody(), false},
		{"deep nesting", bodied(`{"data":` + strings.Repeat("[", 100_000)), malformed(200), everybody(), false},
		{"a byte order mark", edited(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }), everybody(), everybody(), false},
		{"invalid UTF-8", edited(func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("example.com"), []byte("ex\xffmple.com")) }), everybody(), everybody(), false},

		// A refusal.
		{"400", status(400), malformed(400), malformed(400), false},
		{"401", status(401), refusedAccess(employee.ErrCredentials, 401), refusedAccess(employee.ErrCredentials, 401), false},
		{"403", status(403), refusedAccess(employee.ErrPermission, 403), refusedAccess(employee.ErrPermission, 403), false},
		{"404", status(404), malformed(404), malformed(404), false},
		{"408", status(408), unavailable(408), everybody(), false},
		{"410", status(410), malformed(410), malformed(410), false},
		{"500", status(500), unavailable(500), everybody(), false},
		{"501", status(501), unavailable(501), unavailable(501), false},
		{"502", status(502), unavailable(502), everybody(), false},
		{"503", status(503), unavailable(503), everybody(), false},
		{"503 for seven seconds", status(503, "Retry-After", "7"), limited(503, 7*time.Second), everybody(), false},
		{"504", status(504), unavailable(504), everybody(), false},

		// 429, with every form of Retry-After.
		{"429", status(429), limited(429, 0), everybody(), false},
		{"429, seconds", status(429, "Retry-After", "7"), limited(429, 7*time.Second), everybody(), false},
		{"429, a date", dated(0, 7*time.Second), limited(429, 7*time.Second), everybody(), false},
		{"429, a date past", dated(0, -time.Hour), limited(429, 0), everybody(), false},
		{"429, a clock an hour ahead", dated(time.Hour, 7*time.Second), limited(429, 7*time.Second), everybody(), false},
		{"429, a day", status(429, "Retry-After", "86400"), limited(429, day), limited(429, day), false},
		{"429, longer than there are years", status(429, "Retry-After", "99999999999999999999"), limited(429, math.MaxInt64), limited(429, math.MaxInt64), false},
		{"429, negative", status(429, "Retry-After", "-5"), limited(429, 0), everybody(), false},
		{"429, garbage", status(429, "Retry-After", "soon"), limited(429, 0), everybody(), false},
	}
}

// spoken is a fault that says a text and closes the connection.
func spoken(text string) fault { return fault{speak: func(c *line, _ answer) { c.say(text) }} }

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
	return fault{speak: func(c *line, _ answer) {
		c.say(answer{status: code, header: http.Header{"Content-Type": {"text/html"}}}.whole("<html></html>", header...))
	}}
}

// dated is 429 until a date, by a clock that is ahead.
func dated(ahead, wait time.Duration) fault {
	return fault{speak: func(c *line, a answer) {
		now := time.Now().UTC().Add(ahead)
		status(429, "Date", now.Format(http.TimeFormat), "Retry-After", now.Add(wait).Format(http.TimeFormat)).speak(c, a)
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
func coded(encoding string, damage func([]byte) []byte) fault {
	return fault{speak: func(c *line, a answer) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(a.body)
		z.Close()
		c.say(a.whole(string(damage(b.Bytes())), "Content-Encoding", encoding))
	}}
}

// bomb is little on the wire and without end once it is decompressed.
func bomb() fault {
	return fault{speak: func(c *line, a answer) {
		if !c.say(a.head("Content-Encoding", "gzip", "Connection", "close")) {
			return
		}
		z := gzip.NewWriter(c)
		blanks := bytes.Repeat([]byte(" "), 1<<20)
		for {
			if _, err := z.Write(blanks); err != nil {
				return
			}
		}
	}}
}
