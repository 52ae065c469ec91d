#!/usr/bin/env bash
# bench.sh [NAME]: run tests/bench/bench_*.py (or only bench_NAME.py) one after another,
# each with Odoo importable and a database of its own without demo data.
# What the scripts are given is said in tests/bench/README.md.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
use_postgres
cd "$ROOT"
lock bench "make bench"
unset PYTHONDONTWRITEBYTECODE
export DEMO=0 ODOO_RC=$STATE/odoo.conf O2C_BENCH_OUT=$ROOT/reports/bench.jsonl
failed=()

if [ $# -gt 0 ]; then scripts=("tests/bench/bench_$1.py"); else scripts=(tests/bench/bench_*.py); fi
[ -e "${scripts[0]}" ] || die "There is no benchmark ${scripts[0]}."
mkdir -p reports
for script in "${scripts[@]}"; do
  name=$(basename "$script" .py)
  say "$name"
  make_database "o2c_$name"
  O2C_BENCH_DB=o2c_$name "$VENV/bin/python" "$script" || failed+=("$name")
  drop_database "o2c_$name"
done
[ ${#failed[@]} -eq 0 ] || die "These benchmarks failed: ${failed[*]}"
say "results: $O2C_BENCH_OUT"
