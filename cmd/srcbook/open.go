package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/srcbook/srcbook/internal/server"
)

type openCommand struct {
	dataFlag
	File   string `arg:"" type:"path" help:"A .src.md file."`
	Listen string `default:"localhost:2150" env:"SRCBOOK_LISTEN" placeholder:"HOST:PORT" help:"Address to listen on when no server runs yet. Default: ${default}."`
	NoOpen bool   `help:"Do not open the browser; print the link."`
}

// Help says what in place means.
func (openCommand) Help() string {
	return `The file stays where it is. What you change in the browser is written back to it; what another editor
or git changes in it shows in the browser. Starts a server unless one runs already.

  srcbook open notes/report.src.md`
}

// Run opens the file and, when it has started the server, returns after that has shut down.
func (c *openCommand) Run(ctx context.Context) error {
	folder, err := c.folder()
	if err != nil {
		return err
	}
	return server.OpenFile(ctx, server.Config{
		Data: folder, Listen: c.Listen, Open: !c.NoOpen, File: c.File, Version: version, Out: os.Stdout,
		Log: slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
}
