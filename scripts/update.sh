#!/usr/bin/env bash
# update.sh [DATABASE]: bring our modules in a kept database (o2c) up to date with the
# files, touching only those that changed since its last update.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres
DB=${1:-${DB:-o2c}}

# Our modules whose files differ from what the database's note remembers.
changed_modules() {
  local sum
  while read -r sum; do
    [[ " $note " == *" $sum "* ]] || echo "${sum%%=*}"
  done < <(modules sums)
}

is_installed() { [ "$(sql -d "$DB" -c "select 1 from ir_module_module where name = '$1' and state = 'installed'")" = 1 ]; }

has_database "$DB" || die "There is no database $DB." "Make it with: make run"
note=$(note_of "$DB")
sums=$(modules sums | paste -sd' ')
install='' update=''
for module in $(changed_modules); do
  if is_installed "$module"; then update+=,$module; else install+=,$module; fi
done
[ -n "$install$update" ] || exit 0

changes=(${install:+-i "${install#,}"} ${update:+-u "${update#,}"})
# a process of its own, so that its failure can be explained here
if ! (step "updating $DB (${changes[*]})" run_odoo server -d "$DB" "${changes[@]}" \
  --stop-after-init --no-http --max-cron-threads 0); then
  die "Our files changed, and the kept database $DB could not be brought up to date." \
    "The whole log is in $LOGS/. When the files are mended, run the same again," \
    "or throw the database away and start with new demo data: make run FRESH=1"
fi
note_on "$DB" "$sums"
