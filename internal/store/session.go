package store

import (
	"context"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

const sqlCreateSession = `
INSERT INTO sessions (hash, label, name, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`

// CreateSession adds a signed-in browser.
func (s *Store) CreateSession(ctx context.Context, v workspace.Session) error {
	return s.execute(ctx, "create a session", sqlCreateSession,
		v.TokenHash[:], v.Label, v.Name, micros(v.CreatedAt), micros(v.SeenAt), micros(v.ExpiresAt))
}

const sqlSession = `SELECT hash, label, name, created_at, seen_at, expires_at FROM sessions WHERE hash = $1`

// Session returns the session of a token, also an expired one, or CodeUnauthenticated.
func (s *Store) Session(ctx context.Context, tokenHash [32]byte) (workspace.Session, error) {
	absent := fault.New(fault.CodeUnauthenticated, "You are not signed in")
	return one(ctx, s, "read a session", absent, scanSession, sqlSession, tokenHash[:])
}

const sqlSessions = `SELECT hash, label, name, created_at, seen_at, expires_at FROM sessions ORDER BY seen_at DESC, hash`

// Sessions returns every session, the last seen first.
func (s *Store) Sessions(ctx context.Context) ([]workspace.Session, error) {
	return all(ctx, s, "read the sessions", scanSession, sqlSessions)
}

func scanSession(row scanner) (workspace.Session, error) {
	var v workspace.Session
	var hash []byte
	var created, seen, expires int64
	err := row.Scan(&hash, &v.Label, &v.Name, &created, &seen, &expires)
	copy(v.TokenHash[:], hash)
	v.CreatedAt, v.SeenAt, v.ExpiresAt = instant(created), instant(seen), instant(expires)
	return v, err
}

const sqlTouchSession = `UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE hash = $1`

// TouchSession notes a visit and moves the expiry. It does nothing for a session that is gone.
func (s *Store) TouchSession(ctx context.Context, tokenHash [32]byte, seen, expires time.Time) error {
	return s.execute(ctx, "touch a session", sqlTouchSession, tokenHash[:], micros(seen), micros(expires))
}

const sqlNameSession = `UPDATE sessions SET name = $2 WHERE hash = $1`

// NameSession changes the name of the person at a browser. It does nothing for a session that is gone.
func (s *Store) NameSession(ctx context.Context, tokenHash [32]byte, name string) error {
	return s.execute(ctx, "name a session", sqlNameSession, tokenHash[:], name)
}

const sqlDeleteSession = `DELETE FROM sessions WHERE hash = $1`

// DeleteSession signs a browser out, whether or not the session exists.
func (s *Store) DeleteSession(ctx context.Context, tokenHash [32]byte) error {
	return s.execute(ctx, "delete a session", sqlDeleteSession, tokenHash[:])
}

const sqlDeleteExpiredSessions = `DELETE FROM sessions WHERE expires_at <= $1`

// DeleteExpiredSessions forgets the sessions that have expired by now.
func (s *Store) DeleteExpiredSessions(ctx context.Context, now time.Time) error {
	return s.execute(ctx, "delete expired sessions", sqlDeleteExpiredSessions, micros(now))
}
