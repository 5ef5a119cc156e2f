package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/wire"
)

type settingsOutput struct{ Body wire.Settings }

func (s *Server) settings(ctx context.Context, _ *struct{}) (*settingsOutput, error) {
	settings, err := s.Library.ReadSettings(ctx)
	return &settingsOutput{Body: settings}, err
}

func (s *Server) patchSettings(ctx context.Context, in *struct{ Body wire.SettingsPatch }) (*settingsOutput, error) {
	settings, err := s.Library.ChangeSettings(ctx, in.Body)
	return &settingsOutput{Body: settings}, err
}

type statusOutput struct{ Body wire.Status }

func (s *Server) status(ctx context.Context, _ *struct{}) (*statusOutput, error) {
	return &statusOutput{Body: s.StatusOf(ctx)}, nil
}

type healthOutput struct {
	Body struct {
		Status string `json:"status" enum:"ok"`
	}
}

func (s *Server) health(context.Context, *struct{}) (*healthOutput, error) {
	out := &healthOutput{}
	out.Body.Status = "ok"
	return out, nil
}
