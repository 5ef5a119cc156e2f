package web

import (
	"context"
	"strconv"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/wire"
)

type decodeCellsOutput struct{ Body wire.DecodedCells }

// decodeCells reads cells for the page to insert. The ids are placeholders: the page chooses them.
func (s *Server) decodeCells(_ context.Context, in *struct{ Body wire.EncodedCells }) (*decodeCellsOutput, error) {
	n := 0
	cells, err := srcmd.DecodeCells([]byte(in.Body.Text), func() notebook.CellID {
		n++
		return notebook.CellID("pasted-" + strconv.Itoa(n))
	})
	if err != nil {
		return nil, err
	}
	out := wire.DecodedCells{Cells: make([]wire.DecodedCell, 0, len(cells))}
	for _, c := range cells {
		if c.Kind == notebook.Code || c.Kind == notebook.Markdown {
			out.Cells = append(out.Cells, wire.DecodedCell{Kind: string(c.Kind), Filename: c.Filename, Text: c.Text.String()})
		}
	}
	return &decodeCellsOutput{Body: out}, nil
}
