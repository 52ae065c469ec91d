# shellcheck shell=bash
# A private PostgreSQL cluster that speaks over a socket only: no TCP port to collide.
# It is fast rather than safe (no fsync): a development machine's, never a company's.

PG_ENV=$STATE/pg/env

# PostgreSQL refuses to run as root and then runs as postgres, else as nobody.
_server_user() {
  if is_root; then getent passwd postgres >/dev/null && echo postgres || echo nobody; else id -un; fi
}

as_server_user() {
  local user
  user=$(_server_user)
  if is_root; then
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups "$@"
  else
    "$@"
  fi
}

# A place of our own in a folder that everybody may write to.
_elsewhere() {
  local folder owner
  folder=/var/tmp/o2c-pg-$(hash_of <<<"$STATE")
  mkdir -m 700 "$folder" 2>/dev/null || true
  owner=$(stat -c %U "$folder")
  [ "$owner" = "$(_server_user)" ] || [ "$owner" = "$(id -un)" ] ||
    die "$folder belongs to $owner." "Remove it, or use another folder: O2C_STATE=/path make run"
  echo "$folder"
}

# _home: folder of data and socket. Elsewhere when the server's user cannot get into
# the project (a checkout below /root) or the socket's path is over the system's limit.
_home() {
  if [ ${#STATE} -gt 80 ] || ! as_server_user test -x "$STATE"; then
    _elsewhere
  else
    echo "$STATE/pg"
  fi
}

_settings() { # SOCKET-FOLDER
  cat <<C
listen_addresses = ''
unix_socket_directories = '$1'
max_connections = 200
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 30min
jit = off
random_page_cost = 1.1
C
}

# The data folder gets its name only when it is whole.
_make_cluster() { # PROGRAMS HOME
  as_server_user rm -rf "$2/data.new" "$2/data"
  as_server_user "$1/initdb" -D "$2/data.new" -U odoo -A trust -E UTF8 --locale=C.UTF-8 --no-sync
  _settings "$2" | as_server_user tee -a "$2/data.new/postgresql.conf" >/dev/null
  as_server_user mv "$2/data.new" "$2/data"
}

# The programs that belong to the cluster's own major version.
_programs_for() { # DATA
  local major folder
  major=$(as_server_user cat "$1/PG_VERSION")
  while read -r folder; do
    [ "$(postgres_major "$folder")" = "$major" ] || continue
    runnable "$folder"
    return 0
  done < <(_postgres_folders)
  die "The databases were made by PostgreSQL $major, and its programs are no longer here." \
    "Bring them back (apt-get install postgresql-$major), or start anew: make clean && make run"
}

_write_env() { # HOME PROGRAMS
  mkdir -p "$STATE/pg"
  {
    printf 'export PGHOST=%q PGPORT=5432 PGUSER=odoo\n' "$1"
    printf 'export O2C_PGDATA=%q O2C_PGBIN=%q\n' "$1/data" "$2"
  } >"$STATE/pg-env.new"
  mv "$STATE/pg-env.new" "$PG_ENV"
}

ensure_postgres() {
  local home
  home=$(_home)
  mkdir -p "$home"
  # to trust every connection is safe only where nobody else can reach the socket
  if is_root; then chown "$(_server_user)" "$home"; fi
  as_server_user chmod 700 "$home"
  if ! as_server_user test -s "$home/data/PG_VERSION"; then
    step "a private PostgreSQL cluster" _make_cluster "$(runnable "$(find_postgres)")" "$home"
  fi
  _write_env "$home" "$(_programs_for "$home/data")"
  . "$PG_ENV"
  postgres_answers || step "starting PostgreSQL" start_postgres
}

postgres_answers() { "$O2C_PGBIN/psql" -Atqc "" postgres >/dev/null 2>&1; }

start_postgres() {
  detached as_server_user "$O2C_PGBIN/pg_ctl" -D "$O2C_PGDATA" -w -s \
    -l "$O2C_PGDATA/server.log" start </dev/null
}

stop_postgres() { as_server_user "$O2C_PGBIN/pg_ctl" -D "$O2C_PGDATA" -m fast -s -w stop; }

# use_postgres: for scripts that run after the set-up
use_postgres() {
  [ -r "$PG_ENV" ] || die "Nothing is set up here yet." "Do it with: make setup"
  . "$PG_ENV"
  export PATH=$STATE/bin:$O2C_PGBIN:$PATH
}
