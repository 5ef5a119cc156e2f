package live

import "github.com/srcbook/srcbook/internal/core/fault"

// MaxChanges is how many change sets an edit of a client may hold. Rebasing a late edit costs the
// product of their number and that of the versions it is behind; a client with more to say sends them
// in several operations. The journal may hold larger ones from before this bound.
const MaxChanges = 1_000

// CheckSize refuses an operation of a client that holds too much, with CodeTooLarge.
func CheckSize(op Op) error {
	if edit, ok := op.(EditText); ok && len(edit.Changes) > MaxChanges {
		return fault.New(fault.CodeTooLarge, "An edit holds at most %d changes", MaxChanges)
	}
	return nil
}

// Size is about how many bytes of memory an operation takes.
func Size(op Op) int {
	const head = 128
	switch op := op.(type) {
	case EditText:
		n := head
		for _, c := range op.Changes {
			n += c.Size()
		}
		return n
	case InsertCell:
		return head + len(op.Text)
	case StartRuns:
		return head * (1 + len(op.Runs))
	default:
		return head
	}
}
