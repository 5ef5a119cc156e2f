package server

import (
	"reflect"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/wire"
)

func TestLanguageServiceIsAsGoodAsTheWorst(t *testing.T) {
	version := pinnedTypeScript()
	if version == "" {
		t.Fatal("the package tools have no TypeScript")
	}
	explained := func(code fault.Code, message string) *wire.Fault {
		f := wire.FaultOf(fault.New(code, "%s", message))
		return &f
	}
	ready := wire.LanguageStatus{State: "ready", Version: "7.1.0", Restarts: 1}
	for _, c := range []struct {
		name string
		each []wire.LanguageStatus
		want wire.LanguageService
	}{
		{"nobody looks", nil, wire.LanguageService{State: "idle", Version: version}},
		{"all are ready", []wire.LanguageStatus{ready, ready}, wire.LanguageService{State: "ready", Version: "7.1.0", Open: 2, Restarts: 2}},
		{
			"one starts",
			[]wire.LanguageStatus{ready, {State: "starting"}},
			wire.LanguageService{State: "starting", Version: version, Open: 2, Restarts: 1, Fault: explained(fault.CodeLanguageRestarting, "The language service is not ready")},
		},
		{
			"one failed",
			[]wire.LanguageStatus{{State: "failed", Message: "It ended 5 times", Restarts: 5}, {State: "starting"}, ready},
			wire.LanguageService{State: "failed", Version: version, Open: 3, Restarts: 6, Fault: explained(fault.CodeLanguageFailed, "It ended 5 times")},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := languageService(c.each); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v (%+v), want %+v (%+v)", got, got.Fault, c.want, c.want.Fault)
			}
		})
	}
}
