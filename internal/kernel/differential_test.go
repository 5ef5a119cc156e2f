package kernel

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
)

// program is a set of files that is run under the kernel and under tsx. Its entry is src/a.ts unless
// named.
type program struct {
	name  string
	entry string
	files map[string]string
	stdin string
	// before tells that the kernel finds the error before it starts a process, so that there is nothing
	// on stderr.
	before bool
}

// ts is a program of one cell.
func ts(name, text string) program {
	return program{name: name, files: map[string]string{"src/a.ts": text}}
}

func files(name string, pairs ...string) program {
	p := program{name: name, files: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		p.files[pairs[i]] = pairs[i+1]
	}
	return p
}

func TestRunsMeanWhatTsxMeans(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts tsx for each program, which takes half a minute")
	}
	tsx := tsxOracle(t)
	shared := newBench(t, nil)
	for _, p := range programs() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			b := shared.sibling(t, t.Name(), p.files)
			defer b.kernel.Cool(b.workspace)
			entry := p.entry
			if entry == "" {
				entry = "a.ts"
			}
			got := b.outcome(entry, p.stdin)
			want := tsxOutcome(t, tsx, b.folder, filepath.Join("src", entry), p.stdin)
			if got.stdout != want.stdout {
				t.Errorf("stdout:\n got %q\nwant %q", got.stdout, want.stdout)
			}
			if got.code != want.code && !p.before {
				t.Errorf("exit code: got %d, want %d", got.code, want.code)
			}
			if p.before != (got.code == -1) {
				t.Errorf("got exit code %d for an error before the start", got.code)
			}
			if g, w := normal(got.stderr, b.folder), normal(want.stderr, b.folder); g != w && !p.before {
				t.Errorf("stderr:\n got %s\nwant %s", g, w)
			}
			if t.Failed() {
				t.Logf("stderr of ours:\n%s\nof tsx:\n%s", got.stderr, want.stderr)
			}
		})
	}
}

type outcome struct {
	stdout, stderr string
	code           int
}

func (b *bench) outcome(entry, stdin string) outcome {
	b.t.Helper()
	run, rec := b.start(b.request(entry))
	if err := run.Write([]byte(stdin)); err != nil {
		b.t.Fatal(err)
	}
	run.CloseStdin()
	exit := run.Wait()
	if exit.Reason != live.Finished && exit.Reason != live.Failed && exit.Reason != live.Killed {
		b.t.Errorf("ended as %+v", exit)
	}
	return outcome{rec.out.String(), rec.err.String(), exit.Code}
}

func tsxOutcome(t *testing.T, tsx, folder, entry, stdin string) outcome {
	t.Helper()
	cmd := exec.Command(tsx, entry)
	cmd.Dir = folder
	for name, value := range BaseEnv() {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

var (
	thrownAt  = regexp.MustCompile(`(?m)^(?:node:internal/|/.*/node-[0-9a-f]{16}/)[^\n]*\n[^\n]*\n\s*\^+\n`)
	unsettled = regexp.MustCompile(`(?s)^Warning: Detected unsettled top-level await at .*`)
	blankLine = regexp.MustCompile(`\n\s*\n+`)
)

// normal takes from a report of an error what differs by nature: frames of Node and of the loader, the
// line of their source where the error was thrown, and what newer versions of Node add for the entry
// point of a process alone: the place of an await that never settles, which our exit tells.
func normal(stderr, folder string) string {
	stderr = unsettled.ReplaceAllString(thrownAt.ReplaceAllString(stderr, ""), "")
	var kept []string
	for line := range strings.SplitSeq(stderr, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "at ") && !strings.Contains(line, folder) {
			continue
		}
		if strings.Contains(line, "lines matching cause stack trace") {
			continue
		}
		kept = append(kept, strings.TrimSuffix(line, " {"))
	}
	return strings.TrimSpace(blankLine.ReplaceAllString(strings.Join(kept, "\n"), "\n"))
}
