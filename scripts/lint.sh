#!/usr/bin/env bash
# lint.sh [fix]: every linter and formatter over every file, or let them mend what they can.
# They come from PyPI and npm in pinned versions and then need no network.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
cd "$ROOT"
LINT=$STATE/lint
prepare_state
lock lint "lint"

# prettier and eslint want a newer Node than Debian 12 has; then one comes from PyPI.
node_is_right() { node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && has_command npm; }

node_packages() {
  local want
  want=$(hash_of package.json package-lock.json)
  stamp_is node "$want" && [ -x node_modules/.bin/eslint ] && return 0
  node_is_right || "$LINT/bin/python" -m pip install -q -r config/requirements-node.txt
  npm ci --silent --no-audit --no-fund || die "prettier and eslint could not be installed by npm." \
    "Check the network, or the registry and proxy that npm is set to use."
  stamp node "$want"
}

export PATH=$PATH:$LINT/bin
ensure_venv "$LINT" lint config/lint/requirements.txt config/requirements-shell.txt
step "prettier and eslint" node_packages
failed=()

run() { # NAME COMMAND...
  local name=$1 start=$SECONDS
  shift
  if "$@"; then
    printf '%5d s  %s\n' $((SECONDS - start)) "$name"
  else
    printf '%5d s  %s: FAILED\n' $((SECONDS - start)) "$name"
    failed+=("$name")
  fi
}

shell=(.ci/run scripts/*.sh scripts/lib/*.sh)
po=(addons/*/i18n/*.po*)
browser=('addons/**/*.{js,xml,scss}' '*.mjs' package.json)

fix() {
  run "ruff check --fix" "$LINT/bin/ruff" check -q --fix .
  run "ruff format" "$LINT/bin/ruff" format -q .
  run prettier node_modules/.bin/prettier --log-level warn --write "${browser[@]}"
  run "eslint --fix" node_modules/.bin/eslint --fix --no-error-on-unmatched-pattern addons
  run shfmt "$LINT/bin/shfmt" -i 2 -ci -w "${shell[@]}"
}

check() {
  run "ruff check" "$LINT/bin/ruff" check -q .
  run "ruff format" "$LINT/bin/ruff" format -q --check .
  run pylint-odoo "$LINT/bin/pylint" -j2 --rcfile=.pylintrc addons/*
  run oca-checks "$LINT/bin/oca-checks-odoo-module" addons/*/__manifest__.py
  [ ! -e "${po[0]}" ] || run po "$LINT/bin/oca-checks-po" --disable=po-pretty-format "${po[@]}"
  run prettier node_modules/.bin/prettier --log-level warn --check "${browser[@]}"
  run eslint node_modules/.bin/eslint --no-error-on-unmatched-pattern addons
  run shellcheck "$LINT/bin/shellcheck" -x -P SCRIPTDIR "${shell[@]}"
  run shfmt "$LINT/bin/shfmt" -i 2 -ci -d "${shell[@]}"
}

if [ "${1:-}" = fix ]; then fix; else check; fi
[ ${#failed[@]} -eq 0 ] || die "lint: ${failed[*]}" "Much of it mends itself: make fmt"
