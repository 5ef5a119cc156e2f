package npm

import (
	"errors"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// failure is what a package manager said about why it failed, in the terms that both share.
type failure struct {
	code    string // such as ERR_PNPM_FETCH_404 or E404
	message string
	log     error // private, for the server's log
}

var (
	// resolving names the dependency that pnpm could not resolve.
	resolving = regexp.MustCompile(`Failed to resolve (\S+@\S+)`)
	// noMatch is how both managers name a version that does not exist.
	noMatch = regexp.MustCompile(`No matching version found for (\S+?)[.,]?(?:\s|$)`)
	// unregistered is how pnpm's advice names a package that does not exist.
	unregistered = regexp.MustCompile(`(\S+) is not in the npm registry`)
	// foundPeer and wantedPeer are how npm tells a conflict.
	foundPeer  = regexp.MustCompile(`Found: (\S+)`)
	wantedPeer = regexp.MustCompile(`peer(?:Optional)? (\S+)@"([^"]*)" from (\S+)`)
	// notFound is how npm names a package that does not exist.
	notFound = regexp.MustCompile(`'((?:@[^/'@]+/)?[^'@]+)(?:@[^']*)?' (?:is not in this registry|could not be found)`)
	// address is the first URL of a message.
	address = regexp.MustCompile(`https?://[^\s'")]+`)
	// invalidName is how both name what no package can be called.
	invalidName = regexp.MustCompile(`(?i)invalid (?:package )?name:? "([^"]+)"`)
	status      = regexp.MustCompile(`\b([45]\d\d)\b`)
	damaged     = regexp.MustCompile(`(?i)integrity|checksum|corrupt|unexpected end of|invalid gzip|tarball|bad archive|zlib`)
	unreachable = regexp.MustCompile(`(?i)ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network|error sending request|connection|timed? ?out|certificate|CERT_|socket hang up|dns`)
)

// fault tells the failure in words, with the code that fits.
func (f failure) fault() *fault.Error {
	code := strings.TrimPrefix(f.code, "ERR_PNPM_")
	switch {
	case f.full():
		return f.wrap(fault.CodeStorageFull, "The disk is full")
	case code == "INVALID_DEPENDENCY_NAME" || code == "EINVALIDPACKAGENAME":
		return f.wrap(fault.CodePackageName, "%q is not the name of an npm package", f.subject(invalidName))
	case code == "FETCH_404" || code == "E404" || code == "TARBALL_HTTP_STATUS" && f.subject(status) == "404":
		return f.missing()
	case code == "NO_MATCHING_VERSION" || code == "NO_VERSIONS" || code == "ETARGET" || code == "ENOVERSIONS":
		name, versions := splitSpec(f.subject(noMatch))
		if versions == "" {
			return f.wrap(fault.CodePackageVersion, "The registry has no fitting version of %s", name)
		}
		return f.wrap(fault.CodePackageVersion, "The registry has no version of %s that fits %s", name, versions)
	case code == "ERESOLVE" || code == "PEER_DEP_ISSUES":
		return f.conflict()
	case code == "OUTDATED_LOCKFILE" || code == "NO_LOCKFILE" || code == "EUSAGE":
		return f.wrap(fault.CodeInstallFailed, "The lock file does not fit package.json").
			WithNext("Install once without asking for exactly what is locked.")
	default:
		return f.network(code)
	}
}

// network tells what kept the registry's answer away, or that something else went wrong.
func (f failure) network(code string) *fault.Error {
	text := code + " " + f.message
	switch number := f.subject(status); {
	case (strings.HasPrefix(code, "FETCH_") || code == "TARBALL_HTTP_STATUS") && number != "" || regexp.MustCompile(`^E[45]\d\d$`).MatchString(code):
		if number == "" {
			number = code[1:]
		}
		if number == "401" || number == "403" {
			return f.wrap(fault.CodeRegistry, "The registry %srefused the request (%s)", f.host(), number).
				WithNext("Check the access token in the operator's .npmrc.")
		}
		return f.wrap(fault.CodeRegistry, "The registry %sanswered with an error (%s)", f.host(), number)
	case code == "EINTEGRITY" || strings.Contains(code, "TARBALL") || strings.Contains(code, "INTEGRITY") || damagedDownload(text):
		return f.wrap(fault.CodeRegistry, "The registry %ssent a damaged package", f.host())
	case unreachable.MatchString(text):
		return f.wrap(fault.CodeRegistry, "The registry %scannot be reached", f.host())
	case code == "EACCES" || code == "EPERM":
		return f.wrap(fault.CodeInstallFailed, "The installation may not write where it has to (%s, %s)", code, firstLine(f.message))
	default:
		return f.wrap(fault.CodeInstallFailed, "The installation failed: %s", firstLine(f.message))
	}
}

func damagedDownload(text string) bool {
	return damaged.MatchString(text) && !unreachable.MatchString(text)
}

// conflict tells who asks for what, where npm said so.
func (f failure) conflict() *fault.Error {
	wants := wantedPeer.FindStringSubmatch(f.message)
	found, installed := splitSpec(f.subject(foundPeer))
	if wants == nil || wants[1] != found {
		return f.wrap(fault.CodePeerConflict, "The packages ask for different versions of the same package")
	}
	name, version := splitSpec(wants[3])
	c := PeerConflict{Package: name, Version: version, Peer: found, Wants: wants[2], Installed: installed}
	return f.wrap(fault.CodePeerConflict, "%s", c).WithDetails(fault.Detail{Message: c.String()})
}

// missing tells a package that does not exist from a file of it that is gone.
func (f failure) missing() *fault.Error {
	if u, err := url.Parse(address.FindString(f.message)); err == nil && strings.HasSuffix(u.Path, ".tgz") {
		return f.wrap(fault.CodeRegistry, "The registry %sdoes not have the file %s", f.host(), u.Path[strings.LastIndexByte(u.Path, '/')+1:])
	}
	name, _ := splitSpec(f.subject(resolving))
	for _, pattern := range []*regexp.Regexp{unregistered, notFound} {
		if name == "" {
			name = f.subject(pattern)
		}
	}
	if u, err := url.Parse(address.FindString(f.message)); err == nil && name == "" {
		name = strings.TrimPrefix(u.Path, "/")
	}
	return f.wrap(fault.CodePackageNotFound, "There is no package named %s", name)
}

func (f failure) full() bool {
	return strings.Contains(f.message, "ENOSPC") || strings.Contains(strings.ToLower(f.message), "no space left") ||
		strings.Contains(f.message, "EDQUOT") || f.code == "ENOSPC"
}

func (f failure) wrap(code fault.Code, format string, args ...any) *fault.Error {
	return fault.Wrap(code, f.log, format, args...)
}

func (f failure) subject(pattern *regexp.Regexp) string {
	if m := pattern.FindStringSubmatch(f.message); m != nil {
		return m[1]
	}
	return ""
}

// host names the registry with a trailing space, or nothing. Addresses may carry credentials, so only
// the host is told.
func (f failure) host() string {
	u, err := url.Parse(address.FindString(f.message))
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Host + " "
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if len(line) > 300 {
		line = strings.ToValidUTF8(line[:300], "") + "…"
	}
	return line
}

// storageFault tells a full or read-only disk apart from other trouble with our own folders.
func storageFault(err error, message string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return fault.Wrap(fault.CodeStorageFull, err, "%s: the disk is full", message)
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		return fault.Wrap(fault.CodeDataFolder, err, "%s", message)
	default:
		return fault.Wrap(fault.CodeStorage, err, "%s", message)
	}
}
