#!/usr/bin/env bash
# test.sh SUITE [PYTEST-ARGUMENT]...
#   standard      lint, pure tests, containers, the spine alone (without its tours, which
#                 all modules play too), all modules
#   everything    the same with every set of modules that can be installed alone
#   domain        pure tests only: no Odoo, no database, nothing downloaded but pytest
#   module NAME   the tests of one add-on, on a database with all of them
# COV=0 does without coverage, which takes two fifths of the time; CI does without it too.
# WORKERS=2 is how many processes share Odoo's tests, each with a database of its own;
# if not given, one for each core, four at most.
# JUnit and coverage files go to reports/. The closing line counts all runs together.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
cd "$ROOT"
REPORTS=$ROOT/reports
COVERAGE=$STATE/coverage
WORKERS=${WORKERS:-$(($(nproc) < 4 ? $(nproc) : 4))}
# compiled files make every start faster, and some machines forbid them
unset PYTHONDONTWRITEBYTECODE
# a machine that only says yes or no needs no coverage
COV=${COV:-${CI:+0}}
COV=${COV:-1}
SLOW_PURE=(--ignore=tests/test_ground.py --ignore=tests/test_containers.py)

domain() {
  local python=$VENV/bin/python
  if [ ! -e "$STAMPS/venv" ]; then
    prepare_state
    ensure_venv "$STATE/venv-domain" venv-domain config/requirements-domain.txt
    python=$STATE/venv-domain/bin/python
  fi
  exec "$python" -m pytest -q -p no:odoo "${SLOW_PURE[@]}" tests "$@"
}

module() {
  local name=${1:?which module? make test-module M=o2c_credit}
  shift
  modules closure "$name" >/dev/null || exit 2
  use_odoo
  make_database o2c_test_module
  exec "$VENV/bin/python" -m pytest --odoo-database o2c_test_module --odoo-http \
    "addons/$name/tests" "$@"
}

use_odoo() {
  use_postgres
  export ODOO_RC=$STATE/odoo.conf
}

# measured NAME ARGUMENT...: one pytest run without a closing line of its own
measured() {
  local name=$1 status=0
  shift
  say "tests: $name"
  COVERAGE_FILE=$COVERAGE/$name "$VENV/bin/python" -m pytest -qq \
    --junitxml "$REPORTS/junit-$name.xml" "${COVER[@]}" "$@" || status=$?
  RUNS+=("$name=$REPORTS/junit-$name.xml")
  # 1: tests failed, which the file says; 5: a choice in ARGS that leaves none of this run
  case $status in
    0 | 1) ;;
    5) [ ${#ARGUMENTS[@]} -gt 0 ] || RUNS+=("$name (no test found)=failed") ;;
    *) RUNS+=("$name (pytest ended with $status)=failed") ;;
  esac
}

# odoo_tests NAME MODULE...: on a database that holds these modules and no other of ours
odoo_tests() {
  local name=$1 database paths
  shift
  database=o2c_test_${name//[^a-z0-9]/_}
  # in a process of its own: a set that cannot be installed must not end the others
  if ! "$ROOT/scripts/testdb.sh" "$database" "$@" >/dev/null; then
    RUNS+=("$name (not installed)=failed")
    return
  fi
  paths=("${@/#/addons/}")
  # each worker copies the database; the files of tests are handed out one by one
  measured "$name" --odoo-database "$database" --odoo-http -n "$WORKERS" --dist loadfile \
    "${paths[@]/%//tests}" "${E2E[@]}" "${ARGUMENTS[@]}"
}

check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@"; then RUNS+=("$name=ok"); else RUNS+=("$name=failed"); fi
}

# The sets to prove alone, small ones first so that a missing dependency shows early.
alone() {
  if [ "$1" = everything ]; then modules subsets | sed '$d'; else modules list | sed -n 1p; fi
}

full() {
  local suite=$1 sets set status=0
  shift
  ARGUMENTS=("$@") RUNS=() E2E=()
  measuring
  use_odoo
  lock tests "make test"
  rm -rf "$COVERAGE" "$REPORTS"/{junit,coverage}*
  mkdir -p "$COVERAGE" "$REPORTS"
  check lint "$ROOT/scripts/lint.sh"
  step "docker-compose and nginx" "$ROOT/scripts/containers.sh" setup
  O2C_CHECK_CONTAINERS=1 measured pure -p no:odoo tests
  mapfile -t sets < <(alone "$suite")
  # what a set covers, all modules cover too, and being measured costs time
  COVER=()
  [ "$suite" = everything ] || E2E=(--ignore-glob='*_tour.py')
  for set in "${sets[@]}"; do
    # shellcheck disable=SC2086 # one word each
    odoo_tests "only-$(sed 's/o2c_//g; s/ /+/g' <<<"$set")" $set
  done
  E2E=(tests/e2e)
  measuring
  mapfile -t set < <(modules list)
  odoo_tests all-modules "${set[@]}"
  coverage_report
  "$VENV/bin/python" "$ROOT/scripts/report.py" "$REPORTS/junit.xml" "${RUNS[@]}" || status=$?
  exit "$status"
}

measuring() { if [ "$COV" = 0 ]; then COVER=(); else COVER=(--cov=addons --cov-report=); fi; }

coverage_report() {
  [ "$COV" != 0 ] || return 0
  local coverage=("$VENV/bin/python" -m coverage)
  export COVERAGE_FILE=$COVERAGE/all
  "${coverage[@]}" combine -q --keep "$COVERAGE"/* || return 0
  "${coverage[@]}" xml -q -o "$REPORTS/coverage.xml" || return 0
  say "coverage $("${coverage[@]}" report --format total) %"
}

trap 'exit 130' INT
case ${1:-} in
  domain | module) "$@" ;;
  standard | everything) full "$@" ;;
  *) sed -n '2,11s/^# //p' "$0" >&2 && exit 2 ;;
esac
