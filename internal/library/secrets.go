package library

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// SecretStore keeps secrets with sealed values. Methods return CodeSecretNotFound for unknown names.
type SecretStore interface {
	Secrets(ctx context.Context) ([]workspace.Secret, error)
	Secret(ctx context.Context, name string) (workspace.Secret, error)
	// PutSecret adds or replaces a secret, keeping its grants.
	PutSecret(ctx context.Context, s workspace.Secret) error
	// RenameSecret changes the name and the value sealed for it, keeping the grants.
	RenameSecret(ctx context.Context, name string, renamed workspace.Secret) error
	DeleteSecret(ctx context.Context, name string) error
}

// Grants says which workspaces get which secrets.
type Grants interface {
	GrantSecret(ctx context.Context, name, workspace string) error
	RevokeSecret(ctx context.Context, name, workspace string) error
	GrantedSecrets(ctx context.Context, workspace string) ([]workspace.Secret, error)
}

// Vault seals values so that only this server can read them. The context binds a sealed value to
// its place.
type Vault interface {
	Seal(plain []byte, place string) ([]byte, error)
	Open(sealed []byte, place string) ([]byte, error)
}

// SecretChange is what a request changes of a secret; nil fields stay.
type SecretChange struct {
	Value       *string
	Description *string
	Rename      string
}

const maxSecretBytes = 64 << 10

func secretPlace(name string) string { return "secrets/value/" + name }

// Secrets lists all secrets without their values.
func (l *Library) Secrets(ctx context.Context) ([]workspace.Secret, error) {
	all, err := l.SecretStore.Secrets(ctx)
	for i := range all {
		all[i].Sealed = nil
	}
	return all, err
}

// PutSecret adds or changes a secret.
func (l *Library) PutSecret(ctx context.Context, name string, change SecretChange) error {
	if err := workspace.CheckSecretName(name); err != nil {
		return err
	}
	if change.Value != nil && len(*change.Value) > maxSecretBytes {
		return fault.New(fault.CodeTooLarge, "A secret holds at most %d KB", maxSecretBytes>>10)
	}
	s, err := l.SecretStore.Secret(ctx, name)
	switch {
	case fault.Is(err, fault.NotFound):
		if change.Value == nil {
			return err
		}
		s = workspace.Secret{Name: name, CreatedAt: l.Now()}
	case err != nil:
		return err
	}
	if change.Description != nil {
		s.Description = *change.Description
	}
	s.UpdatedAt = l.Now()
	if change.Rename != "" && change.Rename != name {
		return l.renameSecret(ctx, s, change)
	}
	if change.Value != nil {
		if s.Sealed, err = l.Vault.Seal([]byte(*change.Value), secretPlace(name)); err != nil {
			return err
		}
	}
	return l.SecretStore.PutSecret(ctx, s)
}

// renameSecret seals the value anew, because a seal holds for one name only.
func (l *Library) renameSecret(ctx context.Context, s workspace.Secret, change SecretChange) error {
	if err := workspace.CheckSecretName(change.Rename); err != nil {
		return err
	}
	old := s.Name
	var value []byte
	if change.Value != nil {
		value = []byte(*change.Value)
	} else {
		plain, err := l.Vault.Open(s.Sealed, secretPlace(old))
		if err != nil {
			return err
		}
		value = plain
	}
	sealed, err := l.Vault.Seal(value, secretPlace(change.Rename))
	if err != nil {
		return err
	}
	s.Name, s.Sealed = change.Rename, sealed
	return l.SecretStore.RenameSecret(ctx, old, s)
}

// DeleteSecret removes a secret and its grants.
func (l *Library) DeleteSecret(ctx context.Context, name string) error {
	return l.SecretStore.DeleteSecret(ctx, name)
}

// Grant gives a workspace's cells a secret.
func (l *Library) Grant(ctx context.Context, id, name string) error {
	if _, err := l.present(ctx, id); err != nil {
		return err
	}
	return l.Grants.GrantSecret(ctx, name, id)
}

// Revoke takes it away. That it was never granted is no error.
func (l *Library) Revoke(ctx context.Context, id, name string) error {
	if err := workspace.CheckSecretName(name); err != nil {
		return err
	}
	if _, err := l.Workspaces.Workspace(ctx, id); err != nil {
		return err
	}
	return l.Grants.RevokeSecret(ctx, name, id)
}

// Environment is what a run of the workspace gets beyond the fixed allow-list: its secrets.
func (l *Library) Environment(ctx context.Context, id string) (map[string]string, error) {
	granted, err := l.Grants.GrantedSecrets(ctx, id)
	if err != nil {
		return nil, err
	}
	env := make(map[string]string, len(granted))
	for _, s := range granted {
		value, err := l.Vault.Open(s.Sealed, secretPlace(s.Name))
		if err != nil {
			return nil, err
		}
		env[s.Name] = string(value)
	}
	return env, nil
}
