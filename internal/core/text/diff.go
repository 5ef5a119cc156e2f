package text

import (
	"strings"
	"unicode/utf8"
)

// Bounds that keep Diff close to linear. Beyond them it replaces more than it would have to.
const (
	maxLineEdits = 256     // lines deleted and inserted between two anchors
	maxCharEdits = 128     // characters deleted and inserted in one hunk
	maxHunk      = 1 << 14 // bytes of a hunk that is compared by characters
	minRun       = 3       // characters; shorter ones in common are no reason to split an edit
)

// Diff returns a change from before to after that keeps what they have in common: lines first, then
// characters within changed lines. It brings changes made elsewhere into a document that people are
// editing, so it favours few, readable edits over the smallest number of characters.
func Diff(before, after Text) ChangeSet {
	var d differ
	head, tail := common(before.s, after.s)
	a, b := before.s[head:len(before.s)-tail], after.s[head:len(after.s)-tail]
	if a != "" && b != "" { // compare whole lines
		head = strings.LastIndexByte(before.s[:head], '\n') + 1
		if i := strings.IndexByte(before.s[len(before.s)-tail:], '\n'); i >= 0 {
			tail -= i + 1
		} else {
			tail = 0
		}
		a, b = before.s[head:len(before.s)-tail], after.s[head:len(after.s)-tail]
	}
	d.keep(before.s[:head])
	d.lines(a, b)
	d.keep(before.s[len(before.s)-tail:])
	return d.out.changeSet()
}

// differ writes the change from one document to another, from start to end.
type differ struct{ out builder }

func (d *differ) keep(s string) {
	d.out.add(section{length: utf16Len(s), inserted: kept}, false)
}

func (d *differ) replace(a, b string) {
	d.out.add(section{length: utf16Len(a), inserted: utf16Len(b), text: b}, false)
}

func (d *differ) lines(a, b string) {
	if a == "" || b == "" {
		d.replace(a, b)
		return
	}
	ids := make(map[string]int32)
	before, beforeIDs := splitLines(a, ids)
	after, afterIDs := splitLines(b, ids)
	i, j := 0, 0
	for _, r := range align(beforeIDs, afterIDs, maxLineEdits) {
		d.hunk(strings.Join(before[i:r.a], ""), strings.Join(after[j:r.b], ""))
		i, j = r.a+r.n, r.b+r.n
		d.keep(strings.Join(before[r.a:i], ""))
	}
	d.hunk(strings.Join(before[i:], ""), strings.Join(after[j:], ""))
}

// splitLines returns the lines of s, each with its line break, and a number for each, the same for
// equal lines.
func splitLines(s string, ids map[string]int32) (lines []string, numbers []int32) {
	lines = strings.SplitAfter(s, "\n")
	numbers = make([]int32, len(lines))
	for i, line := range lines {
		id, known := ids[line]
		if !known {
			id = int32(len(ids))
			ids[line] = id
		}
		numbers[i] = id
	}
	return lines, numbers
}

// hunk compares lines that differ by their characters.
func (d *differ) hunk(a, b string) {
	head, tail := common(a, b)
	d.keep(a[:head])
	d.chars(a[head:len(a)-tail], b[head:len(b)-tail])
	d.keep(a[len(a)-tail:])
}

func (d *differ) chars(a, b string) {
	if a == "" || b == "" || len(a)+len(b) > maxHunk {
		d.replace(a, b)
		return
	}
	before, after := []rune(a), []rune(b)
	runs, ok := shortest(before, after, maxCharEdits)
	if !ok || !worthwhile(runs, max(len(before), len(after))) {
		d.replace(a, b)
		return
	}
	i, j := 0, 0
	for _, r := range runs {
		if r.n < minRun {
			continue
		}
		d.replace(string(before[i:r.a]), string(after[j:r.b]))
		i, j = r.a+r.n, r.b+r.n
		d.keep(string(before[r.a:i]))
	}
	d.replace(string(before[i:]), string(after[j:]))
}

// worthwhile reports whether the runs keep at least half of n characters.
func worthwhile(runs []run, n int) bool {
	keeps := 0
	for _, r := range runs {
		if r.n >= minRun {
			keeps += r.n
		}
	}
	return 2*keeps >= n
}

// common returns the lengths in bytes of what a and b start and end with, in whole characters and
// without overlap.
func common(a, b string) (head, tail int) {
	limit := min(len(a), len(b))
	for head < limit && a[head] == b[head] {
		head++
	}
	for inside(a, head) || inside(b, head) {
		head--
	}
	for tail < limit-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for inside(a, len(a)-tail) {
		tail--
	}
	return head, tail
}

// inside reports whether byte offset i of s is within a character.
func inside(s string, i int) bool { return i < len(s) && !utf8.RuneStart(s[i]) }
