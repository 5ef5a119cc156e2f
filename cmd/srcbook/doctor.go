package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/srcbook/srcbook/internal/server"
)

type doctorCommand struct {
	dataFlag
	Listen string `default:"localhost:2150" env:"SRCBOOK_LISTEN" placeholder:"HOST:PORT" help:"Address that the server is to listen on. Default: ${default}."`
	JSON   bool   `help:"Print one JSON object a line: about, verdict (good, warning or bad), text, fix."`
}

// Help explains the signs.
func (doctorCommand) Help() string {
	return `Looks at Node.js, npm, git, the data folder and its disk, the database, the port, the package
registry, the package tools, the isolation of cells, and the clock.

  ✓ good   ! works, with a limitation   ✗ has to be changed; the line below says how

Exit codes: 0 nothing has to be changed, 1 something has to be.`
}

// signs are how people see the verdicts, with their colours.
var signs = map[server.Verdict]struct{ sign, color string }{
	server.Good: {"✓", "32"}, server.Warning: {"!", "33"}, server.Bad: {"✗", "31"},
}

// Run prints the findings.
func (c *doctorCommand) Run(ctx context.Context) error {
	folder, err := c.folder()
	if err != nil {
		return err
	}
	unhealthy := error(nil)
	color, encoder := colored(os.Stdout), json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	server.Examine(ctx, server.Config{Data: folder, Listen: c.Listen, Version: version}, func(f server.Finding) {
		if f.Verdict == server.Bad {
			unhealthy = reported(exitFailed)
		}
		if c.JSON {
			_ = encoder.Encode(f) // whoever reads may have gone
			return
		}
		sign := signs[f.Verdict].sign
		if color {
			sign = "\x1b[" + signs[f.Verdict].color + "m" + sign + "\x1b[0m"
		}
		fmt.Printf("%s %-14s %s\n", sign, f.About, f.Text)
		if f.Code != "" {
			f.Fix += " (" + string(f.Code) + ")"
		}
		if f.Fix != "" {
			fmt.Printf("  %-14s %s\n", "", f.Fix)
		}
	})
	return unhealthy
}
