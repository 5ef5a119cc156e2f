#!/usr/bin/env bash
# Installs what the benchmarks compare with into bench/.peers, from the npm registry: tsx, and the
# original Srcbook, whose database driver has to be compiled. Says why where that is not possible.
set -euo pipefail
cd "$(dirname "$0")"

# install MANIFESTS FOLDER: the packages of a lock file, unless they are there.
install() {
  mkdir -p "$2"
  if ! cmp -s "$1/package-lock.json" "$2/package-lock.json" || [ ! -d "$2/node_modules" ]; then
    echo "Installing $2"
    cp "$1/package.json" "$1/package-lock.json" "$2/"
    (cd "$2" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  fi
}

# The compiler needs Node's own headers; take those beside this Node rather than download them.
headers() {
  local prefix
  prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
  [ -f "$prefix/include/node/node.h" ] && export npm_config_nodedir="$prefix"
}

driver_works() { (cd .peers/srcbook && node -e 'new (require("better-sqlite3"))(":memory:")') >/dev/null 2>&1; }

install peers .peers/tools
install ../e2e/oracle/srcbook .peers/srcbook
if ! driver_works; then
  echo "Compiling the original's database driver (about a minute)"
  headers || true
  (cd .peers/srcbook && npm rebuild better-sqlite3) >.peers/rebuild.log 2>&1 || true
  if ! driver_works; then
    echo "srcbook@0.0.18 cannot be built here (see bench/.peers/rebuild.log): its column stays empty." >&2
    echo "better-sqlite3 could not be built" >.peers/srcbook.missing
    exit 0
  fi
fi
rm -f .peers/srcbook.missing
