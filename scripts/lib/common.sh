# shellcheck shell=bash
# What every script needs: where things are, how to speak, how to wait for each other.
# Everything that is made at run time lives under $STATE, which git ignores.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
STATE=$(realpath -m "${O2C_STATE:-$ROOT/.odoo}")
STAMPS=$STATE/stamps
LOGS=$STATE/log
VENV=$STATE/venv
export ROOT STATE STAMPS LOGS VENV

# The exit code of die(): its sentence is already on the screen, nobody repeats it.
readonly EXPLAINED=70

# Descriptor 3 is the person at the terminal, also while a step writes into its log.
{ true >&3; } 2>/dev/null || exec 3>&2

say() { printf '== %s\n' "$*" >&3; }

# die SENTENCE [WAY-OUT]...
die() {
  printf 'ERROR: %s\n' "$1" >&3
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&3
  exit "$EXPLAINED"
}

has_command() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# A folder or file is whole only under its final name: build NAME.new, then keep it.
begin_whole() { rm -rf "$1.new"; }
keep_whole() { rm -rf "$1" && mv "$1.new" "$1"; }

stamp_is() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$STAMPS/$1"; }
hash_of() { cat "$@" 2>/dev/null | sha256sum | cut -c1-16; }

prepare_state() {
  mkdir -p "$STATE" "$STAMPS" "$LOGS" "$STATE/bin" "$STATE/locks" 2>/dev/null &&
    [ -w "$STATE/locks" ] && return 0
  die "$STATE cannot be written by $(id -un)." \
    "It may have been made by another user: run as that user," \
    "or keep your own set-up elsewhere: O2C_STATE=\$HOME/.o2c make run"
}

# need_space MEGABYTES PURPOSE
need_space() {
  local free
  free=$(df -Pm "$STATE" | awk 'NR == 2 {print $4}')
  [ "$free" -ge "$1" ] && return 0
  die "$2 needs about $1 MB, and only $free MB are free in $STATE." \
    "Free some space there, or use a folder on a larger disk:" \
    "O2C_STATE=/path/on/a/larger/disk make run"
}

# lock NAME WHAT: held until this process ends
lock() {
  local fd
  exec {fd}>"$STATE/locks/$1"
  flock -n "$fd" && return 0
  say "another $2 is at work; waiting for it to finish"
  flock "$fd"
}

# Run a command without our locks and pipes, for servers that outlive us.
detached() (
  local fd
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then eval "exec $fd>&-"; fi
  done
  "$@"
)

# free_port FIRST: the first port from there on that nobody listens to
free_port() {
  local port
  for ((port = $1; port < $1 + 100; port++)); do
    if ! (exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return 0
    fi
  done
  die "Every port from $1 to $((port - 1)) is taken." "Choose another: PORT=9000 make run"
}

# ---- steps -------------------------------------------------------------------

# The newest sign of life in a log: which module of how many is being loaded.
_progress_of() {
  tail -c 20000 "$1" 2>/dev/null |
    grep -oE 'Loading module [a-z0-9_]+ \([0-9]+/[0-9]+\)' |
    tail -n 1 | sed -E 's/Loading module (.*) \((.*)\)/ (module \2: \1)/'
}

# On a terminal one line that counts; elsewhere a new line every fifteen seconds.
# Waiting by read, not by sleep: no child is left behind that would hold our locks.
_ticker() {
  local what=$1 log=$2 start=$SECONDS never
  exec {never}<> <(:)
  while ! read -r -t 1 -u "$never"; do
    if [ -t 3 ]; then
      printf '\r\033[K%5d s  %s ...%s' $((SECONDS - start)) "$what" "$(_progress_of "$log")" >&3
    elif [ $(((SECONDS - start) % 15)) -eq 0 ]; then
      printf '%5d s  %s ...%s\n' $((SECONDS - start)) "$what" "$(_progress_of "$log")" >&3
    fi
  done
}

_step_failed() {
  local what=$1 log=$2 status=$3
  [ "$status" -eq "$EXPLAINED" ] && exit "$EXPLAINED"
  printf 'ERROR: %s failed. The end of %s:\n' "$what" "$log" >&3
  { grep -v ' INFO ' "$log" || true; } | tail -n 25 | sed 's/^/    /' >&3
  exit "$EXPLAINED"
}

# step WHAT COMMAND...: run it with its output in a log and its progress on the screen
step() {
  local what=$1 start=$SECONDS status=0 ticker
  STEP_LOG=$LOGS/$(tr -cs 'a-zA-Z0-9_.' '-' <<<"$what" | sed 's/-*$//').log
  export STEP_LOG
  shift
  _ticker "$what" "$STEP_LOG" &
  ticker=$!
  set +e
  (
    set -e
    "$@"
  ) >"$STEP_LOG" 2>&1
  status=$?
  set -e
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ -t 3 ] && printf '\r\033[K' >&3
  [ "$status" -eq 0 ] || _step_failed "$what" "$STEP_LOG" "$status"
  printf '%5d s  %s\n' $((SECONDS - start)) "$what" >&3
}
