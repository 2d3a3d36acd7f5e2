#!/bin/sh
# Lets the standby copy the primary, also one whose data is older than this file. Harmless the second time.
set -eu
rule='host replication register samenet scram-sha-256'
grep -qxF "$rule" "$PGDATA/pg_hba.conf" || echo "$rule" >> "$PGDATA/pg_hba.conf"
# The standby finds what it has missed for as long as this lasts.
psql --set ON_ERROR_STOP=1 --command "ALTER SYSTEM SET wal_keep_size = '1GB'" --command "SELECT pg_reload_conf()"
