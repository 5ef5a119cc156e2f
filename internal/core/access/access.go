// Package access says who may do what. Every route, socket message and command names the permission
// that it needs; whoever does not hold it is refused. Checking is pure and safe for concurrent use.
package access

import (
	"context"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Permission is the right to do one class of things.
type Permission string

// The permissions. Public needs no principal at all.
const (
	Public  Permission = "public"  // signing in, health, the static interface
	Read    Permission = "read"    // see workspaces, outputs and the library
	Edit    Permission = "edit"    // change workspaces
	Run     Permission = "run"     // execute code and install packages
	Secrets Permission = "secrets" // set and grant secrets
	Admin   Permission = "admin"   // settings of the server
)

// Role is a named set of permissions.
type Role string

// Owner is the person who started the server: the only role of a server without accounts.
const Owner Role = "owner"

var granted = map[Role][]Permission{
	Owner: {Read, Edit, Run, Secrets, Admin},
}

// Principal is who acts. The zero value is nobody.
type Principal struct {
	Name    string // shown to others as the author
	Role    Role
	Session string // identifies the signed-in browser, empty for other callers
}

type principalKey struct{}

// WithPrincipal returns a context in which p acts.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf is who acts in ctx; the zero value when nobody was signed in.
func PrincipalOf(ctx context.Context) Principal {
	p, _ := ctx.Value(principalKey{}).(Principal)
	return p
}

// Check returns nil when the principal of ctx holds the permission, else a fault.
func Check(ctx context.Context, permission Permission) error {
	if permission == Public {
		return nil
	}
	p := PrincipalOf(ctx)
	if p == (Principal{}) {
		return fault.New(fault.CodeUnauthenticated, "You are not signed in")
	}
	if !slices.Contains(granted[p.Role], permission) {
		return fault.New(fault.CodeForbidden, "%s may not do this", p.Name)
	}
	return nil
}
