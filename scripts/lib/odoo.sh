# shellcheck shell=bash
# Odoo 19: ODOO_HOME if given, else Debian's package, else the public 19.0 branch.

SYSROOT=$STATE/sysroot   # Debian's package, unpacked as a whole
CHECKOUT=$STATE/odoo-git # the clone, if there was no package
DEBIAN_ODOO=$SYSROOT/usr/lib/python3/dist-packages
ODOO_GIT=${ODOO_GIT:-https://github.com/odoo/odoo.git}

is_odoo_19() { grep -q 'version_info = (19, 0' "$1/odoo/release.py" 2>/dev/null; }

# odoo_folder: the folder to put on Python's path
odoo_folder() {
  local folder
  for folder in "${ODOO_HOME:-$DEBIAN_ODOO}" "${ODOO_HOME:-$CHECKOUT}"; do
    if is_odoo_19 "$folder"; then
      realpath "$folder"
      return 0
    fi
  done
  return 1
}

# odoo_version: e.g. "19.0+dfsg-1 (Debian package)"; part of what templates are keyed by
odoo_version() {
  if [ -n "${ODOO_HOME:-}" ]; then
    echo "19.0 from ODOO_HOME=$ODOO_HOME$(_commit_of "$ODOO_HOME")"
  elif is_odoo_19 "$DEBIAN_ODOO"; then
    echo "$(awk '$1 == "odoo-19" {print $2}' "$SYSROOT/packages") (Debian package)"
  else
    echo "19.0 (clone$(_commit_of "$CHECKOUT"))"
  fi
}

_commit_of() {
  local commit
  commit=$(git -C "$1" rev-parse --short HEAD 2>/dev/null) && echo " at $commit" || true
}

ensure_odoo() {
  if [ -n "${ODOO_HOME:-}" ]; then
    odoo_folder >/dev/null || die "ODOO_HOME=$ODOO_HOME holds no Odoo 19.0 (no odoo/release.py that says so)." \
      "Name the folder that holds odoo-bin of the 19.0 branch, or leave ODOO_HOME out."
    return 0
  fi
  odoo_folder >/dev/null || _fetch_odoo
}

_fetch_odoo() {
  need_space 4000 "A first set-up"
  if has_command apt-get && [ -n "$(debian_mirror)" ]; then
    step "Odoo 19 from Debian (download and unpack)" _try _unpack_odoo
  fi
  is_odoo_19 "$DEBIAN_ODOO" || step "Odoo 19 from the public 19.0 branch (clone)" _clone_odoo
}

# A step that may fail because another way follows; its log keeps the reason.
_try() { "$@" || echo "no success: $*"; }

# The package's own data folders shadow the real add-ons with incomplete copies; the
# libraries are those its dangling links point to, from the suite that still has them.
_unpack_odoo() {
  begin_whole "$SYSROOT"
  apt_lists sid sid && apt_unpack sid "$SYSROOT.new" odoo-19 fonts-montserrat || return 1
  apt_lists bookworm bookworm && apt_unpack bookworm "$SYSROOT.new" \
    libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome \
    fonts-roboto-unhinted fonts-inconsolata fonts-ocr-b || return 1
  rm -rf "$SYSROOT.new"/usr/lib/python3/dist-packages/{addons,doc,setup}
  _mend_assets "$SYSROOT.new" || return 1
  is_odoo_19 "$SYSROOT.new/usr/lib/python3/dist-packages" || return 1
  keep_whole "$SYSROOT"
}

# Debian leaves out one library that is not free. Without a file in its place every
# asset bundle logs an error in the browser, which fails every tour.
_mend_assets() {
  local missing=$1/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
  local dangling
  if [ ! -e "$missing" ]; then
    mkdir -p "${missing%/*}"
    echo "/* left out by Debian: no blurred background in calls */" >"$missing"
  fi
  dangling=$(find "$1/usr/lib" -xtype l)
  [ -z "$dangling" ] && return 0
  printf 'files that nothing provides:\n%s\n' "$dangling"
  return 1
}

_clone_odoo() {
  begin_whole "$CHECKOUT"
  GIT_TERMINAL_PROMPT=0 git clone -q --depth 1 -b 19.0 "$ODOO_GIT" "$CHECKOUT.new" &&
    is_odoo_19 "$CHECKOUT.new" && keep_whole "$CHECKOUT" && return 0
  die "Odoo 19 could not be downloaded: neither as Debian's package odoo-19 ($(debian_mirror || true))" \
    "nor as the 19.0 branch of $ODOO_GIT." \
    "Check the network or proxy, or bring your own copy: ODOO_HOME=/path/to/odoo make run" \
    "(what was tried is in $LOGS)"
}
