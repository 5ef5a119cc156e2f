package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/wire"
)

// SecretPath names the secret of a request; see WorkspacePath.
type SecretPath struct {
	Name string `path:"name" maxLength:"100"`
}

type secretsOutput struct{ Body wire.SecretList }

func (s *Server) secrets(ctx context.Context, _ *struct{}) (*secretsOutput, error) {
	all, err := s.Library.Secrets(ctx)
	if err != nil {
		return nil, err
	}
	list := wire.SecretList{Secrets: make([]wire.Secret, 0, len(all))}
	for _, secret := range all {
		list.Secrets = append(list.Secrets, wire.Secret{
			Name: secret.Name, Description: secret.Description, UpdatedAt: secret.UpdatedAt,
			Granted: append([]string{}, secret.Granted...),
		})
	}
	return &secretsOutput{Body: list}, nil
}

type putSecretInput struct {
	SecretPath
	Body wire.PutSecret
}

func (s *Server) putSecret(ctx context.Context, in *putSecretInput) (*struct{}, error) {
	return nil, s.Library.PutSecret(ctx, in.Name, library.SecretChange{
		Value: in.Body.Value, Description: in.Body.Description, Rename: in.Body.Rename,
	})
}

func (s *Server) deleteSecret(ctx context.Context, in *SecretPath) (*struct{}, error) {
	return nil, s.Library.DeleteSecret(ctx, in.Name)
}

type grantInput struct {
	WorkspacePath
	SecretPath
}

func (s *Server) grantSecret(ctx context.Context, in *grantInput) (*struct{}, error) {
	return nil, s.Library.Grant(ctx, in.ID, in.Name)
}

func (s *Server) revokeSecret(ctx context.Context, in *grantInput) (*struct{}, error) {
	return nil, s.Library.Revoke(ctx, in.ID, in.Name)
}
