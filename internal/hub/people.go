package hub

import (
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	// presenceInterval is how often peers are told where the others are, at most.
	presenceInterval = 50 * time.Millisecond
	maxPlaceID       = 64
	// maxColoured is how many people a session remembers the colours of.
	maxColoured = 1_000
)

// people knows who follows a session and where they are. It is safe for concurrent use.
type people struct {
	mu      sync.Mutex
	last    int // number given last
	here    []*Peer
	changed map[int]bool // numbers, since the last call of takeChanged
	colours map[string]int
}

func newPeople() *people { return &people{changed: map[int]bool{}, colours: map[string]int{}} }

// join shows a peer to the others. A tab that came back while its lost connection still counts is
// shown once.
func (p *people) join(peer *Peer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.here, func(other *Peer) bool { return other.client == peer.client }); i >= 0 {
		p.removeAt(i)
	}
	p.last++
	peer.number, peer.colour = p.last, p.colourOf(peer.author)
	p.here = append(p.here, peer)
	p.changed[peer.number] = true
}

// leave hides a peer. It does nothing for one that is not shown.
func (p *people) leave(peer *Peer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.here, peer); i >= 0 {
		p.removeAt(i)
	}
}

func (p *people) removeAt(i int) {
	p.changed[p.here[i].number] = true
	p.here = slices.Delete(p.here, i, i+1)
}

// move notes where a peer is.
func (p *people) move(peer *Peer, place wire.Place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.Contains(p.here, peer) {
		peer.place = place
		p.changed[peer.number] = true
	}
}

// colourOf is the colour of a person: the same wherever it is free, and for as long as the session is
// open.
func (p *people) colourOf(author string) int {
	if colour, known := p.colours[author]; known {
		return colour
	}
	if len(p.colours) >= maxColoured {
		clear(p.colours)
	}
	taken := map[int]bool{}
	for _, other := range p.here {
		taken[other.colour] = true
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(author)) // never fails
	first := int(h.Sum32() % wire.Colours)
	colour := first
	for i := range wire.Colours {
		if c := (first + i) % wire.Colours; !taken[c] {
			colour = c
			break
		}
	}
	p.colours[author] = colour
	return colour
}

// takeChanged returns the numbers of who came, went or moved since the last call.
func (p *people) takeChanged() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	numbers := make([]int, 0, len(p.changed))
	for n := range p.changed {
		numbers = append(numbers, n)
	}
	clear(p.changed)
	slices.Sort(numbers)
	return numbers
}

// others are the numbers that are not the peer's own.
func (p *people) others(numbers []int, than *Peer) []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n == than.number })
}

// tell is the message of what a peer is told of others: of all, or of those with the given numbers.
// Selections are brought up to the state.
func (p *people) tell(to *Peer, all bool, numbers []int, state live.State) wire.People {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := wire.People{Type: "people", Channel: to.channel, All: all, You: to.number, Peers: []wire.Peer{}}
	for _, peer := range p.here {
		i, asked := slices.BinarySearch(numbers, peer.number)
		if asked {
			numbers = slices.Delete(numbers, i, i+1)
		}
		if all || asked && peer != to {
			m.Peers = append(m.Peers, peer.seen(state))
		}
	}
	if !all {
		m.Left = numbers
	}
	return m
}

// seen is the peer as others see it.
func (p *Peer) seen(state live.State) wire.Peer {
	w := wire.Peer{Number: p.number, Client: p.client, Author: p.author, Colour: p.colour, Place: p.place}
	if state.Cell(w.Viewing) == nil {
		w.Viewing = ""
	}
	cell := state.Cell(w.Cell)
	if cell == nil {
		w.Cell, w.Selection = "", nil
	}
	if w.Selection != nil {
		selection, ok := cell.MapSelection(*w.Selection, p.client)
		if w.Selection = nil; ok {
			w.Selection = &selection
		}
	}
	return w
}

// Place says where the peer's person is, for the others to see. The latest place counts. A cell or a
// version that does not exist (yet, or any more) is nowhere. It fails with CodeMessage when the ids
// are none.
func (p *Peer) Place(place wire.Place) error {
	if len(place.Cell) > maxPlaceID || len(place.Viewing) > maxPlaceID {
		return fault.New(fault.CodeMessage, "%.60q is not a cell id", string(place.Cell+place.Viewing))
	}
	p.session.people.move(p, place)
	p.session.presence.poke()
	return nil
}

// tellOfPeople has every peer told of who came, went or moved.
func (s *session) tellOfPeople() {
	numbers := s.people.takeChanged()
	for _, p := range s.logs.readers() {
		if others := s.people.others(numbers, p); len(others) > 0 {
			p.out.gather(false, others)
		}
	}
}

// gathering is the item that tells of people; whom it tells of is decided when it is sent.
type gathering struct {
	all     bool
	numbers []int // sorted
}

func (gathering) size() int { return 0 }

func (g gathering) some() bool { return g.all || len(g.numbers) > 0 }
