package npm

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// version is a semantic version. Build metadata plays no part in its order and is not kept.
type version struct {
	major, minor, patch uint64
	pre                 []string // dot-separated identifiers, empty for a release
}

var versionPattern = regexp.MustCompile(`^[v=\s]*(\d{1,16})\.(\d{1,16})\.(\d{1,16})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$`)

func parseVersion(text string) (version, bool) {
	m := versionPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return version{}, false
	}
	v := version{major: number(m[1]), minor: number(m[2]), patch: number(m[3])}
	if m[4] != "" {
		v.pre = strings.Split(m[4], ".")
	}
	return v, true
}

func number(digits string) uint64 {
	n, _ := strconv.ParseUint(digits, 10, 64) // the patterns admit 16 digits, which always fit
	return n
}

// compare orders versions as https://semver.org/#spec-item-11 says.
func (v version) compare(w version) int {
	if c := v.compareCore(w); c != 0 {
		return c
	}
	switch {
	case len(v.pre) == 0 && len(w.pre) == 0:
		return 0
	case len(v.pre) == 0:
		return 1
	case len(w.pre) == 0:
		return -1
	}
	for i := range min(len(v.pre), len(w.pre)) {
		if c := compareIdentifier(v.pre[i], w.pre[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.pre), len(w.pre))
}

func (v version) compareCore(w version) int {
	return cmp.Or(cmp.Compare(v.major, w.major), cmp.Compare(v.minor, w.minor), cmp.Compare(v.patch, w.patch))
}

func compareIdentifier(a, b string) int {
	m, aErr := strconv.ParseUint(a, 10, 64)
	n, bErr := strconv.ParseUint(b, 10, 64)
	switch {
	case aErr == nil && bErr == nil:
		return cmp.Compare(m, n)
	case aErr == nil:
		return -1
	case bErr == nil:
		return 1
	default:
		return strings.Compare(a, b)
	}
}

// interval is a range of versions; a nil bound is open.
type interval struct {
	low, high     *version
	lowIn, highIn bool // whether the bound itself belongs to it
	tuples        []version
}

// versionRange is a union of intersections, as npm writes them: "^1.2 || >=3 <4".
type versionRange [][]interval

var (
	partialPattern = regexp.MustCompile(`^[v=\s]*([0-9]{1,16}|[xX*])(?:\.([0-9]{1,16}|[xX*]))?(?:\.([0-9]{1,16}|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$`)
	operatorSpace  = regexp.MustCompile(`(\^|~>?|[<>]=?|=)\s+`)
	hyphenPattern  = regexp.MustCompile(`^\s*(\S+)\s+-\s+(\S+)\s*$`)
	operator       = regexp.MustCompile(`^(\^|~>?|[<>]=?|=)?(.*)$`)
)

// parseRange reads a range in npm's notation. Tags, URLs and aliases are not ranges.
func parseRange(text string) (versionRange, bool) {
	var r versionRange
	for alternative := range strings.SplitSeq(text, "||") {
		all, ok := parseIntersection(alternative)
		if !ok {
			return nil, false
		}
		r = append(r, all)
	}
	return r, true
}

func parseIntersection(text string) ([]interval, bool) {
	if m := hyphenPattern.FindStringSubmatch(text); m != nil {
		low, okLow := parseComparator(">=" + m[1])
		high, okHigh := parseComparator("<=" + m[2])
		return []interval{low, high}, okLow && okHigh
	}
	all := []interval{}
	for word := range strings.FieldsSeq(operatorSpace.ReplaceAllString(strings.TrimSpace(text), "$1")) {
		one, ok := parseComparator(word)
		if !ok {
			return nil, false
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		all = append(all, interval{})
	}
	return all, true
}

// parseComparator reads one comparator: an operator and a version that may be partial.
func parseComparator(word string) (interval, bool) {
	parts := operator.FindStringSubmatch(word)
	m := partialPattern.FindStringSubmatch(parts[2])
	if m == nil {
		return interval{}, false
	}
	given := 0
	for given < 3 && m[given+1] != "" && !strings.ContainsAny(m[given+1], "xX*") {
		given++
	}
	v := version{}
	for i, field := range []*uint64{&v.major, &v.minor, &v.patch} {
		if i < given {
			*field = number(m[i+1])
		}
	}
	if given == 3 && m[4] != "" {
		v.pre = strings.Split(m[4], ".")
	}
	return comparator(parts[1], v, given), true
}

// comparator is the interval of an operator and a version of which only the first given fields count.
func comparator(op string, v version, given int) interval {
	if given == 0 {
		if op == "<" || op == ">" {
			return interval{low: &version{}, high: &version{}} // nothing
		}
		return interval{}
	}
	exact := given == 3
	next := v.next(given)
	var i interval
	switch op {
	case "^":
		i = interval{low: &v, lowIn: true, high: v.caret(given)}
	case "~", "~>":
		i = interval{low: &v, lowIn: true, high: v.next(min(given, 2))}
	case ">=":
		i = interval{low: &v, lowIn: true}
	case ">":
		if i = (interval{low: &v}); !exact {
			i = interval{low: next, lowIn: true}
		}
	case "<":
		i = interval{high: &v}
		if !exact {
			i.high = v.floor()
		}
	case "<=":
		if i = (interval{high: &v, highIn: true}); !exact {
			i = interval{high: next}
		}
	default:
		i = interval{low: &v, high: &v, lowIn: true, highIn: true}
		if !exact {
			i = interval{low: &v, lowIn: true, high: next}
		}
	}
	if len(v.pre) > 0 {
		i.tuples = []version{v}
	}
	return i
}

// next is the lowest version, prereleases included, above all that share v's first given fields.
func (v version) next(given int) *version {
	n := version{major: v.major, minor: v.minor, patch: v.patch + 1}
	switch given {
	case 1:
		n = version{major: v.major + 1}
	case 2:
		n = version{major: v.major, minor: v.minor + 1}
	}
	return n.floor()
}

// floor is the lowest prerelease of v.
func (v version) floor() *version {
	v.pre = []string{"0"}
	return &v
}

// caret is the version that ^v ends before: the next change of its first field that is not zero.
func (v version) caret(given int) *version {
	switch {
	case v.major > 0 || given == 1:
		return v.next(1)
	case v.minor > 0 || given == 2:
		return v.next(2)
	default:
		return v.next(3)
	}
}

// contains reports whether v satisfies r. A prerelease only satisfies a comparator that names a
// prerelease of the same release, as npm has it.
func (r versionRange) contains(v version) bool {
	for _, all := range r {
		if intersectionContains(all, v) {
			return true
		}
	}
	return false
}

func intersectionContains(all []interval, v version) bool {
	named := len(v.pre) == 0
	for _, i := range all {
		if !i.contains(v) {
			return false
		}
		for _, t := range i.tuples {
			named = named || t.compareCore(v) == 0
		}
	}
	return named
}

func (i interval) contains(v version) bool {
	if i.low != nil {
		if c := v.compare(*i.low); c < 0 || c == 0 && !i.lowIn {
			return false
		}
	}
	if i.high != nil {
		if c := v.compare(*i.high); c > 0 || c == 0 && !i.highIn {
			return false
		}
	}
	return true
}

// Satisfies reports whether an installed version meets what package.json asks for. Whatever is not a
// range of versions, such as a tag, a URL or a file, is met by any version; an alias counts by its range.
func Satisfies(installed, versions string) bool {
	if alias, ok := strings.CutPrefix(versions, "npm:"); ok {
		_, versions = splitSpec(alias)
	}
	r, ok := parseRange(versions)
	if !ok {
		return true
	}
	v, ok := parseVersion(installed)
	return ok && r.contains(v)
}
