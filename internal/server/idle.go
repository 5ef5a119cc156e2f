package server

import (
	"runtime"
	"runtime/debug"
	"time"
)

// idlePause is how long after the last thing that needs much memory for a moment, such as starting and
// opening a notebook, the server gives back to the system what it does not need any more. By itself the
// runtime would keep as much again as is in use.
const idlePause = 2 * time.Second

// thrift gives memory back once things have calmed down. It is safe for concurrent use.
type thrift struct{ timer *time.Timer }

// newThrift calls giveBack a while after the last spend.
func newThrift(giveBack func()) thrift { return thrift{time.AfterFunc(idlePause, giveBack)} }

// spend notes that memory is needed for a moment.
func (t thrift) spend() { t.timer.Reset(idlePause) }

// close gives nothing back any more.
func (t thrift) close() { t.timer.Stop() }

// giveMemoryBack collects twice, because pools let go of what they hold the second time only.
func giveMemoryBack() {
	runtime.GC()
	debug.FreeOSMemory()
}
