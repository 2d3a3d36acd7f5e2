#!/bin/sh
# Copies the primary the first time, then follows it: its own promotion, later, is the operator's (docs/operations.md).
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	install -d -o postgres -g postgres -m 0700 "$PGDATA"
	gosu postgres pg_basebackup --pgdata "$PGDATA" --wal-method stream --checkpoint fast --write-recovery-conf \
		--dbname "host=db user=register password=$POSTGRES_PASSWORD application_name=standby"
	# What the primary was told of its standbys is not for this one.
	echo "synchronous_standby_names = ''" >> "$PGDATA/postgresql.auto.conf"
fi
exec docker-entrypoint.sh postgres
