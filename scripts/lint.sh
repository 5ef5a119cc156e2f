#!/usr/bin/env bash
# Formatting, vet, static analysis and dead code of the Go side.
set -euo pipefail
cd "$(dirname "$0")/.."

tool() { go tool -modfile=tools/go.mod "$@"; }
folders=(cmd internal ui/embed.go examples toolchain)

echo "Go format, vet, staticcheck, dead code"
unformatted=$(tool gofumpt -l "${folders[@]}")
if [ -n "$unformatted" ]; then
  printf 'These files are not formatted; run make fmt:\n%s\n' "$unformatted" >&2
  exit 1
fi
go vet ./...
# The packages with files of their own for each system; make cross builds everything, which takes minutes.
for system in darwin/arm64 windows/amd64; do
  GOOS=${system%/*} GOARCH=${system#*/} go vet ./internal/sandbox ./internal/kernel ./internal/npm ./internal/files
done
tool staticcheck ./...
dead=$(tool deadcode -test ./... || true)
if [ -n "$dead" ]; then
  printf 'Nothing reaches this code:\n%s\n' "$dead" >&2
  exit 1
fi
