package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
)

const searchSeed = 20260301

// fillLibrary makes notebooks of words that are distributed as in a language: few are everywhere,
// most are rare.
func fillLibrary(b *testing.B, s *store.Store, notebooks int) {
	b.Helper()
	r := rand.New(rand.NewPCG(searchSeed, 1))
	words := rand.NewZipf(r, 1.1, 4, 20_000)
	word := func() string { return fmt.Sprintf("w%x", words.Uint64()) }
	name := func() string { return word() + strings.ToUpper(word()[:1]) + word()[1:] }
	for i := range notebooks {
		w := storetest.Workspace(fmt.Sprintf("n%05d", i))
		check(b, s.CreateWorkspace(b.Context(), w, []byte("{}")))
		index := workspace.Index{
			Title: word() + " " + word(), Language: []string{"typescript", "javascript"}[i%2], At: storetest.Epoch.Add(time.Duration(i) * time.Minute),
			Packages: []string{fmt.Sprintf("package-%d", r.IntN(200))},
		}
		for c := range 8 {
			var body strings.Builder
			for range 40 {
				fmt.Fprintf(&body, "const %s = %s(%s); // %s %s\n", name(), name(), word(), word(), word())
			}
			index.Parts = append(index.Parts, workspace.Part{Cell: fmt.Sprintf("c%d", c), Filename: fmt.Sprintf("%s.ts", word()), Body: body.String()})
		}
		check(b, s.UpdateIndex(b.Context(), w.ID, index))
	}
}

// BenchmarkSearch reports how long searches of several kinds take among 10,000 notebooks.
func BenchmarkSearch(b *testing.B) {
	s := storetest.Open(b)
	fillLibrary(b, s, 10_000)
	for _, query := range []string{"const", "c", "w1", "w1 w2 w3", "w4fW2", "w1a2", "package:package-7", "language:javascript const", "const after:2026-03-03", "absent", "w1 package:package-9 language:ts"} {
		b.Run(query, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				began := time.Now()
				_, err := s.Search(b.Context(), workspace.ParseQuery(query, time.UTC), 50)
				check(b, err)
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
