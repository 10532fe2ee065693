package visible_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }
