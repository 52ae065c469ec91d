#!/usr/bin/env bash
# screenshots.sh: run tests/e2e/screenshots.py against a server with new demo data.
# It is given the address in O2C_URL and the database in O2C_DB.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres
cd "$ROOT"
SCRIPT=tests/e2e/screenshots.py
DATABASE=o2c_screenshots
[ -e "$SCRIPT" ] || die "There is no $SCRIPT yet." "Write it; scripts/screenshots.sh says what it is given."

stop_server() {
  kill "$server" 2>/dev/null && wait "$server" || true
  drop_database "$DATABASE"
}

lock screenshots "make screenshots"
"$VENV/bin/python" -c 'import playwright' 2>/dev/null ||
  "$VENV/bin/python" -m pip install -q -r config/requirements-screenshots.txt ||
  die "Playwright cannot be installed." "config/requirements-screenshots.txt names it."
make_database "$DATABASE"
port=$(free_port 8169)
set_address "$DATABASE" "http://127.0.0.1:$port"
"$STATE/bin/odoo" server -d "$DATABASE" --db-filter "^$DATABASE\$" --http-port "$port" \
  --max-cron-threads 0 >"$LOGS/odoo-$DATABASE.log" 2>&1 &
server=$!
trap stop_server EXIT
until answers "$port"; do
  kill -0 "$server" 2>/dev/null || die "The server did not start." "See $LOGS/odoo-$DATABASE.log"
done
O2C_URL=http://127.0.0.1:$port O2C_DB=$DATABASE "$VENV/bin/python" "$SCRIPT"
