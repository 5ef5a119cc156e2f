// Package store keeps everything that has to survive a restart: workspaces, the journal of their
// operations, snapshots, runs with their output, settings, secrets, sessions and the search index.
//
// The record is an SQLite database in the data folder (WAL, synchronous=FULL). A method that
// returns nil from a write has made it durable: it survives a power cut. Writes of all callers pass
// through one goroutine that commits what has queued up in one transaction, so that many writers
// share one fsync. A write that fails never takes another caller's write with it.
//
// SQL is written by hand in the intersection of SQLite's and PostgreSQL's dialects, each statement a
// constant beside the method that runs it; what has no common form (the text index) is named for its
// dialect. Times are stored as microseconds since 1970 in UTC, ids as text.
//
// Errors are faults: SB-6002 when the disk is full, SB-6003 when another program holds the database,
// SB-6004 when it cannot be written, SB-6001 for other failures of storage, SB-1007 when ctx ended
// before the write began. The store recovers by itself when the condition ends.
//
// A Store is safe for concurrent use.
package store
