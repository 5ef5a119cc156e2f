package npm

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// passed are the variables of the server that the package tools get, in capital letters. Any case of
// them is passed on as it is written.
var passed = map[string]bool{
	"HTTPS_PROXY": true, "HTTP_PROXY": true, "NO_PROXY": true,
	"NODE_EXTRA_CA_CERTS": true, "SSL_CERT_FILE": true,
}

// refusedSettings are npm settings that would change what an installation is: where it goes, and
// whether dependencies are left out. They reach the server's environment when npm itself started it.
var refusedSettings = map[string]bool{
	"global": true, "prefix": true, "local_prefix": true, "location": true, "production": true,
	"only": true, "also": true, "omit": true, "include": true, "dry_run": true, "ignore_scripts": true,
	"package_lock": true, "workspace": true, "workspaces": true, "userconfig": true, "globalconfig": true,
	"install_strategy": true, "global_style": true, "legacy_bundling": true, "json": true, "loglevel": true,
	"global_prefix": true, "cache": true, "logs_dir": true, "node_gyp": true, "init_module": true,
}

// translated are the npm settings that pnpm does not read from npm's variables. They are passed on
// under its own prefix.
var translated = map[string]string{
	"registry": "registry", "proxy": "proxy", "https_proxy": "https_proxy", "http_proxy": "http_proxy",
	"noproxy": "no_proxy", "cafile": "cafile", "ca": "ca", "cert": "cert", "key": "key",
	"strict_ssl": "strict_ssl", "fetch_retries": "fetch_retries", "fetch_timeout": "fetch_timeout",
	"fetch_retry_mintimeout": "fetch_retry_mintimeout", "fetch_retry_maxtimeout": "fetch_retry_maxtimeout",
	"maxsockets": "network_concurrency",
}

const npmPrefix, pnpmPrefix = "npm_config_", "pnpm_config_"

// environment builds the whole environment of a package tool.
func (c Config) environment() (map[string]string, error) {
	env := map[string]string{"PATH": c.path(), "HOME": c.homeFolder()}
	for _, entry := range c.Environ {
		name, value, ok := strings.Cut(entry, "=")
		if !ok {
			continue
		}
		if passed[strings.ToUpper(name)] || runtime.GOOS == "windows" && strings.EqualFold(name, "SystemRoot") {
			env[name] = value
		}
	}
	for key, value := range npmSettings(c.Environ) {
		if refusedSettings[key] {
			continue
		}
		env[npmPrefix+key] = value
		if own, ok := translated[key]; ok {
			env[pnpmPrefix+own] = value
		}
	}
	userconfig, err := c.provideUserconfig()
	if err != nil {
		return nil, err
	}
	env[npmPrefix+"userconfig"] = userconfig
	// Never the operator's cache, which npm names when it started the server, or the npmrc may: the
	// tools' user cannot write there, and what it writes must not reach the operator.
	env[npmPrefix+"cache"] = filepath.Join(c.homeFolder(), ".npm")
	return env, nil
}

// npmSettings are the npm_config_ variables of an environment, in any case, by npm's own spelling:
// small letters, words joined by "_".
func npmSettings(environ []string) map[string]string {
	settings := map[string]string{}
	for _, entry := range environ {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || len(name) <= len(npmPrefix) || !strings.EqualFold(name[:len(npmPrefix)], npmPrefix) {
			continue
		}
		key := name[len(npmPrefix):]
		if !strings.HasPrefix(key, "@") && !strings.HasPrefix(key, "//") {
			key = strings.ReplaceAll(strings.ToLower(key), "-", "_")
		}
		settings[key] = value
	}
	return settings
}

// path is where the tools find node, sh and git.
func (c Config) path() string {
	var folders []string
	if filepath.IsAbs(c.Node) {
		folders = append(folders, filepath.Dir(c.Node))
	}
	if runtime.GOOS == "windows" {
		folders = append(folders, filepath.Join(os.Getenv("SystemRoot"), "System32"))
	} else {
		folders = append(folders, "/usr/local/bin", "/usr/bin", "/bin")
	}
	return strings.Join(folders, string(filepath.ListSeparator))
}

// operatorConfig is the path of the operator's own npmrc, which need not exist.
func (c Config) operatorConfig() string {
	if path := npmSettings(c.Environ)["userconfig"]; path != "" {
		return path
	}
	return filepath.Join(c.Home, ".npmrc")
}

// provideUserconfig returns the path of an npmrc that the tools can read. The server's user may read
// what the tools' user may not, so the operator's file is copied to the tools' home.
func (c Config) provideUserconfig() (string, error) {
	data, err := os.ReadFile(c.operatorConfig())
	if err != nil {
		data = nil // none, or not ours to read: the tools work with npm's defaults
	}
	if err := os.MkdirAll(c.homeFolder(), 0o700); err != nil {
		return "", fmt.Errorf("create the tools' home: %w", err)
	}
	home, err := os.OpenRoot(c.homeFolder()) // a link that a script left there must not lead us elsewhere
	if err != nil {
		return "", fmt.Errorf("open the tools' home: %w", err)
	}
	defer home.Close()
	if now, err := readRegular(home, ".npmrc"); err != nil || string(now) != string(data) {
		if err := home.RemoveAll(".npmrc"); err != nil {
			return "", fmt.Errorf("replace npmrc: %w", err)
		}
		if err := home.WriteFile(".npmrc", data, 0o600); err != nil {
			return "", fmt.Errorf("provide npmrc: %w", err)
		}
	}
	return filepath.Join(c.homeFolder(), ".npmrc"), nil
}
