package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxItem bounds, roughly, the bytes of an item of a list, and of what is between two
// items: of what is held in memory at a time.
const MaxItem = 8 << 20

// A source is the body of an answer, which it reads for a decoder. It keeps why it
// ended, unless that was the end of the body.
type source struct {
	body   io.Reader
	start  *bufio.Reader // what the decoder reads
	read   int           // since the last item
	peak   int           // of read
	limit  int
	failed error
}

func (s *source) reset(body io.Reader, limit int) {
	s.body, s.read, s.peak, s.limit, s.failed = body, 0, 0, limit, nil
	if s.start == nil {
		s.start = bufio.NewReaderSize(s, startSize)
	} else {
		s.start.Reset(s)
	}
}

// next begins to count for the next item.
func (s *source) next() { s.peak, s.read = max(s.peak, s.read), 0 }

const (
	startSize = 512
	// Of a large item, as much as there is memory for is read at a time: a decoder
	// copies what it has for each packet.
	large = 64 << 10
	// maxEmpty is how many empty reads in a row end an answer.
	maxEmpty = 100
)

// Read reads the body.
func (s *source) Read(p []byte) (n int, err error) {
	least := 1
	if s.read > large {
		least = len(p)
	}
	for empty := 0; n < least && s.failed == nil; {
		if s.read > s.limit {
			s.failed = ErrTooLarge
			break
		}
		var more int
		more, err = s.body.Read(p[n:])
		n, s.read = n+more, s.read+more
		if more == 0 {
			empty++
		} else {
			empty = 0
		}
		switch {
		case err == io.EOF:
			return n, io.EOF
		case err != nil:
			s.failed = fmt.Errorf("read the answer: %w", err)
		case empty == maxEmpty:
			s.failed = fmt.Errorf("read the answer: %w", io.ErrNoProgress)
		}
	}
	if n > 0 {
		return n, nil // what came before an error, or with it, is read first
	}
	return 0, s.failed
}

// begin leaves start at a value and names what is not JSON by its first bytes.
func (s *source) begin() error {
	if mark, _ := s.start.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = s.start.Discard(3)
	}
	for {
		first, err := s.start.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return errEmpty
		case err != nil:
			return err
		}
		switch first[0] {
		case ' ', '\t', '\r', '\n':
			_, _ = s.start.Discard(1)
			s.read = 0 // blanks are not held
			continue
		case '<':
			page, _ := s.start.Peek(startSize)
			return markup(bytes.ToLower(page))
		}
		return nil
	}
}

func markup(start []byte) error {
	if bytes.Contains(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html")) {
		return errHTML
	}
	return errXML
}
