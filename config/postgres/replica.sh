#!/bin/sh
# A read replica: copies the primary once, then streams. The copy gets its name only
# when it is whole, so that an interrupted one is made anew. Arguments go to postgres.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.new"
    PGPASSWORD=$REPLICATION_PASSWORD pg_basebackup --host="$PRIMARY" \
        --username=replicator --pgdata="$PGDATA.new" --slot=replica \
        --wal-method=stream --checkpoint=fast --write-recovery-conf
    mv "$PGDATA.new" "$PGDATA"
fi
exec postgres "$@"
