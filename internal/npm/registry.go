package npm

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const (
	registryTimeout = 20 * time.Second
	maxAnswer       = 64 << 20 // the largest packages describe their versions in 10 MB and more
	cacheFor        = 5 * time.Minute
	maxCached       = 500
)

// Registry looks packages up with the operator's npm settings. Answers are kept for minutes.
type Registry struct {
	settings func() settings
	node     func(context.Context) string // as Config.NodeVersion
	client   *http.Client
	now      func() time.Time

	mu    sync.Mutex
	cache map[string]answer
}

type answer struct {
	value any
	until time.Time
}

// NewRegistry returns a registry with the settings as they are now.
func NewRegistry(c Config) *Registry {
	s := c.settings()
	transport := &http.Transport{
		Proxy: s.proxy, TLSClientConfig: s.tls(), ForceAttemptHTTP2: true,
		MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: registryTimeout,
	}
	return &Registry{
		settings: func() settings { return s }, node: c.NodeVersion, now: time.Now, cache: map[string]answer{},
		client: &http.Client{Transport: transport, Timeout: registryTimeout, CheckRedirect: dropAuthorization},
	}
}

// dropAuthorization keeps the registry's token from the hosts that it redirects to.
func dropAuthorization(r *http.Request, via []*http.Request) error {
	if len(via) > 5 {
		return errors.New("more than five redirects")
	}
	if r.URL.Host != via[0].URL.Host {
		r.Header.Del("Authorization")
	}
	return nil
}

// Version is a published version of a package.
type Version struct {
	Name        string
	Version     string
	Description string
	License     string
	Deprecated  string // why, empty when it is not
	OwnTypes    bool   // it brings TypeScript declarations
}

// nodeTypes describes Node.js: each of its major versions one of Node.
const nodeTypes = "@types/node"

// Latest is the newest release of a package, by the registry's tag "latest", and of @types/node the newest
// for the Node.js that runs cells. Errors: fault.CodePackageName, CodePackageNotFound, CodePackageVersion,
// CodeRegistry.
func (r *Registry) Latest(ctx context.Context, name string) (Version, error) {
	if name == nodeTypes && r.node != nil {
		if node, ok := parseVersion(r.node(ctx)); ok {
			v, err := r.Resolve(ctx, name, strconv.FormatUint(node.major, 10))
			if !errors.Is(err, fault.CodePackageVersion) {
				return v, err
			}
		}
	}
	return r.Resolve(ctx, name, "latest")
}

// Resolve is the version that npm would install for a range or a tag. Errors as for Latest.
func (r *Registry) Resolve(ctx context.Context, name, versions string) (Version, error) {
	if err := CheckName(name); err != nil {
		return Version{}, err
	}
	if versions == "" {
		versions = "latest"
	}
	return cached(r, "version "+name+" "+versions, func() (Version, error) {
		return r.resolve(ctx, name, versions)
	})
}

func (r *Registry) resolve(ctx context.Context, name, versions string) (Version, error) {
	if _, exact := parseVersion(versions); exact || versions == "latest" {
		var m versionDocument
		err := r.get(ctx, name, url.PathEscape(name)+"/"+url.PathEscape(strings.TrimLeft(versions, "v= ")), &m)
		if err == nil && m.Version != "" {
			return m.version(), nil
		}
		if err != nil && !errors.Is(err, errAbsent) {
			return Version{}, err
		}
	}
	var p packageDocument
	if err := r.get(ctx, name, url.PathEscape(name), &p); err != nil {
		if errors.Is(err, errAbsent) {
			return Version{}, fault.New(fault.CodePackageNotFound, "There is no package named %s", name)
		}
		return Version{}, err
	}
	m, ok := p.pick(versions)
	if !ok {
		return Version{}, fault.New(fault.CodePackageVersion, "The registry has no version of %s that fits %s", name, versions)
	}
	return m.version(), nil
}

// TypesFor is the @types package that gives a package its TypeScript declarations, empty when it brings
// its own or nobody wrote any.
func (r *Registry) TypesFor(ctx context.Context, name string) (string, error) {
	if strings.HasPrefix(name, "@types/") {
		return "", nil
	}
	latest, err := r.Latest(ctx, name)
	if err != nil || latest.OwnTypes {
		return "", err
	}
	types, err := r.Latest(ctx, TypesPackage(name))
	switch {
	case errors.Is(err, fault.CodePackageNotFound):
		return "", nil
	case err != nil:
		return "", err
	case types.Deprecated != "":
		return "", nil // a stub: the package got types of its own since
	default:
		return types.Name, nil
	}
}

var errAbsent = errors.New("the registry has no such document")

// get reads a JSON document of the registry that a package belongs to.
func (r *Registry) get(ctx context.Context, name, path string, to any) error {
	s := r.settings()
	base := s.registry(name)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
	if err != nil {
		return fault.Wrap(fault.CodeRegistry, err, "The registry's address in the npm settings cannot be read")
	}
	request.Header.Set("Accept", "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*")
	request.Header.Set("User-Agent", "Srcbook")
	if auth := s.authorization(base); auth != "" {
		request.Header.Set("Authorization", auth)
	}
	response, err := r.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return fault.Wrap(fault.CodeCanceled, err, "The request was canceled")
		}
		return fault.Wrap(fault.CodeRegistry, err, "The registry %s cannot be reached", request.URL.Host)
	}
	defer response.Body.Close()
	switch code := response.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusMethodNotAllowed:
		return errAbsent
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fault.New(fault.CodeRegistry, "The registry %s refused the request (%d)", request.URL.Host, code).
			WithNext("Check the access token in the operator's .npmrc.")
	case code != http.StatusOK:
		return fault.New(fault.CodeRegistry, "The registry %s answered with an error (%d)", request.URL.Host, code)
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(to); err != nil {
		return fault.Wrap(fault.CodeRegistry, err, "The registry %s sent an answer that cannot be read", request.URL.Host)
	}
	return nil
}

// cached keeps good answers, and that a package does not exist. Faults of the network are not kept.
func cached[T any](r *Registry, key string, ask func() (T, error)) (T, error) {
	type kept struct {
		value T
		err   error
	}
	r.mu.Lock()
	a, ok := r.cache[key]
	r.mu.Unlock()
	if ok && r.now().Before(a.until) {
		k := a.value.(kept)
		return k.value, k.err
	}
	value, err := ask()
	if err == nil || fault.KindOf(err) == fault.NotFound {
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(r.cache) >= maxCached {
			r.evict()
		}
		r.cache[key] = answer{kept{value, err}, r.now().Add(cacheFor)}
	}
	return value, err
}

// evict drops what is stale, or everything when nothing is.
func (r *Registry) evict() {
	for key, a := range r.cache {
		if !r.now().Before(a.until) {
			delete(r.cache, key)
		}
	}
	if len(r.cache) >= maxCached {
		clear(r.cache)
	}
}

func isAbsent(err error) bool { return fault.KindOf(err) == fault.NotFound }
