// Package fault defines the one error type that crosses package borders and reaches people.
//
// A fault has a stable code, a message that may be shown to anybody, and the next step that a
// person can take. Every other error is internal: the edge logs it once and shows only a generic
// message. Values are immutable after construction and safe for concurrent use.
package fault

import (
	"errors"
	"fmt"
)

// Kind classifies a fault by what the caller can do about it. The HTTP layer maps kinds to status
// codes.
type Kind uint8

// The kinds. Internal is the zero value so that an unclassified fault never leaks details.
const (
	Internal        Kind = iota // a defect or an unexpected failure of the system
	Invalid                     // the request is malformed; repeating it cannot succeed
	NotFound                    // the thing does not exist, or the caller may not know that it does
	Conflict                    // the request lost a race or contradicts the present state
	Unauthenticated             // the caller has to sign in
	Forbidden                   // the caller is known and may not do this
	TooLarge                    // a stated size limit was exceeded
	Exhausted                   // a rate, quota or queue limit was exceeded; try later
	Unavailable                 // a dependency does not answer now; try later
	Canceled                    // the caller gave up
)

// Detail is one of several findings inside a fault, such as one line of an invalid file.
type Detail struct {
	Line    int    `json:"line,omitempty" doc:"1-based line, 0 when the finding has no line"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty" doc:"what to change"`
}

// Error is a failure with a public face.
type Error struct {
	Code    Code     // stable identifier, see codes.go
	Message string   // says what happened; safe to show
	Next    string   // says what to do; safe to show
	Details []Detail // all findings, when there are several
	cause   error    // private; logged at the edge
}

// New returns a fault of the given code. The message is formatted with fmt.Sprintf and is public.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Next: code.next()}
}

// Wrap is New with a private cause, which errors.Is and errors.As can reach.
func Wrap(code Code, cause error, format string, args ...any) *Error {
	e := New(code, format, args...)
	e.cause = cause
	return e
}

// WithDetails returns a copy of e that carries the findings.
func (e *Error) WithDetails(details ...Detail) *Error {
	c := *e
	c.Details = details
	return &c
}

// WithNext returns a copy of e with another next step than its code's usual one.
func (e *Error) WithNext(next string) *Error {
	c := *e
	c.Next = next
	return &c
}

// Kind is the class of e, from its code.
func (e *Error) Kind() Kind { return e.Code.kind() }

// Error returns the code and the public message, and the cause for logs.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s %s: %v", e.Code, e.Message, e.cause)
	}
	return fmt.Sprintf("%s %s", e.Code, e.Message)
}

// Unwrap returns the private cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a fault of the same code, so errors.Is(err, fault.New(code, ""))
// and errors.Is(err, code) both work.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case *Error:
		return t.Code == e.Code
	case Code:
		return t == e.Code
	default:
		return false
	}
}

// From returns the fault inside err, or an internal one that hides err's text from the public.
// From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(CodeInternal, err, "Something went wrong inside Srcbook")
}

// Is reports whether err is a failure of the given kind; what is not a fault is Internal. A nil error
// is of no kind.
func Is(err error, kind Kind) bool { return err != nil && From(err).Kind() == kind }

var kindNames = map[Kind]string{
	Internal: "internal", Invalid: "invalid", NotFound: "not_found", Conflict: "conflict",
	Unauthenticated: "unauthenticated", Forbidden: "forbidden", TooLarge: "too_large",
	Exhausted: "exhausted", Unavailable: "unavailable", Canceled: "canceled",
}

// String is the kind's name on the wire.
func (k Kind) String() string { return kindNames[k] }

// KindOf is the kind of the fault inside err, Internal when there is none. err must not be nil.
func KindOf(err error) Kind { return From(err).Kind() }
