#!/usr/bin/env bash
# online.sh COMMAND...: runs go or npm, which may have to download packages. Says in one sentence when their registry cannot be
# reached; what else fails is told by the command itself.
set -uo pipefail

said=$(mktemp)
trap 'rm -f "$said"' EXIT
"$@" 2>"$said"
code=$?

unreachable='ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT'
unreachable+='|dial tcp|no such host|i/o timeout|TLS handshake timeout|network is unreachable'
if [ $code -ne 0 ] && grep -qE "$unreachable" "$said"; then
  case $1 in
    npm) echo "The npm registry at $(npm config get registry 2>/dev/null) cannot be reached: go online, or name one that can be with npm config set registry ADDRESS, and do this again." >&2 ;;
    *) echo "No Go modules can be had from $(go env GOPROXY): go online, or name a proxy that can be reached with go env -w GOPROXY=ADDRESS, and do this again." >&2 ;;
  esac
else
  cat "$said" >&2
fi
exit $code
