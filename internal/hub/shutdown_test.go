package hub_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
)

// The first sync of a folder began to watch it. When that sync was the last one too, because the
// server stopped at once, it watched for ever and the server never ended.
func TestShutdownDuringTheFirstSync(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			journal := hubtest.NewJournal()
			journal.Create("w", notebook.New("Short", notebook.TypeScript))
			h := hub.New(hub.Config{Journal: journal, Logs: hubtest.NewOutput(), Runner: hubtest.NewRunner(), Folders: hubtest.NewFolders()})
			ctx, stop := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- h.Serve(ctx) }()
			if _, _, err := h.State(ctx, "w"); err != nil {
				t.Fatal(err)
			}
			stop()
			if err := <-served; err != nil {
				t.Error(err)
			}
		})
	}
}
