# shellcheck shell=bash
# Databases are copied from templates, and a template is built once for what it holds:
#   o2c_base_<key>           Odoo's modules only, demo data included   (minutes, rarely)
#   o2c_tpl_<set>_<key>      the base and a set of ours                (half a minute)
#   any other name           a copy that somebody works on             (a second)
# A template is marked as such (datistemplate) when it is whole; a database of that
# name without the mark is the rest of an interrupted build.

FILESTORE=$STATE/data/filestore
KEEP_SETS=3  # of each set of ours
KEEP_BASES=6 # two are in use, four with benchmarks, which have no demo data

modules() { "$VENV/bin/python" "$ROOT/scripts/modules.py" "$@"; }
sql() { psql -XAtq -v ON_ERROR_STOP=1 -d postgres "$@"; }
has_database() { [ "$(sql -c "select 1 from pg_database where datname = '$1'")" = 1 ]; }
is_template() { [ "$(sql -c "select 1 from pg_database where datname = '$1' and datistemplate")" = 1 ]; }
note_of() { sql -c "select shobj_description(oid, 'pg_database') from pg_database where datname = '$1'"; }
note_on() { sql -c "comment on database \"$1\" is '$2'"; }

drop_database() {
  has_database "$1" && sql -c "alter database \"$1\" is_template false"
  dropdb --if-exists "$1" 2>/dev/null ||
    die "The database $1 is in use." "Stop what uses it (make stop) and run the same again."
  rm -rf "${FILESTORE:?}/$1"
}

# copy_database FROM TO: files of the filestore never change, so links are enough
copy_database() {
  drop_database "$2"
  if [ "$(sql -c 'show server_version_num')" -ge 150000 ]; then
    createdb -T "$1" --strategy=file_copy "$2"
  else
    createdb -T "$1" "$2"
  fi
  [ ! -d "$FILESTORE/$1" ] || cp -al "$FILESTORE/$1" "$FILESTORE/$2"
}

# run_odoo ARGUMENT...: within a step; an error in its log is a failure
run_odoo() {
  local errors
  "$STATE/bin/odoo" "$@" || return
  errors=$(grep -E ' (ERROR|CRITICAL) ' "$STEP_LOG" || true)
  [ -z "$errors" ] || {
    printf '\nOdoo went on, but logged errors:\n%s\n' "$errors"
    return 1
  }
}

# _install DATABASE MODULE...
_install() {
  local database=$1 IFS=,
  shift
  run_odoo server -d "$database" -i "$*" "$(_demo_option)" \
    --stop-after-init --no-http --max-cron-threads 0
}

_demo_option() { [ "${DEMO:-1}" = 0 ] && echo --without-demo || echo --with-demo; }

_key_of() { sha256sum | cut -c1-10; }

# Name of the base for these modules of Odoo: keyed by them, Odoo, packages and demo.
_base_name() {
  local packages=$ROOT/config/requirements-odoo.txt
  echo "o2c_base_$({
    printf '%s\n' "$@" "$(_demo_option)" "$(odoo_version)" "$(odoo_folder)"
    cat "$packages"
  } | _key_of)"
}

# Every subset holds the spine, so the base of each is built on the spine's.
ensure_base() { # MODULE-OF-ODOO...
  local name spine spine_base
  name=$(_base_name "$@")
  is_template "$name" && return 0
  need_space 1500 "A new template database"
  mapfile -t spine < <(modules externals o2c_orders)
  spine_base=$(_base_name "${spine[@]}")
  if [ "$name" = "$spine_base" ]; then
    drop_database "$name"
    step "Odoo's modules for $name" _install "$name" "$@"
  else
    ensure_base "${spine[@]}"
    copy_database "$spine_base" "$name"
    step "more of Odoo's modules for $name" _install "$name" "$@"
  fi
  sql -c "alter database \"$name\" is_template true"
}

# _template_name BASE MODULE...: for a closed set of our modules
_template_name() {
  local base=$1 label
  shift
  label=$(printf '%s\n' "$@" | sed 's/^o2c_//' | paste -sd_)
  [ $# -lt "$(modules list | wc -l)" ] || label=all
  echo "o2c_tpl_${label:0:40}_$({
    echo "$base"
    modules sums "$@"
  } | _key_of)"
}

# The first page in a browser would else wait for its bundles, and every PDF a second
# (report.print_delay). Bundles of the dark theme and of Odoo's own JavaScript tests take
# half of the time and hardly anybody opens them.
_warm_up() {
  run_odoo shell -d "$1" --no-http <<'P'
qweb = env["ir.qweb"]
rare = {"web.assets_web_dark", "web.tests_assets"}
rare |= {"web.assets_unit_tests", "web.assets_unit_tests_setup"}
scripts, styles = qweb._get_bundles_to_pregenarate()
for bundle in sorted(scripts - rare):
    qweb._get_asset_bundle(bundle, css=False, js=True).js()
for bundle in sorted(styles - rare):
    qweb._get_asset_bundle(bundle, css=True, js=False).css()
env["ir.config_parameter"].set_param("report.print_delay", "10")
env.cr.commit()
P
}

# ensure_template MODULE...: sets TEMPLATE to the template of a closed set of ours
ensure_template() {
  local base externals
  mapfile -t externals < <(modules externals "$@")
  base=$(_base_name "${externals[@]}")
  TEMPLATE=$(_template_name "$base" "$@")
  if ! is_template "$TEMPLATE"; then
    ensure_base "${externals[@]}"
    copy_database "$base" "$TEMPLATE"
    step "installing $*" _install "$TEMPLATE" "$@"
    step "asset bundles of $TEMPLATE" _warm_up "$TEMPLATE"
    sql -c "alter database \"$TEMPLATE\" is_template true"
  fi
  note_on "$base" "used $(date +%s)"
  note_on "$TEMPLATE" "used $(date +%s)"
  _prune_templates
}

# Of each kind the ones used last are kept; what somebody is connected to is left alone.
_prune_templates() {
  local name
  while read -r name; do drop_database "$name"; done < <(
    sql -v sets="$KEEP_SETS" -v bases="$KEEP_BASES" <<'Q'
with template as (
    select oid, datname, datistemplate, regexp_replace(datname, '_[0-9a-f]{10}$', '') as kind,
           coalesce(substring(shobj_description(oid, 'pg_database') from '\d+'), '0')::bigint as used
      from pg_database
     where datname ~ '^o2c_(base|tpl)_'
), ranked as (
    select *, row_number() over (partition by kind order by datistemplate desc, used desc) as rank
      from template
)
select datname from ranked
 where (rank > case kind when 'o2c_base' then :bases else :sets end or not datistemplate)
   and not exists (select from pg_stat_activity where datid = ranked.oid);
Q
  )
}

# make_database NAME [MODULE]...: a fresh copy with these modules of ours and what they
# need, all if none is named. In a subshell, so that the lock ends with it.
make_database() (
  name=$1
  shift
  chosen=$(modules closure "$@") || exit "$EXPLAINED"
  lock templates "build of template databases"
  # shellcheck disable=SC2086 # one word each
  ensure_template $chosen
  copy_database "$TEMPLATE" "$name"
)
