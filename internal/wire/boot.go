package wire

// Boot is what every page of the interface begins with. The server puts it into the page that it
// sends to somebody who is signed in, and saves four requests before the first paint.
type Boot struct {
	Session    Session       `json:"session"`
	Status     Status        `json:"status"`
	Settings   Settings      `json:"settings"`
	Workspaces WorkspacePage `json:"workspaces" doc:"first page of the library"`
}
