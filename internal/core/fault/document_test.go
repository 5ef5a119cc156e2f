package fault

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the documents that are made of the catalogue")

// People read the catalogue in the documentation, and in the interface, which works without a network.
func TestDocumentsOfTheCatalogueAreCommitted(t *testing.T) {
	for _, document := range []struct{ path, text string }{
		{"../../../docs/errors.md", markdown()},
		{"../../../ui/src/protocol/faults.gen.ts", typescript()},
	} {
		if *update {
			if err := os.WriteFile(document.path, []byte(document.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile(document.path)
		if err != nil {
			t.Fatal(err)
		}
		if string(committed) != document.text {
			t.Errorf("%s is out of date: run make gen", document.path)
		}
	}
}

// ranges name the thousands of the codes.
var ranges = []string{
	"", "General and access", "Notebooks and files", "Editing", "Running", "Packages", "Storage", "Network",
	"The language service", "The browser",
}

func markdown() string {
	var b strings.Builder
	b.WriteString("# Errors\n\nWritten by `make gen` from the catalogue in the code. Every error that Srcbook shows has a code. The code is a link to its entry, here as in the interface under `/help/errors`; `srcbook explain CODE` prints it in the terminal.\n")
	last := 0
	for _, c := range Codes() {
		e, _ := Explain(c)
		if n := int(c[len("SB-")] - '0'); n != last {
			last = n
			fmt.Fprintf(&b, "\n## %s\n", ranges[n])
		}
		fmt.Fprintf(&b, "\n<a id=\"%s\"></a>\n### %s: %s\n\n%s\n\n**What to do.** %s\n", c, c, e.Title, e.Why, strings.TrimSpace(e.Next+" "+e.More))
	}
	return b.String()
}

func typescript() string {
	var union, entries strings.Builder
	for _, c := range Codes() {
		e, _ := Explain(c)
		fmt.Fprintf(&union, "\n  | %q", c)
		fmt.Fprintf(&entries, "  %q: {\n    kind: %q,\n    title: %s,\n    why: %s,\n    next: %s,\n", c, e.Kind, strconv.Quote(e.Title), strconv.Quote(e.Why), strconv.Quote(e.Next))
		if e.More != "" {
			fmt.Fprintf(&entries, "    more: %s,\n", strconv.Quote(e.More))
		}
		entries.WriteString("  },\n")
	}
	var names strings.Builder
	for n, name := range ranges[1:] {
		fmt.Fprintf(&names, "  %d: %q,\n", n+1, name)
	}
	return "// Written by `make gen` from internal/core/fault.\nimport type { FaultKind } from \"./wire.ts\";\n\n" +
		"/** The stable identifier of an error. */\nexport type FaultCode =" + union.String() + ";\n\n" +
		"/** What a person reads who looks a code up. */\nexport interface FaultEntry {\n  kind: FaultKind;\n  /** Names what happened, without a full stop. */\n  title: string;\n  why: string;\n  next: string;\n  more?: string;\n}\n\n" +
		"/** What the first digits of the codes stand for. */\nexport const faultRanges: Readonly<Record<string, string>> = {\n" + names.String() + "};\n\n" +
		"/** The catalogue of errors, in the order of the codes. */\nexport const faults: Readonly<Record<FaultCode, FaultEntry>> = {\n" + entries.String() + "};\n"
}
