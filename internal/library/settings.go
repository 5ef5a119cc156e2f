package library

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/srcbook/srcbook/internal/wire"
)

// SettingsStore keeps named JSON values. Setting returns nil for a name that was never set.
type SettingsStore interface {
	Setting(ctx context.Context, name string) ([]byte, error)
	PutSetting(ctx context.Context, name string, value []byte) error
}

const settingsName = "settings"

// DefaultSettings are in force until somebody changes them.
var DefaultSettings = wire.Settings{Theme: "system", DefaultLanguage: "typescript", OutputLimit: 10, AutoInstall: true, WrapOutput: true}

// ReadSettings are the settings in force.
func (l *Library) ReadSettings(ctx context.Context) (wire.Settings, error) {
	settings := DefaultSettings
	raw, err := l.SettingsStore.Setting(ctx, settingsName)
	if err != nil || raw == nil {
		return settings, err
	}
	if err := json.Unmarshal(raw, &settings); err != nil {
		return settings, fmt.Errorf("read settings: %w", err)
	}
	return settings, nil
}

// ChangeSettings changes the named settings and returns all. It fails with fault.CodeInvalid, and changes
// nothing, for keys that cannot be.
func (l *Library) ChangeSettings(ctx context.Context, patch wire.SettingsPatch) (wire.Settings, error) {
	settings, err := l.ReadSettings(ctx)
	if err != nil {
		return settings, err
	}
	set(&settings.Theme, patch.Theme)
	set(&settings.DefaultLanguage, patch.DefaultLanguage)
	set(&settings.RunTimeLimit, patch.RunTimeLimit)
	set(&settings.OutputLimit, patch.OutputLimit)
	set(&settings.AutoInstall, patch.AutoInstall)
	set(&settings.CodeLigatures, patch.CodeLigatures)
	set(&settings.WrapOutput, patch.WrapOutput)
	if settings.Keys, err = changeKeys(settings.Keys, patch.Keys, patch.UsualKeys); err != nil {
		return settings, err
	}
	raw, err := json.Marshal(settings)
	if err != nil {
		return settings, fmt.Errorf("write settings: %w", err)
	}
	return settings, l.SettingsStore.PutSetting(ctx, settingsName, raw)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}
