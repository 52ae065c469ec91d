# shellcheck shell=bash
# A Python that Odoo 19 runs on, and virtual environments with pinned packages.

MIN_PYTHON=3.10
MAX_PYTHON=3.13

# python_is_right PROGRAM
python_is_right() {
  "$1" -c "import sys
low, high = ([int(n) for n in v.split('.')] for v in ('$MIN_PYTHON', '$MAX_PYTHON'))
sys.exit(not low <= list(sys.version_info[:2]) <= high)" 2>/dev/null
}

# find_python: PYTHON if given, and then no other
find_python() {
  local name
  if [ -n "${PYTHON:-}" ]; then
    python_is_right "$PYTHON" || die "PYTHON=$PYTHON is $("$PYTHON" --version 2>&1 || true)." \
      "Odoo 19 runs on Python $MIN_PYTHON to $MAX_PYTHON: name one of these, or leave PYTHON out."
    command -v "$PYTHON"
    return
  fi
  for name in python3 python3.12 python3.11 python3.13 python3.10 /usr/bin/python3; do
    if python_is_right "$name"; then
      command -v "$name"
      return
    fi
  done
  die "No Python $MIN_PYTHON to $MAX_PYTHON found." \
    "Install one (Debian: apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python make run"
}

# ensure_venv FOLDER STAMP REQUIREMENTS...: make it, or bring it up to date. Without
# its stamp a folder is the rest of an interrupted set-up and made anew.
ensure_venv() {
  local folder=$1 name=$2 want
  shift 2
  want=$(cat "$@" | sha256sum | cut -c1-16)
  # another Python asked for than the one it was made with
  [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -V)" = "$("$folder/bin/python" -V 2>&1)" ] ||
    rm -f "$STAMPS/$name"
  stamp_is "$name" "$want" && [ -x "$folder/bin/python" ] && return 0
  step "Python packages ($name)" _fill_venv "$folder" "$name" "$@"
  stamp "$name" "$want"
}

_fill_venv() {
  local folder=$1 name=$2 python
  shift 2
  [ -e "$STAMPS/$name" ] || rm -rf "$folder"
  rm -f "$STAMPS/$name"
  if [ ! -x "$folder/bin/python" ]; then
    python=$(find_python)
    "$python" -m venv "$folder" || _venv_without_ensurepip "$python" "$folder"
  fi
  # shellcheck disable=SC2046 # one word each
  "$folder/bin/python" -m pip install -q --disable-pip-version-check \
    --no-warn-script-location "${@/#/-r}" || {
    rm -rf "$folder"
    die "The Python packages of $* could not be installed (see $STEP_LOG)." \
      "Check the network, or the index and proxy that pip is set to use, and run the same again."
  }
}

# Debian puts ensurepip into a package of its own (python3-venv); its pip wheel does.
_venv_without_ensurepip() { # PYTHON FOLDER
  rm -rf "$2"
  "$1" -m venv --without-pip "$2"
  { apt_lists bookworm bookworm && apt_unpack bookworm "$STATE/pip-wheel" python3-pip-whl; } ||
    die "$1 has no pip and no venv." "Ask an administrator for: apt-get install python3-venv"
  PYTHONPATH=$(echo "$STATE"/pip-wheel/usr/share/python-wheels/pip-*.whl) \
    "$2/bin/python" -m pip install -q pip
}

# ensure_odoo_venv: the packages of Odoo and of its tests, and Odoo itself on the path
ensure_odoo_venv() {
  local packages
  ensure_venv "$VENV" venv "$ROOT"/config/requirements-{odoo,domain,test,statistics}.txt
  packages=$(echo "$VENV"/lib/python3.*/site-packages)
  [ "$(cat "$packages/odoo-src.pth" 2>/dev/null)" = "$(odoo_folder)" ] ||
    odoo_folder >"$packages/odoo-src.pth"
}
