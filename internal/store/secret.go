package store

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

const sqlPutSecret = `
INSERT INTO secrets (name, description, sealed, created_at, updated_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name) DO UPDATE
SET description = excluded.description, sealed = excluded.sealed, updated_at = excluded.updated_at`

// PutSecret adds or replaces a secret and keeps its grants. Granted is not looked at.
func (s *Store) PutSecret(ctx context.Context, v workspace.Secret) error {
	return s.execute(ctx, "put secret "+v.Name, sqlPutSecret,
		v.Name, v.Description, bytesOf(v.Sealed), micros(v.CreatedAt), micros(v.UpdatedAt))
}

const sqlRenameSecret = `
UPDATE secrets SET name = $2, description = $3, sealed = $4, updated_at = $5 WHERE name = $1`

// RenameSecret changes the name of a secret and the value that is sealed for the name, and keeps
// the grants. It fails with CodeSecretNotFound, or with CodeConflict when the new name is taken.
func (s *Store) RenameSecret(ctx context.Context, name string, v workspace.Secret) error {
	return s.write(ctx, "rename secret "+name, func(t *tx) error {
		n, err := t.exec(sqlRenameSecret, name, v.Name, v.Description, bytesOf(v.Sealed), micros(v.UpdatedAt))
		switch {
		case isTaken(err):
			return fault.Wrap(fault.CodeConflict, err, "There is a secret %s already", v.Name).
				WithNext("Choose another name.")
		case err == nil && n == 0:
			return secretNotFound(name)
		default:
			return err
		}
	})
}

const secretColumns = `name, description, sealed, created_at, updated_at`

const sqlSecret = `SELECT ` + secretColumns + ` FROM secrets WHERE name = $1`

// Secret returns a secret with its grants, or CodeSecretNotFound.
func (s *Store) Secret(ctx context.Context, name string) (workspace.Secret, error) {
	v, err := one(ctx, s, "read secret "+name, secretNotFound(name), scanSecret, sqlSecret, name)
	if err != nil {
		return workspace.Secret{}, err
	}
	grants, err := all(ctx, s, "read the grants of secret "+name, scanGrant, sqlGrantsOfSecret, name)
	for _, g := range grants {
		v.Granted = append(v.Granted, g.workspace)
	}
	return v, err
}

func secretNotFound(name string) error {
	return fault.New(fault.CodeSecretNotFound, "There is no secret %s", name)
}

const sqlSecrets = `SELECT ` + secretColumns + ` FROM secrets ORDER BY name`

// Secrets returns every secret with its grants, by name.
func (s *Store) Secrets(ctx context.Context) ([]workspace.Secret, error) {
	secrets, err := all(ctx, s, "read the secrets", scanSecret, sqlSecrets)
	if err != nil {
		return nil, err
	}
	grants, err := all(ctx, s, "read the grants", scanGrant, sqlGrants)
	granted := map[string][]string{}
	for _, g := range grants {
		granted[g.secret] = append(granted[g.secret], g.workspace)
	}
	for i := range secrets {
		secrets[i].Granted = granted[secrets[i].Name]
	}
	return secrets, err
}

const sqlGrantedSecrets = `
SELECT ` + secretColumns + ` FROM secrets
WHERE name IN (SELECT secret FROM grants WHERE workspace = $1) ORDER BY name`

// GrantedSecrets returns the secrets that runs of a workspace receive, by name. Granted is left
// empty.
func (s *Store) GrantedSecrets(ctx context.Context, id string) ([]workspace.Secret, error) {
	return all(ctx, s, "read the secrets of workspace "+id, scanSecret, sqlGrantedSecrets, id)
}

func scanSecret(row scanner) (workspace.Secret, error) {
	var v workspace.Secret
	var created, updated int64
	err := row.Scan(&v.Name, &v.Description, &v.Sealed, &created, &updated)
	v.CreatedAt, v.UpdatedAt = instant(created), instant(updated)
	return v, err
}

const sqlDeleteSecret = `DELETE FROM secrets WHERE name = $1`

// DeleteSecret forgets a secret and its grants, or returns CodeSecretNotFound.
func (s *Store) DeleteSecret(ctx context.Context, name string) error {
	return s.update(ctx, "delete secret "+name, secretNotFound(name), sqlDeleteSecret, name)
}

type grant struct{ workspace, secret string }

const (
	sqlGrants         = `SELECT workspace, secret FROM grants ORDER BY workspace, secret`
	sqlGrantsOfSecret = `SELECT workspace, secret FROM grants WHERE secret = $1 ORDER BY workspace`
)

func scanGrant(row scanner) (g grant, err error) {
	err = row.Scan(&g.workspace, &g.secret)
	return g, err
}

const sqlGrantSecret = `INSERT INTO grants (workspace, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING`

// GrantSecret lets a workspace use a secret. Granting again changes nothing; when either does not
// exist the result is CodeSecretNotFound.
func (s *Store) GrantSecret(ctx context.Context, name, workspace string) error {
	return s.write(ctx, "grant secret "+name, func(t *tx) error {
		_, err := t.exec(sqlGrantSecret, workspace, name)
		if isOrphan(err) {
			return fault.Wrap(fault.CodeSecretNotFound, err, "There is no secret %s, or no workspace %s", name, workspace)
		}
		return err
	})
}

const sqlRevokeSecret = `DELETE FROM grants WHERE workspace = $1 AND secret = $2`

// RevokeSecret takes a secret away from a workspace, whether or not it was granted.
func (s *Store) RevokeSecret(ctx context.Context, name, workspace string) error {
	return s.execute(ctx, "revoke secret "+name, sqlRevokeSecret, workspace, name)
}
