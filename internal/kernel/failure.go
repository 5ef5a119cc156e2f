package kernel

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/sandbox"
)

// heapReport is what V8 writes before it gives up.
const heapReport = "JavaScript heap out of memory"

// exitOf says how the run ended, in terms that a person understands.
func (r *Run) exitOf(s sandbox.Exit) live.Exit {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := live.Exit{Code: s.Code, Signal: s.Signal, Reason: r.reason}
	switch {
	case s.OOM || (s.Signal == "SIGABRT" && r.lastErr.contains(heapReport)):
		e.Reason, e.Fault = live.OutOfMemory, fault.CodeRunMemory
		e.Message = fmt.Sprintf("It needed more than the %s of memory that a run may use.", bytesInWords(r.kernel.config.Limits.Memory))
	case r.reason == live.Stopped:
		e.Message = "It was stopped."
	case r.reason == live.ServerRestarted:
		e.Fault, e.Message = fault.CodeRunServer, "It ended because the server was shut down."
	case r.reason == live.TimedOut:
		e.Fault, e.Message = fault.CodeRunTime, fmt.Sprintf("It ran longer than the %s that it may take.", r.request.WallTime)
	case s.Signal == string(sandbox.Interrupting) && r.request.Terminal != nil:
		e.Reason, e.Message = live.Stopped, "It was interrupted by Ctrl-C."
	case s.Signal != "":
		e.Reason, e.Fault, e.Message = live.Killed, fault.CodeRunKilled, "It was ended by the signal "+s.Signal+"."
	case s.Code != 0 && r.uncaught != nil:
		e = failedExit(s.Code, r.uncaught.fault(), r.failure())
	case s.Code == unsettledCode:
		e.Reason, e.Fault, e.Message = live.Failed, fault.CodeRunExit, "It ended while a top-level await was still waiting."
	case s.Code != 0:
		e.Reason, e.Fault, e.Message = live.Failed, fault.CodeRunExit, fmt.Sprintf("It ended with exit code %d.", s.Code)
	default:
		e.Reason = live.Finished
	}
	return e
}

func failedExit(code int, why fault.Code, f *live.Failure) live.Exit {
	return live.Exit{Reason: live.Failed, Code: code, Fault: why, Message: f.Message, Failure: f}
}

// fault is the code of the catalogue that explains the error.
func (u *report) fault() fault.Code {
	switch {
	case u.Name == transformErrorName:
		return fault.CodeTransform
	case missingPackage(u) != "":
		return fault.CodePackageMissing
	default:
		return fault.CodeRunFailed
	}
}

// unsettledCode is Node's exit code for a top-level await that nothing will ever settle.
const unsettledCode = 13

func bytesInWords(n int64) string {
	switch {
	case n <= 0:
		return "amount"
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GB", n>>30)
	default:
		return fmt.Sprintf("%d MB", n>>20)
	}
}

// failure describes the uncaught error that ended the run.
func (r *Run) failure() *live.Failure {
	u := r.uncaught
	f := &live.Failure{Message: r.project.sentence(u), Trace: r.project.trace(u.Stack)}
	if at, ok := r.project.place(u); ok {
		f.File, f.Line, f.Column = at.file, at.line, at.column
		f.Frame = codeFrame(r.project.sources["src/"+at.file], at.line, at.column)
	}
	f.Package = missingPackage(u)
	return f
}

func (p *project) syntaxFailure(e *syntaxError) *live.Failure {
	f := &live.Failure{Message: e.message, Line: e.line, Column: e.column, File: p.cellName(e.path)}
	f.Frame = codeFrame(p.sources["src/"+f.File], e.line, e.column)
	return f
}

func (p *project) sentence(u *report) string {
	message, _, _ := strings.Cut(u.Message, "\n")
	if u.Name == transformErrorName {
		if m := transformPlace.FindStringSubmatch(u.Message); m != nil {
			return m[4]
		}
	}
	switch {
	case missingPackage(u) != "":
		return fmt.Sprintf("The package %s is not installed.", missingPackage(u))
	case u.Name == "":
		return "Uncaught " + u.Message
	case message == "":
		return u.Name
	default:
		return u.Name + ": " + strings.ReplaceAll(message, p.folder+"/", "")
	}
}

