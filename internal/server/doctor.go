package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/kernel"
	"github.com/srcbook/srcbook/internal/lsp"
	"github.com/srcbook/srcbook/internal/npm"
	"github.com/srcbook/srcbook/internal/sandbox"
	"github.com/srcbook/srcbook/toolchain"
)

// Verdict is how a finding judges what it is about.
type Verdict string

// The verdicts. With a Bad finding something that everybody needs does not work.
const (
	Good    Verdict = "good"
	Warning Verdict = "warning"
	Bad     Verdict = "bad"
)

// Finding is what Examine says about one thing.
type Finding struct {
	About   string  `json:"about"`
	Verdict Verdict `json:"verdict"`
	Text    string  `json:"text"`
	Fix     string  `json:"fix,omitempty"` // what to change, empty when good
	// Code is that of the fault that was found, empty when it is none.
	Code fault.Code `json:"code,omitempty"`
}

func good(about, format string, args ...any) Finding {
	return Finding{About: about, Verdict: Good, Text: fmt.Sprintf(format, args...)}
}

func warning(about, fix, format string, args ...any) Finding {
	return Finding{About: about, Verdict: Warning, Text: fmt.Sprintf(format, args...), Fix: fix}
}

func bad(about, fix, format string, args ...any) Finding {
	return Finding{About: about, Verdict: Bad, Text: fmt.Sprintf(format, args...), Fix: fix}
}

// faultFinding takes the words of a fault.
func faultFinding(about string, verdict Verdict, err error) Finding {
	f := fault.From(err)
	return Finding{About: about, Verdict: verdict, Text: f.Message, Fix: f.Next, Code: f.Code}
}

// Examine looks at everything that a server with this configuration needs, and tells each finding as
// it is made. It creates nothing; a database that is there is opened as a start would.
func Examine(ctx context.Context, c Config, tell func(Finding)) {
	c = c.withDefaults()
	running := runningServer(ctx, c.Data)
	for _, check := range []func() []Finding{
		func() []Finding { return []Finding{examineNode(ctx)} },
		func() []Finding { return []Finding{examineNpm(ctx), examineGit(ctx)} },
		func() []Finding { return examineFolder(c.Data) },
		func() []Finding { return []Finding{examineDatabase(ctx, c.Data, running)} },
		func() []Finding { return []Finding{examinePort(ctx, c.Listen, running)} },
		func() []Finding { return examinePackages(ctx, c, running) },
		func() []Finding { return []Finding{examineIsolation(), examineClock(time.Now(), c.Data)} },
	} {
		for _, f := range check() {
			tell(f)
		}
	}
}

func examineNode(ctx context.Context) Finding {
	node, err := kernel.FindNode(ctx, "")
	if err != nil {
		return faultFinding("Node.js", Bad, err)
	}
	return good("Node.js", "%s at %s", node.Version, node.Path)
}

const programTimeout = 10 * time.Second

// versionOf is what a program says about itself, in one line.
func versionOf(ctx context.Context, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, programTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line, err
}

func examineNpm(ctx context.Context) Finding {
	path := program("npm")
	if path == "" {
		return bad("npm", "Install npm, which usually comes with Node.js.", "npm was not found, so packages cannot be installed")
	}
	version, err := versionOf(ctx, path)
	if err != nil {
		return bad("npm", "Install Node.js with its npm again.", "npm at %s does not start", path)
	}
	return good("npm", "%s at %s", version, path)
}

func examineGit(ctx context.Context) Finding {
	const about, fix = "git", "Install git."
	path := program("git")
	if path == "" {
		return warning(about, fix, "git was not found; only packages from git addresses need it")
	}
	version, err := versionOf(ctx, path)
	if err != nil {
		return warning(about, fix, "git at %s does not start; only packages from git addresses need it", path)
	}
	return good(about, "%s at %s", strings.TrimPrefix(version, "git version "), path)
}

func examinePort(ctx context.Context, address string, running *Ready) Finding {
	const about = "Port"
	if running != nil {
		return good(about, "the server of this data folder answers at %s", running.URL)
	}
	l, err := listen(ctx, address)
	if err != nil {
		return faultFinding(about, Bad, err)
	}
	if err := l.Close(); err != nil {
		return bad(about, "Choose another port with --listen.", "%s cannot be used: %v", address, err)
	}
	return good(about, "%s is free", address)
}

