#!/usr/bin/env bash
# Says in one sentence what is missing on this machine, or nothing.
set -euo pipefail

fail() { echo "$1" >&2; exit 1; }

# at_least HAVE WANT: whether version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

command -v git >/dev/null || fail "Srcbook needs git: install it (Debian: apt-get install git)."
command -v go >/dev/null || fail "Building Srcbook needs Go 1.26 or newer: install it from https://go.dev/dl."
have=$(go env GOVERSION | sed 's/^go//')
at_least "$have" 1.26 || fail "Building Srcbook needs Go 1.26 or newer, and this is Go $have: install a newer one from https://go.dev/dl."
command -v node >/dev/null || fail "Srcbook needs Node.js 20.19 or newer: install it from https://nodejs.org."
have=$(node --version | sed 's/^v//')
at_least "$have" 20.19.0 || fail "Srcbook needs Node.js 20.19 or newer, and this is $have: install a newer one from https://nodejs.org."
command -v npm >/dev/null || fail "Building Srcbook needs npm: it comes with Node.js from https://nodejs.org."
