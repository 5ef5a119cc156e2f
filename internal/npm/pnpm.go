package npm

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// pnpmSettings keep pnpm's behaviour that of `npm install`: a flat node_modules, where packages find
// what they forgot to declare and TypeScript finds every @types; nothing is asked; no file of the
// workspace but the lock file is written; settings of folders above play no part.
//
// Eight connections are plenty, and do not make name servers drop queries as pnpm's default number can.
var pnpmSettings = map[string]string{
	"node_linker": "hoisted", "auto_install_peers": "true", "strict_peer_dependencies": "false",
	"strict_dep_builds": "false", "confirm_modules_purge": "false", "minimum_release_age": "0",
	"pm_on_fail": "ignore", "update_notifier": "false", "network_concurrency": "8",
	"verify_deps_before_run": "false",
}

func (i *Installer) pnpmEnvironment(r Request, env map[string]string) map[string]string {
	own := maps.Clone(env)
	for key, value := range pnpmSettings {
		if _, set := own[pnpmPrefix+key]; !set {
			own[pnpmPrefix+key] = value
		}
	}
	own[pnpmPrefix+"store_dir"] = i.config.storeFolder()
	own[pnpmPrefix+"cache_dir"] = filepath.Join(i.config.homeFolder(), "pnpm-cache")
	own[pnpmPrefix+"state_dir"] = filepath.Join(i.config.homeFolder(), "pnpm-state")
	own["PNPM_HOME"] = i.config.homeFolder()
	if i.config.Copy {
		own[pnpmPrefix+"package_import_method"] = "clone-or-copy"
	}
	builds := map[string]bool{}
	for _, name := range r.AllowScripts {
		builds[name] = true
	}
	allowed, _ := json.Marshal(builds) // a map of booleans always marshals
	own[pnpmPrefix+"allow_builds"] = string(allowed)
	return own
}

// withPnpm installs without any script, and then runs the scripts of the packages that may.
func (i *Installer) withPnpm(ctx context.Context, r Request, env map[string]string, report func(Progress)) (Result, error) {
	env = i.pnpmEnvironment(r, env)
	args := []string{"install", "--ignore-scripts", "--ignore-workspace", "--ignore-pnpmfile", "--reporter=ndjson"}
	if r.Frozen {
		args = append(args, "--frozen-lockfile")
	} else {
		args = append(args, "--no-frozen-lockfile")
	}
	log := newPnpmLog(report)
	before := readModules(r.Folder)
	if err := i.pnpm(ctx, r, env, args, log); err != nil {
		return log.result(), err
	}
	after := readModules(r.Folder)
	result := log.result()
	// pnpm counts as removed, every time, the packages for other machines that were never there.
	result.Removed = max(0, result.Removed-max(len(before.Skipped), len(after.Skipped)))
	run, skipped := allowedOf(after.pendingBuilds(), r.AllowScripts)
	if len(run) > 0 {
		report(Progress{Phase: PhaseLinking, Text: "Running install scripts", Line: "Running install scripts of " + strings.Join(run, ", ")})
		args := append([]string{"rebuild", "--ignore-workspace", "--ignore-pnpmfile", "--reporter=ndjson"}, run...)
		if err := i.pnpm(ctx, r, env, args, log); err != nil {
			return result, err
		}
	}
	result.Skipped = skipped
	return result, nil
}

func (i *Installer) pnpm(ctx context.Context, r Request, env map[string]string, args []string, log *pnpmLog) error {
	cmd := command{argv: append(slices.Clone(i.toolchain.Pnpm()), args...), dir: r.Folder, env: env, readable: i.readable()}
	exit, err := i.config.run(ctx, cmd, log.line)
	if err != nil {
		return err
	}
	if exit.Code != 0 {
		return log.fault()
	}
	return nil
}

// modules is what pnpm notes about a node_modules folder.
type modules struct {
	PendingBuilds []string `json:"pendingBuilds"` // packages whose scripts it held back
	Skipped       []string `json:"skipped"`       // optional packages for other machines
}

