package history

import (
	"slices"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Step is one entry of the journal without its payload.
type Step struct {
	Seq    int64
	Author string
	At     time.Time
	Kind   string          // the operation's type, such as "text.edit"
	Cell   notebook.CellID // the cell that it concerns, "" for none
}

// Group is a stretch of steps that a timeline shows as one: a burst of work, a restoration, a named
// revision.
type Group struct {
	Kind      Kind
	From      int64 // the revision before the group
	Seq       int64 // the revision that the group led to
	StartedAt time.Time
	At        time.Time
	Authors   []string // in order of appearance
	Edits     int      // operations that changed the notebook
	Cells     []notebook.CellID
}

// Kind is what a group consists of.
type Kind string

// The kinds.
const (
	Work     Kind = "work"     // people edited
	Packages Kind = "packages" // only package.json or tsconfig.json changed
	Restored Kind = "restore"  // an earlier revision was brought back
	Created  Kind = "created"  // the notebook began
)

// How steps are drawn together.
const (
	pause = 5 * time.Minute // without a step that long, a burst has ended
	brief = 5 * time.Minute // who joins in for at most that long works together with the other
	long  = time.Hour       // a longer burst is divided at the hours
)

// Changes reports whether an operation of this type makes another revision, as opposed to running
// cells and naming revisions.
func Changes(kind string) bool {
	switch kind {
	case "text.edit", "cell.insert", "cell.delete", "cell.restore", "cell.move", "cell.rename", "title.set":
		return true
	default:
		return false
	}
}

// Timeline draws steps, oldest first, together. named says which revisions have a name: a group ends
// there. The groups are in the same order; other steps that change nothing leave no trace.
func Timeline(steps []Step, named func(seq int64) bool) []Group {
	var bursts []burst
	for i, s := range steps {
		switch {
		case s.Kind == noteRestore:
			bursts = append(bursts, burst{kind: Restored, steps: []Step{s}})
		case Changes(s.Kind):
			bursts = join(bursts, s)
		}
		last := len(bursts) - 1
		// The operations of a restoration have its very time.
		if last >= 0 && bursts[last].kind == Restored && i+1 < len(steps) && !steps[i+1].At.Equal(s.At) {
			bursts[last].sealed = true
		}
		if named(s.Seq) {
			if last < 0 || bursts[last].name != 0 {
				bursts = append(bursts, burst{kind: Work, steps: []Step{s}})
				last++
			}
			bursts[last].name, bursts[last].sealed = s.Seq, true
		}
	}
	var groups []Group
	for _, b := range together(bursts) {
		for _, part := range b.hours() {
			groups = append(groups, part.group())
		}
	}
	return groups
}

const noteRestore = "history.restore"

// burst is a run of steps by one author without a pause, or by several who work together.
type burst struct {
	kind   Kind
	steps  []Step
	sealed bool  // nothing joins any more
	name   int64 // the named revision that it ends with, 0 for none
}

func (b burst) first() Step { return b.steps[0] }
func (b burst) last() Step  { return b.steps[len(b.steps)-1] }

func (b burst) lasted() time.Duration { return b.last().At.Sub(b.first().At) }

// join adds a step to the last burst where it continues it, and begins another where not.
func join(bursts []burst, s Step) []burst {
	kind := Work
	if s.Cell == notebook.PackageID || s.Cell == notebook.TSConfigID {
		kind = Packages
	}
	if n := len(bursts); n > 0 && !bursts[n-1].sealed {
		b := &bursts[n-1]
		switch {
		case b.kind == Restored:
			b.steps = append(b.steps, s)
			return bursts
		case b.last().Author == s.Author && s.At.Sub(b.last().At) <= pause && b.kind == kind:
			b.steps = append(b.steps, s)
			return bursts
		}
	}
	return append(bursts, burst{kind: kind, steps: []Step{s}})
}

// together merges the bursts of people who take turns: what one did briefly between two bursts of
// another. What took longer is a piece of work of its own.
func together(bursts []burst) []burst {
	var merged []burst
	for i, b := range bursts {
		if n := len(merged); n > 0 && (merged[n-1].goesOn(b) || merged[n-1].interrupted(bursts[i:])) {
			last := &merged[n-1]
			last.steps = append(last.steps, b.steps...)
			last.sealed, last.name = b.sealed, b.name
			if b.kind == Work {
				last.kind = Work
			}
			continue
		}
		merged = append(merged, b)
	}
	return merged
}

// goesOn reports whether next is by somebody who already took part, without a pause between.
func (b burst) goesOn(next burst) bool {
	return b.precedes(next) && slices.ContainsFunc(b.steps, func(s Step) bool { return s.Author == next.first().Author })
}

// interrupted reports whether the first of what follows is only an interlude.
func (b burst) interrupted(following []burst) bool {
	return len(following) > 1 && following[0].lasted() <= brief && b.precedes(following[0]) &&
		following[0].precedes(following[1]) && b.author() == following[1].author()
}

func (b burst) author() string { return b.last().Author }

func (b burst) precedes(next burst) bool {
	return !b.sealed && b.kind != Restored && next.kind != Restored && next.first().At.Sub(b.last().At) <= pause
}

// hours divides a long burst where an hour of the clock ends.
func (b burst) hours() []burst {
	if b.kind == Restored || b.lasted() <= long {
		return []burst{b}
	}
	var parts []burst
	for _, s := range b.steps {
		if n := len(parts); n > 0 && parts[n-1].first().At.Truncate(time.Hour).Equal(s.At.Truncate(time.Hour)) {
			parts[n-1].steps = append(parts[n-1].steps, s)
			continue
		}
		parts = append(parts, burst{kind: b.kind, steps: []Step{s}})
	}
	parts[len(parts)-1].name = b.name
	return parts
}

func (b burst) group() Group {
	g := Group{
		Kind: b.kind, From: b.first().Seq - 1, Seq: max(b.last().Seq, b.name), StartedAt: b.first().At, At: b.last().At,
	}
	for _, s := range b.steps {
		if !slices.Contains(g.Authors, s.Author) {
			g.Authors = append(g.Authors, s.Author)
		}
		if !Changes(s.Kind) {
			continue
		}
		g.Edits++
		if s.Cell != "" && !slices.Contains(g.Cells, s.Cell) {
			g.Cells = append(g.Cells, s.Cell)
		}
	}
	return g
}
