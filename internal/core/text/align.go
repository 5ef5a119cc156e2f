package text

import (
	"slices"
	"sort"
)

// run is a stretch that two sequences have in common: n elements from a in the one and b in the other.
type run struct{ a, b, n int }

// maxDepth bounds how often the parts between anchors are divided by further anchors.
const maxDepth = 16

// align finds runs that a and b have in common, in order. The result is the longest possible where
// it takes at most limit edits; elsewhere it rests on elements that occur once in both.
func align(a, b []int32, limit int) []run {
	al := aligner{a: a, b: b, limit: limit}
	al.span(0, len(a), 0, len(b), maxDepth)
	return al.runs
}

type aligner struct {
	a, b  []int32
	limit int
	runs  []run
}

func (al *aligner) add(a, b, n int) {
	if n > 0 {
		al.runs = append(al.runs, run{a, b, n})
	}
}

// span aligns a[i:iEnd] with b[j:jEnd].
func (al *aligner) span(i, iEnd, j, jEnd, depth int) {
	head, tail := 0, 0
	for i+head < iEnd && j+head < jEnd && al.a[i+head] == al.b[j+head] {
		head++
	}
	al.add(i, j, head)
	i, j = i+head, j+head
	for i < iEnd-tail && j < jEnd-tail && al.a[iEnd-1-tail] == al.b[jEnd-1-tail] {
		tail++
	}
	iEnd, jEnd = iEnd-tail, jEnd-tail
	if i < iEnd && j < jEnd {
		if runs, ok := shortest(al.a[i:iEnd], al.b[j:jEnd], al.limit); ok {
			for _, r := range runs {
				al.add(i+r.a, j+r.b, r.n)
			}
		} else if depth > 0 {
			al.divide(i, iEnd, j, jEnd, depth-1)
		}
	}
	al.add(iEnd, jEnd, tail)
}

// divide aligns the parts between anchors. Without an anchor it finds nothing in common.
func (al *aligner) divide(i, iEnd, j, jEnd, depth int) {
	anchors := increasing(al.unique(i, iEnd, j, jEnd))
	for _, anchor := range anchors {
		al.span(i, anchor.a, j, anchor.b, depth)
		al.add(anchor.a, anchor.b, 1)
		i, j = anchor.a+1, anchor.b+1
	}
	if len(anchors) > 0 {
		al.span(i, iEnd, j, jEnd, depth)
	}
}

// unique lists the elements that occur exactly once in each part, by their place in a.
func (al *aligner) unique(i, iEnd, j, jEnd int) []run {
	type occurrence struct{ inA, inB, b int }
	seen := make(map[int32]occurrence)
	for _, id := range al.a[i:iEnd] {
		o := seen[id]
		o.inA++
		seen[id] = o
	}
	for k, id := range al.b[j:jEnd] {
		o := seen[id]
		o.inB++
		o.b = j + k
		seen[id] = o
	}
	var found []run
	for k, id := range al.a[i:iEnd] {
		if o := seen[id]; o.inA == 1 && o.inB == 1 {
			found = append(found, run{i + k, o.b, 1})
		}
	}
	return found
}

// increasing returns a longest part of runs, which are ordered by a, that is ordered by b too.
func increasing(runs []run) []run {
	ends := []int{}                  // ends[n]: the run with the least b that ends n+1 runs in order
	before := make([]int, len(runs)) // before[i]: the run before run i in its order, or -1
	for i, r := range runs {
		n := sort.Search(len(ends), func(n int) bool { return runs[ends[n]].b >= r.b })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var longest []run
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			longest = append(longest, runs[i])
		}
	}
	slices.Reverse(longest)
	return longest
}

// shortest finds what a and b have in common with the fewest edits, by Myers' greedy algorithm. It is
// false when that takes more than limit edits.
func shortest(a, b []int32, limit int) ([]run, bool) {
	var fronts []front
	for d := range limit + 1 {
		next := make(front, 2*d+1)
		for k := -d; k <= d; k += 2 {
			x := 0
			if d > 0 {
				x, _ = fronts[d-1].step(k, len(a), len(b))
			}
			for x >= 0 && x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			next[k+d] = x
			if x == len(a) && x-k == len(b) {
				return trace(fronts, len(a), len(b)), true
			}
		}
		fronts = append(fronts, next)
	}
	return nil, false
}

// front holds how far in a the search got with d edits: on diagonal k, where k elements more of a
// than of b are behind, up to front[k+d]. It is -1 where the diagonal was out of reach.
type front []int

// step is where one more edit enters diagonal k, and the diagonal that it comes from. It is -1 when
// no edit inside the n elements of a and m of b does.
func (f front) step(k, n, m int) (x, from int) {
	d := len(f) / 2
	x, from = -1, k
	if k+1 <= d {
		if down := f[k+1+d]; down-k <= m {
			x, from = down, k+1
		}
	}
	if k-1 >= -d {
		if right := f[k-1+d]; right >= 0 && right < n && right+1 > x {
			x, from = right+1, k-1
		}
	}
	return x, from
}

// trace follows the edits back from the end of both sequences and returns what lies between them.
func trace(fronts []front, n, m int) []run {
	var runs []run
	x, k := n, n-m
	for d := len(fronts); d >= 0; d-- {
		start, from := 0, 0
		if d > 0 {
			start, from = fronts[d-1].step(k, n, m)
		}
		if x > start {
			runs = append(runs, run{start, start - k, x - start})
		}
		if d > 0 {
			x, k = fronts[d-1][from+d-1], from
		}
	}
	slices.Reverse(runs)
	return runs
}
