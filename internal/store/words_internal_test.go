package store

import (
	"strings"
	"testing"
)

func TestSeamed(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "user": "user", "User": "User", "userName": "user|Name", "fetchHTTPServer2Go": "fetch|HTTP|Server2|Go",
		"snake_case": "snake_case", "SCREAMING": "SCREAMING", "x.toString()": "x.to|String()", "éÀccent": "é|Àccent", "A B": "A B", "aBC": "a|BC",
	} {
		if got := strings.ReplaceAll(seamed(in), string(seam), "|"); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if got := unseamed(seamed(in)); got != in {
			t.Errorf("%q comes back as %q", in, got)
		}
	}
}

func TestJoinedNames(t *testing.T) {
	for in, want := range map[string]string{
		"no names of parts":                        "",
		"const userName = getUser(userName, a_bC)": "bc getuser username",
		"refillTokenBucket(tokenBucket)":           "refilltokenbucket tokenbucket",
		"HTTPServer2Go":                            "httpserver2go server2go",
		"aBCdEfGhIjKlMnOpQrSt":                     "abcdefghijklmnopqrst bcdefghijklmnopqrst cdefghijklmnopqrst efghijklmnopqrst ghijklmnopqrst ijklmnopqrst klmnopqrst mnopqrst",
	} {
		if got := joinedNames(seamed(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
