package hub

import (
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// message is an item as it is sent to the peer.
func (p *Peer) message(i item) any {
	switch i := i.(type) {
	case opening:
		return p.opened(i)
	case *record:
		return wire.OpMessage{
			Type: "op", Channel: p.channel, Seq: i.Seq, ID: i.ID, Author: i.Author, At: i.At, Op: i.raw,
		}
	case acknowledgement:
		return wire.Ack{Type: "ack", Channel: p.channel, ID: i.id, Seq: i.seq, At: i.at, Duplicate: i.duplicate}
	case refusal:
		return wire.Reject{Type: "reject", Channel: p.channel, ID: i.id, Fault: wire.FaultOf(i.err)}
	case gathering:
		return p.session.people.tell(p, i.all, i.numbers, p.session.view.Load().state)
	case differences:
		return wire.Signal{Type: "signal", Channel: p.channel, Folder: p.session.disputes.status()}
	case notice:
		i.Type, i.Channel = "signal", p.channel
		return i.Signal
	case closing:
		return wire.Closed{Type: "closed", Channel: p.channel, Fault: wire.FaultOf(i.why)}
	default:
		return p.languageMessage(i)
	}
}

func (p *Peer) opened(o opening) wire.Opened {
	m := wire.Opened{Type: "opened", Channel: p.channel, Seq: o.seq, Head: o.head}
	if o.view != nil {
		m.Snapshot = p.snapshot(o.view.state)
	}
	return m
}

func (p *Peer) snapshot(s live.State) *wire.Snapshot {
	w := &wire.Snapshot{
		Workspace: p.session.id, Kind: "notebook", Title: s.Title, Language: s.Language,
		Cells: make([]wire.Cell, 0, len(s.Cells)), Removed: make([]wire.RemovedCell, 0, len(s.Removed)),
		Runs: append([]*live.Run{}, s.Runs...), Confirmed: confirmed(s, p.client),
		Packages: wire.PackagesStatus{
			State: "unknown", Packages: []wire.Package{}, Missing: []wire.MissingImport{}, Log: []string{},
		},
	}
	for _, c := range s.Cells {
		w.Cells = append(w.Cells, wireCell(c))
	}
	for _, r := range s.Removed {
		w.Removed = append(w.Removed, wire.RemovedCell{Cell: wireCell(r.Cell), After: r.After, EditedBy: r.EditedBy})
	}
	if known := p.session.packages.Load(); known != nil {
		w.Packages = *known
	}
	return w
}

func wireCell(c *live.Cell) wire.Cell {
	return wire.Cell{ID: c.ID, Kind: c.Kind, Filename: c.Filename, Text: c.Text.String(), Version: c.Version}
}

func confirmed(s live.State, client live.ClientID) uint64 {
	for _, m := range s.Clients {
		if m.Client == client {
			return m.Counter
		}
	}
	return 0
}
