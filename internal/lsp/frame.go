package lsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Limits of what is read from a server.
const (
	maxHeaderBytes = 4 << 10
	maxFrameBytes  = 64 << 20
)

var errFraming = errors.New("what the language server wrote is no message")

// readFrame reads one message: a header with its length, an empty line, and its content.
func readFrame(r *bufio.Reader) ([]byte, error) {
	length := -1
	for read := 0; ; {
		line, err := r.ReadSlice('\n')
		if read += len(line); errors.Is(err, bufio.ErrBufferFull) || read > maxHeaderBytes {
			return nil, fmt.Errorf("%w: its header is too long", errFraming)
		}
		if err != nil {
			return nil, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if !bytes.EqualFold(name, []byte("Content-Length")) {
			continue
		}
		if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil || length < 0 || length > maxFrameBytes {
			return nil, fmt.Errorf("%w: its length is %q", errFraming, value)
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("%w: it has no length", errFraming)
	}
	frame := make([]byte, length)
	_, err := io.ReadFull(r, frame)
	return frame, err
}

// appendFrame is a message as it is written.
func appendFrame(dst, content []byte) []byte {
	dst = fmt.Appendf(dst, "Content-Length: %d\r\n\r\n", len(content))
	return append(dst, content...)
}
