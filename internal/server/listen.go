package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// listen opens the port. When it is taken, the fault names the program that has it, where the system
// lets us see.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fault.Wrap(fault.CodeInvalid, err, "%q is not an address to listen on", address).
			WithNext("Use HOST:PORT, such as localhost:2150.")
	}
	if host == "localhost" {
		address = net.JoinHostPort("127.0.0.1", port)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Wrap(fault.CodePortTaken, err, "Port %s is taken%s", port, holder(port))
	case err != nil:
		return nil, fault.Wrap(fault.CodePortTaken, err, "Cannot listen on %s: %v", address, errors.Unwrap(err))
	}
	return l, nil
}

// holder is " by <program> (process <pid>)", or "" where that cannot be seen. It reads /proc/net/tcp
// and the descriptors of processes: https://docs.kernel.org/networking/proc_net_tcp.html
func holder(port string) string {
	number, err := strconv.Atoi(port)
	if err != nil {
		return ""
	}
	inode := listeningInode(number)
	if inode == "" {
		return ""
	}
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, link := range links {
		if target, err := os.Readlink(link); err != nil || target != "socket:["+inode+"]" {
			continue
		}
		pid := strings.Split(link, "/")[2]
		name, err := os.ReadFile(filepath.Join("/proc", pid, "comm"))
		if err != nil {
			return ""
		}
		return fmt.Sprintf(" by %s (process %s)", strings.TrimSpace(string(name)), pid)
	}
	return ""
}

func listeningInode(port int) string {
	const stateListen, fieldLocal, fieldState, fieldInode = "0A", 1, 3, 9
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		file, err := os.Open(table)
		if err != nil {
			continue
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			fields := strings.Fields(lines.Text())
			if len(fields) > fieldInode && fields[fieldState] == stateListen && strings.HasSuffix(fields[fieldLocal], fmt.Sprintf(":%04X", port)) {
				return fields[fieldInode]
			}
		}
	}
	return ""
}
