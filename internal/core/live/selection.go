package live

// Selection is a stretch of a cell's text in UTF-16 units, as the text stood at Version. Head is the
// end that moves, where the caret is; without extent Anchor equals it.
type Selection struct {
	Version int `json:"version" minimum:"0"`
	Anchor  int `json:"anchor" minimum:"0"`
	Head    int `json:"head" minimum:"0"`
}

// MapSelection brings a selection that a client made up to the cell's present version. A caret goes
// along with what its own client writes there and stays before what others write. It is false for a
// version that does not exist or is forgotten.
func (c *Cell) MapSelection(s Selection, client ClientID) (Selection, bool) {
	behind := c.Version - s.Version
	if behind < 0 || behind > len(c.Updates) {
		return Selection{}, false
	}
	for _, u := range c.Updates[len(c.Updates)-behind:] {
		by, _, _ := u.Op.Split() // journalled ids are valid
		s = s.over(u, by == client)
	}
	s.Version = c.Version
	s.Anchor, s.Head = min(max(s.Anchor, 0), c.Text.Len()), min(max(s.Head, 0), c.Text.Len())
	return s, true
}

func (s Selection) over(u Update, own bool) Selection {
	anchor, head := -1, -1
	switch {
	case own && s.Anchor == s.Head:
		anchor, head = 1, 1
	case s.Anchor < s.Head:
		anchor = 1
	case s.Anchor > s.Head:
		head = 1
	}
	s.Anchor, s.Head = u.Changes.MapPos(s.Anchor, anchor), u.Changes.MapPos(s.Head, head)
	return s
}
