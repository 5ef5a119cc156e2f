package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	sessionLifetime = 30 * 24 * time.Hour
	// touchEvery bounds how often the last use of a session is written down.
	touchEvery = time.Hour
)

// limiter bounds attempts to sign in, so that a token cannot be guessed. It is safe for concurrent
// use.
type limiter struct{ rate *rate.Limiter }

func newLimiter() limiter { return limiter{rate.NewLimiter(rate.Every(time.Second), 20)} }

// identify puts the principal into the context of requests to the API, from the bearer token or the
// cookie. The interface itself is the same for everybody.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			next.ServeHTTP(w, r)
			return
		}
		p, err := s.principal(r)
		if err != nil {
			writeFault(w, err)
			return
		}
		if p != (access.Principal{}) {
			r = r.WithContext(access.WithPrincipal(r.Context(), p))
		}
		next.ServeHTTP(w, r)
	})
}

// principal is who sends the request; the zero value when nobody is signed in. A wrong bearer token
// is an error rather than nobody, so that a script learns of it.
func (s *Server) principal(r *http.Request) (access.Principal, error) {
	owner := access.Principal{Name: s.Owner, Role: access.Owner}
	if token := bearer(r); token != "" {
		if !s.isLaunchToken(token) {
			return access.Principal{}, fault.New(fault.CodeToken, "The token is not valid")
		}
		return owner, nil
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return access.Principal{}, nil
	}
	hash := sha256.Sum256([]byte(cookie.Value))
	session, err := s.Sessions.Session(r.Context(), hash)
	switch {
	case fault.Is(err, fault.Unauthenticated):
		return access.Principal{}, nil
	case err != nil:
		return access.Principal{}, err
	}
	now := s.Now()
	if !now.Before(session.ExpiresAt) {
		return access.Principal{}, nil
	}
	if now.Sub(session.SeenAt) > touchEvery {
		if err := s.Sessions.TouchSession(r.Context(), hash, now, now.Add(sessionLifetime)); err != nil {
			s.Log.WarnContext(r.Context(), "note session use", "err", err)
		}
	}
	if session.Name != "" {
		owner.Name = session.Name
	}
	owner.Session = hex.EncodeToString(hash[:])
	return owner, nil
}

func (s *Server) isLaunchToken(token string) bool {
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.Token))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

func bearer(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return token
}

type signInInput struct {
	Body wire.SignIn
}

type signInOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*signInOutput, error) {
	if !s.signIns.rate.Allow() {
		return nil, fault.New(fault.CodeRateLimited, "Too many attempts to sign in")
	}
	if !s.isLaunchToken(in.Body.Token) {
		return nil, fault.New(fault.CodeToken, "The token is not valid")
	}
	token, now := rand.Text()+rand.Text(), s.Now()
	err := s.Sessions.CreateSession(ctx, workspace.Session{
		TokenHash: sha256.Sum256([]byte(token)), Label: "browser", CreatedAt: now, SeenAt: now,
		ExpiresAt: now.Add(sessionLifetime),
	})
	if err != nil {
		return nil, err
	}
	return &signInOutput{SetCookie: s.cookie(token, sessionLifetime)}, nil
}

// cookieName carries the port, because browsers share the cookies of one host between its ports and
// two servers on one machine must not sign each other out.
func (s *Server) cookieName() string {
	_, port, err := net.SplitHostPort(s.Hosts[0])
	if err != nil {
		return "srcbook_session"
	}
	return "srcbook_session_" + port
}

func (s *Server) cookie(value string, life time.Duration) http.Cookie {
	return http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

type sessionOutput struct{ Body wire.Session }

func (s *Server) session(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
	return &sessionOutput{Body: wire.Session{Name: access.PrincipalOf(ctx).Name}}, nil
}

// patchSession changes how the person at this browser is called in all that is opened and done from
// then on. Sockets take it over with the next notebook that they open.
func (s *Server) patchSession(ctx context.Context, in *struct{ Body wire.SessionPatch }) (*sessionOutput, error) {
	name := in.Body.Name
	if name == nil {
		return s.session(ctx, nil)
	}
	hash, signedIn := tokenHash(ctx)
	if !signedIn {
		return nil, fault.New(fault.CodeForbidden, "Only a signed-in browser has a name of its own")
	}
	if *name != "" {
		if err := workspace.CheckName(*name); err != nil {
			return nil, err
		}
	}
	if err := s.Sessions.NameSession(ctx, hash, *name); err != nil {
		return nil, err
	}
	return &sessionOutput{Body: wire.Session{Name: cmp.Or(*name, s.Owner)}}, nil
}

// tokenHash is that of the session that acts; false when there is none.
func tokenHash(ctx context.Context) (hash [sha256.Size]byte, ok bool) {
	raw, err := hex.DecodeString(access.PrincipalOf(ctx).Session)
	if err != nil || len(raw) != sha256.Size {
		return hash, false
	}
	return [sha256.Size]byte(raw), true
}

func (s *Server) signOut(ctx context.Context, _ *struct{}) (*signInOutput, error) {
	if hash, signedIn := tokenHash(ctx); signedIn {
		if err := s.Sessions.DeleteSession(ctx, hash); err != nil {
			return nil, err
		}
	}
	expired := s.cookie("", 0)
	expired.MaxAge = -1
	return &signInOutput{SetCookie: expired}, nil
}
