package fault

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestEveryCodeSaysWhatToDoNext(t *testing.T) {
	format := regexp.MustCompile(`^SB-[1-9]\d{3}$`)
	for _, c := range Codes() {
		e := New(c, "It happened")
		if !format.MatchString(string(c)) {
			t.Errorf("%s is not a code", c)
		}
		if e.Next == "" || !strings.HasSuffix(e.Next, ".") || strings.Contains(e.Next, "!") {
			t.Errorf("%s: next step %q", c, e.Next)
		}
		if e.Kind().String() == "" {
			t.Errorf("%s has no kind", c)
		}
	}
}

func TestOthersErrorsStayPrivate(t *testing.T) {
	secret := errors.New("password=hunter2")
	f := From(fmt.Errorf("connect: %w", secret))
	if f.Code != CodeInternal || strings.Contains(f.Message+f.Next, "hunter2") {
		t.Errorf("From leaks: %+v", f)
	}
	if !errors.Is(f, secret) {
		t.Error("the cause cannot be reached")
	}
}

func TestFaultsAreFoundThroughWraps(t *testing.T) {
	err := fmt.Errorf("open: %w", Wrap(CodeStorageFull, errors.New("ENOSPC"), "The disk is full"))
	if !errors.Is(err, CodeStorageFull) || errors.Is(err, CodeStorage) || !Is(err, Unavailable) || Is(nil, Internal) {
		t.Errorf("%v is not recognised", err)
	}
	if From(nil) != nil {
		t.Error("From(nil) is an error")
	}
}
