package rest

import (
	"errors"
	"io"
	"net/http"
)

// A Response is the 2xx answer to one attempt. It is valid only while decode
// runs.
type Response struct {
	Status int
	Header http.Header
	Body   io.Reader // decompressed and capped
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
