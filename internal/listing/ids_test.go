package listing

import (
	"fmt"
	"strings"
	"testing"
)

// TestIDs: every text has the number of its first time, and no other has.
func TestIDs(t *testing.T) {
	t.Parallel()
	var d IDs
	if n, ok := d.Find("a"); ok {
		t.Errorf("the number %d of a text that was never given", n)
	}
	var want []string
	for i := range 5 * blockSize {
		id := fmt.Sprint(i, strings.Repeat("x", i%90))
		if i%500 == 7 {
			id = strings.Repeat(id, 1000)
		}
		want = append(want, id)
		for range 2 {
			if n := d.Number(id); n != i {
				t.Fatalf("the number %d of text %d", n, i)
			}
		}
	}
	for i, id := range want {
		if n, ok := d.Find(id); n != i || !ok || string(d.Text(i)) != id {
			t.Fatalf("text %d is found at %d, %t", i, n, ok)
		}
		if _, ok := d.Find(id + "-"); ok {
			t.Fatalf("a text beside text %d is found", i)
		}
	}
}
