package hub

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// slowLines counts as the interface does, unit by unit.
func slowLines(pieces [][2]string) int {
	lines, units, open, stream := 0, 0, false, ""
	for _, p := range pieces {
		if p[0] != stream {
			stream, open = p[0], false
		}
		for _, r := range p[1] {
			n := utf16.RuneLen(r)
			if open && units+n > maxLine {
				open = false
			}
			if !open {
				lines, units, open = lines+1, 0, true
			}
			units += n
			if r == '\n' {
				open = false
			}
		}
	}
	return lines
}

func TestLineCounter(t *testing.T) {
	for name, test := range map[string]struct {
		pieces [][2]string
		want   int
	}{
		"nothing":                  {nil, 0},
		"a line":                   {[][2]string{{"out", "a\n"}}, 1},
		"an open line":             {[][2]string{{"out", "a\nb"}}, 2},
		"a line in pieces":         {[][2]string{{"out", "a"}, {"out", "b"}, {"out", "\n"}}, 1},
		"an open line goes on":     {[][2]string{{"out", "a"}, {"out", "b\nc\n"}}, 2},
		"streams":                  {[][2]string{{"out", "a"}, {"err", "b"}, {"out", "c"}}, 3},
		"empty lines":              {[][2]string{{"out", "\n\n\n"}}, 3},
		"a line that is just full": {[][2]string{{"out", strings.Repeat("x", maxLine-1) + "\n"}}, 1},
		"a line that is too long":  {[][2]string{{"out", strings.Repeat("x", maxLine) + "\n"}}, 2},
		"too long in pieces":       {[][2]string{{"out", strings.Repeat("x", maxLine)}, {"out", "y\n"}}, 2},
		"long but not in units":    {[][2]string{{"out", strings.Repeat("é", maxLine-1) + "\n"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var c lineCounter
			got := 0
			for _, p := range test.pieces {
				got += c.add(p[0], p[1]).begun
			}
			if got != test.want || got != slowLines(test.pieces) {
				t.Errorf("got %d, want %d; unit by unit %d", got, test.want, slowLines(test.pieces))
			}
		})
	}
}

func TestLineCounterOnRandomOutput(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	words := []string{"a", "\n", "line\n", "é", "😀", strings.Repeat("x", 5_000), strings.Repeat("y\n", 3_000), strings.Repeat("é", 3_000)}
	for range 2_000 {
		var c lineCounter
		var pieces [][2]string
		got := 0
		for range random.IntN(8) {
			p := [2]string{[]string{"out", "err"}[random.IntN(4)/3], ""}
			for range 1 + random.IntN(5) {
				p[1] += words[random.IntN(len(words))]
			}
			pieces = append(pieces, p)
			got += c.add(p[0], p[1]).begun
		}
		if want := slowLines(pieces); got != want {
			t.Fatalf("seed %d: got %d, want %d of %.200q", seed, got, want, pieces)
		}
	}
}

func BenchmarkLineCounter(b *testing.B) {
	text := strings.Repeat(strings.Repeat("x", 99)+"\n", 327)
	b.SetBytes(int64(len(text)))
	var c lineCounter
	for b.Loop() {
		c.add("out", text)
	}
}
