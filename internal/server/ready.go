package server

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/srcbook/srcbook/internal/client"
)

// Ready is how others find a running server. Token signs in a browser, and is the bearer token of
// the command line.
type Ready struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	PID   int    `json:"pid"`
}

// launchLink signs a browser in and leads to the library, or to a workspace.
func (r Ready) launchLink(workspace string) string {
	if workspace == "" {
		return r.URL + "/launch#" + r.Token
	}
	return r.URL + "/launch?to=" + workspace + "#" + r.Token
}

func (r Ready) client() *client.Client { return &client.Client{URL: r.URL, Token: r.Token} }

// recordName is the file inside the data folder by which the other commands find the server.
const recordName = "server.json"

// writeReady writes the record so that a reader sees all of it or nothing.
func writeReady(path string, r Ready) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".ready-*")
	if err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(append(raw, '\n'))
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write ready file %s: %w", path, err)
	}
	return nil
}

func readReady(path string) (Ready, error) {
	var r Ready
	raw, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(raw, &r)
}

// openBrowser shows url to the person, as well as the system can; the address is printed anyhow.
func openBrowser(url string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", url)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
		cmd = exec.Command("xdg-open", url)
	}
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // reaps the helper, whose outcome nobody needs
	}
}
