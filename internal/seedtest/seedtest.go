// Package seedtest gives tests randomness that can be had again.
package seedtest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Rand is a source of random numbers whose seed the test's log names. SRCBOOK_SEED sets the seed, to repeat a
// test that failed. Like any rand.Rand it is for one goroutine.
func Rand(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if given, err := strconv.ParseUint(os.Getenv("SRCBOOK_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("SRCBOOK_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}
