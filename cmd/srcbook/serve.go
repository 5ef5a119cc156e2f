package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/srcbook/srcbook/internal/server"
)

// dataFlag is the folder that holds everything; the same for every command.
type dataFlag struct {
	Data string `type:"path" env:"SRCBOOK_DATA" placeholder:"DIR" help:"Data folder. Default: where your system keeps application data."`
}

func (f dataFlag) folder() (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	return server.DefaultData()
}

type serveCommand struct {
	dataFlag
	Listen    string   `default:"localhost:2150" env:"SRCBOOK_LISTEN" placeholder:"HOST:PORT" help:"Address to listen on. Anything but this machine itself lets others in: they need the token. Default: ${default}."`
	NoOpen    bool     `help:"Do not open the browser."`
	ReadyFile string   `type:"path" placeholder:"FILE" help:"Write {\"url\",\"token\",\"pid\"} to this file once the server is ready."`
	AllowHost []string `placeholder:"HOST:PORT" help:"Also answer requests that name this host, such as a proxy's."`
	LogLevel  string   `enum:"debug,info,warn,error" default:"warn" env:"SRCBOOK_LOG" help:"Least level of log lines on standard error: debug, info, warn or error."`
}

// Help shows examples.
func (serveCommand) Help() string {
	return `Prints a link that signs your browser in. Ctrl-C stops the server; what runs is stopped with it.

  srcbook serve
  srcbook serve --listen localhost:3000 --data ~/notebooks
  srcbook serve --no-open --ready-file ready.json`
}

// Run starts the server and returns after it has shut down.
func (c *serveCommand) Run(ctx context.Context) error {
	folder, err := c.folder()
	if err != nil {
		return err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return err
	}
	return server.Run(ctx, server.Config{
		Data: folder, Listen: c.Listen, AllowHosts: c.AllowHost, Open: !c.NoOpen, ReadyFile: c.ReadyFile,
		Version: version, Out: os.Stdout,
		Log: slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})),
	})
}
