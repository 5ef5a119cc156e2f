package hub_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/wire"
)

// BenchmarkAcks measures how many operations become durable in SQLite and are acknowledged, by
// writers who each wait for the answer before they send the next. Every writer sees all of them.
func BenchmarkAcks(b *testing.B) {
	for _, writers := range []int{1, 20} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			h := benchHub(b)
			took := make([][]time.Duration, writers)
			var all sync.WaitGroup
			b.ResetTimer()
			for i := range writers {
				all.Go(func() { took[i] = acknowledge(b, h, i, b.N/writers+1) })
			}
			all.Wait()
			b.StopTimer()
			latencies := slices.Concat(took...)
			slices.Sort(latencies)
			b.ReportMetric(float64(len(latencies))/b.Elapsed().Seconds(), "acks/s")
			b.ReportMetric(latencies[len(latencies)/2].Seconds()*1e3, "p50-ms")
			b.ReportMetric(latencies[len(latencies)*99/100].Seconds()*1e3, "p99-ms")
		})
	}
}

// acknowledge edits a cell of its own n times and returns how long each took.
func acknowledge(b *testing.B, h *hub.Hub, writer, n int) []time.Duration {
	ctx := context.Background()
	client := live.ClientID(fmt.Sprintf("c%d", writer))
	p, err := h.Join(ctx, hub.JoinRequest{Workspace: "w", Client: client})
	if err != nil {
		b.Error(err)
		return nil
	}
	defer p.Leave()
	took := make([]time.Duration, 0, n)
	for i := range n {
		began := time.Now()
		if err := p.Submit(ctx, live.NewOpID(client, uint64(i+1)), live.SetTitle{Title: fmt.Sprint(i)}); err != nil {
			b.Error(err)
			return took
		}
		for acked := false; !acked; {
			m, err := p.Next(ctx)
			if err != nil {
				b.Error(err)
				return took
			}
			_, acked = m.(wire.Ack)
		}
		took = append(took, time.Since(began))
	}
	return took
}

func benchHub(b *testing.B) *hub.Hub {
	s := openStore(b, b.TempDir())
	h, stop := serveStore(b, s, hubtest.NewRunner())
	b.Cleanup(func() {
		stop()
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return h
}
