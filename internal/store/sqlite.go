package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const databaseFile = "srcbook.db"

// Group commit begins every transaction as a writer: a deferred one could fail in its middle.
const (
	sqlBegin    = `BEGIN IMMEDIATE`
	sqlCommit   = `COMMIT`
	sqlRollback = `ROLLBACK`
)

const sqliteCheck = `PRAGMA integrity_check`

func writerPragmas(lockWait time.Duration) []string {
	return []string{
		busyTimeout(lockWait),
		"journal_mode(WAL)",
		// NORMAL lost acknowledged commits in simulated power cuts; FULL lost none.
		"synchronous(FULL)",
		// macOS answers fsync before the disk has the bytes.
		"fullfsync(1)",
		"checkpoint_fullfsync(1)",
		"foreign_keys(1)",
		// 8 MB of pages. Many edits change the same few pages, so that fewer checkpoints write far less.
		// Until the log has that size, each sync is half as slow again, as the file grows.
		"wal_autocheckpoint(2000)",
		"journal_size_limit(67108864)",
		"cache_size(-16384)",
		"temp_store(MEMORY)",
		"trusted_schema(0)",
	}
}

func readerPragmas(lockWait time.Duration) []string {
	return []string{
		busyTimeout(lockWait),
		"query_only(1)",
		"cache_size(-8192)",
		"temp_store(MEMORY)",
		"trusted_schema(0)",
	}
}

func busyTimeout(d time.Duration) string { return fmt.Sprintf("busy_timeout(%d)", d.Milliseconds()) }

func openSQLite(file string, pragmas []string) (*sql.DB, error) {
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	return sql.Open("sqlite", dsn.String())
}

// prepareDatabase makes sure that only its owner may read the database. SQLite gives the files
// beside it the same mode. The folder is synced so that a power cut cannot take a new file's name.
func prepareDatabase(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return folderFault(filepath.Dir(file), err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close(), syncFolder(filepath.Dir(file))); err != nil {
		return folderFault(filepath.Dir(file), err)
	}
	return nil
}

// classify turns a driver's error into the fault that names the condition. Faults stay as they are.
func (s *Store) classify(op string, err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if isCanceled(err) {
		return fault.Wrap(fault.CodeCanceled, err, "The request ended before the database answered")
	}
	var e *sqlite.Error
	switch sqlite := errors.As(err, &e); {
	case !sqlite && s.closed.Load(), errors.Is(err, errClosed):
		return fault.Wrap(fault.CodeShutdown, err, "The database is closed")
	case !sqlite:
		return wrap(op, err)
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fault.Wrap(fault.CodeStorageFull, wrap(op, err), "The disk is full")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fault.Wrap(fault.CodeStorageLock, wrap(op, err), "Another program holds the database")
	case sqlite3.SQLITE_READONLY:
		return fault.Wrap(fault.CodeReadOnly, wrap(op, err), "The database cannot be written")
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return s.diagnose(wrap(op, err))
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damaged(wrap(op, err))
	default:
		return wrap(op, err)
	}
}

func damaged(err error) error {
	return fault.Wrap(fault.CodeStorage, err, "The database is damaged").
		WithNext("Stop the server and restore the data folder from a backup.")
}

// diagnose names the condition behind an I/O error: SQLite reports a full or read-only file system
// as a plain I/O error in some places, such as its shared-memory file, and keeps the reason to itself.
func (s *Store) diagnose(err error) error {
	switch reason := tryFolder(s.folder); {
	case errors.Is(reason, syscall.EROFS), errors.Is(reason, fs.ErrPermission):
		return fault.Wrap(fault.CodeReadOnly, err, "The data folder cannot be written")
	case isFull(reason):
		return fault.Wrap(fault.CodeStorageFull, err, "The disk is full")
	default:
		return fault.Wrap(fault.CodeStorage, err, "The disk reported an error")
	}
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// mustReconnect reports whether err leaves the connection in doubt. After a failed write or fsync the
// kernel may have dropped the pages, so that only what a new connection reads back can be trusted.
func mustReconnect(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY:
		return true
	default:
		return false
	}
}

func isLocked(err error) bool { return primaryCode(err) == sqlite3.SQLITE_BUSY }

// isTaken reports a violated primary key or unique constraint.
func isTaken(err error) bool {
	code := extendedCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || code == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}

// isOrphan reports a reference to a row that does not exist.
func isOrphan(err error) bool { return extendedCode(err) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY }

// isNotActive reports a ROLLBACK that found no transaction.
func isNotActive(err error) bool { return primaryCode(err) == sqlite3.SQLITE_ERROR }

func primaryCode(err error) int { return extendedCode(err) & 0xff }

func extendedCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}
