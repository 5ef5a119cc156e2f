package library_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

type keys = map[string][]string

func TestKeysAreChangedByCommand(t *testing.T) {
	f := newFixture(t)
	for _, step := range []struct {
		name   string
		change keys
		usual  []string
		want   keys
	}{
		{"one command", keys{"cell.run": {"F5", "Mod-Enter"}}, nil, keys{"cell.run": {"F5", "Mod-Enter"}}},
		{"another beside it", keys{"app.help": {}}, nil, keys{"cell.run": {"F5", "Mod-Enter"}, "app.help": {}}},
		{"back to the usual ones", nil, []string{"cell.run"}, keys{"app.help": {}}},
		{
			"signs, space and several modifiers",
			keys{"app.help": {"?", "Mod- ", "Ctrl-Shift-Alt-ArrowUp", "-", "ß"}},
			nil,
			keys{"app.help": {"?", "Mod- ", "Ctrl-Shift-Alt-ArrowUp", "-", "ß"}},
		},
		{"nothing", nil, []string{"app.help", "cell.none"}, nil},
	} {
		got, err := f.ChangeSettings(t.Context(), wire.SettingsPatch{Keys: step.change, UsualKeys: step.usual})
		check(t, err)
		kept, err := f.ReadSettings(t.Context())
		check(t, err)
		if len(got.Keys)+len(step.want) > 0 && !reflect.DeepEqual(got.Keys, step.want) {
			t.Errorf("%s: got %v, want %v", step.name, got.Keys, step.want)
		}
		if len(kept.Keys)+len(step.want) > 0 && !reflect.DeepEqual(kept.Keys, step.want) {
			t.Errorf("%s: kept %v, want %v", step.name, kept.Keys, step.want)
		}
	}
}

func TestKeysThatCannotBeAreRefusedAndChangeNothing(t *testing.T) {
	f := newFixture(t)
	_, err := f.ChangeSettings(t.Context(), wire.SettingsPatch{Keys: keys{"cell.run": {"F5"}}})
	check(t, err)
	many := keys{}
	for i := range 501 {
		many[fmt.Sprintf("cell.c%d", i)] = []string{"a"}
	}
	for name, change := range map[string]keys{
		"no command":           {"": {"a"}},
		"a command in capital": {"Cell.Run": {"a"}},
		"a long command":       {"cell." + strings.Repeat("x", 60): {"a"}},
		"too many keys":        {"cell.run": strings.Split("abcdefghi", "")},
		"an empty keystroke":   {"cell.run": {""}},
		"only modifiers":       {"cell.run": {"Mod-Shift-"}},
		"a strange modifier":   {"cell.run": {"Hyper-a"}},
		"a control character":  {"cell.run": {"Mod-\x07"}},
		"a long key":           {"cell.run": {strings.Repeat("a", 40)}},
		"too many commands":    many,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.ChangeSettings(t.Context(), wire.SettingsPatch{Keys: change})
			wantCode(t, name, err, fault.CodeInvalid)
		})
	}
	got, err := f.ReadSettings(t.Context())
	check(t, err)
	if want := (keys{"cell.run": {"F5"}}); !reflect.DeepEqual(got.Keys, want) {
		t.Errorf("got %v, want %v", got.Keys, want)
	}
}
