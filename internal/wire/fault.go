package wire

import "github.com/srcbook/srcbook/internal/core/fault"

// Fault is an error as clients see it, on the socket and inside problem+json bodies.
type Fault struct {
	Code    string         `json:"code" doc:"stable identifier, SB-nnnn"`
	Kind    string         `json:"kind" enum:"internal,invalid,not_found,conflict,unauthenticated,forbidden,too_large,exhausted,unavailable,canceled"`
	Message string         `json:"message" doc:"what happened"`
	Next    string         `json:"next,omitempty" doc:"what to do"`
	Details []fault.Detail `json:"details,omitempty"`
}

// FaultOf is err as a client may see it.
func FaultOf(err error) Fault {
	f := fault.From(err)
	return Fault{
		Code: string(f.Code), Kind: f.Kind().String(), Message: f.Message, Next: f.Next, Details: f.Details,
	}
}
