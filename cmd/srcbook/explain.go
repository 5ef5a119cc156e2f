package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

type explainCommand struct {
	Code string `arg:"" optional:"" help:"The code of an error, such as SB-4006. Without one, all are listed."`
}

// Help shows examples.
func (explainCommand) Help() string {
	return `Every error that Srcbook shows has a code. This prints what it means, how it comes to it, and what to do.

  srcbook explain SB-4006
  srcbook explain`
}

// Run prints the entry of the code, or the list.
func (c *explainCommand) Run() error {
	bold := func(text string) string { return text }
	if colored(os.Stdout) {
		bold = func(text string) string { return "\x1b[1m" + text + "\x1b[0m" }
	}
	if c.Code == "" {
		for _, code := range fault.Codes() {
			e, _ := fault.Explain(code)
			fmt.Printf("%s  %s\n", bold(string(code)), e.Title)
		}
		return nil
	}
	e, ok := fault.Explain(fault.Code("SB-" + strings.TrimPrefix(strings.ToUpper(c.Code), "SB-")))
	if !ok {
		return fault.New(fault.CodeInvalid, "There is no code %s", c.Code).WithNext("Run srcbook explain for the list of all codes.")
	}
	fmt.Printf("%s\n\n%s\n\n%s\n", bold(string(e.Code)+": "+e.Title), wrapped(e.Why), wrapped(strings.TrimSpace(e.Next+" "+e.More)))
	return nil
}

// columns is the width that prose in the terminal has at most.
const columns = 80

func wrapped(text string) string {
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq(text) {
		if width > 0 && width+1+len(word) > columns {
			b.WriteByte('\n')
			width = 0
		} else if width > 0 {
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += len(word)
	}
	return b.String()
}
