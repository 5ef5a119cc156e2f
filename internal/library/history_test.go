package library_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/library"
	"github.com/srcbook/srcbook/internal/seedtest"
	"github.com/srcbook/srcbook/internal/store"
	"github.com/srcbook/srcbook/internal/store/storetest"
	"github.com/srcbook/srcbook/internal/wire"
)

var firstDay = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// past is a notebook "w" with a history on the real store and hub, and a clock that the test moves.
type past struct {
	*library.History
	*rand.Rand
	t      *testing.T
	store  *store.Store
	hub    *hub.Hub
	clock  atomic.Int64
	states map[int64]notebook.Notebook // what the notebook was after each entry
	seq    int64
	// Until the notebook is opened, operations are applied here and stored together, which is quicker.
	closed  *live.State
	entries []live.Entry
}

func newPast(t *testing.T) *past {
	t.Helper()
	return reopenPast(t, storetest.Open(t), true)
}

func reopenPast(t *testing.T, s *store.Store, create bool) *past {
	t.Helper()
	p := &past{Rand: seedtest.Rand(t), t: t, store: s, states: map[int64]notebook.Notebook{}}
	p.clock.Store(firstDay.UnixMicro())
	if create {
		p.create()
	}
	now := func() time.Time { return time.UnixMicro(p.clock.Load()).UTC() }
	p.hub = hub.New(hub.Config{Journal: s, Logs: s, Runner: hubtest.NewRunner(), Now: now, Log: slog.New(slog.DiscardHandler)})
	p.History = library.NewHistory(library.HistoryConfig{
		Journal: s, Revisions: s, Workspaces: s, Now: now, Log: slog.New(slog.DiscardHandler),
	})
	p.Attach(p.hub)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- p.hub.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		check(t, <-served)
	})
	return p
}

func (p *past) create() {
	n := notebook.New("Sample", notebook.TypeScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "m", Kind: notebook.Markdown, Text: text.Lossy("# Words")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("let a = 1\n")},
	)
	state := live.New(n)
	p.closed = &state
	payload, err := live.EncodeSnapshot(state)
	check(p.t, err)
	check(p.t, p.store.CreateWorkspace(p.t.Context(), workspace.Workspace{
		ID: "w", Kind: workspace.Notebook, Title: n.Title, Language: "typescript", CreatedAt: firstDay,
	}, payload))
	p.states[0] = n
}

func (p *past) pass(d time.Duration) { p.clock.Add(d.Microseconds()) }

// do applies operations and notes what the notebook is after them.
func (p *past) do(author string, ops ...live.Op) {
	p.t.Helper()
	if p.closed != nil {
		p.doClosed(author, ops)
		return
	}
	entries, err := p.hub.Do(p.t.Context(), "w", author, ops...)
	check(p.t, err)
	p.note(entries[len(entries)-1].Seq)
}

func (p *past) doClosed(author string, ops []live.Op) {
	p.t.Helper()
	for _, op := range ops {
		p.seq++
		out, err := live.Apply(*p.closed, live.Entry{
			Seq: p.seq, ID: live.NewOpID("past", uint64(p.seq)), Author: author, At: time.UnixMicro(p.clock.Load()).UTC(), Op: op, //nolint:gosec // seq is positive
		})
		check(p.t, err)
		p.closed, p.entries = &out.State, append(p.entries, out.Entry)
		p.states[p.seq] = out.State.Notebook()
	}
	if len(p.entries) >= 100 {
		p.flush()
	}
}

func (p *past) flush() {
	p.t.Helper()
	check(p.t, p.store.Append(p.t.Context(), "w", p.entries))
	payload, err := live.EncodeSnapshot(*p.closed)
	check(p.t, err)
	check(p.t, p.store.SaveSnapshot(p.t.Context(), "w", p.seq, payload))
	p.entries = nil
}

// open has the operations that follow made by the hub.
func (p *past) open() {
	p.t.Helper()
	p.flush()
	p.closed = nil
}

func (p *past) note(seq int64) {
	p.t.Helper()
	state, head, err := p.hub.State(p.t.Context(), "w")
	check(p.t, err)
	p.seq = head
	p.states[seq] = state.Notebook()
}

func (p *past) state() live.State {
	p.t.Helper()
	if p.closed != nil {
		return *p.closed
	}
	s, _, err := p.hub.State(p.t.Context(), "w")
	check(p.t, err)
	return s
}

func (p *past) edit(cell notebook.CellID, at int, insert string) live.Op {
	c := p.state().Cell(cell)
	change, err := text.Replace(min(at, c.Text.Len()), min(at, c.Text.Len()), text.Lossy(insert), c.Text.Len())
	check(p.t, err)
	return live.EditText{Cell: cell, Base: c.Version, Changes: []text.ChangeSet{change}}
}

