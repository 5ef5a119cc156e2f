package hub

import (
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

// DefaultOutputBytes is how much of a run's output is kept unless Config.OutputBytes says otherwise: the
// first half and the last one. What lies between is counted.
const DefaultOutputBytes = 10 << 20

const (
	chunkBytes = 32 << 10
	chunkCost  = 64 // what a chunk counts for besides its text
)

// The streams of chunks.
const (
	streamOut = "out"
	streamCut = "cut"
)

// runLog is the output of a run whose process lives, or whose output is not yet stored. Writes
// collect in an open chunk until they are published; published chunks are numbered and never change.
type runLog struct {
	id live.RunID

	mu     sync.Mutex
	limit  int // bytes that are kept, half of them from the beginning
	run    live.Run
	open   []byte // text of the chunk that is not yet published
	stream string // of the open chunk
	dirty  bool   // there is something to publish

	head, tail  []workspace.Chunk
	headSize    int
	tailSize    int
	lines       lineCounter
	headLines   int
	tailCounts  []lineCount // of each chunk of the tail
	tailLines   int
	keptBytes   int64 // of text in head and tail
	next        int64 // number of the next chunk
	cut         int64 // bytes of text left out between head and tail
	ended       bool
	stored      int64 // chunks below this number are stored, but for those cut since
	storedCut   int64 // value of cut when the tail was last stored
	recordSaved bool
}

// bound sets how much is kept, before anything is written.
func (l *runLog) bound(limit int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = limit
}

// write adds text. It is true when nothing waited to be published before.
func (l *runLog) write(stream, text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || text == "" {
		return false
	}
	if stream != l.stream {
		l.seal()
		l.stream = stream
	}
	for len(text) >= chunkBytes/2 { // a chunk of its own costs no copy
		l.seal()
		n := wholeCharacters(text, chunkBytes)
		l.keep(text[:n])
		text = text[n:]
	}
	if len(l.open)+len(text) > chunkBytes {
		l.seal()
	}
	l.open = append(l.open, text...)
	first := !l.dirty
	l.dirty = true
	return first
}

// seal numbers the open chunk.
func (l *runLog) seal() {
	if len(l.open) == 0 {
		return
	}
	l.keep(string(l.open))
	l.open = l.open[:0]
}

// wholeCharacters is how many bytes at the beginning of a text are at most so many, cutting no character.
func wholeCharacters(text string, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	n := limit
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// keep adds the next chunk, and makes room for it.
func (l *runLog) keep(text string) {
	c := workspace.Chunk{Seq: l.next, Stream: l.stream, Text: text}
	l.next++
	cost, count := len(c.Text)+chunkCost, l.lines.add(c.Stream, c.Text)
	l.keptBytes += int64(len(c.Text))
	if len(l.tail) == 0 && l.headSize+cost <= l.limit/2 {
		l.head, l.headSize, l.headLines = append(l.head, c), l.headSize+cost, l.headLines+count.begun
		return
	}
	l.tail, l.tailSize = append(l.tail, c), l.tailSize+cost
	l.tailCounts, l.tailLines = append(l.tailCounts, count), l.tailLines+count.begun
	for l.tailSize > l.limit/2 {
		oldest := l.tail[0]
		l.tail[0] = workspace.Chunk{} // lets go of its text
		l.tailLines -= l.tailCounts[0].begun
		l.tail, l.tailCounts = l.tail[1:], l.tailCounts[1:]
		l.tailSize -= len(oldest.Text) + chunkCost
		l.cut += int64(len(oldest.Text))
		l.keptBytes -= int64(len(oldest.Text))
	}
}

// size is how much of it can be read.
func (l *runLog) size() size {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := size{wire.OutputSize{Bytes: l.keptBytes, Lines: int64(l.headLines + l.tailLines)}, l.next}
	if l.cut > 0 {
		n.Bytes, n.Lines, n.Cut = n.Bytes+int64(len(l.cutChunk().Text)), n.Lines+1, true
		if l.tailCounts[0].continues {
			n.Lines++ // the note ends the line
		}
	}
	return n
}

// publish numbers what waits and lets it be read.
func (l *runLog) publish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seal()
	l.dirty = false
}

func (l *runLog) finish(exit *live.Exit, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seal()
	l.ended, l.open = true, nil
	l.run.Phase, l.run.Exit, l.run.EndAt, l.recordSaved = live.Exited, exit, at, false
}

// cutChunk stands for what was left out. It takes the number of the first chunk that is missing.
func (l *runLog) cutChunk() workspace.Chunk {
	return workspace.Chunk{Seq: int64(len(l.head)), Stream: streamCut, Text: leftOut(l.cut)}
}

func leftOut(n int64) string {
	return fmt.Sprintf("%.1f MB of output are left out here (%s).", float64(n)/1e6, fault.CodeOutputLimit)
}

// read returns published chunks from a number on. The chunk that stands for others comes alone, so that
// in every other piece the chunks are as many as their numbers.
func (l *runLog) read(from int64, limit int) piece {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := piece{from: from, to: from, live: !l.ended}
	headEnd := int64(len(l.head))
	tailStart := l.next - int64(len(l.tail))
	switch {
	case from > l.next, from > headEnd && from < tailStart:
		p.skipped = true
		return p
	case from < headEnd:
		p.add(l.head[from:], limit)
	case from < tailStart:
		p.put(l.cutChunk())
		p.to = tailStart
	default:
		p.add(l.tail[from-tailStart:], limit)
	}
	p.more = p.to < l.next
	return p
}

// latest is a chunk that says that output is missing, in the place of the last one before the final
// limit bytes.
func (l *runLog) latest(limit int) piece {
	l.mu.Lock()
	defer l.mu.Unlock()
	shown := l.tail
	if len(shown) == 0 {
		shown = l.head
	}
	start, size := len(shown), 0
	for start > 0 && size+len(shown[start-1].Text) <= limit {
		start--
		size += len(shown[start].Text)
	}
	to := l.next - int64(len(shown)-start)
	p := piece{from: max(0, to-1), to: to, live: !l.ended, more: to < l.next}
	p.chunks = []wire.OutputChunk{{Stream: streamCut, Text: "Earlier output is left out while the cell writes this fast."}}
	return p
}

func (p *piece) add(chunks []workspace.Chunk, limit int) {
	for _, c := range chunks {
		if p.bytes > 0 && p.bytes+len(c.Text) > limit {
			return
		}
		p.put(c)
	}
}

func (p *piece) put(c workspace.Chunk) {
	p.chunks = append(p.chunks, wire.OutputChunk{Stream: c.Stream, Text: c.Text})
	p.bytes += len(c.Text) + chunkCost
	p.to = c.Seq + 1
}

// debt is what the store lacks of a log: chunks, to be written after those numbered trim to trimTo
// were deleted, unless trimTo is negative.
type debt struct {
	chunks       []workspace.Chunk
	trim, trimTo int64
	cut          int64
}

// unstored returns what to write next. What changed between head and tail is part of it only with
// tail set, or when the run has ended: the tail of a flood is obsolete as soon as it is written.
func (l *runLog) unstored(tail bool) debt {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := debt{trimTo: -1, cut: l.storedCut}
	headEnd, tailStart := int64(len(l.head)), l.next-int64(len(l.tail))
	switch {
	case l.stored < headEnd:
		d.chunks = firstBytes(l.head[l.stored:], persistBytes)
	case l.cut == l.storedCut:
		d.chunks = firstBytes(l.tail[max(0, l.stored-tailStart):], persistBytes)
	case tail || l.ended:
		d.trim, d.trimTo, d.cut = headEnd, tailStart-1, l.cut
		d.chunks = append(d.chunks, l.cutChunk())
		d.chunks = append(d.chunks, l.tail[max(0, l.stored-tailStart):]...)
	}
	return d
}

func firstBytes(chunks []workspace.Chunk, limit int) []workspace.Chunk {
	size := 0
	for i, c := range chunks {
		if size += len(c.Text); size > limit && i > 0 {
			return slices.Clone(chunks[:i])
		}
	}
	return slices.Clone(chunks) // the log goes on changing its slices
}

// nowStored notes that a debt was paid.
func (l *runLog) nowStored(d debt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stored, l.storedCut = d.chunks[len(d.chunks)-1].Seq+1, d.cut
}

// unpaid reports whether the store lacks something; complete, whether it never will again.
func (l *runLog) unpaid() (unpaid, complete bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	unpaid = l.stored < l.next || l.cut != l.storedCut
	return unpaid, l.ended && !unpaid
}

// record is the run as it is now known.
func (l *runLog) record() (r live.Run, saved bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	saved, l.recordSaved = l.recordSaved, true
	return l.run, saved
}

func (l *runLog) recordNotSaved() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recordSaved = false
}
