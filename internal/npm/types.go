package npm

import (
	"context"
	"sync"
)

// pendingTypes bounds the packages whose types are waited for; those over it are asked for again later.
const pendingTypes = 100

// maxTypes bounds what is remembered; then all is forgotten and learned anew.
const maxTypes = 5000

// Types knows which @types packages go with which packages. It asks the registry in the background, so
// that Known can be called on every change of a text.
type Types struct {
	registry *Registry
	changed  func()
	wanted   chan string

	mu    sync.Mutex
	known map[string]string
	asked map[string]bool
}

// NewTypes returns an index that tells changed, when it is not nil, each time it learned of an @types
// package. Serve has to run for it to learn anything.
func NewTypes(r *Registry, changed func()) *Types {
	return &Types{
		registry: r, changed: changed, wanted: make(chan string, pendingTypes),
		known: map[string]string{}, asked: map[string]bool{},
	}
}

// Known is the @types package of a package, empty when it has none or that is not known yet. The first
// question about a package has it looked up.
func (t *Types) Known(name string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	types, ok := t.known[name]
	if ok || t.asked[name] {
		return types
	}
	select {
	case t.wanted <- name:
		t.asked[name] = true
	default: // too many questions; this one is repeated with the next change
	}
	return ""
}

// Serve looks types up until ctx ends, and returns its error.
func (t *Types) Serve(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case name := <-t.wanted:
			t.learn(ctx, name)
		}
	}
}

func (t *Types) learn(ctx context.Context, name string) {
	types, err := t.registry.TypesFor(ctx, name)
	t.mu.Lock()
	delete(t.asked, name)
	if err == nil || isAbsent(err) {
		if len(t.known) >= maxTypes {
			clear(t.known)
		}
		t.known[name] = types
	}
	t.mu.Unlock()
	if types != "" && t.changed != nil {
		t.changed()
	}
}
