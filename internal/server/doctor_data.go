package server

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/srcbook/srcbook/internal/client"
	"github.com/srcbook/srcbook/internal/store"
)

// databaseFile is what the store calls its database.
const databaseFile = "srcbook.db"

// runningServer is the server that uses a data folder now, nil when there is none that answers.
func runningServer(ctx context.Context, data string) *Ready {
	ready, err := readReady(filepath.Join(data, recordName))
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	c := client.Client{URL: ready.URL, Token: ready.Token}
	if _, err := c.Status(ctx); err != nil {
		return nil
	}
	return &ready
}

const folderAbout = "Data folder"

func examineFolder(data string) []Finding {
	info, err := os.Stat(data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		parent := existingParent(data)
		if err := tryWrite(parent); err != nil {
			return []Finding{bad(folderAbout, "Choose a writable folder with --data.", "%s cannot be created: %v", data, rootCause(err))}
		}
		return append([]Finding{good(folderAbout, "%s will be created at the first start", data)}, examineDisk(parent)...)
	case err != nil:
		return []Finding{bad(folderAbout, "Choose another folder with --data.", "%s cannot be used: %v", data, rootCause(err))}
	case !info.IsDir():
		return []Finding{bad(folderAbout, "Choose another folder with --data.", "%s is not a folder", data)}
	}
	if err := tryWrite(data); err != nil {
		return []Finding{bad(folderAbout, "Make it writable, or choose another folder with --data.", "%s is not writable: %v", data, rootCause(err))}
	}
	first := good(folderAbout, "%s, writable, mode %04o", data, info.Mode().Perm())
	if others := info.Mode().Perm() & 0o077; others != 0 {
		first = warning(folderAbout, "Run chmod 700 on it; the next start does that too.", "%s is open to other users of this machine (mode %04o)", data, info.Mode().Perm())
	}
	return append([]Finding{first}, examineDisk(data)...)
}

// existingParent is the nearest folder above path that is there.
func existingParent(path string) string {
	for {
		parent := filepath.Dir(path)
		if _, err := os.Stat(parent); err == nil || parent == path {
			return parent
		}
		path = parent
	}
}

// tryWrite returns why a file cannot be written to a folder, nil when it can.
func tryWrite(folder string) error {
	f, err := os.CreateTemp(folder, ".srcbook-doctor-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString("written by srcbook doctor\n")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// Free space below which a person should act. Packages of one notebook can be hundreds of megabytes.
const (
	littleSpace = 1 << 30
	noSpace     = 100 << 20
)

func examineDisk(folder string) []Finding {
	const about, fix = "Disk", "Free some space, or choose a folder on another disk with --data."
	disk, err := diskOf(folder)
	if err != nil {
		return []Finding{warning(about, "Look at the disk.", "the free space cannot be seen: %v", rootCause(err))}
	}
	free := float64(disk.free) / (1 << 30)
	var found []Finding
	switch {
	case disk.free < noSpace:
		found = append(found, bad(about, fix, "only %.2f GB are free", free))
	case disk.free < littleSpace:
		found = append(found, warning(about, fix, "only %.2f GB are free", free))
	default:
		found = append(found, good(about, "%.1f GB are free", free))
	}
	if disk.network != "" {
		found = append(found, warning(about, "Choose a folder on a disk of this machine with --data.",
			"the data folder is on a network file system (%s), whose locks do not protect a database", disk.network))
	}
	return found
}

// disk describes the file system of a folder.
type disk struct {
	free    uint64 // bytes that the user may write
	network string // kind of network file system, empty when it is a local one
}

func examineDatabase(ctx context.Context, data string, running *Ready) Finding {
	const about = "Database"
	if running != nil {
		return good(about, "in use by the running server, process %d", running.PID)
	}
	if _, err := os.Stat(filepath.Join(data, databaseFile)); errors.Is(err, fs.ErrNotExist) {
		return good(about, "will be created at the first start")
	}
	s, err := store.Open(ctx, store.Config{Path: data})
	if err != nil {
		return faultFinding(about, Bad, err)
	}
	if err := errors.Join(s.Health(ctx), s.Close()); err != nil {
		return faultFinding(about, Bad, err)
	}
	return good(about, "opens, reads and writes")
}

// examineClock compares the clock with what cannot be in the future: this build, and the database.
func examineClock(now time.Time, data string) Finding {
	const about, fix, tolerance = "Clock", "Set the clock of this machine.", 5 * time.Minute
	if built := buildTime(); now.Add(tolerance).Before(built) {
		return warning(about, fix, "it says %s, which is before this program was built", now.Format(time.DateTime))
	}
	if info, err := os.Stat(filepath.Join(data, databaseFile)); err == nil && now.Add(tolerance).Before(info.ModTime()) {
		return warning(about, fix, "it says %s, which is before the last change of the database", now.Format(time.DateTime))
	}
	return good(about, "%s", now.Format("2006-01-02 15:04:05 MST"))
}

// buildTime is when the source of this program was committed, the zero time when that is not known.
func buildTime() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			at, _ := time.Parse(time.RFC3339, s.Value) // the zero time when it is not one
			return at
		}
	}
	return time.Time{}
}
