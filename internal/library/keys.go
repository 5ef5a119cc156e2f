package library

import (
	"maps"
	"regexp"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// The most that a person's keys may be: far more than there are commands.
const (
	maxKeyedCommands  = 500
	maxKeysOfCommand  = 8
	maxCommandNameLen = 64
)

var (
	commandName = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	keystroke   = regexp.MustCompile(`^(Mod-|Ctrl-|Alt-|Shift-){0,4}([^\p{C}\p{Z}]| |[A-Za-z][A-Za-z0-9]{1,19})$`)
)

// changeKeys are the keys after a change: commands that it names have the keys that it says, and those in
// usual have none of their own any more.
func changeKeys(before, change map[string][]string, usual []string) (map[string][]string, error) {
	after := make(map[string][]string, len(before)+len(change))
	maps.Copy(after, before)
	for _, command := range usual {
		delete(after, command)
	}
	for command, keys := range change {
		if err := checkKeys(command, keys); err != nil {
			return nil, err
		}
		after[command] = append([]string{}, keys...)
	}
	if len(after) > maxKeyedCommands {
		return nil, fault.New(fault.CodeInvalid, "Keys are kept for at most %d commands", maxKeyedCommands)
	}
	return after, nil
}

func checkKeys(command string, keys []string) error {
	if len(command) > maxCommandNameLen || !commandName.MatchString(command) {
		return fault.New(fault.CodeInvalid, "%.80q is not the name of a command, such as cell.run", command)
	}
	if len(keys) > maxKeysOfCommand {
		return fault.New(fault.CodeInvalid, "%s has %d keys; at most %d are kept", command, len(keys), maxKeysOfCommand)
	}
	for _, key := range keys {
		if !keystroke.MatchString(key) {
			return fault.New(fault.CodeInvalid, "%.80q is not a keystroke, such as Mod-Shift-Enter", key)
		}
	}
	return nil
}
