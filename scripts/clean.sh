#!/usr/bin/env bash
# clean.sh: remove everything that was made here, databases included.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
"$ROOT/scripts/stop.sh"
[ -d "$STATE/stamps" ] || exit 0
if [ -r "$PG_ENV" ]; then
  . "$PG_ENV"
  [[ $O2C_PGDATA == "$STATE"/* ]] || rm -rf "${O2C_PGDATA%/data}"
fi
say "removing $STATE"
rm -rf "$STATE" "$ROOT/reports" "$ROOT/node_modules"
