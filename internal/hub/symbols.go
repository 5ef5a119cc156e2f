package hub

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/wire"
)

// Bounds of a question about the names of all open notebooks.
const (
	symbolPatience = 2 * time.Second // of all services together
	symbolAsks     = 4               // services that are asked at a time
)

// Symbols finds the names that fit a query in the code of all notebooks whose language service runs: at
// most limit, those that are called so first. Missing counts the notebooks whose service did not answer in
// time, or is not ready.
func (h *Hub) Symbols(ctx context.Context, query string, limit int) (found []wire.Symbol, missing int) {
	ctx, cancel := context.WithTimeout(ctx, symbolPatience)
	defer cancel()
	var mu sync.Mutex
	var asking sync.WaitGroup
	turns := make(chan struct{}, symbolAsks)
	for _, id := range h.Open() {
		s := h.loaded(id)
		if s == nil || s.language.open() == nil {
			continue
		}
		asking.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			symbols, err := s.symbols(ctx, query)
			mu.Lock()
			defer mu.Unlock()
			if found = append(found, symbols...); err != nil {
				missing++
			}
		})
	}
	asking.Wait()
	slices.SortFunc(found, func(a, b wire.Symbol) int {
		return cmp.Or(
			cmp.Compare(symbolFit(a.Name, query), symbolFit(b.Name, query)), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Title, b.Title), cmp.Compare(a.Workspace, b.Workspace),
			cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line),
		)
	})
	return found[:min(len(found), limit)], missing
}

// symbols are the names that the code of a session defines; none when its service is closed meanwhile.
func (s *session) symbols(ctx context.Context, query string) ([]wire.Symbol, error) {
	service, view := s.language.open(), s.view.Load()
	if service == nil || view == nil {
		return nil, nil
	}
	symbols, err := service.Symbols(ctx, query)
	for i := range symbols {
		symbols[i].Workspace, symbols[i].Title = s.id, view.state.Title
	}
	return symbols, err
}

// symbolFit is 0 for a name that is the query, more for one that fits less.
func symbolFit(name, query string) int {
	name, query = strings.ToLower(name), strings.ToLower(query)
	switch {
	case name == query:
		return 0
	case strings.HasPrefix(name, query):
		return 1
	case strings.Contains(name, query):
		return 2
	default:
		return 3
	}
}
