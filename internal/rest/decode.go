package rest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/rosterkit/rosterkit/employee"
)

const defaultMaxBytes = 64 << 20

// A Response is the 2xx answer to one attempt. It is valid only while decode
// runs.
type Response struct {
	Status int
	Header http.Header
	Body   io.Reader // decompressed and capped

	scratch *scratch // nil until there is need of it
}

// Fetch returns the one JSON value that answers r, or the zero value and the
// error of Do.
func Fetch[T any](ctx context.Context, c *Client, r Request) (T, error) {
	var value T
	err := c.Do(ctx, r, func(res *Response) error {
		var v T // not the value of an attempt that broke off
		if err := res.JSON(&v); err != nil {
			return err
		}
		value = v
		return nil
	})
	return value, err
}

// JSON decodes the body, which must be one JSON value and not null, into v. A byte
// order mark before the value is skipped.
func (r *Response) JSON(v any) error { return describe(r.Parts(v)) }

// begun returns the body, which begins like JSON.
func begun(r io.Reader) (*bufio.Reader, error) {
	body := bufio.NewReaderSize(r, 512)
	return body, checkStart(body)
}

// decode decodes one JSON value into v.
func decode(body io.Reader, v any) error {
	return one(body, func(d *json.Decoder) (*json.Decoder, error) { return d, d.Decode(v) })
}

// one reads a body that has one JSON value. Read returns the decoder that it ended
// with.
func one(body io.Reader, read func(*json.Decoder) (*json.Decoder, error)) error {
	d, err := read(json.NewDecoder(body))
	if err == io.EOF {
		return io.ErrUnexpectedEOF // the value had begun
	} else if err != nil {
		return err
	}
	switch _, err := d.Token(); {
	case err == io.EOF:
		return nil
	case isSyntax(err), err == nil:
		return errors.New("data after the end of the JSON value")
	default:
		return err
	}
}

// checkStart names what is not JSON by its first bytes and leaves b at the
// value.
func checkStart(b *bufio.Reader) error {
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		b.Discard(3)
	}
	for {
		first, err := b.ReadByte()
		if err == io.EOF {
			return errors.New("got an empty answer instead of JSON")
		}
		if err != nil {
			return err
		}
		switch first {
		case ' ', '\t', '\r', '\n':
			continue
		}
		b.UnreadByte()
		switch first {
		case 'n':
			if word, _ := b.Peek(4); string(word) == "null" {
				return errors.New("got null instead of an answer")
			}
		case '<':
			start, _ := b.Peek(b.Size())
			return markup(bytes.ToLower(start))
		}
		return nil
	}
}

func markup(start []byte) error {
	if bytes.Contains(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html")) {
		return errors.New("got HTML instead of JSON; is this the address of the API?")
	}
	return errors.New("got XML instead of JSON; does the endpoint heed the Accept header?")
}

func isSyntax(err error) bool {
	_, ok := errors.AsType[*json.SyntaxError](err)
	return ok
}

var errTooLarge = errors.New("the answer is larger than allowed")

// A body caps what may be read and keeps the first error that is not io.EOF,
// which tells a damaged body from one that decode does not understand.
type body struct {
	r    io.Reader
	left int64
	err  error
}

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1] // one byte more tells a full body from a larger one
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		n, err = n-1, errTooLarge
	}
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// read decodes the answer and reads it to its end.
func (a *call) read(resp *http.Response) (verdict, *employee.FetchError) {
	if resp.StatusCode == http.StatusPartialContent {
		return repeat, a.fail(employee.ErrIncomplete, nil, "got a part of the answer")
	}
	b := &body{r: resp.Body, left: a.maxBytes}
	var err error
	if a.decode != nil {
		scratch := a.c.lend()
		err = a.decode(&Response{Status: resp.StatusCode, Header: resp.Header, Body: b, scratch: scratch})
		a.c.takeBack(scratch)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, b)
	}
	fe, isFetch := errors.AsType[*employee.FetchError](err)
	switch {
	case b.err == nil && err == nil:
		return final, nil
	case errors.Is(b.err, errTooLarge):
		return final, a.fail(employee.ErrMalformed, nil, errTooLarge.Error())
	case a.ctx.Err() != nil:
		return final, a.stopped()
	case b.err != nil:
		return repeat, a.fail(employee.ErrIncomplete, nil, "the answer broke off: "+plain(b.err))
	case isFetch:
		return final, a.complete(fe)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return repeat, a.fail(employee.ErrIncomplete, nil, "the answer ends inside a value")
	}
	class := classOf(err, employee.ErrMalformed)
	v := repeat
	switch {
	case class == employee.ErrMalformed:
		v = reread
	case isAccess(class):
		v = final
	}
	return v, a.fail(class, nil, plain(describe(err)))
}
