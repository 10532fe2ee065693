package wire

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestOrderOfKeys: keys are found whatever their order, and however many are left out,
// are new, or stand below another key.
func TestOrderOfKeys(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	a := NewAnswer()
	list := a.List()
	places := map[string]Place{}
	var keys []string
	for i := range 12 {
		key := fmt.Sprint("k", i)
		keys = append(keys, key, fmt.Sprint("unread", i))
		places[key] = list.Place(key)
		places["in."+key] = list.Place("in", key)
	}
	var body strings.Builder
	var want []map[string]string
	for n := range 500 {
		values := map[string]string{}
		object := func(prefix string) string {
			var members []string
			for _, i := range random.Perm(len(keys)) {
				if n < 100 && i%3 == n%7 || n >= 200 && random.IntN(3) == 0 {
					continue
				}
				if n < 300 {
					i = len(members) % len(keys) // in their order
				}
				value := fmt.Sprint(random.IntN(1000))
				members = append(members, fmt.Sprintf("%q:%s", keys[i], value))
				values[prefix+keys[i]] = value
			}
			for i := range random.IntN(3) {
				members = append(members, fmt.Sprintf(`"new %d %d":[]`, n, i))
			}
			return "{" + strings.Join(members, ",") + "}"
		}
		inner := object("in.")
		outer := strings.TrimSuffix(object(""), "}")
		if outer != "{" {
			outer += ","
		}
		fmt.Fprintf(&body, `,%s"in":%s}`, outer, inner)
		want = append(want, values)
	}
	_, err := a.Read(strings.NewReader("["+body.String()[1:]+"]"), list.Each(func(r *Record) error {
		values := want[r.Number()-1]
		for key, place := range places {
			value, there := values[key]
			if got := r.At(place); got.Missing() == there || got.Raw() != value {
				return fmt.Errorf("item %d: %s is %s, want %s", r.Number(), key, sketch(got), value)
			}
		}
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
}
