# shellcheck shell=bash
# What a set-up leaves in $STATE/bin: odoo, its configuration and a PDF engine.

# place FILE: write standard input there, unless it says so already
_place() {
  local new=$1.new
  cat >"$new"
  if cmp -s "$new" "$1"; then rm "$new"; else mv "$new" "$1"; fi
}

_addons_path() {
  local odoo
  odoo=$(odoo_folder)
  # in a checkout most add-ons lie beside the package odoo, in Debian's package inside
  if [ -d "$odoo/odoo/addons/web" ]; then echo "$ROOT/addons"; else echo "$ROOT/addons,$odoo/addons"; fi
}

write_configuration() {
  _place "$STATE/odoo.conf" <<C
[options]
addons_path = $(_addons_path)
data_dir = $STATE/data
db_host = $PGHOST
db_port = $PGPORT
db_user = $PGUSER
bin_path = $STATE/bin
http_interface = 127.0.0.1
max_cron_threads = 1
screenshots = $STATE/screenshots
C
}

# A script of its own, not "python -m odoo": with workers Odoo starts its gevent
# process as "python <this script> gevent", which odoo/__main__.py cannot do.
write_launcher() {
  _place "$STATE/bin/odoo-bin" <<'C'
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
C
  _place "$STATE/bin/odoo" <<C
#!/bin/sh
unset PYTHONDONTWRITEBYTECODE # without compiled files every start takes three seconds more
ODOO_RC="\${ODOO_RC:-$STATE/odoo.conf}" PATH="$STATE/bin:\$PATH"
export ODOO_RC PATH
exec "$VENV/bin/python" "$STATE/bin/odoo-bin" "\$@"
C
  chmod +x "$STATE/bin/odoo"
}

# Odoo needs a wkhtmltopdf "with patched qt" for headers, footers and several documents
# in one file. Debian's has none of it; then Chromium prints instead.
write_pdf_engine() {
  local installed
  # not our own, which may stand on the PATH already
  installed=$(type -aP wkhtmltopdf | grep -vxF "$STATE/bin/wkhtmltopdf" | head -n 1) || true
  if [ -n "$installed" ] && "$installed" --version 2>/dev/null | grep -q 'patched qt'; then
    rm -f "$STATE/bin/wkhtmltopdf"
    return 0
  fi
  _place "$STATE/bin/wkhtmltopdf" <<C
#!/bin/sh
PATH="$STATE/bin:\$PATH" exec "$VENV/bin/python" "$ROOT/tools/wkhtmltopdf" "\$@"
C
  chmod +x "$STATE/bin/wkhtmltopdf"
}
