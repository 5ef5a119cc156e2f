package store_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
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

func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if given, err := strconv.ParseUint(os.Getenv("SRCBOOK_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("SRCBOOK_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func TestKillingTheServerLosesNothing(t *testing.T) {
	folder, random := t.TempDir(), seeded(t)
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