func readModules(folder string) modules {
	var m modules
	root, err := os.OpenRoot(folder)
	if err != nil {
		return m
	}
	defer root.Close()
	data, err := readRegular(root, "node_modules/.modules.yaml")
	if err != nil || json.Unmarshal(data, &m) != nil {
		return modules{} // without dependencies there is no such file
	}
	return m
}

// pendingBuilds are the names, without versions, of the packages whose scripts were held back.
func (m modules) pendingBuilds() []string {
	var names []string
	for _, spec := range m.PendingBuilds {
		if spec != "." {
			name, _ := splitSpec(strings.SplitN(spec, "(", 2)[0])
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// pnpmEvent is a line of pnpm's ndjson reporter.
type pnpmEvent struct {
	Name      string `json:"name"`
	Level     string `json:"level"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	Status    string `json:"status"`
	PackageID string `json:"packageId"`
	To        string `json:"to"`
	Size      int64  `json:"size"`
	Stage     string `json:"stage"`
	Added     any    `json:"added"` // a number of packages, or a package
	Removed   any    `json:"removed"`
	DepPath   string `json:"depPath"`
	Line      string `json:"line"`
	ExitCode  *int   `json:"exitCode"`
	PkgName   string `json:"pkgName"`
	PkgVer    string `json:"pkgVersion"`
	Notice    string `json:"deprecated"`
}

// pnpmLog turns pnpm's events into progress. It is used by one goroutine at a time.
type pnpmLog struct {
	report   func(Progress)
	progress Progress
	known    map[string]bool // every package seen
	fetched  map[string]bool // those on this machine
	sizes    map[string]int64
	linked   int
	added    int
	removed  int
	failed   *failure
	tail     tail
	complaint
}

func newPnpmLog(report func(Progress)) *pnpmLog {
	return &pnpmLog{
		report: report, known: map[string]bool{}, fetched: map[string]bool{}, sizes: map[string]int64{},
		progress: Progress{Phase: PhaseResolving, Text: "Resolving packages"},
	}
}

func (l *pnpmLog) result() Result { return Result{Manager: "pnpm", Added: l.added, Removed: l.removed} }

func (l *pnpmLog) fault() *fault.Error {
	if l.failed == nil {
		l.failed = &failure{message: "pnpm ended without saying why"}
		if l.complaint.Len() > 0 {
			l.failed.code, l.failed.message = l.complaint.parts()
		}
	}
	l.failed.log = l.tail.error()
	return l.failed.fault()
}

// line reads one line of output. What is not an event is logged as it is.
func (l *pnpmLog) line(text string) {
	var e pnpmEvent
	if json.Unmarshal([]byte(text), &e) != nil || e.Name == "" {
		if text = strings.TrimSpace(text); text != "" {
			l.tail.add(text)
			l.complaint.add(text)
			l.say(withoutCredentials(text))
		}
		return
	}
	if e.Level == "error" || e.Level == "warn" {
		l.tail.add(text)
	}
	l.event(e)
}

func (l *pnpmLog) event(e pnpmEvent) {
	switch e.Name {
	case "pnpm:stage":
		l.stage(e.Stage)
	case "pnpm:fetching-progress":
		if e.Status == "started" {
			l.known[e.PackageID] = true
			l.sizes[e.PackageID] = e.Size
			l.step(PhaseDownloading, "Downloading "+display(e.PackageID)+size(e.Size))
		}
	case "pnpm:progress":
		l.onPackage(e)
	case "pnpm:stats":
		l.added += amount(e.Added)
		l.removed += amount(e.Removed)
	case "pnpm:root":
		l.root(e)
	case "pnpm:deprecation":
		l.say(fmt.Sprintf("warning: %s@%s is deprecated: %s", e.PkgName, e.PkgVer, firstLine(e.Notice)))
	case "pnpm:lifecycle":
		if e.Line != "" {
			l.say(e.DepPath + ": " + e.Line)
		}
	case "pnpm", "pnpm:global":
		l.message(e)
	}
}

func (l *pnpmLog) stage(stage string) {
	switch stage {
	case "resolution_started":
		l.step(PhaseResolving, "Resolving packages")
	case "importing_done":
		l.step(PhaseLinking, "Linked")
	}
}

func (l *pnpmLog) onPackage(e pnpmEvent) {
	switch e.Status {
	case "resolved":
		l.known[e.PackageID] = true
		l.step(l.progress.Phase, l.progress.Text)
	case "fetched", "found_in_store":
		l.known[e.PackageID], l.fetched[e.PackageID] = true, true
		l.step(PhaseDownloading, "Got "+display(e.PackageID))
		if e.Status == "fetched" {
			l.say("Downloaded " + display(e.PackageID) + size(l.sizes[e.PackageID]))
		}
	case "imported":
		l.linked++
		l.step(PhaseLinking, "Linking "+filepath.Base(e.To))
	}
}

var phaseOrder = []Phase{PhaseWaiting, PhaseResolving, PhaseDownloading, PhaseLinking, PhaseDone}

// step reports progress; phases never go back.
func (l *pnpmLog) step(phase Phase, text string) {
	if slices.Index(phaseOrder, phase) >= slices.Index(phaseOrder, l.progress.Phase) {
		l.progress.Phase, l.progress.Text = phase, text
	}
	l.progress.Total = len(l.known)
	l.progress.Done = len(l.fetched)
	if l.progress.Phase == PhaseLinking {
		l.progress.Total = max(len(l.known), l.linked)
		l.progress.Done = l.linked
	}
	l.report(l.progress)
}

func (l *pnpmLog) say(line string) {
	p := l.progress
	p.Line = line
	l.report(p)
}

func (l *pnpmLog) root(e pnpmEvent) {
	for sign, change := range map[string]any{"+ ": e.Added, "- ": e.Removed} {
		if p, ok := change.(map[string]any); ok {
			l.say(strings.TrimSpace(fmt.Sprintf("%s%v %v", sign, p["name"], orEmpty(p["version"]))))
		}
	}
}

func (l *pnpmLog) message(e pnpmEvent) {
	switch e.Level {
	case "error":
		if l.failed == nil {
			code := e.Code
			if inner, rest, ok := strings.Cut(strings.TrimPrefix(e.Message, "["), "] "); ok && strings.HasPrefix(inner, "ERR_PNPM_") {
				code, e.Message = inner, rest
			}
			l.failed = &failure{code: code, message: e.Message}
		}
		l.say("error: " + withoutCredentials(e.Message))
	case "warn":
		l.say("warning: " + firstLine(e.Message))
	case "info":
		l.say(firstLine(e.Message))
	}
}

// complaint is an error as pnpm prints it for people: "Error: CODE", then a message that is wrapped and
// decorated.
type complaint struct{ strings.Builder }

var (
	decoration    = strings.NewReplacer("×", "", "╰─▶", "", "├─▶", "", "│", "")
	complaintCode = regexp.MustCompile(`^Error:\s*(\S*)`)
)

// add takes a line. Lines are broken at spaces, and within words after "-" and "/".
func (c *complaint) add(line string) {
	if c.Len() == 0 && !strings.HasPrefix(line, "Error:") {
		return
	}
	line = strings.TrimSpace(decoration.Replace(line))
	if text := c.String(); text != "" && !strings.HasSuffix(text, "-") && !strings.HasSuffix(text, "/") {
		c.WriteByte(' ')
	}
	c.WriteString(line)
}

func (c *complaint) parts() (code, message string) {
	m := complaintCode.FindStringSubmatch(c.String())
	if m == nil {
		return "", c.String()
	}
	message = strings.TrimSpace(strings.TrimPrefix(c.String(), m[0]))
	return m[1], strings.TrimPrefix(message, "installing dependencies ")
}

// display shows "zod@4.6.7" as "zod 4.6.7".
func display(id string) string {
	name, v := splitSpec(id)
	return strings.TrimSpace(name + " " + v)
}

func size(bytes int64) string {
	switch {
	case bytes <= 0:
		return ""
	case bytes < 1<<20:
		return fmt.Sprintf(" (%d kB)", (bytes+999)/1000)
	default:
		return fmt.Sprintf(" (%.1f MB)", float64(bytes)/1e6)
	}
}

func amount(v any) int {
	n, _ := v.(float64)
	return int(n)
}

func orEmpty(v any) any {
	if v == nil {
		return ""
	}
	return v
}

func count(n int) string { return strconv.Itoa(n) + plural(n, " package", " packages") }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
