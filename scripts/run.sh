#!/usr/bin/env bash
# run.sh: serve the suite with demo data on http://127.0.0.1:8069 until Ctrl-C.
#   PORT=8069   the first port to try; the next free one is taken
#   DB=o2c      the database, kept from one run to the next; updated if our files changed
#   FRESH=1     throw the database away and start with new demo data
#   LOG=1       Odoo's log on the terminal, not in a file
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres
DB=${DB:-o2c}

tell_where() {
  local address
  address=$(server_address "$DB")
  if [ -z "$address" ]; then
    say "another make run is preparing $DB at this moment"
    return
  fi
  say "$DB is served already: $address (make stop ends it)"
  print_roles "$DB" >&3
}

ensure_served_database() {
  local sums
  [ "${FRESH:-0}" = 0 ] || drop_database "$DB"
  if has_database "$DB"; then
    "$ROOT/scripts/update.sh" "$DB"
  else
    sums=$(modules sums | paste -sd' ')
    make_database "$DB"
    note_on "$DB" "$sums"
  fi
}

# In the background until the first page is there; outlives the exec below.
announce() {
  local port=$1 server=$2 never
  exec {never}<> <(:)
  until answers "$port"; do
    if ! kill -0 "$server" 2>/dev/null; then
      [ ! -f "$LOGS/odoo-$DB.log" ] || tail -n 15 "$LOGS/odoo-$DB.log" >&3
      return
    fi
    read -r -t 0.3 -u "$never" || true
  done
  {
    echo
    print_roles "$DB"
    echo
  } >&3
  say "Odoo is ready after $SECONDS s: http://127.0.0.1:$port (log: make logs, end: Ctrl-C)"
}

claim_server "$DB" || {
  tell_where
  exit 0
}
ensure_served_database
port=$(free_port "${PORT:-8069}")
[ "$port" = "${PORT:-8069}" ] || say "port ${PORT:-8069} is taken; using $port"
address=http://127.0.0.1:$port
set_address "$DB" "$address"
echo "$$ $address" >"$SERVERS/$DB"
(announce "$port" "$$" {SERVER_LOCK}>&- &)

server=("$STATE/bin/odoo" server -d "$DB" --db-filter "^$DB\$" --http-port "$port")
[ -z "${LOG:-}" ] || exec "${server[@]}" "$@"
exec "${server[@]}" "$@" >"$LOGS/odoo-$DB.log" 2>&1
