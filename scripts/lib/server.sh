# shellcheck shell=bash
# The Odoo servers of "make run". The file $STATE/run/<database> says which process
# serves it and where, and is locked by that process for as long as it lives.

SERVERS=$STATE/run

# claim_server DATABASE: false when another process serves it
claim_server() {
  mkdir -p "$SERVERS"
  exec {SERVER_LOCK}<>"$SERVERS/$1"
  flock -n "$SERVER_LOCK" || return 1
  : >"$SERVERS/$1"
}

server_pid() { cut -d' ' -f1 "$SERVERS/$1"; }
server_address() { cut -d' ' -f2 "$SERVERS/$1"; }

# serving DATABASE: whether a server lives
serving() { [ -e "$SERVERS/$1" ] && ! flock -n "$SERVERS/$1" true; }

# answers PORT: whether the login page is there
answers() (
  { exec 4<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 1
  printf 'GET /web/login HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&4
  read -r -t 60 status <&4
  [[ $status == *" 200 "* ]]
)

# Every demo user's password is the login.
_demo_users() {
  sql -F ' ' -d "$1" <<'Q'
select replace(substring(d.name from '^demo_user_(.*)$'), '_', '-')
       || case when u.share then '-(portal)' else '' end, u.login
  from ir_model_data d join res_users u on u.id = d.res_id and u.active
 where d.model = 'res.users' and d.module ~ '^o2c_' and d.name ~ '^demo_user_'
 order by d.id
Q
}

# print_roles DATABASE
print_roles() {
  local role login
  printf '   %-22s %-32s %s\n' ROLE LOGIN PASSWORD
  printf '   %-22s %-32s %s\n' administrator admin admin
  while read -r role login; do
    printf '   %-22s %-32s %s\n' "${role//-/ }" "$login" "$login"
  done < <(_demo_users "$1")
}

# set_address DATABASE URL: links in mails, and where PDFs fetch their styles from
set_address() {
  sql -d "$1" -v url="$2" <<'Q'
insert into ir_config_parameter (key, value) values ('web.base.url', :'url'), ('report.url', :'url')
    on conflict (key) do update set value = excluded.value
Q
}
