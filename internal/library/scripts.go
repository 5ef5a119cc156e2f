package library

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/srcbook/srcbook/internal/wire"
)

// scriptsName is the setting that holds, by workspace, the packages whose install scripts may run. It is
// not part of package.json: to open a notebook of somebody else must not run what a package brings.
const scriptsName = "install-scripts"

// AllowedScripts are the packages whose install scripts may run in a workspace, in the order of names.
func (l *Library) AllowedScripts(ctx context.Context, id string) ([]string, error) {
	all, err := l.readScripts(ctx)
	return all[id], err
}

// AllowScripts lets the install scripts of one package run in a workspace, and starts an installation,
// which runs them; or it takes that back, for later installations.
func (l *Library) AllowScripts(ctx context.Context, id, name string, allow bool) (wire.PackagesStatus, error) {
	if _, err := l.present(ctx, id); err != nil {
		return wire.PackagesStatus{}, err
	}
	if err := l.Packages.CheckName(name); err != nil {
		return wire.PackagesStatus{}, err
	}
	if allow {
		if err := l.installs.idle(id); err != nil {
			return wire.PackagesStatus{}, err
		}
	}
	err := l.changeScripts(ctx, func(all map[string][]string) {
		kept := without(all[id], []string{name})
		if allow {
			kept = append(kept, name)
			slices.Sort(kept)
		}
		all[id] = kept
	})
	if err != nil {
		return wire.PackagesStatus{}, err
	}
	if allow {
		return l.Install(ctx, id)
	}
	l.signalPackages(ctx, id)
	return l.PackagesStatus(ctx, id)
}

// forgetScripts drops what was allowed in a workspace that is gone.
func (l *Library) forgetScripts(ctx context.Context, id string) error {
	if allowed, err := l.AllowedScripts(ctx, id); err != nil || allowed == nil {
		return err
	}
	return l.changeScripts(ctx, func(all map[string][]string) { delete(all, id) })
}

func (l *Library) readScripts(ctx context.Context) (map[string][]string, error) {
	all := map[string][]string{}
	raw, err := l.SettingsStore.Setting(ctx, scriptsName)
	if err != nil || raw == nil {
		return all, err
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("read the allowed install scripts: %w", err)
	}
	return all, nil
}

func (l *Library) changeScripts(ctx context.Context, change func(map[string][]string)) error {
	l.scripts.Lock()
	defer l.scripts.Unlock()
	all, err := l.readScripts(ctx)
	if err != nil {
		return err
	}
	change(all)
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("write the allowed install scripts: %w", err)
	}
	return l.SettingsStore.PutSetting(ctx, scriptsName, raw)
}

// without is list without the names.
func without(list, names []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(one string) bool { return slices.Contains(names, one) })
}
