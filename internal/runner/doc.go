// Package runner runs a notebook once, without a server, on the same parts that a server uses: the
// state machine of core/live decides which cell runs when, kernel runs it, npm installs its packages.
//
// The notebook is put into a folder below the data folder, which is the same for every run of one
// file, so that packages are installed once. The user's file is never touched. Two runs of one file
// at the same time get a folder each.
//
// Cells run one after the other, as in a browser: the next begins when the module of the one before is
// done. A cell whose module is done gets half a second to end, or to open its port, before that; so
// the output of cells that just end stays in one piece, and a client finds its server.
//
// A cell that listens on a port when every other cell has ended is a server: it is stopped, and the
// run counts as good. Whatever else is alive is waited for.
package runner
