#!/usr/bin/env bash
# Installs what the tests need beyond Go and Node: Chromium, and the test-only npm packages.
set -euo pipefail
cd "$(dirname "$0")/.."
online=$PWD/scripts/online.sh

chromium=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$chromium" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium"
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fonts-liberation; } >"$log" 2>&1; then
      tail -n 20 "$log" >&2
      echo "Chromium could not be installed by apt-get; see above." >&2
      exit 1
    fi
  else
    echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium), or set CHROMIUM to its path." >&2
    exit 1
  fi
fi

# fresh FOLDER: whether node_modules there belongs to the lock file.
fresh() { [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; }

for folder in e2e/oracle/codemirror e2e/oracle/srcbook e2e/oracle/tsx e2e/browser; do
  [ -f "$folder/package-lock.json" ] || continue
  if ! fresh "$folder"; then
    echo "Installing test packages in $folder"
    (cd "$folder" && "$online" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json)
  fi
done
