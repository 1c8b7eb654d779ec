# A PostgreSQL server that lives as long as whoever holds the other end of standard input.
# Arguments: folder of its programs, folder of its own (made here, taken away again).
set -eu
programs=$1
folder=$2
# Ends with who started it, not before.
trap '' HUP INT TERM
exec 2>&1
umask 077
mkdir "$folder"
cd "$folder"
trap 'cd /; rm -rf "$folder"' EXIT
# Not the collation that SQLite has, so that a test sees who depends on it.
"$programs/initdb" --no-sync --auth=trust --username=leasehold --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=en --pgdata=data >initdb.log || { cat initdb.log; exit 1; }
# Nothing here has to survive a crash.
cat >>data/postgresql.conf <<END
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 400
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
END
"$programs/pg_ctl" --pgdata=data --log=server.log --silent --wait start || { cat server.log; exit 1; }
echo ready
cat >/dev/null
"$programs/pg_ctl" --pgdata=data --mode=immediate --silent stop