// work makes n operations at random, some minutes apart.
func (p *past) work(n int) {
	p.t.Helper()
	for range n {
		s := p.state()
		cell := s.Cells[p.IntN(len(s.Cells))]
		author := []string{"Ada", "Ben"}[p.IntN(2)]
		switch k := p.IntN(20); {
		case k == 0:
			p.do(author, live.InsertCell{Cell: notebook.CellID(fmt.Sprint("c", p.seq)), After: cell.ID, Kind: notebook.Code, Filename: fmt.Sprintf("c%d.ts", p.seq), Text: "new"})
		case k == 1 && cell.Kind == notebook.Code:
			p.do(author, live.DeleteCell{Cell: cell.ID})
		case k == 2:
			p.do(author, live.SetTitle{Title: fmt.Sprint("Title ", p.seq)})
		default:
			p.do(author, p.edit(cell.ID, p.IntN(cell.Text.Len()+1), fmt.Sprintf("// %d\n", p.seq)))
		}
		p.pass(time.Duration(p.IntN(20)) * time.Minute)
	}
}

func (p *past) wantRevision(seq int64) {
	p.t.Helper()
	got, err := p.Revision(p.t.Context(), "w", seq)
	if err != nil || !reflect.DeepEqual(got, p.states[seq]) {
		p.t.Errorf("revision %d: %v\n got %v\nwant %v", seq, err, got, p.states[seq])
	}
}

func TestEveryRevisionIsTheReplayOfTheJournal(t *testing.T) {
	p := newPast(t)
	p.work(700)
	p.open()
	p.work(20)
	for range 100 {
		p.wantRevision(int64(p.IntN(int(p.seq) + 1)))
	}
	for _, seq := range []int64{0, 1, p.seq} {
		p.wantRevision(seq)
	}
	for _, seq := range []int64{-1, p.seq + 1} {
		if _, err := p.Revision(t.Context(), "w", seq); !errors.Is(err, fault.CodeRevisionNotFound) {
			t.Errorf("revision %d: %v", seq, err)
		}
	}
}

// whole reads the timeline page by page.
func (p *past) whole(limit int) []library.Item {
	p.t.Helper()
	var items []library.Item
	for before := int64(0); ; {
		page, err := p.Timeline(p.t.Context(), "w", before, limit)
		check(p.t, err)
		items = append(items, page.Items...)
		if page.Next == 0 {
			return items
		}
		if page.Next >= before && before > 0 {
			p.t.Fatalf("the page before %d goes on before %d", before, page.Next)
		}
		before = page.Next
	}
}

func TestTimelineReachesTheBeginning(t *testing.T) {
	p := newPast(t)
	p.work(300)
	p.do("Ada", live.SetCheckpoint{Name: "Draft"})
	p.work(20)
	p.open()
	all := p.whole(100)
	if got := p.whole(3); !reflect.DeepEqual(got, all) {
		t.Errorf("by small pages %d items, by large ones %d", len(got), len(all))
	}
	names := 0
	for i, item := range all {
		if i > 0 && item.Seq != all[i-1].From && all[i-1].Kind != history.Created {
			t.Errorf("item %d ends at %d, the next begins after %d", i, item.Seq, all[i-1].From)
		}
		if item.Name != "" {
			names++
			if item.Name != "Draft" || item.Seq != 301 {
				t.Errorf("%q is the name of revision %d", item.Name, item.Seq)
			}
		}
	}
	if last := all[len(all)-1]; last.Kind != history.Created || last.Seq != 0 || !last.At.Equal(firstDay) {
		t.Errorf("the history begins with %+v", last)
	}
	if names != 1 {
		t.Errorf("%d items have the name, want 1", names)
	}
}

func TestFoldingTheJournal(t *testing.T) {
	p := newPast(t)
	for range 15 {
		p.work(90)
		p.pass(12 * time.Hour)
	}
	p.do("Ada", live.SetCheckpoint{Name: "Now"})
	p.open()
	check(t, p.Name(t.Context(), "Ben", "w", 333, "Then"))
	p.note(p.seq + 1)
	p.pass(30 * 24 * time.Hour)
	p.work(50)
	folds := 0
	for more := true; more; folds++ {
		var err error
		if more, err = p.Fold(t.Context(), "w"); err != nil {
			t.Fatal(err)
		}
	}
	floor, _, err := p.store.Extent(t.Context(), "w")
	check(t, err)
	t.Logf("%d folds up to %d of %d", folds, floor, p.seq)
	if floor < 1_000 {
		t.Errorf("only the first %d entries were folded", floor)
	}
	kept := 0
	for _, item := range p.whole(20) {
		p.wantRevision(item.Seq)
		if item.Folded {
			kept++
		}
	}
	if kept < 10 || kept > 40 {
		t.Errorf("%d revisions are kept of what was folded", kept)
	}
	p.wantRevision(333)
	named, err := p.Named(t.Context(), "w")
	check(t, err)
	if len(named.Items) != 2 || named.Items[1].Name != "Then" || named.Items[1].Seq != 333 {
		t.Errorf("named: %+v", named.Items)
	}
	gone := 0
	for seq := int64(1); seq < floor; seq++ {
		if _, err := p.Revision(t.Context(), "w", seq); errors.Is(err, fault.CodeRevisionNotFound) {
			gone++
		} else {
			check(t, err)
		}
	}
	if gone < 900 {
		t.Errorf("only %d revisions are gone", gone)
	}
	for seq := floor; seq <= p.seq; seq += 37 {
		p.wantRevision(seq)
	}
	if more, err := p.Fold(t.Context(), "w"); more || err != nil {
		t.Errorf("folding once more: %v, %v", more, err)
	}
	// A browser that was away since before the journal begins starts over.
	peer, err := p.hub.Join(t.Context(), hub.JoinRequest{Workspace: "w", Channel: 1, Client: "away", Since: floor - 5})
	check(t, err)
	defer peer.Leave()
	message, err := peer.Next(t.Context())
	check(t, err)
	if opened, ok := message.(wire.Opened); !ok || opened.Snapshot == nil || opened.Seq != opened.Head {
		t.Errorf("a browser behind the journal gets %+v", message)
	}
	if err := p.Name(t.Context(), "Ben", "w", 334, "Late"); !errors.Is(err, fault.CodeRevisionNotFound) {
		t.Errorf("naming what is gone: %v", err)
	}
}

