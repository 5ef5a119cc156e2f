package npm

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

var (
	npmSummary = regexp.MustCompile(`^(?:added (\d+) packages?)?(?:,? ?(?:and )?removed (\d+) packages?)?`)
	userinfo   = regexp.MustCompile(`(https?://)[^/\s@]+@`)
)

// withNpm installs by npm, for a workspace that brings a package-lock.json.
func (i *Installer) withNpm(ctx context.Context, r Request, env map[string]string, report func(Progress)) (Result, error) {
	if i.config.Npm == "" {
		return Result{}, fault.New(fault.CodeToolchain, "npm was not found").
			WithNext("Install npm, or remove package-lock.json to have the packages installed by pnpm.")
	}
	verb := "install"
	if r.Frozen {
		verb = "ci"
	}
	env = maps.Clone(env)
	env[npmPrefix+"cache"] = filepath.Join(i.config.homeFolder(), "npm-cache")
	args := []string{
		verb, "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund",
		"--no-update-notifier", "--loglevel=http", "--color=false",
	}
	if r.AllowPeerConflicts {
		args = append(args, "--legacy-peer-deps")
	}
	log := &npmLog{report: report, progress: Progress{Phase: PhaseResolving, Text: "Resolving packages"}}
	if err := i.npm(ctx, r, env, args, log); err != nil {
		return log.result(), err
	}
	run, skipped := allowedOf(scriptedPackages(r.Folder), r.AllowScripts)
	if len(run) > 0 {
		report(Progress{Phase: PhaseLinking, Text: "Running install scripts", Line: "Running install scripts of " + strings.Join(run, ", ")})
		args := append([]string{"rebuild", "--ignore-scripts=false", "--foreground-scripts", "--loglevel=warn", "--color=false"}, run...)
		if err := i.npm(ctx, r, env, args, log); err != nil {
			return log.result(), err
		}
	}
	result := log.result()
	result.Skipped = skipped
	return result, nil
}

func (i *Installer) npm(ctx context.Context, r Request, env map[string]string, args []string, log *npmLog) error {
	cmd := command{argv: append([]string{i.config.Npm}, args...), dir: r.Folder, env: env, readable: i.readable()}
	exit, err := i.config.run(ctx, cmd, log.line)
	if err != nil {
		return err
	}
	if exit.Code != 0 {
		return log.fault()
	}
	return nil
}

// scriptedPackages are the installed packages that have install scripts, by the lock file's word.
func scriptedPackages(folder string) []string {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil
	}
	defer root.Close()
	data, err := readRegular(root, "node_modules/.package-lock.json")
	if err != nil {
		return nil // nothing is installed
	}
	var lock struct {
		Packages map[string]struct {
			HasInstallScript bool `json:"hasInstallScript"`
		} `json:"packages"`
	}
	if json.Unmarshal(data, &lock) != nil {
		return nil
	}
	var names []string
	for path, p := range lock.Packages {
		if p.HasInstallScript {
			names = append(names, path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// npmLog turns npm's log into progress.
type npmLog struct {
	npmOutput
	report         func(Progress)
	progress       Progress
	added, removed int
}

func (l *npmLog) result() Result { return Result{Manager: "npm", Added: l.added, Removed: l.removed} }

func (l *npmLog) line(text string) {
	l.add(text)
	if name, ok := npmDownload(text); ok {
		l.progress.Phase, l.progress.Text = PhaseDownloading, "Downloaded "+name
		l.progress.Done++
		l.progress.Total = max(l.progress.Total, l.progress.Done)
		l.report(l.progress)
		return
	}
	if m := npmFetchLine.FindStringSubmatch(text); m != nil {
		if u, err := url.Parse(m[2] + m[4]); err == nil {
			l.progress.Text = "Looking up " + strings.TrimPrefix(u.Path, "/")
			l.report(l.progress)
		}
		return
	}
	if m := npmSummary.FindStringSubmatch(text); m[0] != "" {
		l.added, _ = strconv.Atoi(m[1]) // empty stands for none
		l.removed, _ = strconv.Atoi(m[2])
	}
	if text = strings.TrimSpace(text); text != "" && !strings.HasPrefix(text, "npm http") {
		p := l.progress
		p.Line = withoutCredentials(text)
		l.report(p)
	}
}

// withoutCredentials hides what may precede the host of an address.
func withoutCredentials(text string) string { return userinfo.ReplaceAllString(text, "$1") }
