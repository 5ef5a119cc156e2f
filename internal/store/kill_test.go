package store_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/srcbook/srcbook/internal/seedtest"
)

// rounds is how often a test repeats; the environment variable asks for more than the usual number.
func rounds(t *testing.T, variable string, usual int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv(variable))
	if err != nil {
		return usual
	}
	return n
}

func TestKillingTheServerLosesNothing(t *testing.T) {
	folder, random := t.TempDir(), seedtest.Rand(t)
	total := 0
	for range rounds(t, "SRCBOOK_KILLS", 5) {
		p := startWriter(t, folder)
		p.read(t, 1+random.IntN(2000))
		p.kill(t)
		wantAcknowledged(t, folder, p.acked)
		total += p.total
	}
	t.Logf("%d entries were acknowledged", total)
}
