package srcmd

import "strings"

// serialize joins the blocks of a prose cell as the original does: outside code, three and more
// line breaks become two, and white space around the cell goes. It is "" when there are only spaces.
func serialize(src string, blocks []block) string {
	solid, whole := false, len(blocks) > 0
	for i, b := range blocks {
		solid = solid || b.kind != space
		whole = whole && (i == 0 || b.start == blocks[i-1].end)
	}
	if !solid {
		return ""
	}
	if all := src[blocks[0].start:blocks[len(blocks)-1].end]; whole && !strings.Contains(all, "\n\n\n") {
		return trim(all)
	}
	var out strings.Builder
	for _, b := range blocks {
		raw := src[b.start:b.end]
		if b.kind != code {
			raw = collapse(raw)
		}
		out.WriteString(raw)
	}
	return trim(out.String())
}

// collapse makes three and more line breaks two.
func collapse(s string) string {
	i := strings.Index(s, "\n\n\n")
	if i < 0 {
		return s
	}
	var out strings.Builder
	for ; i >= 0; i = strings.Index(s, "\n\n\n") {
		out.WriteString(s[:i+2])
		s = strings.TrimLeft(s[i:], "\n")
	}
	out.WriteString(s)
	return out.String()
}

// encodeProse is text in the form that decodes to it: plain where that is possible, else between
// markers. Only white space around it and surplus blank lines are not kept. The last cell of a file
// may leave a block open.
func encodeProse(text string, last bool) (encoded string, plain bool) {
	kept := strings.TrimLeft(trimEnd(text), "\n")
	s, ok := reads(kept, last)
	if ok && s == kept {
		return kept, true
	}
	if ok && trim(kept) == kept {
		if again, ok := reads(s, last); ok && again == s {
			return s, true
		}
	}
	return enclose(markdownEnclosure, kept), false
}

// reads reports whether text, written between other cells, reads as one prose cell and (unless it is
// the last) leaves what follows alone. It returns the text that is read.
func reads(text string, last bool) (read string, ok bool) {
	src := text + "\n"
	if !last {
		src += "\n# x\n"
	}
	blocks := lex(src)
	if !last {
		next := blocks[len(blocks)-1]
		if next.kind != heading || next.depth != 1 || next.start < len(text) {
			return "", false
		}
		blocks = blocks[:len(blocks)-1]
	}
	for _, b := range blocks {
		reserved := b.kind == heading && (b.depth == 1 || b.depth == 6)
		if reserved || b.kind >= separator {
			return "", false
		}
	}
	return serialize(src, blocks), true
}
