package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/srcbook/srcbook/internal/client"
	"github.com/srcbook/srcbook/internal/web"
	"github.com/srcbook/srcbook/ui"
)

// Timing of the listener. Answers may take as long as they need (exports, sockets); requests may not.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	// Shutting down has to fit into the ten seconds that container managers give: sockets and requests
	// get these, runs need twice the kernel's grace after that.
	socketTimeout = 2 * time.Second
	drainTimeout  = 4 * time.Second
)

// Run serves until ctx ends, then shuts down in order: sockets are told, runs are stopped, what is
// not stored yet is stored. It returns an error only when the server could not start or failed.
func Run(ctx context.Context, c Config) error {
	c = c.withDefaults()
	return run(ctx, c, func(ready Ready) error {
		if err := writeReady(filepath.Join(c.Data, recordName), ready); err != nil {
			return err
		}
		if c.ReadyFile != "" {
			if err := writeReady(c.ReadyFile, ready); err != nil {
				return err
			}
		}
		launch := ready.launchLink("")
		if c.File != "" {
			w, err := ready.client().OpenFile(ctx, c.File)
			if err != nil {
				return err
			}
			launch = ready.launchLink(w.ID)
		}
		fmt.Fprintf(c.Out, "Srcbook is open at %s\n\nThis link signs your browser in; keep it to yourself:\n  %s\n\nPress Ctrl-C to stop.\n", ready.URL, launch)
		if !ui.Built() {
			fmt.Fprintln(c.Out, "This binary was built without the interface; make build puts it in.")
		}
		if c.Open {
			openBrowser(launch)
		}
		return nil
	})
}

// OpenFile opens a .src.md file in place: in the server that runs on the data folder, whose browser
// page it opens, or in one that it starts and runs until ctx ends.
func OpenFile(ctx context.Context, c Config) error {
	c = c.withDefaults()
	ready := runningServer(ctx, c.Data)
	if ready == nil {
		return Run(ctx, c)
	}
	w, err := ready.client().OpenFile(ctx, c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s  %s\n%s\n", w.ID, w.Title, ready.launchLink(w.ID))
	if c.Open {
		openBrowser(ready.launchLink(w.ID))
	}
	return nil
}

// With calls use with a client of the server that runs on the data folder, or of one that is started
// for the occasion. While another command has the data folder, it waits for some seconds.
func With(ctx context.Context, c Config, use func(*client.Client) error) error {
	c = c.withDefaults()
	c.Listen, c.transient = "127.0.0.1:0", true
	for deadline := time.Now().Add(patience); ; {
		if ready := runningServer(ctx, c.Data); ready != nil {
			return use(ready.client())
		}
		err := withTransient(ctx, c, use)
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(retryPause):
		}
	}
}

// How a command waits for another one to give the data folder free, which takes less than a second.
const (
	patience   = 10 * time.Second
	retryPause = 50 * time.Millisecond
)

// withTransient runs a server for the time of use. When the store is locked, use is not called.
func withTransient(ctx context.Context, c Config, use func(*client.Client) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	used := make(chan error, 1)
	err := run(ctx, c, func(ready Ready) error {
		go func() {
			defer cancel()
			used <- use(ready.client())
		}()
		return nil
	})
	if err != nil {
		return err
	}
	return <-used
}

// run builds the system, announces that it is ready and serves until ctx ends.
func run(ctx context.Context, c Config, announce func(Ready) error) error {
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	s, err := build(ctx, c, listener.Addr())
	if err != nil {
		return err
	}
	return s.serve(ctx, listener, announce)
}

// system is the built server.
type system struct {
	config Config
	parts  *parts
	web    *web.Server
	token  string
}

func build(ctx context.Context, c Config, address net.Addr) (*system, error) {
	p, err := assemble(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &system{config: c, parts: p, token: strings.ToLower(rand.Text() + rand.Text())}
	s.web = web.New(web.Config{
		Library: p.library, History: p.history, Hub: p.hub, Sessions: p.store, Interface: p.files, Log: c.Log,
		StatusOf: p.status, Version: c.Version, Boot: p.boot, Token: s.token, Owner: ownerName(),
		Hosts: hostsOf(address, c.Listen, c.AllowHosts),
	})
	return s, nil
}

// serve owns every long-lived goroutine of the system and waits for all of them.
func (s *system) serve(ctx context.Context, listener net.Listener, announce func(Ready) error) error {
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	finished := s.parts.start(running)
	server := &http.Server{
		Handler: s.web, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 64 << 10, ErrorLog: nil,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	err := announce(Ready{URL: urlOf(listener.Addr(), s.config.Listen), Token: s.token, PID: os.Getpid()})
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	draining, cancel := context.WithTimeout(running, drainTimeout)
	defer cancel()
	s.closeSockets(draining)
	shut := server.Shutdown(draining)
	stop()
	<-finished
	if !s.config.transient {
		_ = os.Remove(filepath.Join(s.config.Data, recordName)) // gone already when somebody tidied up
	}
	return errors.Join(err, ignoreDeadline(shut), s.parts.close())
}

func (s *system) closeSockets(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, socketTimeout)
	defer cancel()
	s.web.Close(ctx)
}

// ignoreDeadline forgives connections that did not drain in time: they were cut.
func ignoreDeadline(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// urlOf is the address to open: by name when the server listens on this machine only.
func urlOf(address net.Addr, listen string) string {
	_, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return "http://" + address.String()
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
