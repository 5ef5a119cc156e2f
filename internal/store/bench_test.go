package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
)

// BenchmarkAppend measures durable acknowledgements: each writer appends one entry after the other to
// its own workspace. The goals are 1,000 a second for one writer, 10,000 for twenty, p99 under 50 ms.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 20, 200} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchmarkAppend(b, writers) })
	}
}

func benchmarkAppend(b *testing.B, writers int) {
	s := storetest.Open(b)
	for i := range writers {
		w := workspace.Workspace{ID: workspaceName(i), Kind: workspace.Notebook, Title: "t", Language: "typescript"}
		if err := s.CreateWorkspace(b.Context(), w, nil); err != nil {
			b.Fatal(err)
		}
	}
	took := make([][]time.Duration, writers)
	errs := make([]error, writers)
	var group sync.WaitGroup
	b.ResetTimer()
	for i := range writers {
		n := b.N / writers
		if i < b.N%writers {
			n++
		}
		group.Go(func() { took[i], errs[i] = appendMany(s, workspaceName(i), n) })
	}
	group.Wait()
	b.StopTimer()
	for _, err := range errs {
		if err != nil {
			b.Fatal(err)
		}
	}
	report(b, slices.Concat(took...))
}

func workspaceName(i int) string { return fmt.Sprintf("workspace-%d", i) }

func appendMany(s *store.Store, id string, n int) ([]time.Duration, error) {
	took := make([]time.Duration, 0, n)
	for seq := int64(1); seq <= int64(n); seq++ {
		e := live.Entry{
			Seq: seq, ID: live.NewOpID("tab", uint64(seq)), Author: "Ada", At: storetest.Epoch, //nolint:gosec // seq is positive
			Op: live.SetTitle{Title: "a title of the length that an edit of some words has in JSON, about 100 bytes"},
		}
		start := time.Now()
		if err := s.Append(context.Background(), id, []live.Entry{e}); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
	}
	return took, nil
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(p float64) float64 { return float64(took[int(p*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "acks/s")
	b.ReportMetric(at(0.50), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}
