package npm

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Found is a package that a search found. What the registry does not tell is zero.
type Found struct {
	Name        string
	Version     string
	Description string
	License     string
	Publisher   string
	Date        string // of the version, RFC 3339
	Downloads   int64  // in the last week
}

type searchDocument struct {
	Objects []struct {
		Downloads struct {
			Weekly  float64 `json:"weekly"`
			Monthly float64 `json:"monthly"`
		} `json:"downloads"`
		Package struct {
			versionDocument
			Date      string `json:"date"`
			Publisher struct {
				Username string `json:"username"`
			} `json:"publisher"`
		} `json:"package"`
	} `json:"objects"`
}

const maxFound = 50

// Search asks the registry for packages, best first, at most size (up to 50). A registry that cannot
// search is asked for the package of that very name; when there is none the error is fault.CodeRegistry.
func (r *Registry) Search(ctx context.Context, query string, size int) ([]Found, error) {
	query = strings.TrimSpace(query)
	size = min(max(size, 1), maxFound)
	if query == "" {
		return []Found{}, nil
	}
	return cached(r, "search "+strconv.Itoa(size)+" "+query, func() ([]Found, error) { return r.search(ctx, query, size) })
}

func (r *Registry) search(ctx context.Context, query string, size int) ([]Found, error) {
	var d searchDocument
	parameters := url.Values{"text": {query}, "size": {strconv.Itoa(size)}}
	err := r.get(ctx, "", "-/v1/search?"+parameters.Encode(), &d)
	if err != nil {
		return r.byName(ctx, query, err)
	}
	found := make([]Found, 0, len(d.Objects))
	for _, o := range d.Objects {
		if CheckName(o.Package.Name) != nil || len(found) == size {
			continue
		}
		v := o.Package.version()
		f := Found{
			Name: v.Name, Version: v.Version, Description: v.Description, License: v.License,
			Publisher: o.Package.Publisher.Username, Date: o.Package.Date, Downloads: int64(o.Downloads.Weekly),
		}
		if f.Downloads == 0 {
			f.Downloads = int64(o.Downloads.Monthly * 7 / 30)
		}
		found = append(found, f)
	}
	return found, nil
}

// byName looks up the package that the query names, after a search failed with cause.
func (r *Registry) byName(ctx context.Context, query string, cause error) ([]Found, error) {
	if errors.Is(cause, errAbsent) {
		cause = fault.New(fault.CodeRegistry, "The registry %s does not offer a search", hostOf(r.settings().registry(""))).
			WithNext("Enter the exact name of the package.")
	}
	if CheckName(query) != nil || ctx.Err() != nil {
		return nil, cause
	}
	v, err := r.Latest(ctx, query)
	if err != nil {
		return nil, cause
	}
	return []Found{{Name: v.Name, Version: v.Version, Description: v.Description, License: v.License}}, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
