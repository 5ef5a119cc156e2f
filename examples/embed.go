// Package examples holds the notebooks that the product ships. Tests run every one of them.
package examples

import (
	"embed"
	"fmt"
)

//go:embed *.src.md
var files embed.FS

// Example is one shipped notebook. ID is its file name without the extension.
type Example struct {
	ID     string
	Source []byte
}

// order is the order in which a newcomer should meet them.
var order = []string{"first-steps", "http-api", "census", "websocket-chat"}

// All lists the examples in reading order.
func All() []Example {
	all := make([]Example, 0, len(order))
	for _, id := range order {
		source, err := files.ReadFile(id + ".src.md")
		if err != nil {
			panic(fmt.Sprintf("examples: %v", err)) // embedded at build time
		}
		all = append(all, Example{ID: id, Source: source})
	}
	return all
}
