# shellcheck shell=bash
# Programs of the system: a PostgreSQL server, Chromium, poppler. As root they are
# installed; otherwise the same Debian packages are unpacked below $STATE/tools.

TOOLS=$STATE/tools

# Where PostgreSQL programs may be, best first. PG_BIN names one and only one.
_postgres_folders() {
  if [ -n "${PG_BIN:-}" ]; then
    echo "$PG_BIN"
    return
  fi
  [ -n "${O2C_PRIVATE_TOOLS:-}" ] ||
    printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin | sort -Vr
  printf '%s\n' "$TOOLS"/usr/lib/postgresql/*/bin
}

# postgres_major FOLDER: its major version, 0 if it does not run
postgres_major() {
  local version
  version=$(LD_LIBRARY_PATH=$(_libraries_for "$1") "$1/postgres" --version 2>/dev/null) || true
  grep -oE '[0-9]+' <<<"${version:-0}" | head -n 1
}

# Unpacked programs find their unpacked libraries.
_libraries_for() { # FOLDER
  local arch
  arch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
  [[ $1 != "$TOOLS"/* ]] || printf '%s/usr/lib/%s:' "$TOOLS" "$arch" "$TOOLS" "$arch/pulseaudio"
  [[ $1 != "$TOOLS"/* ]] || printf '%s/lib/%s:' "$TOOLS" "$arch"
  printf '%s' "${LD_LIBRARY_PATH:-}"
}

# find_postgres: folder with initdb and postgres of version 13 or later
find_postgres() {
  local folder
  while read -r folder; do
    [ -x "$folder/initdb" ] && [ "$(postgres_major "$folder")" -ge 13 ] || continue
    echo "$folder"
    return 0
  done < <(_postgres_folders)
  return 1
}

_find_tool() {
  if [ -n "${O2C_PRIVATE_TOOLS:-}" ]; then [ -x "$STATE/bin/$1" ]; else
    PATH="$STATE/bin:$PATH" has_command "$1"
  fi
}

# missing_tools: Debian packages that this machine still needs
missing_tools() {
  find_postgres >/dev/null || echo postgresql
  _find_tool chromium || echo chromium
  _find_tool pdftoppm && _find_tool pdftotext || echo poppler-utils
}

_install_tools() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  if [[ " $* " == *" postgresql "* ]]; then
    # otherwise Debian would make and start a cluster of its own
    apt-get -qq -y --no-install-recommends install postgresql-common
    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' \
      /etc/postgresql-common/createcluster.conf
  fi
  apt-get -qq -y --no-install-recommends install "$@"
}

_unpack_tools() {
  local packages
  apt_lists tools "$(. /etc/os-release && echo "$VERSION_CODENAME")" security || return 1
  packages=$(printf '%s\n' "$@" | sed "s/^postgresql\$/$(_postgres_packages)/
    s/^chromium\$/chromium chromium-common/")
  begin_whole "$TOOLS"
  # shellcheck disable=SC2046,SC2086 # package names, one word each
  apt_unpack tools "$TOOLS.new" $(apt_closure tools $packages) || return 1
  [ ! -d "$TOOLS" ] || cp -an "$TOOLS/." "$TOOLS.new/"
  keep_whole "$TOOLS"
}

# What "postgresql" stands for in this suite, since only real packages hold files. Its
# client programs, like chromium-common, are wanted beside it even where installed.
_postgres_packages() {
  apt_private tools -s --no-install-recommends install postgresql |
    awk '$1 == "Inst" && $2 ~ /^postgresql-(client-)?[0-9]+$/ {print $2}' | paste -sd' '
}

# ensure_tools: the one thing said when there is no way is what to ask for
ensure_tools() {
  local missing
  mapfile -t missing < <(missing_tools)
  if [ ${#missing[@]} -gt 0 ]; then
    if is_root && has_command apt-get && [ -z "${O2C_PRIVATE_TOOLS:-}" ]; then
      step "installing ${missing[*]}" _install_tools "${missing[@]}"
    else
      step "unpacking ${missing[*]}" _unpack_or_explain "${missing[@]}"
    fi
  fi
  wrap_tools
  find_postgres >/dev/null || _no_way_to postgresql
}

_unpack_or_explain() { _unpack_tools "$@" || _no_way_to "$@"; }

_no_way_to() {
  die "No $(paste -sd' ' <<<"$*") here, and $(id -un) can neither install nor download it." \
    "Ask an administrator for: apt-get install $*" \
    "or name a folder that holds initdb and postgres: PG_BIN=/path/to/bin make run"
}

# ---- wrappers: unpacked programs are called through them -----------------------

_wrap() { # NAME PROGRAM
  {
    echo '#!/bin/sh'
    printf 'export LD_LIBRARY_PATH="%s"\n' "$(LD_LIBRARY_PATH='' _libraries_for "$2")"
    printf 'export FONTCONFIG_FILE="%s"\n' "$TOOLS/fonts.conf"
    printf 'exec "%s" "$@"\n' "$2"
  } >"$STATE/bin/$1"
  chmod +x "$STATE/bin/$1"
}

_write_fonts_conf() {
  cat >"$TOOLS/fonts.conf" <<C
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>$TOOLS/usr/share/fonts</dir>
  <cachedir>$STATE/fontcache</cachedir>
</fontconfig>
C
}

wrap_tools() {
  local program
  [ -e "$TOOLS/packages" ] && [ "$TOOLS/packages" -nt "$TOOLS/fonts.conf" ] || return 0
  for program in "$TOOLS"/usr/lib/chromium/chromium "$TOOLS"/usr/bin/pdf{totext,toppm,info} \
    "$TOOLS"/usr/lib/postgresql/*/bin/*; do
    [ ! -x "$program" ] || _wrap "$(basename "$program")" "$program"
  done
  _write_fonts_conf
}

# runnable FOLDER: the folder to call these programs from
runnable() { if [[ $1 == "$TOOLS"/* ]]; then echo "$STATE/bin"; else echo "$1"; fi; }
