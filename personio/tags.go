package personio

import (
	"context"
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/internal/listing"
)

var errTags = errors.New("tags whose commas may be part of a tag: let the credentials read the list of attributes")

// isTags reports whether a vendor's type is that of a set of tags.
func isTags(kind string) bool {
	switch strings.ToLower(kind) {
	case "tags", "string_list":
		return true
	}
	return false
}

// optionsOf returns the options of the attributes by their keys.
func optionsOf(all []meta) map[string][]string {
	options := make(map[string][]string, len(all))
	for _, m := range all {
		options[m.key] = m.options
	}
	return options
}

// withOptions reads the list of attributes if a page has tags and the list was not read:
// tags are joined by commas, and only the options show which commas are part of a tag.
// The page is then read again.
func (c *Client) withOptions(ctx context.Context, p projection, page listing.Page[listedEmployee], limit int) (projection, listing.Page[listedEmployee], error) {
	tagged := false
	for _, e := range page.Items {
		tagged = tagged || e.tagged
	}
	if p.options != nil || !tagged {
		return p, page, nil
	}
	all, err := c.readAttributes(ctx)
	if barred(err) {
		return p, page, nil
	}
	if err != nil {
		return p, page, err
	}
	p.options = optionsOf(all)
	page, err = readPage(ctx, c, p, 0, limit, p.listed(c))
	return p, page, err
}

// splitTags takes tags that are joined by commas apart. There must be one way alone to
// do it with the options; a text without a comma is one tag.
func splitTags(text string, options []string) ([]string, error) {
	parts := strings.Split(text, ",")
	if len(parts) == 1 {
		return []string{strings.TrimSpace(text)}, nil
	}
	known := make(map[string]bool, len(options))
	commas := 0 // the most in one option
	for _, option := range options {
		known[strings.TrimSpace(option)] = true
		commas = max(commas, strings.Count(option, ","))
	}
	ways := make([]int, len(parts)+1) // in which the parts from a place on can be tags: 0, 1, or 2 for more
	next := make([]int, len(parts))   // where the first tag of the last of them ends
	ways[len(parts)] = 1
	for i := len(parts) - 1; i >= 0; i-- {
		for end := i + 1; end <= min(i+1+commas, len(parts)); end++ {
			if tag := strings.TrimSpace(strings.Join(parts[i:end], ",")); (known[tag] || tag == "") && ways[end] > 0 {
				ways[i], next[i] = min(ways[i]+ways[end], 2), end
			}
		}
	}
	if ways[0] != 1 {
		return nil, errTags
	}
	var tags []string
	for i := 0; i < len(parts); i = next[i] {
		if tag := strings.TrimSpace(strings.Join(parts[i:next[i]], ",")); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags, nil
}
