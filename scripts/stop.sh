#!/usr/bin/env bash
# stop.sh: end the Odoo servers and the PostgreSQL of this tree, and nobody else's.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
[ -r "$PG_ENV" ] || exit 0
use_postgres

# Processes started by this tree's launcher, whoever started them.
our_odoo_processes() {
  local folder command
  for folder in /proc/[0-9]*; do
    mapfile -d '' -t command 2>/dev/null <"$folder/cmdline" || continue
    [ "${command[1]:-}" != "$STATE/bin/odoo-bin" ] || echo "${folder#/proc/}"
  done
}

stop_odoo() {
  local processes
  mapfile -t processes < <(our_odoo_processes)
  [ ${#processes[@]} -gt 0 ] || return 0
  say "stopping Odoo (process ${processes[*]})"
  kill "${processes[@]}" 2>/dev/null || true
  timeout 20 tail --pid="${processes[0]}" -f /dev/null || kill -9 "${processes[@]}" 2>/dev/null || true
}

stop_odoo
if postgres_answers; then
  say "stopping PostgreSQL"
  stop_postgres
fi
