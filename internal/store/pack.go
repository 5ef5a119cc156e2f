package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"sync"
)

// packAbove is the size in bytes from which packing is worth its header.
const packAbove = 256

// magic begins what pack compressed. No JSON does.
var magic = []byte{0x1f, 0x8b}

// packers are kept because each holds a megabyte of tables.
var packers = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails for levels that there are not
	return w
}}

// pack compresses a payload of JSON that is not small. It never returns nil, which SQL would take
// for NULL.
func pack(payload []byte) ([]byte, error) {
	if len(payload) < packAbove {
		return bytesOf(payload), nil
	}
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	_, err := w.Write(payload)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack %d bytes: %w", len(payload), err)
	}
	return b.Bytes(), nil
}

// unpack is the inverse of pack; what was stored before there was one is returned as it is.
func unpack(stored []byte) ([]byte, error) {
	if !bytes.HasPrefix(stored, magic) {
		return stored, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		return nil, fmt.Errorf("unpack %d bytes: %w", len(stored), err)
	}
	payload, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack %d bytes: %w", len(stored), err)
	}
	return payload, nil
}
