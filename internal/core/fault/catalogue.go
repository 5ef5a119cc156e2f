package fault

import (
	"maps"
	"slices"
)

// Entry explains a code: what a person reads who looks it up.
type Entry struct {
	Code  Code
	Kind  Kind
	Title string // names what happened, without a full stop
	Why   string // what happened and how it comes to that
	Next  string // the next step in one sentence; faults of the code carry it
	More  string // what else can be done, empty when Next says it all
}

type definition struct {
	kind             Kind
	title, why, next string
	more             string
}

var catalogue = join(generalFaults, notebookFaults, editingFaults, runningFaults, packageFaults,
	storageFaults, networkFaults, languageFaults, browserFaults)

func join(ranges ...map[Code]definition) map[Code]definition {
	all := map[Code]definition{}
	for _, r := range ranges {
		maps.Copy(all, r)
	}
	return all
}

// Codes returns every code of the catalogue in ascending order.
func Codes() []Code { return slices.Sorted(maps.Keys(catalogue)) }

// Explain looks a code up. It reports false when there is no such code.
func Explain(c Code) (Entry, bool) {
	d, ok := catalogue[c]
	return Entry{Code: c, Kind: d.kind, Title: d.title, Why: d.why, Next: d.next, More: d.more}, ok
}

func (c Code) kind() Kind   { return catalogue[c].kind }
func (c Code) next() string { return catalogue[c].next }
