package live

import "github.com/srcbook/srcbook/internal/core/notebook"

// Effect is something that an operation asks the outside world to do, after the operation is
// durable. Only the session's owner performs effects; replicas and replay ignore them.
type Effect interface{ effect() }

// The effects.
type (
	// StartProcess runs the module of a cell.
	StartProcess struct {
		Run      RunID
		Cell     notebook.CellID
		Filename string
	}
	// StopProcess ends a run's process tree.
	StopProcess struct{ Run RunID }
	// ForgetRun drops a run's output.
	ForgetRun struct{ Run RunID }
	// SyncFolder brings the workspace folder up to the new state.
	SyncFolder struct{}
	// SyncLibrary brings the library's row and the search index up to the new state.
	SyncLibrary struct{}
)

func (StartProcess) effect() {}
func (StopProcess) effect()  {}
func (ForgetRun) effect()    {}
func (SyncFolder) effect()   {}
func (SyncLibrary) effect()  {}
