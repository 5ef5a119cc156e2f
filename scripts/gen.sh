#!/usr/bin/env bash
# Writes ui/openapi.json and docs/PROTOCOL.md from the server's routes and messages, and the interface's types from it.
set -euo pipefail
cd "$(dirname "$0")/.."
go test ./internal/web -run 'TestDescriptionIsCommitted|TestProtocolDocumentIsCommitted' -update >/dev/null
[ -d tools/openapi/node_modules ] || (cd tools/openapi && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
tools/openapi/node_modules/.bin/openapi-typescript ui/openapi.json --output ui/src/protocol/wire.gen.ts >/dev/null

