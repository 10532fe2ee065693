package zone_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/internal/leaktest"
	"github.com/rosterkit/rosterkit/internal/zone"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

func TestLoad(t *testing.T) {
	t.Parallel()
	const everywhere = "not the same zone on every machine"
	for _, tt := range []struct{ name, want string }{
		{name: "Europe/Berlin"},
		{name: "UTC"},
		{name: "", want: "missing"},
		{name: "Local", want: "missing"},
		{name: "local", want: everywhere},
		{name: "posix/Europe/Berlin", want: everywhere},
		{name: "Europe/../Europe/Berlin", want: everywhere},
		{name: "Europe/Berlim", want: "this machine knows no zone"},
	} {
		loc, err := zone.Load(tt.name)
		switch {
		case tt.want == "" && (err != nil || loc.String() != tt.name):
			t.Errorf("Load(%q) = %v, %v", tt.name, loc, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("Load(%q): %v, want %q", tt.name, err, tt.want)
		}
	}
}
