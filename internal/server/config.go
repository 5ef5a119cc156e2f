// Package server builds the system from its parts and runs it: the store, the services over it, the
// adapters to processes and disks, and the listener. It is the only place that knows them all.
package server

import (
	"io"
	"log/slog"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"runtime"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Config says how to run a server. Data is required.
type Config struct {
	Data       string    // the data folder
	Listen     string    // host:port; "" means localhost:2150
	AllowHosts []string  // further host:port values that requests may name
	Open       bool      // open the browser once ready
	File       string    // absolute path of a .src.md file to open in place; "" for none
	ReadyFile  string    // file to write once ready; "" for none
	Version    string    // of this build
	Out        io.Writer // where people read; nil discards
	Log        *slog.Logger

	transient bool // serves one command and leaves no record
}

// DefaultListen is where a server listens when nobody says otherwise: this machine only.
const DefaultListen = "localhost:2150"

func (c Config) withDefaults() Config {
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	if c.Out == nil {
		c.Out = io.Discard
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Version == "" {
		c.Version = "dev"
	}
	return c
}

// DefaultData is where the system keeps the data of applications.
func DefaultData() (string, error) {
	if xdg := os.Getenv("XDG_DATA_HOME"); xdg != "" {
		return filepath.Join(xdg, "srcbook"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fault.Wrap(fault.CodeDataFolder, err, "There is no home folder to keep data in")
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "srcbook"), nil
	case "windows":
		return filepath.Join(home, "AppData", "Local", "srcbook"), nil
	default:
		return filepath.Join(home, ".local", "share", "srcbook"), nil
	}
}

// ownerName is the person who starts the server, as others will see it.
func ownerName() string {
	u, err := user.Current()
	switch {
	case err != nil:
		return "You"
	case u.Name != "" && u.Name != "root":
		return u.Name
	default:
		return u.Username
	}
}

// hostsOf are the hosts that requests may name: every spelling of this machine when the server
// listens on loopback, else the address itself, and those that were allowed.
func hostsOf(address net.Addr, listen string, allowed []string) []string {
	_, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return allowed
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		host = ""
	}
	hosts := []string{}
	for _, name := range []string{"localhost", "127.0.0.1", "::1", host} {
		if name != "" {
			hosts = append(hosts, net.JoinHostPort(name, port))
		}
	}
	return append(hosts, allowed...)
}
