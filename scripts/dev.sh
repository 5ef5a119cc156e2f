#!/usr/bin/env bash
# The built server on port 2150, and in front of it, on port 2151, the interface as it is edited.
# SRCBOOK_DATA names another data folder.
set -euo pipefail
cd "$(dirname "$0")/.."

ready=$(mktemp)
bin/srcbook serve --no-open --ready-file "$ready" >/dev/null &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -f "$ready"' EXIT

until [ -s "$ready" ]; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.1
done
token=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).token' "$ready")
echo "Open http://localhost:2151/launch#$token"
cd ui
npx vite --port 2151 --strictPort
