package npm

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const defaultRegistry = "https://registry.npmjs.org/"

// settings are the operator's npm settings: npm_config_ variables before the user's npmrc before the
// machine's.
type settings struct {
	values  map[string]string
	environ map[string]string
}

func (c Config) settings() settings {
	s := settings{values: map[string]string{}, environ: map[string]string{}}
	for _, entry := range c.Environ {
		if name, value, ok := strings.Cut(entry, "="); ok {
			s.environ[name] = value
		}
	}
	variables := npmSettings(c.Environ)
	global := variables["globalconfig"]
	if global == "" {
		global = filepath.Join(filepath.Dir(filepath.Dir(c.Node)), "etc", "npmrc")
	}
	s.read(global)
	s.read(c.operatorConfig())
	for key, value := range variables {
		s.values[key] = value
	}
	return s
}

// read takes the settings of an npmrc. A file that is not there has none.
func (s settings) read(path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		return
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		key, value, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") {
			continue
		}
		key = s.expand(strings.TrimSpace(key))
		if !strings.HasPrefix(key, "@") && !strings.HasPrefix(key, "//") {
			key = strings.ReplaceAll(strings.ToLower(key), "-", "_")
		}
		s.values[key] = s.expand(strings.Trim(strings.TrimSpace(value), `"'`))
	}
}

var variable = regexp.MustCompile(`\$\{([^}?]+)\??\}`)

// expand replaces ${NAME} as npm does.
func (s settings) expand(text string) string {
	return variable.ReplaceAllStringFunc(text, func(m string) string {
		return s.environ[variable.FindStringSubmatch(m)[1]]
	})
}

// registry is the address of the registry for a package, with a slash at the end.
func (s settings) registry(name string) string {
	address := s.values["registry"]
	if scope, _, ok := strings.Cut(name, "/"); ok && s.values[scope+":registry"] != "" {
		address = s.values[scope+":registry"]
	}
	if address == "" {
		address = defaultRegistry
	}
	return strings.TrimSuffix(address, "/") + "/"
}

// authorization is the header that a registry gets: the settings of the longest path that leads to it.
func (s settings) authorization(registry string) string {
	u, err := url.Parse(registry)
	if err != nil {
		return ""
	}
	for path := "//" + u.Host + u.Path; len(path) > 2; path = parentPath(path) {
		for _, key := range []string{path, strings.TrimSuffix(path, "/")} {
			if token := s.values[key+":_authToken"]; token != "" {
				return "Bearer " + token
			}
			if basic := s.values[key+":_auth"]; basic != "" {
				return "Basic " + basic
			}
			user, password := s.values[key+":username"], s.values[key+":_password"]
			if plain, err := base64.StdEncoding.DecodeString(password); err == nil && user != "" {
				return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+string(plain)))
			}
		}
	}
	return ""
}

// parentPath drops the last part of "//host/a/b/".
func parentPath(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[:strings.LastIndexByte(path, '/')+1]
}

// proxy finds the proxy of a request.
func (s settings) proxy(r *http.Request) (*url.URL, error) {
	if excluded(r.URL.Hostname(), s.first("noproxy", "no_proxy", "NO_PROXY")) {
		return nil, nil
	}
	address := s.first("proxy", "http_proxy", "HTTP_PROXY")
	if r.URL.Scheme == "https" {
		address = s.first("https_proxy", "proxy", "HTTPS_PROXY")
	}
	if address == "" || address == "null" || address == "false" {
		return nil, nil
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	return url.Parse(address)
}

// first is the first of npm's settings, and then of the variables in either case, that has a value.
func (s settings) first(names ...string) string {
	for _, name := range names {
		for _, value := range []string{s.values[name], s.environ[name], s.environ[strings.ToLower(name)]} {
			if value != "" {
				return value
			}
		}
	}
	return ""
}

// excluded reports whether a list of NO_PROXY names a host or a domain above it.
func excluded(host, list string) bool {
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.TrimPrefix(strings.TrimSpace(entry), ".")
		entry = strings.TrimPrefix(entry, "*.")
		if entry == "*" || entry != "" && (strings.EqualFold(host, entry) || strings.HasSuffix(strings.ToLower(host), "."+strings.ToLower(entry))) {
			return true
		}
	}
	return false
}

// tls trusts what npm would: the system, the extra certificates of Node and npm's cafile.
func (s settings) tls() *tls.Config {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for _, path := range []string{s.environ["NODE_EXTRA_CA_CERTS"], s.environ["SSL_CERT_FILE"], s.values["cafile"]} {
		if data, err := os.ReadFile(path); err == nil {
			pool.AppendCertsFromPEM(data)
		}
	}
	return &tls.Config{
		RootCAs: pool, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: s.values["strict_ssl"] == "false", // the operator's own choice
	}
}
