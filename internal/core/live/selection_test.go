package live

import (
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

func TestMapSelection(t *testing.T) {
	write := func(op OpID, at int, insert string, length int) Update {
		c, err := text.Replace(at, at, text.Lossy(insert), length)
		if err != nil {
			t.Fatal(err)
		}
		return Update{Op: op, Changes: c}
	}
	// Ada's caret is at 3 of "abcdef" (version 5); then she writes there, and Bob before and behind it.
	c := &Cell{
		Cell: notebook.Cell{Text: text.Lossy("BobabcAdaBobdef")}, Version: 8,
		Updates: []Update{write("ada:1", 3, "Ada", 6), write("bob:1", 6, "Bob", 9), write("bob:2", 0, "Bob", 12)},
	}
	for name, tt := range map[string]struct {
		given, want Selection
		by          ClientID
		ok          bool
	}{
		"a caret goes with what its person writes": {Selection{5, 3, 3}, Selection{8, 9, 9}, "ada", true},
		"and not with what others write":           {Selection{5, 3, 3}, Selection{8, 6, 6}, "eve", true},
		"a selection does not grow at its ends":    {Selection{5, 0, 3}, Selection{8, 3, 6}, "eve", true},
		"nor when it was made backwards":           {Selection{5, 3, 0}, Selection{8, 6, 3}, "eve", true},
		"it grows with what is written inside":     {Selection{5, 1, 5}, Selection{8, 4, 14}, "eve", true},
		"the present version":                      {Selection{8, 1, 2}, Selection{8, 1, 2}, "eve", true},
		"outside the text":                         {Selection{8, -1, 99}, Selection{8, 0, 15}, "eve", true},
		"outside an older text":                    {Selection{6, 99, 99}, Selection{8, 15, 15}, "eve", true},
		"a version to come":                        {Selection{9, 0, 0}, Selection{}, "eve", false},
		"a forgotten version":                      {Selection{4, 0, 0}, Selection{}, "eve", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := c.MapSelection(tt.given, tt.by); got != tt.want || ok != tt.ok {
				t.Errorf("got %+v, %t, want %+v, %t", got, ok, tt.want, tt.ok)
			}
		})
	}
}
