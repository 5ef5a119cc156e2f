package text

// Touch reports whether two changes of the same document change parts of it that overlap or lie side by
// side, so that doing both would mix what they mean. Where both do exactly the same they do not.
func Touch(a, b ChangeSet) bool {
	if a.String() == b.String() {
		return false
	}
	left, right := a.Edits(), b.Edits()
	for len(left) > 0 && len(right) > 0 {
		switch l, r := left[0], right[0]; {
		case l.To < r.From:
			left = left[1:]
		case r.To < l.From:
			right = right[1:]
		default:
			return true
		}
	}
	return false
}
