//go:build unix

package lsp

import "syscall"

// nonBlocking keeps the opening of a pipe that somebody put in a file's place from waiting.
const nonBlocking = syscall.O_NONBLOCK
