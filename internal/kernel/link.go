package kernel

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// A link carries frames between the kernel and a process: 4 bytes of length, little endian, then JSON.
// The kernel sends one runFrame, later an answer for each report of kind transform or graph; the process
// sends reports. What arrives is not trusted: it is bounded in size and number, and the first frame that
// cannot be read ends the reading.
type link struct {
	file *os.File
	mu   sync.Mutex // held while a frame is written
}

const (
	maxFrame   = 32 << 20
	maxReports = 100_000
)

var errReports = errors.New("the process sent something that is not a report")

func newLink(f *os.File) *link { return &link{file: f} }

func (l *link) close() error { return l.file.Close() }

// report is what a process tells.
type report struct {
	Kind string `json:"t"`

	Port int `json:"port"` // listening, closed

	// transform, graph
	Path   string  `json:"path"`
	Format string  `json:"format"`
	Source *string `json:"source"`

	// error
	Origin    string `json:"origin"`
	Name      string `json:"name"`
	Message   string `json:"message"`
	Stack     string `json:"stack"`
	Code      string `json:"code"`
	Specifier string `json:"specifier"`
	Importer  string `json:"importer"`
}

// The kinds of reports.
const (
	reportReady     = "ready"
	reportBegun     = "begun" // it has read the run frame
	reportEvaluated = "evaluated"
	reportListening = "listening"
	reportClosed    = "closed"
	reportStdin     = "stdin"
	reportError     = "error"
	reportTransform = "transform" // it wants a module transformed
	reportGraph     = "graph"     // it wants the modules that another entry reaches
)

// answer is to a report of kind transform or graph.
type answer struct {
	Code  string `json:"code,omitempty"`
	Graph *graph `json:"graph,omitempty"`
	Error string `json:"error,omitempty"`
}

// runFrame makes a process a run.
type runFrame struct {
	Entry  string            `json:"entry"`
	Graph  graph             `json:"graph"`
	Env    map[string]string `json:"env"`
	Args   []string          `json:"args"`
	Marker string            `json:"marker"` // the variable of the environment that is kept
}

func (l *link) send(message any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode frame: %w", err)
	}
	frame := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.file.Write(append(frame, body...)); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}

// receive calls handle for each report, until the process closes its end or sends what is none.
func (l *link) receive(handle func(report)) error {
	in := bufio.NewReader(l.file)
	for range maxReports {
		r, err := readReport(in)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		handle(r)
	}
	return errReports
}

func readReport(in *bufio.Reader) (report, error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return report{}, err
	}
	size := binary.LittleEndian.Uint32(head[:])
	if size > maxFrame {
		return report{}, errReports
	}
	// The buffer grows with what arrives, not with what was announced.
	body, err := io.ReadAll(io.LimitReader(in, int64(size)))
	if err != nil {
		return report{}, err
	}
	var r report
	if len(body) != int(size) || json.Unmarshal(body, &r) != nil || r.Kind == "" {
		return report{}, errReports
	}
	return r, nil
}
