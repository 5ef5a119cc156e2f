package main

import (
	"context"
	"errors"
)

type doctorCommand struct {
	dataFlag
	JSON bool `help:"Print one JSON object a line."`
}

// Run checks.
func (c *doctorCommand) Run(ctx context.Context) error { return errors.New("not yet") }
