package wire

import (
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Bounds of presence.
const (
	MaxPeers = 128 // tabs that follow one workspace at the same time; more are refused
	Colours  = 8   // that tell people apart
)

type (
	// Presence ("presence") says where the person of a channel is. It takes the place of what was said
	// before and is neither answered nor kept. Others learn of the latest, at most 20 times a second.
	Presence struct {
		Type    string `json:"type" enum:"presence"`
		Channel int    `json:"channel"`
		Place
	}
	// People ("people") tells who else follows the workspace, first after Opened and then of what
	// changed.
	People struct {
		Type    string `json:"type" enum:"people"`
		Channel int    `json:"channel"`
		All     bool   `json:"all,omitempty" doc:"peers are all there are; forget the others"`
		You     int    `json:"you" doc:"number of the peer that is this channel; it is among peers when all is set"`
		Peers   []Peer `json:"peers" doc:"who came, or is somewhere else now"`
		Left    []int  `json:"left,omitempty" doc:"numbers of those who went"`
	}
)

// Peer is a tab that follows the workspace. Peers with one author are one person, and have one colour.
type Peer struct {
	Number int           `json:"number" doc:"new with each opening, never used again"`
	Client live.ClientID `json:"client" doc:"whose operations come from the tab"`
	Author string        `json:"author" doc:"the person"`
	Colour int           `json:"colour" minimum:"0" maximum:"7" doc:"the same at every peer"`
	Place
}

// Place is where a person is in a workspace.
type Place struct {
	Cell      notebook.CellID `json:"cell,omitempty" doc:"that has the focus"`
	Selection *live.Selection `json:"selection,omitempty" doc:"in the text of that cell"`
	Viewing   notebook.CellID `json:"viewing,omitempty" doc:"the first cell on the screen"`
	Hidden    bool            `json:"hidden,omitempty" doc:"the tab is not looked at"`
}
