#!/bin/sh
# Brings back what deploy/backup.sh wrote, into an empty Postgres database, an empty durable Redis and an empty
# bucket, while no service of Hubbub runs:
#
#     deploy/restore.sh --compose [--over] BACKUP    into the containers of docker-compose.yaml
#     deploy/restore.sh --systemd [--over] BACKUP    as deploy/systemd runs it
#     deploy/restore.sh [--over] BACKUP              with the HUBBUB_* of the environment
#
# Refuses when something is there already. --over deletes it: the whole schema `public`, the whole Redis databases;
# in the bucket, what the backup has replaces what has the same key.
#
# Afterwards `api migrate` (compose and Kubernetes do it by themselves), and start everything. The log begins a new life
# in every channel: clients notice and load what they show again.
#
# Commands, each of which can be another one, as in backup.sh: PSQL, PG_RESTORE, REDIS_LOG (redis-cli on
# $HUBBUB_REDIS_LOG_URL), REDIS_LIVE (redis-cli on $HUBBUB_REDIS_LIVE_URL, if there is one), FILES.
set -eu

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*" >&2; }
fail() { printf 'restore: %s\n' "$*" >&2; exit 1; }
# The address without its password, which goes into the environment: the list of processes shows it to nobody there.
connect() {
    database=$1
    case $1 in *://*:*@*) ;; *) return ;; esac
    who=${1#*://} who=${who%%@*}
    case ${who#*:} in *%*) return ;; esac
    export PGPASSWORD="${who#*:}"
    database=${1%%://*}://${who%%:*}@${1#*@}
}
setting() { # the value of a variable, or what is in the file that NAME_FILE names
    eval "value=\${$1:-}; file=\${$1_FILE:-}"
    if [ -z "$value" ] && [ -n "$file" ]; then value=$(cat "$file"); fi
    printf '%s' "$value"
}
# The settings of deploy/systemd, whose secrets root may read.
systemd() {
    set -a
    . /etc/hubbub/hubbub.env
    for name in database_url redis_log_url redis_live_url rpc_secret s3_access_key s3_secret_key; do
        eval "HUBBUB_$(printf %s "$name" | tr a-z A-Z)_FILE=/etc/hubbub/secrets/$name"
    done
    set +a
}

over= known=
while [ $# -gt 1 ]; do
    case $1 in
    --compose)
        : "${PSQL:=docker compose exec -T postgres psql -U hubbub -d hubbub}"
        : "${PG_RESTORE:=docker compose exec -T postgres pg_restore -U hubbub -d hubbub}"
        : "${REDIS_LOG:=docker compose exec -T redis-log redis-cli}"
        : "${REDIS_LIVE:=docker compose exec -T redis-live redis-cli}"
        : "${FILES:=docker compose run --rm -T --no-deps files}"
        ;;
    --systemd) systemd ;;
    --over) over=--over ;;
    *) fail "there is no $1" ;;
    esac
    shift
done
[ $# -eq 1 ] && [ -d "$1" ] || fail "usage: restore.sh [--compose | --systemd] [--over] BACKUP"
if [ -z "${PSQL:-}" ]; then
    url=$(setting HUBBUB_DATABASE_URL)
    [ -n "$url" ] || fail "neither HUBBUB_DATABASE_URL nor HUBBUB_DATABASE_URL_FILE is set"
    connect "$url"
    PSQL="psql --dbname=$database"
    PG_RESTORE="pg_restore --dbname=$database"
fi
if [ -z "${REDIS_LOG:-}" ]; then
    log=$(setting HUBBUB_REDIS_LOG_URL) live=$(setting HUBBUB_REDIS_LIVE_URL)
    [ -n "$log" ] || fail "HUBBUB_REDIS_LOG_URL is not set"
    REDIS_LOG="redis-cli --no-auth-warning -u $log"
    [ -z "$live" ] || REDIS_LIVE="redis-cli --no-auth-warning -u $live"
fi
query() { $PSQL --no-psqlrc --quiet --tuples-only --no-align -v ON_ERROR_STOP=1; }

(cd "$1" && sha256sum --quiet --check SHA256SUMS) || fail "$1 is damaged"

tables=$(echo "select count(*) from pg_tables where schemaname = 'public'" | query)
keys=$($REDIS_LOG DBSIZE | tr -dc 0-9)
[ -n "$tables" ] && [ -n "$keys" ] || fail "Postgres or Redis does not answer"
if [ "$tables" != 0 ] || [ "$keys" != 0 ]; then
    [ -n "$over" ] || fail "there are $tables tables in Postgres and $keys keys in the durable Redis: --over deletes them"
    known=$(echo "select last_value from incarnations" | query 2>/dev/null) || known=
    say "deleting what was there"
    echo "drop schema public cascade; create schema public" | query
    $REDIS_LOG FLUSHDB >/dev/null
fi
[ -z "${REDIS_LIVE:-}" ] || $REDIS_LIVE FLUSHDB >/dev/null

say "files"
${FILES:-/usr/local/lib/hubbub/files} import $over <"$1/objects.tar"
say "Postgres"
$PG_RESTORE --no-owner --no-privileges --single-transaction --exit-on-error <"$1/database.dump"
# What came after the backup is gone, and clients have seen it: places in a log and versions that they know must not
# be given out again for something else, not even when the same backup is restored twice. So the lives of the logs and
# the blessings of the log go on from the clock, and from what was deleted just now.
query >/dev/null <<SQL
update channels set epoch = greatest(epoch, extract(epoch from clock_timestamp())::bigint);
select setval('incarnations', greatest(last_value + 100, ${known:-0} + 1, ((extract(epoch from clock_timestamp()) - 1767225600) / 600)::bigint))
from incarnations where is_called;
SQL
say "done: run the migrations, then start everything"
