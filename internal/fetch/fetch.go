package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const (
	maxSize      = 32 << 20
	maxTime      = 15 * time.Second
	maxRedirects = 5
	maxHeader    = 64 << 10
	maxURL       = 8 << 10
)

// Resolver looks a host name up. *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Config of a Client. The zero value is the one to use outside of tests.
type Config struct {
	Resolver      Resolver // nil: the system's
	AllowLoopback bool     // lets loopback addresses through, for tests with a local server
}

// Client gets files from the public web.
type Client struct {
	config Config
	http   *http.Client
}

// errRefused says that an address is not one of the public Internet.
var errRefused = errors.New("address refused")

// New returns a client.
func New(c Config) *Client {
	if c.Resolver == nil {
		c.Resolver = net.DefaultResolver
	}
	client := &Client{config: c}
	client.http = &http.Client{
		Transport: &http.Transport{
			Proxy: nil, DialContext: client.dial, ForceAttemptHTTP2: true, DisableKeepAlives: true,
			MaxResponseHeaderBytes: maxHeader, TLSHandshakeTimeout: maxTime, ResponseHeaderTimeout: maxTime,
		},
		CheckRedirect: checkRedirect,
		Timeout:       maxTime,
	}
	return client
}

// Fetch gets the content at an http or https address: at most 32 MiB within 15 seconds, over at most
// five redirects. Errors: fault.CodeImportURL for an address that cannot be one, CodeImportHost for one
// outside the public Internet, CodeTooLarge, and CodeImportFetch for all that goes wrong on the way.
func (c *Client) Fetch(ctx context.Context, address string) ([]byte, error) {
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fault.Wrap(fault.CodeImportURL, err, "The address cannot be read")
	}
	request.Header.Set("Accept", "text/markdown, text/plain;q=0.9, */*;q=0.1")
	request.Header.Set("User-Agent", "Srcbook")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, failure(u, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fault.New(fault.CodeImportFetch, "%s answered %s", response.Request.URL.Hostname(), response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxSize+1))
	if err != nil {
		return nil, failure(u, err)
	}
	if len(body) > maxSize {
		return nil, fault.New(fault.CodeTooLarge, "The file at %s is larger than %d MiB", u.Hostname(), maxSize>>20)
	}
	return body, nil
}

func parse(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxURL {
		return nil, fault.New(fault.CodeImportURL, "The address is longer than %d bytes", maxURL)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fault.Wrap(fault.CodeImportURL, err, "The address cannot be read")
	}
	return u, checkURL(u)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fault.New(fault.CodeImportURL, "Only http:// and https:// addresses can be imported")
	case u.Hostname() == "":
		return fault.New(fault.CodeImportURL, "The address has no host")
	case u.User != nil:
		return fault.New(fault.CodeImportURL, "The address must not contain a user name or password")
	default:
		return nil
	}
}

func checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fault.New(fault.CodeImportFetch, "The address redirects more than %d times", maxRedirects)
	}
	request.Header.Del("Referer") // where a notebook came from is nobody's business
	return checkURL(request.URL)
}

// dial resolves the host itself, refuses it when any of its addresses is not public, and lets the
// socket check once more the very address that it connects to.
func (c *Client) dial(ctx context.Context, network, hostPort string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	addresses, err := c.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, a := range addresses {
		if !c.allowed(a) {
			return nil, fmt.Errorf("%s is %s: %w", host, a, errRefused)
		}
	}
	dialer := net.Dialer{Control: c.control}
	errs := []error{}
	for _, a := range addresses {
		conn, err := dialer.DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (c *Client) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	addresses, err := c.config.Resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	if len(addresses) == 0 {
		return nil, fmt.Errorf("%s has no address", host)
	}
	return addresses, nil
}

func (c *Client) control(_, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read address %s: %w", address, err)
	}
	if !c.allowed(a.Addr()) {
		return fmt.Errorf("%s: %w", a.Addr(), errRefused)
	}
	return nil
}

func (c *Client) allowed(a netip.Addr) bool {
	return public(a) || c.config.AllowLoopback && a.Unmap().IsLoopback()
}

// failure tells in words why a request failed. It never tells an address that a name resolved to.
func failure(u *url.URL, err error) error {
	var known *fault.Error
	var timeout net.Error
	var name *net.DNSError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, errRefused):
		return fault.Wrap(fault.CodeImportHost, err, "The address leads into a private network, where Srcbook does not fetch from")
	case errors.Is(err, context.Canceled):
		return fault.Wrap(fault.CodeCanceled, err, "The import was canceled")
	case errors.As(err, &name) && name.IsNotFound:
		return fault.Wrap(fault.CodeImportFetch, err, "There is no host named %s", u.Hostname())
	case errors.As(err, &timeout) && timeout.Timeout():
		return fault.Wrap(fault.CodeImportFetch, err, "%s did not answer within %s", u.Hostname(), maxTime)
	default:
		return fault.Wrap(fault.CodeImportFetch, err, "%s cannot be reached", u.Hostname())
	}
}
