#!/usr/bin/env bash
# Installs the harness and the peers, and measures in a network of its own: the original Srcbook
# calls out even when told not to, and both sides are measured in the same surroundings.
set -euo pipefail
cd "$(dirname "$0")"

if [ ! package-lock.json -ot node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
./peers.sh
node prepare.mjs

if [ "$(id -u)" = 0 ]; then
  namespace=(unshare --net)
else
  namespace=(unshare --user --map-current-user --keep-caps --net)
fi
if "${namespace[@]}" ip link set lo up 2>/dev/null; then
  exec "${namespace[@]}" sh -c 'ip link set lo up && exec node run.mjs "$@"' run "$@"
fi
echo "No network namespace can be made here: only ours, tsx and node are measured." >&2
export SRCBOOK_BENCH_PEER_MISSING="no network namespace to keep it in"
exec node run.mjs "$@"
