// Package lsp is the language service of workspaces: TypeScript's native language server, one process
// for each workspace, inside the sandbox.
//
// A Workspace owns the server's documents. It is told the cells of the live session (Follow) and brings
// the documents up to them before it passes anything on that was asked later (Ask), so that every answer
// is about the text that the asker saw or a newer one. Findings about all documents are fetched after
// each change, first those of the document that changed, and handed to the Sink.
//
// Addresses that leave this package are virtual: srcbook:/// stands for the workspace's folder and
// srcbook:///lib/ for TypeScript's own declarations. Paths of the machine do not leave it, and addresses
// that lead elsewhere are refused.
//
// A server that crashes, hangs or needs too much memory is ended and started again, with longer and
// longer pauses; the documents are given to the new one. What is asked meanwhile fails with
// fault.CodeLanguageRestarting or fault.CodeLanguageFailed and nothing else is affected.
//
// A Workspace is one goroutine; its methods may be called from any.
package lsp
