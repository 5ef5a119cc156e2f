package srcmd

import (
	"fmt"
	"sort"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// maxFindings bounds the report of a file that is no notebook at all.
const maxFindings = 100

// findings collects everything that is wrong with a document.
type findings struct {
	src     string
	starts  []int // of the lines; filled when first needed
	details []fault.Detail
	total   int
	// unread says that the text was not even read, so that what is missing in it says nothing.
	unread bool
}

// add records a finding at a position of the text.
func (f *findings) add(at int, fix, format string, args ...any) {
	f.addLine(f.line(at), fix, format, args...)
}

func (f *findings) addLine(line int, fix, format string, args ...any) {
	f.total++
	if f.total <= maxFindings {
		f.details = append(f.details, fault.Detail{Line: line, Message: fmt.Sprintf(format, args...), Fix: fix})
	}
}

// line is the 1-based line of a position.
func (f *findings) line(at int) int {
	if f.starts == nil {
		f.starts = []int{0}
		for i := 0; i < len(f.src); i++ {
			n := strings.IndexByte(f.src[i:], '\n')
			if n < 0 {
				break
			}
			i += n
			f.starts = append(f.starts, i+1)
		}
	}
	return sort.SearchInts(f.starts, at+1)
}

// err is the fault with all findings in the order of their lines, nil when there are none.
func (f *findings) err() error {
	if f.total == 0 {
		return nil
	}
	sort.SliceStable(f.details, func(i, j int) bool { return f.details[i].Line < f.details[j].Line })
	noun := "errors"
	if f.total == 1 {
		noun = "error"
	}
	if f.total > maxFindings {
		f.details = append(f.details, fault.Detail{Message: fmt.Sprintf("%d more errors are not listed", f.total-maxFindings)})
	}
	return fault.New(fault.CodeNotebookInvalid, "The file is not a valid notebook: %d %s", f.total, noun).WithDetails(f.details...)
}
