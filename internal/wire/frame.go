package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Frame gathers messages of the server that go out together: one message stands for itself, several
// are a JSON array. A frame costs a system call and a wake-up at both ends, however much it holds. The
// zero Frame is empty. It is for one goroutine.
type Frame struct {
	raw   []byte // "[" and the messages, separated by commas
	count int
}

// Add appends a message. After an error the frame is as before.
func (f *Frame) Add(message any) error {
	raw := append(f.raw, "[,"[min(f.count, 1)])
	switch m := message.(type) {
	case OpMessage:
		raw = m.appendJSON(raw)
	case Output:
		raw = m.appendJSON(raw)
	default:
		encoded, err := json.Marshal(message)
		if err != nil {
			return fmt.Errorf("encode a message: %w", err)
		}
		raw = append(raw, encoded...)
	}
	f.raw, f.count = raw, f.count+1
	return nil
}

// Size is the number of bytes that the frame has so far.
func (f *Frame) Size() int { return len(f.raw) }

// Bytes is the frame as it is sent. It is valid until the next call of Add or Reset.
func (f *Frame) Bytes() []byte {
	if f.count == 1 {
		return f.raw[1:]
	}
	return append(f.raw, ']')
}

// maxKeptFrame is how much memory an empty frame holds on to.
const maxKeptFrame = 64 << 10

// Reset makes the frame empty.
func (f *Frame) Reset() {
	f.raw, f.count = f.raw[:0], 0
	if cap(f.raw) > maxKeptFrame {
		reuse(f.raw)
		f.raw = nil
	}
}

// appendJSON does what json.Marshal does, without reading the operation again: it was encoded once
// for all who receive it.
func (m OpMessage) appendJSON(dst []byte) []byte {
	dst = append(dst, `{"type":"op","channel":`...)
	dst = strconv.AppendInt(dst, int64(m.Channel), 10)
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendInt(dst, m.Seq, 10)
	dst = append(dst, `,"id":`...)
	dst = appendString(dst, string(m.ID))
	dst = append(dst, `,"author":`...)
	dst = appendString(dst, m.Author)
	dst = append(dst, `,"at":"`...)
	dst = m.At.AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","op":`...)
	dst = append(dst, m.Op...)
	return append(dst, '}')
}

func appendString(dst []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			raw, _ := json.Marshal(s) // never fails for a string
			return append(dst, raw...)
		}
	}
	return append(append(append(dst, '"'), s...), '"')
}

// Messages takes a frame apart.
func Messages(frame []byte) ([]json.RawMessage, error) {
	if len(frame) == 0 || frame[0] != '[' {
		return []json.RawMessage{frame}, nil
	}
	var messages []json.RawMessage
	if err := json.Unmarshal(frame, &messages); err != nil {
		return nil, fmt.Errorf("decode a frame: %w", err)
	}
	return messages, nil
}
