package srcmd

import (
	"regexp"
	"strings"
)

// blockTags are the elements that start an HTML block wherever they stand.
var blockTags = func() map[string]bool {
	names := "address article aside base basefont blockquote body caption center col colgroup dd details " +
		"dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head " +
		"header hr html iframe legend li link main menu menuitem meta nav noframes ol optgroup option p " +
		"param search section summary table tbody td tfoot th thead title tr track ul"
	tags := map[string]bool{}
	for _, name := range strings.Fields(names) {
		tags[name] = true
	}
	return tags
}()

// rawTags are the elements whose block ends at their closing tag only.
var rawTags = [...]string{"script", "pre", "style", "textarea"}

// htmlBlock is the length of the HTML block at the start of s, by CommonMark's seven kinds in the
// original's reading of them.
func htmlBlock(s string) int {
	at := indent(s, 3)
	t := s[at:]
	if len(t) < 2 || t[0] != '<' {
		return 0
	}
	n := 0
	switch {
	case rawTag(t) != "":
		n = rawElement(t, rawTag(t))
	case strings.HasPrefix(t, "<!--"):
		n = comment(t)
	case strings.HasPrefix(t, "<?"):
		n = upTo(t, 2, "?>")
	case t[1] == '!' && len(t) > 2 && isLetter(t[2]):
		n = upTo(t, 3, ">")
	case len(t) >= 9 && strings.EqualFold(t[:9], "<![CDATA["):
		n = upTo(t, 9, "]]>")
	default:
		n = element(t)
	}
	if n == 0 {
		return 0
	}
	return at + n
}

// rawTag is the raw element that t opens, "" when none.
func rawTag(t string) string {
	for _, name := range rawTags {
		if n := 1 + len(name); len(t) > n && strings.EqualFold(t[1:n], name) && (t[n] == '>' || spaceAt(t[n:])) {
			return name
		}
	}
	return ""
}

// rawElement ends after the line with the closing tag and the line breaks that follow.
func rawElement(t, name string) int {
	for at := 0; ; {
		i := strings.Index(t[at:], "</")
		if i < 0 {
			return len(t)
		}
		at += i + 2
		if n := at + len(name); len(t) > n && strings.EqualFold(t[at:n], name) && t[n] == '>' {
			return endOfLine(t, n)
		}
	}
}

func comment(t string) int {
	for _, short := range [...]string{"<!-->", "<!--->"} {
		if strings.HasPrefix(t, short) {
			return endOfLine(t, len(short))
		}
	}
	i := strings.Index(t[4:], "-->")
	if i < 0 {
		return len(t)
	}
	return endOfLine(t, 4+i+3)
}

// endOfLine is the end of the line that at is in, with the line breaks after it.
func endOfLine(t string, at int) int {
	at += len(firstLine(t[at:]))
	return at + lineBreaks(t[at:])
}

// upTo ends right after the mark and the line breaks that follow.
func upTo(t string, from int, mark string) int {
	i := strings.Index(t[from:], mark)
	if i < 0 {
		return len(t)
	}
	end := from + i + len(mark)
	return end + lineBreaks(t[end:])
}

// element ends at the first blank line after a block tag or a line of just one tag.
func element(t string) int {
	at := blockTagLen(t, true)
	if at == 0 {
		at = soleTagLen(t)
	}
	if at == 0 {
		return 0
	}
	for {
		i := strings.IndexByte(t[at:], '\n')
		if i < 0 {
			return len(t)
		}
		at += i + 1
		if n := wholeBlankLines(t[at:]); n > 0 {
			return at + n
		}
	}
}

// wholeBlankLines is the length of the blank lines at the start of s that end in a line break.
func wholeBlankLines(s string) int {
	n := 0
	for {
		i := n + skipBlanks(s[n:])
		if i == len(s) || s[i] != '\n' {
			return n
		}
		n = i + 1
	}
}

// blockTagLen is the length of a block element's tag name at the start of t with the character that
// ends it, 0 when there is none.
func blockTagLen(t string, fold bool) int {
	at := 1
	if strings.HasPrefix(t, "</") {
		at = 2
	}
	end := at
	for end < len(t) && end-at <= len("figcaption") && (isLetter(t[end]) || t[end] >= '0' && t[end] <= '9') {
		end++
	}
	name := t[at:end]
	if fold {
		name = strings.ToLower(name)
	}
	rest := t[end:]
	switch {
	case !blockTags[name], rest == "":
		return 0
	case rest[0] == ' ':
		return end + run(rest, ' ')
	case rest[0] == '\n', rest[0] == '>':
		return end + 1
	case strings.HasPrefix(rest, "/>"):
		return end + 2
	}
	return 0
}

var (
	soleOpenTag = regexp.MustCompile(`^<[A-Za-z][\w-]*(?: +[a-zA-Z:_][\w.:-]*(?: *= *"[^"\n]*"| *= *'[^'\n]*'| *= *[^\s"'=<>` + "`" + `]+)?)*? */?>[ \t]*$`)
	soleEndTag  = regexp.MustCompile(`^</[A-Za-z][\w-]*\s*>[ \t]*$`)
)

// soleTagLen is the length of the first line of t if it is one tag and nothing else.
func soleTagLen(t string) int {
	line := firstLine(t)
	name := strings.TrimPrefix(line[1:], "/")
	for _, raw := range rawTags {
		if len(name) >= len(raw) && strings.EqualFold(name[:len(raw)], raw) {
			return 0
		}
	}
	if name == "" || !isLetter(name[0]) || !soleOpenTag.MatchString(line) && !soleEndTag.MatchString(line) {
		return 0
	}
	return len(line)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
