package lsp

import (
	"slices"
	"sync"
)

// maxShown is how many files may be asked about that somebody looks at.
const maxShown = 64

// shownFiles are the files besides the cells that somebody was shown lately: what they say may be asked
// about too. Its methods may be called at any time.
type shownFiles struct {
	mu    sync.Mutex
	names []string // the latest last
}

func (s *shownFiles) add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = slices.DeleteFunc(s.names, func(known string) bool { return known == name })
	s.names = append(s.names, name)
	s.names = s.names[max(0, len(s.names)-maxShown):]
}

func (s *shownFiles) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.names, name)
}
