package lsp

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Symbol is a name that the code of a cell defines.
type Symbol struct {
	Name      string
	Kind      string // such as "class"; empty for one that the protocol does not know
	Container string // what it is part of, empty for a name of the cell itself
	Cell      notebook.CellID
	Filename  string
	Line      int // from 1
}

// symbolKinds are what the protocol's numbers stand for, from 1.
var symbolKinds = strings.Split("file,module,namespace,package,class,method,property,field,constructor,enum,interface,"+
	"function,variable,constant,string,number,boolean,array,object,key,null,enum member,struct,event,operator,type parameter", ",")

// Symbols finds the names of the cells' code that fit a query, as the server orders them. It fails as Ask does.
func (w *Workspace) Symbols(ctx context.Context, query string) ([]Symbol, error) {
	answer, err := w.Ask(ctx, "workspace/symbol", marshal(map[string]string{"query": query}))
	if err != nil {
		return nil, err
	}
	var found []struct {
		Name      string `json:"name"`
		Kind      int    `json:"kind"`
		Container string `json:"containerName"`
		Location  struct {
			URI   string `json:"uri"`
			Range Range  `json:"range"`
		} `json:"location"`
	}
	if err := json.Unmarshal(answer.Result, &found); err != nil {
		return nil, fault.Wrap(fault.CodeLanguageFailed, err, "The language service answers what is no list of names")
	}
	files := map[string]*live.Cell{}
	for _, c := range answer.Cells {
		if c.Kind == notebook.Code {
			files[moduleFolder+c.Filename] = c
		}
	}
	symbols := make([]Symbol, 0, len(found))
	for _, f := range found {
		name, err := local(f.Location.URI)
		cell := files[name]
		if err != nil || cell == nil {
			continue // of a package
		}
		s := Symbol{Name: f.Name, Container: f.Container, Cell: cell.ID, Filename: cell.Filename, Line: f.Location.Range.Start.Line + 1}
		if f.Kind > 0 && f.Kind <= len(symbolKinds) {
			s.Kind = symbolKinds[f.Kind-1]
		}
		symbols = append(symbols, s)
	}
	return symbols, nil
}
