package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/srcbook/srcbook/internal/client"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/server"
	"github.com/srcbook/srcbook/internal/wire"
)

// withLibrary calls use with the running server of the data folder, or with one of its own that ends
// afterwards.
func (f dataFlag) withLibrary(ctx context.Context, use func(*client.Client) error) error {
	folder, err := f.folder()
	if err != nil {
		return err
	}
	return server.With(ctx, server.Config{Data: folder, Version: version}, use)
}

type newCommand struct {
	dataFlag
	Title    string `arg:"" optional:"" help:"Title of the notebook."`
	Language string `enum:"typescript,javascript" default:"typescript" help:"Language of its cells: typescript or javascript."`
}

// Help shows an example.
func (newCommand) Help() string {
	return `Prints the id and the title. The notebook is opened in the browser, by its title in the library.

  srcbook new "Report of the week" --language javascript`
}

// Run creates the notebook and prints its id.
func (c *newCommand) Run(ctx context.Context) error {
	return c.withLibrary(ctx, func(library *client.Client) error {
		w, err := library.Create(ctx, wire.NewWorkspace{Title: c.Title, Language: c.Language})
		if err == nil {
			fmt.Printf("%s  %s\n", w.ID, w.Title)
		}
		return err
	})
}

type importCommand struct {
	dataFlag
	Sources []string `arg:"" name:"file" help:"Files or http(s) addresses; - reads standard input."`
}

// Help shows examples.
func (importCommand) Help() string {
	return `Reads .src.md notebooks, Jupyter's .ipynb, and other Markdown, whose TypeScript and JavaScript become
cells. Prints the id and the title of each. A file with errors is not imported; all of them are listed.

  srcbook import notes/*.src.md analysis.ipynb
  srcbook import https://example.org/intro.src.md
  srcbook import - < intro.src.md`
}

// Run imports each source and reports all that failed.
func (c *importCommand) Run(ctx context.Context) error {
	return c.withLibrary(ctx, func(library *client.Client) error {
		worst := 0
		for _, source := range c.Sources {
			in, err := readImport(source)
			var w wire.Workspace
			if err == nil {
				w, err = library.Import(ctx, in)
			}
			if err != nil {
				fmt.Fprintf(os.Stderr, "%s was not imported.\n", source)
				worst = max(worst, report(err))
				continue
			}
			fmt.Printf("%s  %s\n", w.ID, w.Title)
		}
		if worst > 0 {
			return reported(worst)
		}
		return nil
	})
}

func readImport(source string) (wire.Import, error) {
	if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
		return wire.Import{URL: source}, nil
	}
	raw, err := readNotebook(source)
	return wire.Import{Filename: filepath.Base(source), Text: string(raw)}, err
}

// readNotebook reads a .src.md file, or standard input for "-".
func readNotebook(path string) ([]byte, error) {
	file := os.Stdin
	if path != "-" {
		opened, err := os.Open(path)
		if err != nil {
			return nil, fault.Wrap(fault.CodeInvalid, err, "%s cannot be read: %v", path, unwrapPath(err)).WithNext("Check the path.")
		}
		defer opened.Close()
		file = opened
	}
	raw, err := readLimited(file, notebook.MaxFileBytes)
	if f := (*fault.Error)(nil); err != nil && !errors.As(err, &f) {
		return nil, fault.Wrap(fault.CodeInvalid, err, "%s cannot be read: %v", path, unwrapPath(err)).WithNext("Check the path.")
	}
	return raw, err
}

type exportCommand struct {
	dataFlag
	ID     string `arg:"" help:"Id of the notebook, as list prints it."`
	Output string `short:"o" type:"path" placeholder:"FILE" help:"File to write; standard output when absent."`
	Format string `short:"f" enum:",srcmd,markdown,ipynb,html,zip" default:"" help:"srcmd, markdown, ipynb, html or zip; by the name of the output file when absent, else srcmd."`

	WithOutput bool `help:"Also write what the cells printed; html always does."`
}

// Help shows examples.
func (exportCommand) Help() string {
	return `A .src.md or .ipynb file can be imported again. A .html file is read in any browser, without a server.
A .zip file runs with: npm install && npx tsx src/<file>

  srcbook export 3f2k9 > intro.src.md
  srcbook export 3f2k9 -o intro.html
  srcbook export 3f2k9 -o intro.ipynb --with-output`
}

// Run writes the notebook.
func (c *exportCommand) Run(ctx context.Context) error {
	return c.withLibrary(ctx, func(library *client.Client) error {
		source, err := library.Export(ctx, c.ID, c.format(), c.WithOutput)
		if err != nil {
			return err
		}
		if c.Output == "" {
			_, err = os.Stdout.Write(source)
			return err
		}
		return os.WriteFile(c.Output, source, 0o644)
	})
}

// format is the one asked for, or the one that the output's name says.
func (c *exportCommand) format() string {
	name := strings.ToLower(c.Output)
	switch {
	case c.Format != "":
		return c.Format
	case strings.HasSuffix(name, ".src.md"):
		return "srcmd"
	}
	switch filepath.Ext(name) {
	case ".md", ".markdown":
		return "markdown"
	case ".ipynb", ".html", ".zip":
		return filepath.Ext(name)[1:]
	default:
		return "srcmd"
	}
}

type listCommand struct {
	dataFlag
	Trash bool `help:"List the trash instead."`
	JSON  bool `help:"Print one JSON object a line."`
}

// Help says what the columns are.
func (listCommand) Help() string {
	return `Columns: id, language, number of cells, time of the last change, title. The latest comes first.`
}

// Run prints the library.
func (c *listCommand) Run(ctx context.Context) error {
	return c.withLibrary(ctx, func(library *client.Client) error {
		all, err := library.Workspaces(ctx, c.Trash)
		if err != nil {
			return err
		}
		if c.JSON {
			encoder := json.NewEncoder(os.Stdout)
			for _, w := range all {
				if err := encoder.Encode(w); err != nil {
					return err
				}
			}
			return nil
		}
		table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		for _, w := range all {
			fmt.Fprintf(table, "%s\t%s\t%d cells\t%s\t%s\n", w.ID, w.Language, w.Cells, w.UpdatedAt.Local().Format("2006-01-02 15:04"), w.Title)
		}
		return table.Flush()
	})
}
