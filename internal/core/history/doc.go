// Package history makes the revisions of a notebook out of its journal: what a timeline shows, how
// two revisions differ, which operations bring one back, and which are kept when the journal of long
// ago is folded.
//
// A revision is the notebook after one entry of the journal, and is named by the entry's sequence
// number; 0 is the notebook as it was created. Everything here is pure.
package history
