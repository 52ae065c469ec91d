#!/usr/bin/env bash
# Check our container files with the machine's own docker compose and nginx, else with
# Debian's, unpacked. No daemon is needed.
#   containers.sh setup
#   containers.sh compose ARGUMENT...   e.g. compose -f docker-compose.yml config
#   containers.sh nginx FILE            nginx -t on a configuration file
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/ground.sh"
UNPACKED=$STATE/containers

has_compose() {
  docker compose version >/dev/null 2>&1 || has_command docker-compose ||
    [ -x "$UNPACKED/usr/bin/docker-compose" ]
}
has_nginx() { type -P nginx >/dev/null || [ -x "$UNPACKED/usr/sbin/nginx" ]; }

setup() {
  local packages=()
  has_compose || packages+=(docker-compose)
  has_nginx || packages+=(nginx-light)
  [ ${#packages[@]} -gt 0 ] || return 0
  prepare_state
  begin_whole "$UNPACKED"
  # shellcheck disable=SC2046 # package names, one word each
  {
    apt_lists containers "$(. /etc/os-release && echo "$VERSION_CODENAME")" &&
      apt_unpack containers "$UNPACKED.new" $(apt_closure containers "${packages[@]}")
  } || die "docker-compose and nginx are needed to check the container files." \
    "Install them, or see that this machine reaches its Debian mirror."
  [ ! -d "$UNPACKED" ] || cp -an "$UNPACKED/." "$UNPACKED.new/"
  keep_whole "$UNPACKED"
}

compose() {
  local unpacked=$UNPACKED/usr/bin/docker-compose
  if docker compose version >/dev/null 2>&1; then
    exec docker compose "$@"
  elif has_command docker-compose; then
    exec docker-compose "$@"
  elif head -c 2 "$unpacked" 2>/dev/null | grep -q '#!'; then
    PYTHONPATH=$UNPACKED/usr/lib/python3/dist-packages exec /usr/bin/python3 "$unpacked" "$@"
  fi
  exec "$unpacked" "$@"
}

# In a folder of its own with Debian's or the machine's mime.types beside the file.
check_nginx() {
  local program=$UNPACKED/usr/sbin/nginx mime=$UNPACKED/etc/nginx/mime.types folder status=0
  program=$(type -P nginx) || program=$UNPACKED/usr/sbin/nginx
  [ -e "$mime" ] || mime=/etc/nginx/mime.types
  folder=$(mktemp -d)
  cp "$mime" "$folder/"
  cp "$1" "$folder/nginx.conf"
  "$program" -t -q -p "$folder" -c "$folder/nginx.conf" -e stderr || status=$?
  rm -rf "$folder"
  return "$status"
}

case ${1:-} in
  setup | compose) "$@" ;;
  nginx) check_nginx "$2" ;;
  *) sed -n "2,6s/^# //p" "$0" >&2 && exit 2 ;;
esac
