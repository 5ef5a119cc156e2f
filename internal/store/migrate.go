package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Migrations are numbered, run forward only, one transaction each, and are never edited once
// released.
//
//go:embed migrations
var migrations embed.FS

func (s *Store) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writes, dir)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	if have > want {
		return fault.New(fault.CodeDataFolder, "The data folder was written by a newer version of Srcbook (%d, this one knows %d)", have, want).
			WithNext("Start that version, or choose another folder with --data.")
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}
