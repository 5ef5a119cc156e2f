package store_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/srcbook/srcbook/internal/seedtest"
)

// disk is a file system of its own in a file, whose power can be cut.
type disk struct {
	image, mount string
	options      string
}

// newDisk makes and mounts an ext4 file system, or skips the test where that is not possible.
func newDisk(t *testing.T, options string) *disk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting a file system needs root")
	}
	dir := t.TempDir()
	d := &disk{image: filepath.Join(dir, "image"), mount: filepath.Join(dir, "mount"), options: options}
	if err := os.Mkdir(d.mount, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(d.image, 256<<20); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", d.image).CombinedOutput(); err != nil {
		t.Skipf("mkfs.ext4 does not work here: %v %s", err, out)
	}
	if out, err := d.tryAttach(); err != nil {
		t.Skipf("a loop device cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", d.mount).Run() })
	return d
}

func (d *disk) tryAttach() (string, error) {
	out, err := exec.Command("mount", "-o", "loop"+d.options, d.image, d.mount).CombinedOutput()
	return string(out), err
}

// attach mounts a copy of the image. The file system itself may still be mounted in a namespace that
// another process made meanwhile, and would come back as dead as it was left there.
func (d *disk) attach(t *testing.T) {
	t.Helper()
	fresh := d.image + "-"
	if out, err := exec.Command("cp", "--sparse=always", d.image, fresh).CombinedOutput(); err != nil {
		t.Fatalf("copy the disk: %v %s", err, out)
	}
	_ = os.Remove(d.image) // the space is freed once nothing holds it
	d.image = fresh
	if out, err := d.tryAttach(); err != nil {
		t.Fatalf("mount: %v %s", err, out)
	}
}

func (d *disk) detach(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("umount", d.mount).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v %s", err, out)
	}
}

// cutPower drops everything that the file system has not yet given to the disk.
func (d *disk) cutPower(t *testing.T) {
	t.Helper()
	const (
		ext4Shutdown = 0x8004587d // EXT4_IOC_SHUTDOWN
		noLogFlush   = 2          // EXT4_GOING_FLAGS_NOLOGFLUSH
	)
	f, err := os.Open(d.mount)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if err := unix.IoctlSetPointerInt(int(f.Fd()), ext4Shutdown, noLogFlush); err != nil {
		t.Skipf("this kernel cannot cut the power of a file system: %v", err)
	}
}

// F2: what was acknowledged before the power went is there when it comes back.
func TestAPowerCutLosesNothing(t *testing.T) {
	d, random := newDisk(t, ""), seedtest.Rand(t)
	folder := filepath.Join(d.mount, "data")
	start, total := time.Now(), 0
	n := rounds(t, "SRCBOOK_POWER_CUTS", 3)
	for range n {
		p := startWriter(t, folder)
		p.read(t, 2000+random.IntN(5000))
		acked := p.acked // what is read later may not have been acknowledged before the cut
		total += p.total
		d.cutPower(t)
		p.kill(t)
		d.detach(t)
		d.attach(t)
		wantAcknowledged(t, folder, acked)
	}
	t.Logf("%d cuts, %d entries acknowledged before them, in %v", n, total, time.Since(start).Round(time.Millisecond))
}

// journalless file systems can be made read-only by an error without losing what is on them.
func makeReadOnly(t *testing.T, d *disk) {
	t.Helper()
	mounts, err := os.ReadFile("/proc/mounts")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mounts)) {
		device, rest, _ := strings.Cut(line, " ")
		if !strings.HasPrefix(rest, d.mount+" ") {
			continue
		}
		trigger := filepath.Join("/sys/fs/ext4", filepath.Base(device), "trigger_fs_error")
		if err := os.WriteFile(trigger, []byte("1"), 0); err != nil {
			t.Skipf("this kernel cannot make a file system fail: %v", err)
		}
		return
	}
	t.Fatalf("%s is not mounted", d.mount)
}
