package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
)

// Config says where and how to open a store.
type Config struct {
	// Path is the data folder. It is created when missing and closed to other users.
	Path string
	// Readers is how many reads run at once; 0 means 4.
	Readers int
	// LockWait is how long a write waits for another program that holds the database; 0 means 5 s.
	// While the other program goes on holding it, further writes fail after a fraction of that.
	LockWait time.Duration
}

func (c Config) withDefaults() Config {
	if c.Readers == 0 {
		c.Readers = 4
	}
	if c.LockWait == 0 {
		c.LockWait = 5 * time.Second
	}
	return c
}

// Store is an open database. Use Open to make one.
type Store struct {
	folder  string
	lock    *folderLock
	writes  *sql.DB // one connection, owned by writer
	readers *sql.DB
	writer  *writer

	closing sync.Once
	closed  atomic.Bool
	failure error // of closing
}

// Open opens the data folder's database, creates what is missing and migrates it. It fails with
// CodeDataFolder when the folder cannot be used or another server uses it, and when the database
// was written by a newer version.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	path, err := filepath.Abs(c.Path)
	if err != nil || c.Path == "" {
		return nil, fault.Wrap(fault.CodeDataFolder, err, "The data folder %q is not a path", c.Path)
	}
	if err := prepareFolder(path); err != nil {
		return nil, err
	}
	lock, err := lockFolder(path)
	if err != nil {
		return nil, err
	}
	s := &Store{folder: path, lock: lock}
	if err := s.open(ctx, c); err != nil {
		return nil, errors.Join(err, s.closeFiles())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, c Config) error {
	file := filepath.Join(s.folder, databaseFile)
	if err := prepareDatabase(file); err != nil {
		return err
	}
	var err error
	if s.writes, err = openSQLite(file, writerPragmas(c.LockWait)); err != nil {
		return s.classify("open the database", err)
	}
	s.writes.SetMaxOpenConns(1)
	if err := s.migrate(ctx); err != nil {
		return s.classify("prepare the database", err)
	}
	if s.readers, err = openSQLite(file, readerPragmas(c.LockWait)); err != nil {
		return s.classify("open the database for reading", err)
	}
	s.readers.SetMaxOpenConns(c.Readers)
	s.readers.SetMaxIdleConns(c.Readers)
	s.writer = newWriter(s, c.LockWait)
	// What cannot be purged now, as on a full disk, stays hidden until the next start.
	_ = s.finishPurges(ctx)
	return nil
}

// Close finishes the writes that were accepted, moves the write-ahead log into the database and
// gives the folder free. Later calls of any other method fail with CodeShutdown.
func (s *Store) Close() error {
	s.closing.Do(func() {
		checkpoint := s.writer.close()
		s.closed.Store(true)
		s.failure = errors.Join(checkpoint, s.closeFiles())
	})
	return s.failure
}

func (s *Store) closeFiles() error {
	var errs []error
	for _, db := range []*sql.DB{s.readers, s.writes} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, s.lock.release())...)
}

const sqlProbe = `UPDATE probe SET at = $1 WHERE id = 1`

// Health makes one durable write and one read. It returns the fault that any other write would
// meet now.
func (s *Store) Health(ctx context.Context) error {
	err := s.write(ctx, "check the database", func(t *tx) error {
		_, err := t.exec(sqlProbe, time.Now().UnixMicro())
		return err
	})
	if err != nil {
		return err
	}
	if err := s.readers.PingContext(ctx); err != nil {
		return s.classify("check the database", err)
	}
	return nil
}

// Check reads the whole database and fails with CodeStorage when it is damaged. It takes seconds for
// each gigabyte; writes go on meanwhile.
func (s *Store) Check(ctx context.Context) error {
	findings, err := all(ctx, s, "check the database", scanText, sqliteCheck)
	if err != nil {
		return err
	}
	if len(findings) != 1 || findings[0] != "ok" {
		return damaged(fmt.Errorf("%q", findings))
	}
	return nil
}

func scanText(row scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// Folder is the absolute path of the data folder.
func (s *Store) Folder() string { return s.folder }

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant is the inverse of micros.
func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// bytesOf never returns nil, which SQL would take for NULL.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func wrap(op string, err error) error { return fmt.Errorf("%s: %w", op, err) }
