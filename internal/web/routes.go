package web

import (
	"net/http"
	"time"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// routes is the whole HTTP surface but for the socket and the static interface.
func (s *Server) routes() []route {
	return []route{
		handle("GET /healthz", access.Public, "Whether the server lives", (*Server).health),
		handle("POST /api/session", access.Public, "Sign in with the launch token", (*Server).signIn, status(http.StatusNoContent)),
		handle("GET /api/session", access.Read, "Who is signed in", (*Server).session),
		handle("PATCH /api/session", access.Read, "Change one's name", (*Server).patchSession),
		handle("DELETE /api/session", access.Read, "Sign out", (*Server).signOut, status(http.StatusNoContent)),
		handle("GET /api/status", access.Read, "State of the server", (*Server).status),

		handle("GET /api/workspaces", access.Read, "List the library", (*Server).listWorkspaces),
		handle("POST /api/workspaces", access.Edit, "Create a notebook", (*Server).createWorkspace, status(http.StatusCreated)),
		handle("POST /api/workspaces/import", access.Edit, "Import a .src.md file", (*Server).importWorkspace,
			status(http.StatusCreated), bodyLimit(3*notebook.MaxFileBytes, 2*time.Minute)),
		handle("POST /api/workspaces/open", access.Admin, "Open a .src.md file on the server's disk in place", (*Server).openFile),
		handle("GET /api/workspaces/{id}", access.Read, "One workspace", (*Server).workspace),
		handle("PATCH /api/workspaces/{id}", access.Edit, "Change a workspace", (*Server).patchWorkspace),
		handle("DELETE /api/workspaces/{id}", access.Edit, "Move to the trash, or delete for good", (*Server).deleteWorkspace, status(http.StatusNoContent)),
		handle("POST /api/workspaces/{id}/restore", access.Edit, "Take out of the trash", (*Server).restoreWorkspace),
		handle("POST /api/workspaces/{id}/duplicate", access.Edit, "Copy a workspace", (*Server).duplicateWorkspace, status(http.StatusCreated)),
		handle("GET /api/workspaces/{id}/export", access.Read, "Export as a file", (*Server).exportWorkspace),
		handle("GET /api/workspaces/{id}/history", access.Read, "The timeline of a notebook", (*Server).historyPage),
		handle("GET /api/workspaces/{id}/history/diff", access.Read, "How two revisions differ", (*Server).differences),
		handle("GET /api/workspaces/{id}/history/{seq}", access.Read, "A notebook as it was", (*Server).revision),
		handle("PUT /api/workspaces/{id}/history/{seq}/name", access.Edit, "Name a revision", (*Server).nameRevision, status(http.StatusNoContent)),
		handle("POST /api/workspaces/{id}/history/{seq}/restore", access.Edit, "Bring a revision or a cell of it back", (*Server).restoreRevision),
		handle("GET /api/workspaces/{id}/conflict", access.Read, "Both sides of a file that differs on disk", (*Server).conflict),
		handle("POST /api/workspaces/{id}/conflict", access.Edit, "Keep one side of a file that differs on disk", (*Server).resolveConflict),
		handle("GET /api/workspaces/{id}/runs/{run}/output", access.Read, "The output of a run as text", (*Server).runOutput),

		handle("GET /api/workspaces/{id}/packages", access.Read, "Packages of a workspace", (*Server).packages),
		handle("POST /api/workspaces/{id}/packages", access.Run, "Add packages", (*Server).addPackages, status(http.StatusAccepted)),
		handle("DELETE /api/workspaces/{id}/packages", access.Run, "Remove a package", (*Server).removePackage, status(http.StatusAccepted)),
		handle("POST /api/workspaces/{id}/packages/install", access.Run, "Install packages", (*Server).installPackages, status(http.StatusAccepted)),
		handle("POST /api/workspaces/{id}/packages/update", access.Run, "Update packages", (*Server).updatePackages, status(http.StatusAccepted)),
		handle("POST /api/workspaces/{id}/packages/cancel", access.Run, "Cancel the installation", (*Server).cancelInstall, status(http.StatusNoContent)),
		handle("PUT /api/workspaces/{id}/packages/scripts", access.Run, "Allow the install scripts of a package", (*Server).allowScripts, status(http.StatusAccepted)),
		handle("DELETE /api/workspaces/{id}/packages/scripts", access.Run, "Do not allow them any more", (*Server).disallowScripts),
		handle("POST /api/workspaces/{id}/language/restart", access.Run, "Restart the language service", (*Server).restartLanguage, status(http.StatusNoContent)),
		handle("GET /api/packages", access.Read, "Search the package registry", (*Server).searchPackages),

		handle("POST /api/cells/decode", access.Read, "Read cells of a text", (*Server).decodeCells, bodyLimit(3*notebook.MaxFileBytes, 2*time.Minute)),
		handle("GET /api/search", access.Read, "Search titles, prose and code", (*Server).search),
		handle("GET /api/symbols", access.Read, "Find names in the code of open notebooks", (*Server).symbols),
		handle("GET /api/examples", access.Read, "The shipped examples", (*Server).examples),

		handle("GET /api/secrets", access.Secrets, "List secrets", (*Server).secrets),
		handle("PUT /api/secrets/{name}", access.Secrets, "Set a secret", (*Server).putSecret, status(http.StatusNoContent)),
		handle("DELETE /api/secrets/{name}", access.Secrets, "Delete a secret", (*Server).deleteSecret, status(http.StatusNoContent)),
		handle("PUT /api/workspaces/{id}/secrets/{name}", access.Secrets, "Grant a secret to a workspace", (*Server).grantSecret, status(http.StatusNoContent)),
		handle("DELETE /api/workspaces/{id}/secrets/{name}", access.Secrets, "Take a secret from a workspace", (*Server).revokeSecret, status(http.StatusNoContent)),

		handle("GET /api/settings", access.Read, "Settings", (*Server).settings),
		handle("PATCH /api/settings", access.Admin, "Change settings", (*Server).patchSettings),
	}
}
