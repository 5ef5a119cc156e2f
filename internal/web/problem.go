package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

// Problem is the body of every error answer, as RFC 9457 has it, with the fault inside.
type Problem struct {
	Title  string     `json:"title"`
	Status int        `json:"status"`
	Detail string     `json:"detail"`
	Fault  wire.Fault `json:"fault"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statusOfKind = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Exhausted: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Canceled: 499,
}

func newProblem(err error) *Problem {
	f := fault.From(err)
	status := statusOfKind[f.Kind()]
	if f.Code == fault.CodeHost {
		status = http.StatusMisdirectedRequest
	}
	return &Problem{Title: f.Kind().String(), Status: status, Detail: f.Message, Fault: wire.FaultOf(f)}
}

// problemOf is err for the client; what is not a fault is logged here, once, and stays private.
func (s *Server) problemOf(ctx context.Context, err error) *Problem {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = fault.Wrap(fault.CodeCanceled, err, "The request was canceled")
	}
	p := newProblem(err)
	if p.Status >= http.StatusInternalServerError {
		s.Log.ErrorContext(ctx, "request failed", "code", p.Fault.Code, "err", err)
	}
	return p
}

// init makes huma report its own findings (validation, limits, unknown media types) as faults, and
// describe arrays as what they are here: never null.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		p := newProblem(fault.New(codeOfStatus(status), "%s", sentence(message)))
		p.Status = status
		for _, err := range errs {
			if err == nil {
				continue
			}
			var detail *huma.ErrorDetail
			if errors.As(err, &detail) {
				p.Fault.Details = append(p.Fault.Details, fault.Detail{Message: detail.Location + ": " + detail.Message})
				continue
			}
			p.Fault.Details = append(p.Fault.Details, fault.Detail{Message: err.Error()})
		}
		return p
	}
}

func codeOfStatus(status int) fault.Code {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return fault.CodeTooLarge
	case status == http.StatusNotFound:
		return fault.CodeNotFound
	case status >= http.StatusInternalServerError:
		return fault.CodeInternal
	default:
		return fault.CodeInvalid
	}
}

// sentence makes huma's lower-case messages read like ours.
func sentence(message string) string {
	if message == "" {
		return "The request is invalid"
	}
	if c := message[0]; 'a' <= c && c <= 'z' {
		return string(c-'a'+'A') + message[1:]
	}
	return message
}

// writeFault answers outside huma.
func writeFault(w http.ResponseWriter, err error) {
	p := newProblem(err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone when this fails
}

func writeProblem(_ huma.API, ctx huma.Context, p *Problem) {
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p) // the client is gone when this fails
}
