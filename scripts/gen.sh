#!/usr/bin/env bash
# Writes docs/errors.md and the interface's copy of it from the catalogue of errors, ui/openapi.json and docs/PROTOCOL.md from the server's routes and messages, and the interface's types from it.
set -euo pipefail
cd "$(dirname "$0")/.."
go test ./internal/core/fault -run TestDocumentsOfTheCatalogueAreCommitted -update >/dev/null
go test ./internal/web -run 'TestDescriptionIsCommitted|TestProtocolDocumentIsCommitted' -update >/dev/null
[ -d tools/openapi/node_modules ] || (cd tools/openapi && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
tools/openapi/node_modules/.bin/openapi-typescript ui/openapi.json --output ui/src/protocol/wire.gen.ts >/dev/null

