package text

import (
	"fmt"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	numbered := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "const line%d = %d;\n", i, i*i)
		}
		return b.String()
	}
	for _, tt := range []struct {
		name, before, after, want string
	}{
		{"both empty", "", "", `[]`},
		{"equal", "a\nb", "a\nb", `[3]`},
		{"from empty", "", "a\nb", `[[0,"a","b"]]`},
		{"to empty", "a\nb", "", `[[3]]`},
		{"line inserted", "a\nc\n", "a\nb\nc\n", `[2,[0,"b",""],2]`},
		{"line removed", "a\nb\nc\n", "a\nc\n", `[2,[2],2]`},
		{"word changed", "let x = 1;\nlet y = 2;\n", "let x = 1;\nlet total = 2;\n", `[15,[1,"total"],6]`},
		{"two lines changed", "import a\nx\nimport b\n", "import aa\nx\nimport bb\n", `[8,[0,"a"],11,[0,"b"],1]`},
		{"two words of a line", "call(alpha, beta)", "call(alpha2, beta2)", `[10,[0,"2"],6,[0,"2"],1]`},
		{"nothing in common", "abc", "xyz", `[[3,"xyz"]]`},
		{"no confetti", "the quick brown fox", "she likes crown jewels", `[[19,"she likes crown jewels"]]`},
		{"last line without a break", "a\nb", "a\nb\n", `[3,[0,"",""]]`},
		{"pairs share a first half", "x😀y", "x😁y", `[1,[2,"😁"],1]`},
		{"pairs share a second half", "\U0001F600", "\U0001FA00", `[[2,"` + "\U0001FA00" + `"]]`},
		{"characters share first bytes", "éa", "èa", `[[1,"è"],1]`},
		{"lines moved", "a\nb\nc\nd\n", "c\nd\na\nb\n", `[[4],4,[0,"a","b",""]]`},
		{
			"far apart", numbered(9) + "x" + numbered(9), "y" + numbered(9) + numbered(9) + "z",
			`[[0,"y"],158,[1],158,[0,"z"]]`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := of(tt.before), of(tt.after)
			c := Diff(before, after)
			if got := apply(t, c, before); got != after {
				t.Errorf("applied: got %q, want %q", got.s, after.s)
			}
			if got := c.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Beyond its bounds Diff finds less in common, but what it makes is right and its time is bounded.
func TestDiffBeyondItsBounds(t *testing.T) {
	var a, b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&a, "shared %d\n", i)
		fmt.Fprintf(&b, "shared %d\n", i)
		fmt.Fprintf(&a, "old %d\n", i)
		b.WriteString("new\n")
	}
	before, after := of(a.String()), of(b.String())
	c := Diff(before, after)
	if got := apply(t, c, before); got != after {
		t.Fatal("the change does not lead to the second document")
	}
	keeps := 0
	for _, s := range c.sections {
		if s.inserted == kept {
			keeps += s.length
		}
	}
	if shared := before.units * 55 / 100; keeps < shared {
		t.Errorf("keeps %d of %d units, want at least %d", keeps, before.units, shared)
	}
	one := of(strings.Repeat("a", 1<<20))
	other := of(strings.Repeat("ba", 1<<19))
	if got := apply(t, Diff(one, other), one); got != other {
		t.Fatal("the change of one long line does not lead to the second document")
	}
}

func TestDiffRandom(t *testing.T) {
	r := newRandom(t)
	for range *casesFlag {
		before := r.text(60)
		after := r.text(60)
		if r.IntN(2) == 0 {
			after = apply(t, r.change(before), before)
		}
		c := Diff(before, after)
		if got := apply(t, c, before); got != after {
			t.Fatalf("diff of %q and %q: %s leads to %q", before.s, after.s, c, got.s)
		}
		if got := parse(t, c.String()); got.String() != c.String() {
			t.Fatalf("diff of %q and %q: %s is read as %s", before.s, after.s, c, got)
		}
	}
}