const transformErrorName = "TransformError"

var (
	transformPlace = regexp.MustCompile(`(?m)^(/.*):(\d+):(\d+): ERROR: (.*)$`)
	stackPlace     = regexp.MustCompile(`(?:\(|at |file://)(/[^()\n]*?):(\d+):(\d+)\)?$`)
	notProvided    = regexp.MustCompile(`^The requested module '([^']+)' does not provide an export named '([^']+)'`)
)

type place struct {
	file         string
	line, column int
}

// place finds where in a cell the error belongs.
func (p *project) place(u *report) (place, bool) {
	if m := transformPlace.FindStringSubmatch(u.Message); m != nil && u.Name == transformErrorName {
		return p.placeAt(m[1:4])
	}
	if u.Specifier != "" {
		return p.importPlace(p.cellName(u.Importer), u.Specifier)
	}
	if m := notProvided.FindStringSubmatch(u.Message); m != nil {
		for name := range p.sources {
			if at, ok := p.importPlace(strings.TrimPrefix(name, "src/"), m[1]); ok {
				return at, true
			}
		}
	}
	for line := range strings.SplitSeq(u.Stack, "\n") {
		if m := stackPlace.FindStringSubmatch(line); m != nil {
			if at, ok := p.placeAt(m[1:4]); ok {
				return at, true
			}
		}
	}
	return place{}, false
}

func (p *project) placeAt(match []string) (place, bool) {
	at := place{file: p.cellName(match[0])}
	at.line, _ = strconv.Atoi(match[1])
	at.column, _ = strconv.Atoi(match[2])
	return at, at.file != "" && at.line > 0
}

func (p *project) importPlace(cell, specifier string) (place, bool) {
	line, column := locateSpecifier(p.sources["src/"+cell], specifier)
	return place{cell, line, column}, line > 0
}

// missingPackage is the npm package whose absence is the error, "" when it is another error.
func missingPackage(u *report) string {
	if u.Code != "ERR_MODULE_NOT_FOUND" && u.Code != "MODULE_NOT_FOUND" {
		return ""
	}
	return packageName(u.Specifier)
}

// foreignFrame is a frame of Node or of the kernel's scripts.
var foreignFrame = regexp.MustCompile(`node:internal/|/node-[0-9a-f]{16}/\w+\.cjs:`)

// trace is the stack without Node's own frames, with paths below the workspace's folder.
func (p *project) trace(stack string) string {
	var kept []string
	for line := range strings.SplitSeq(stack, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "at ") && foreignFrame.MatchString(line) {
			continue
		}
		line = strings.ReplaceAll(line, "file://"+p.folder+"/", "")
		kept = append(kept, strings.ReplaceAll(line, p.folder+"/", ""))
	}
	return strings.Join(kept, "\n")
}

// codeFrame shows a place with two lines before and after.
func codeFrame(text string, line, column int) string {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) || text == "" {
		return ""
	}
	var b strings.Builder
	for n := max(1, line-2); n <= min(len(lines), line+2); n++ {
		mark := " "
		if n == line {
			mark = ">"
		}
		fmt.Fprintf(&b, "%s %*d | %s\n", mark, len(strconv.Itoa(line+2)), n, strings.TrimRight(lines[n-1], "\r"))
		if n == line && column > 0 {
			fmt.Fprintf(&b, "  %*s | %s^\n", len(strconv.Itoa(line+2)), "", blank(lines[n-1], column-1))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// blank is as wide as the first units of a line: tabs stay tabs.
func blank(line string, units int) string {
	var b strings.Builder
	for _, r := range line {
		if units <= 0 {
			break
		}
		if units--; r >= 0x10000 {
			units--
		}
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String() + strings.Repeat(" ", max(units, 0))
}
