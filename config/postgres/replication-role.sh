#!/bin/sh
# On the primary: a role that may stream, with the password of the environment, and a
# slot that keeps what the replica has not read yet. May run at every start.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$REPLICATION_PASSWORD" \
    --dbname postgres <<'SQL'
select 'create role replicator replication login'
 where not exists (select from pg_roles where rolname = 'replicator') \gexec
select format('alter role replicator password %L', :'password') \gexec
select pg_create_physical_replication_slot('replica')
 where not exists (select from pg_replication_slots where slot_name = 'replica');
SQL
