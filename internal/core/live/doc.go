// Package live is the state machine of a live session: one open workspace, the operations that
// change it, and the effects that a change asks for.
//
// Everything that can happen to a workspace arrives as an Entry holding an Op: what people do, what
// runs report, what changed on disk. Apply is pure: it needs no clock, no randomness and no I/O, and
// an operation that it rejects changes nothing. Time and ids arrive inside the entry. The same
// operations are sent by browsers, authorised, journalled, broadcast and replayed.
//
// A State is a value. Applying an operation returns a new one that shares what did not change, so a
// reader may keep an old State while the owner moves on. A State must only ever be advanced along
// one line: histories are shared between the versions of one line.
package live
