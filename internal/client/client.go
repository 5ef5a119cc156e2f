// Package client speaks to a Srcbook server as the command line and the tests do: HTTP with a bearer
// token. A Client is safe for concurrent use.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

// Client is one server and the right to use it.
type Client struct {
	URL   string // such as http://localhost:2150
	Token string
	HTTP  *http.Client // http.DefaultClient when nil
}

// Error is a fault that the server reported.
type Error struct {
	Status int
	Fault  wire.Fault
}

// Error gives the message and every finding, a line each.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Fault.Message)
	for _, d := range e.Fault.Details {
		if d.Line > 0 {
			fmt.Fprintf(&b, "\n  line %d: %s", d.Line, d.Message)
		} else {
			fmt.Fprintf(&b, "\n  %s", d.Message)
		}
		if d.Fix != "" {
			fmt.Fprintf(&b, " (%s)", d.Fix)
		}
	}
	return b.String()
}

// Status is the state of the server.
func (c *Client) Status(ctx context.Context) (wire.Status, error) {
	var out wire.Status
	return out, c.do(ctx, http.MethodGet, "/api/status", nil, &out)
}

// Workspaces lists the whole library, or the trash.
func (c *Client) Workspaces(ctx context.Context, trashed bool) ([]wire.Workspace, error) {
	var all []wire.Workspace
	for cursor := ""; ; {
		var page wire.WorkspacePage
		query := url.Values{"limit": {"500"}, "cursor": {cursor}, "trashed": {fmt.Sprint(trashed)}}
		if err := c.do(ctx, http.MethodGet, "/api/workspaces?"+query.Encode(), nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		cursor = page.Next
	}
}

// Create makes a notebook.
func (c *Client) Create(ctx context.Context, in wire.NewWorkspace) (wire.Workspace, error) {
	var out wire.Workspace
	return out, c.do(ctx, http.MethodPost, "/api/workspaces", in, &out)
}

// Import brings in a .src.md file.
func (c *Client) Import(ctx context.Context, in wire.Import) (wire.Workspace, error) {
	var out wire.Workspace
	return out, c.do(ctx, http.MethodPost, "/api/workspaces/import", in, &out)
}

// OpenFile opens a .src.md file at an absolute path in place.
func (c *Client) OpenFile(ctx context.Context, path string) (wire.Workspace, error) {
	var out wire.Workspace
	return out, c.do(ctx, http.MethodPost, "/api/workspaces/open", wire.OpenFile{Path: path}, &out)
}

// Export is a workspace as a file of a format that the server knows, with what its cells printed if
// output is set.
func (c *Client) Export(ctx context.Context, id, format string, output bool) ([]byte, error) {
	query := url.Values{"format": {format}, "output": {strconv.FormatBool(output)}}
	var out []byte
	return out, c.do(ctx, http.MethodGet, "/api/workspaces/"+url.PathEscape(id)+"/export?"+query.Encode(), nil, &out)
}

// do sends one request. The answer is decoded as JSON, or taken as it is when out is a *[]byte.
func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(c.URL, "/")+path, body)
	if err != nil {
		return fault.Wrap(fault.CodeInvalid, err, "%q is not the address of a server", c.URL)
	}
	r.Header.Set("Authorization", "Bearer "+c.Token)
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	answer, err := h.Do(r)
	if err != nil {
		var refused *net.OpError
		if errors.As(err, &refused) {
			return fault.Wrap(fault.CodeShutdown, err, "No Srcbook server answers at %s", c.URL).
				WithNext("Start one with srcbook serve.")
		}
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if answer.StatusCode >= http.StatusBadRequest {
		return failure(answer.StatusCode, raw)
	}
	switch into := out.(type) {
	case nil:
		return nil
	case *[]byte:
		*into = raw
		return nil
	default:
		return json.Unmarshal(raw, into)
	}
}

func failure(status int, raw []byte) error {
	var problem struct {
		Fault wire.Fault `json:"fault"`
	}
	if err := json.Unmarshal(raw, &problem); err != nil || problem.Fault.Code == "" {
		return fmt.Errorf("the server answered %d %s", status, http.StatusText(status))
	}
	return &Error{Status: status, Fault: problem.Fault}
}
