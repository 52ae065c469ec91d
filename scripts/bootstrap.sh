#!/usr/bin/env bash
# Everything the suite needs, into $STATE (git-ignored): PostgreSQL, Odoo 19, Python
# packages, a PDF engine. May run at any time and by anyone; does only what is missing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"

prepare_state
lock bootstrap "set-up"
find_python >/dev/null
ensure_tools
ensure_odoo
ensure_odoo_venv
ensure_postgres
write_configuration
write_launcher
write_pdf_engine
say "Odoo $(odoo_version), Python $("$VENV/bin/python" -c 'import platform; print(platform.python_version())')," \
  "PostgreSQL $(as_server_user cat "$O2C_PGDATA/PG_VERSION")"