// registryTimeout is how long a person likes to wait for a diagnosis.
const registryTimeout = 10 * time.Second

// commonPackage is in every registry; that it is not is an answer too.
const commonPackage = "ws"

func examinePackages(ctx context.Context, c Config, running *Ready) []Finding {
	home, _ := os.UserHomeDir() // without one there is no .npmrc to honour
	config := npm.Config{
		Folder: filepath.Join(c.Data, packagesFolder), Node: program("node"), Npm: program("npm"),
		Environ: os.Environ(), Home: home, Manifest: toolchain.Manifest, Lock: toolchain.Lock,
	}
	ctx, cancel := context.WithTimeout(ctx, registryTimeout)
	defer cancel()
	tools := npm.NewToolchain(config, nil)
	findings := []Finding{examineRegistry(ctx, npm.NewRegistry(config)), examineTools(tools)}
	if tools.Status().State != npm.ToolchainReady {
		return append(findings, faultFinding(languageAbout, Warning,
			fault.New(fault.CodeLanguageOff, "not set up yet, with the package tools; notebooks are edited without its help")))
	}
	findings = append(findings, examineTypeScript(ctx, tools.Folder()))
	if running != nil {
		findings = append(findings, examineLanguage(ctx, running))
	}
	return findings
}

func examineRegistry(ctx context.Context, r *npm.Registry) Finding {
	const about = "Registry"
	began := time.Now()
	_, err := r.Latest(ctx, commonPackage)
	switch {
	case ctx.Err() != nil:
		return warning(about, "Check the network and the registry settings of npm.", "the package registry did not answer within %s", registryTimeout)
	case err != nil && !fault.Is(err, fault.NotFound):
		return faultFinding(about, Warning, err)
	}
	return good(about, "answers in %s, by the settings of npm", time.Since(began).Round(time.Millisecond))
}

func examineTools(t *npm.Toolchain) Finding {
	if t.Status().State == npm.ToolchainReady {
		return good("Package tools", "set up")
	}
	return warning("Package tools", "Start srcbook once while the registry can be reached.", "not set up yet; the first start does that by itself")
}

// examineTypeScript has the native TypeScript say its version, since one for another machine installs too.
func examineTypeScript(ctx context.Context, tools string) Finding {
	const about, fix = "TypeScript", "Delete the folder packages/toolchain in the data folder and start srcbook again."
	program, err := lsp.FindProgram(filepath.Join(tools, "node_modules"))
	if err != nil {
		return warning(about, fix, "its language server is not there for this machine; notebooks are edited without its help")
	}
	version, err := versionOf(ctx, program.Path)
	if err != nil {
		return warning(about, fix, "its language server does not start; notebooks are edited without its help")
	}
	return good(about, "%s, the language service", strings.TrimPrefix(version, "Version "))
}

const languageAbout = "Code help"

// examineLanguage asks the running server how the language services of its open notebooks stand.
func examineLanguage(ctx context.Context, running *Ready) Finding {
	status, err := running.client().Status(ctx)
	if err != nil {
		return faultFinding(languageAbout, Warning, err)
	}
	s := status.Language
	switch {
	case s.Fault != nil:
		return Finding{About: languageAbout, Verdict: Warning, Text: s.State + ": " + s.Fault.Message, Fix: s.Fault.Next, Code: fault.Code(s.Fault.Code)}
	case s.Open == 0:
		return good(languageAbout, "TypeScript %s, starts with the first notebook that is opened", s.Version)
	}
	return good(languageAbout, "TypeScript %s, %s for %d open, started again %d times", s.Version, s.State, s.Open, s.Restarts)
}

func examineIsolation() Finding {
	const about = "Isolation"
	folder, err := os.MkdirTemp("", "srcbook-doctor-")
	if err == nil {
		defer os.RemoveAll(folder)
		var box *sandbox.Sandbox
		if box, err = sandbox.New(sandbox.Config{Folder: folder}); err == nil {
			defer box.Close()
			level := box.Level()
			if level.Level == sandbox.LevelNone {
				return warning(about, "Run only code that you trust.", "%s: %s", level.Level, level.Description)
			}
			return good(about, "%s: %s", level.Level, level.Description)
		}
	}
	return bad(about, "Make the folder for temporary files writable.", "no process can be started: %v", rootCause(err))
}

// rootCause is the innermost reason of an error, without the paths that its wrappers name.
func rootCause(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}
