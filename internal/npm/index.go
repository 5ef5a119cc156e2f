package npm

import (
	"context"
	"sync"
	"time"
)

const (
	// pendingQuestions bounds what is waited for; a question over it is asked again later.
	pendingQuestions = 200
	// maxFacts bounds what is remembered; then all is forgotten and learned anew.
	maxFacts = 5000
	// factFor is how long an answer counts as new, and retryAfter how long a failure is not repeated.
	factFor, retryAfter = time.Hour, time.Minute
)

// Index knows the newest versions of packages and the @types packages that go with them. It asks the
// registry in the background, so that it can be questioned on every change of a text.
type Index struct {
	registry *Registry
	changed  func()
	wanted   chan question

	mu    sync.Mutex
	facts map[question]fact
}

// question is what is asked about a package.
type question struct {
	name  string
	about topic
}

type topic int

const (
	newestVersion topic = iota
	typesPackage
)

// fact is an answer, or that it is being looked up.
type fact struct {
	answer string
	asked  bool      // it waits, or is being looked up
	until  time.Time // when it is looked up again
}

// NewIndex returns an index that knows nothing. It tells changed, when that is not nil, each time an
// answer became another one. Serve has to run for it to learn anything.
func NewIndex(r *Registry, changed func()) *Index {
	return &Index{registry: r, changed: changed, wanted: make(chan question, pendingQuestions), facts: map[question]fact{}}
}

// Newer is the newest version of a package when that is newer than the installed one, and "" when it is
// not, or not known yet, or the range names something that no registry has.
func (i *Index) Newer(p Package) string {
	if _, ok := parseRange(p.Range); !ok || p.Installed == "" || CheckName(p.Name) != nil {
		return ""
	}
	latest := i.ask(question{p.Name, newestVersion})
	there, known := parseVersion(latest)
	here, readable := parseVersion(p.Installed)
	if !known || !readable || here.compare(there) >= 0 {
		return ""
	}
	return latest
}

// Types is the @types package of a package, empty when it has none or that is not known yet.
func (i *Index) Types(name string) string { return i.ask(question{name, typesPackage}) }

// ask returns what is known and has what is not, or not any more, looked up.
func (i *Index) ask(q question) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	f := i.facts[q]
	if f.asked || i.registry.now().Before(f.until) {
		return f.answer
	}
	select {
	case i.wanted <- q:
		f.asked = true
		i.facts[q] = f
	default: // too many questions; this one is repeated with the next change
	}
	return f.answer
}

// Serve looks up what was asked until ctx ends, and returns its error.
func (i *Index) Serve(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case q := <-i.wanted:
			if i.learn(ctx, q) && i.changed != nil {
				i.changed()
			}
		}
	}
}

// learn reports whether the answer is another one than before.
func (i *Index) learn(ctx context.Context, q question) bool {
	answer, err := i.lookUp(ctx, q)
	i.mu.Lock()
	defer i.mu.Unlock()
	before := i.facts[q].answer
	if len(i.facts) >= maxFacts {
		clear(i.facts)
	}
	if err != nil && !isAbsent(err) {
		i.facts[q] = fact{answer: before, until: i.registry.now().Add(retryAfter)}
		return false
	}
	i.facts[q] = fact{answer: answer, until: i.registry.now().Add(factFor)}
	return answer != before
}

func (i *Index) lookUp(ctx context.Context, q question) (string, error) {
	if q.about == typesPackage {
		return i.registry.TypesFor(ctx, q.name)
	}
	v, err := i.registry.Latest(ctx, q.name)
	return v.Version, err
}