func TestRestoringIsARevision(t *testing.T) {
	p := newPast(t)
	p.work(100)
	p.open()
	before := p.seq
	done, err := p.Restore(t.Context(), "Ada", "w", library.Restoration{Seq: 40})
	check(t, err)
	if got := p.state().Notebook(); !reflect.DeepEqual(got, p.states[40]) {
		t.Errorf("restored %v\nwant %v", got, p.states[40])
	}
	if done.Before != before || done.After <= before {
		t.Errorf("restored from %d to %d, the head was %d", done.Before, done.After, before)
	}
	page, err := p.Timeline(t.Context(), "w", 0, 1)
	check(t, err)
	if item := page.Items[0]; item.Kind != history.Restored || item.From != before || item.Seq != done.After || item.Authors[0] != "Ada" {
		t.Errorf("the timeline has %+v", item)
	}
	if again, err := p.Restore(t.Context(), "Ada", "w", library.Restoration{Seq: 40}); err != nil || again.Operations != 0 || again.After != done.After {
		t.Errorf("restored twice: %+v, %v", again, err)
	}
	_, err = p.Restore(t.Context(), "Ada", "w", library.Restoration{Seq: done.Before, Since: done.After})
	check(t, err)
	if got := p.state().Notebook(); !reflect.DeepEqual(got, p.states[before]) {
		t.Errorf("taken back %v\nwant %v", got, p.states[before])
	}
}

// TestRestoringMergesWithEdits restores again and again while two people write; nothing that they
// wrote is lost but what the restorations took away, and every restoration succeeds.
func TestRestoringMergesWithEdits(t *testing.T) {
	p := newPast(t)
	p.open()
	first := p.state().Notebook()
	var writers sync.WaitGroup
	for _, author := range []string{"Ada", "Ben"} {
		writers.Go(func() {
			for i := range 100 {
				s, _, err := p.hub.State(context.Background(), "w")
				if err != nil {
					t.Error(err)
					return
				}
				c := s.Cell("a")
				change, err := text.Replace(0, 0, text.Lossy(fmt.Sprintf("// %s %d\n", author, i)), c.Text.Len())
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := p.hub.Do(context.Background(), "w", author, live.EditText{Cell: "a", Base: c.Version, Changes: []text.ChangeSet{change}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 30 {
		_, err := p.Restore(t.Context(), "Cleo", "w", library.Restoration{Seq: 0})
		check(t, err)
	}
	writers.Wait()
	_, err := p.Restore(t.Context(), "Cleo", "w", library.Restoration{Seq: 0})
	check(t, err)
	if got := p.state().Notebook(); !reflect.DeepEqual(got, first) {
		t.Errorf("got %v\nwant %v", got, first)
	}
}

func TestComparingTellsWhoAndWhat(t *testing.T) {
	p := newPast(t)
	p.open()
	p.do("Ada", p.edit("a", 0, "// one\n"))
	p.pass(time.Minute)
	p.do("Ben", live.InsertCell{Cell: "b", After: "a", Kind: notebook.Code, Filename: "b.ts", Text: "1"})
	d, err := p.Compare(t.Context(), "w", 0, -1)
	check(t, err)
	var changes []string
	for _, c := range d.Cells {
		if c.Change != history.Same {
			changes = append(changes, string(c.Change)+" "+string(c.After.ID))
		}
	}
	if want := []string{"edited a", "added b"}; !slices.Equal(changes, want) || !slices.Equal(d.Authors, []string{"Ada", "Ben"}) ||
		!d.At.Equal(firstDay.Add(time.Minute)) || d.To != 2 {
		t.Errorf("got %v by %v at %s up to %d", changes, d.Authors, d.At, d.To)
	}
}
