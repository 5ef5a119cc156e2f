package srcmd_test

import "github.com/srcbook/srcbook/internal/core/fault"

func detailsOf(err error) []fault.Detail { return fault.From(err).Details }
