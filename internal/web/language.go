package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// ask hands a question to the language service. That it cannot be put is an answer too. It needs no more
// than reading: what it proposes to change comes back as operations.
func (c *connection) ask(ctx context.Context, m wire.Ask) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	err := access.Check(ctx, access.Read)
	if err == nil {
		err = ch.peer.Ask(ctx, m.ID, m.Method, m.Params)
	}
	if err == nil {
		return nil
	}
	f := c.server.problemOf(ctx, err).Fault
	return c.send(ctx, wire.Answer{Type: "answer", Channel: m.Channel, ID: m.ID, Fault: &f})
}

// unask gives a question up, which needs nothing that asking did not.
func (c *connection) unask(m wire.Forget) error {
	ch := c.channels[m.Channel]
	if ch == nil {
		return fault.New(fault.CodeMessage, "Channel %d is not open", m.Channel)
	}
	ch.peer.Forget(m.ID)
	return nil
}

func (s *Server) restartLanguage(_ context.Context, in *WorkspacePath) (*struct{}, error) {
	return nil, s.Hub.NoticeLanguage(in.ID, hub.LanguageRestart)
}

type symbolsInput struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"the beginning or a part of a name"`
}

type symbolsOutput struct{ Body wire.SymbolResult }

// mostSymbols is more than anybody looks through.
const mostSymbols = 60

func (s *Server) symbols(ctx context.Context, in *symbolsInput) (*symbolsOutput, error) {
	found, missing := s.Hub.Symbols(ctx, in.Query, mostSymbols)
	return &symbolsOutput{Body: wire.SymbolResult{Symbols: append([]wire.Symbol{}, found...), Missing: missing}}, nil
}
