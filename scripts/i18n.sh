#!/usr/bin/env bash
# i18n.sh: write each add-on's translation template and its catalogues from a database
# with everything in it. A translation stays with its text, see catalogues.py, and a file
# in which only dates changed is left as it was.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres
DATABASE=o2c_i18n
LANGUAGES=(it es pl)
BEFORE=$(mktemp -d)
trap 'rm -rf "$BEFORE"' EXIT

only_dates_differ() { diff -q -I '^"POT-Creation-Date:' -I '^"PO-Revision-Date:' "$1" "$2" >/dev/null; }

keep_undated() {
  local file before
  for file in "$ROOT"/addons/*/i18n/*.po*; do
    before=$BEFORE/${file#"$ROOT"/addons/}
    if [ -e "$before" ] && only_dates_differ "$before" "$file"; then cp -p "$before" "$file"; fi
  done
}

export_all() {
  run_odoo i18n loadlang -d "$DATABASE" -l "${LANGUAGES[@]}"
  run_odoo i18n export -d "$DATABASE" -l pot "${LANGUAGES[@]}" -- "$@"
}

mapfile -t ours < <(modules list)
for module in "${ours[@]}"; do
  mkdir -p "$ROOT/addons/$module/i18n" "$BEFORE/$module"
  cp -a "$ROOT/addons/$module/i18n" "$BEFORE/$module/"
done
make_database "$DATABASE"
step "translation templates and catalogues (${LANGUAGES[*]})" export_all "${ours[@]}"
drop_database "$DATABASE"
"$VENV/bin/python" "$ROOT/scripts/catalogues.py" "$BEFORE" "$ROOT/addons" "${LANGUAGES[@]}"
keep_undated
