#!/usr/bin/env bash
# testdb.sh NAME [MODULE]...: make the database NAME afresh, with these modules of ours
# and what they need (all of them if none is named), and print its name.
# DEMO=0 leaves the demo data out. To remove it: testdb.sh --drop NAME
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres

if [ "${1:-}" = --drop ]; then
  drop_database "$2"
  exit
fi
name=${1:-o2c_test}
[ $# -eq 0 ] || shift
make_database "$name" "$@"
echo "$name"
