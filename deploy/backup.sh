#!/bin/sh
# Writes a backup of a running Hubbub to a new folder below the one given:
#
#     deploy/backup.sh --compose FOLDER    of the containers of docker-compose.yaml
#     deploy/backup.sh --systemd FOLDER    as deploy/systemd runs it
#     deploy/backup.sh FOLDER              with the HUBBUB_* of the environment
#
# Three steps, and their order is what makes the backup whole:
#   1. wait until the worker has written to Postgres all that was accepted before this moment,
#   2. Postgres, in one snapshot,
#   3. the bytes of files: those that the snapshot names were there before it was taken.
# The durable Redis then holds nothing that is not in Postgres, and the other one nothing that would
# be missed. People may go on writing; what they write after step 1 may or may not be in it.
#
# Without --compose these commands are run, each of which can be another one:
#   PG_DUMP  pg_dump on $HUBBUB_DATABASE_URL (or the file in $HUBBUB_DATABASE_URL_FILE)
#   WORKER   /usr/local/lib/hubbub/worker, and FILES …/files: the services' programs, which read HUBBUB_* themselves
set -eu
umask 077

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*" >&2; }
fail() { printf 'backup: %s\n' "$*" >&2; exit 1; }
# The address without its password, which goes into the environment: the list of processes shows it to nobody there.
connect() {
    database=$1
    case $1 in *://*:*@*) ;; *) return ;; esac
    who=${1#*://} who=${who%%@*}
    case ${who#*:} in *%*) return ;; esac
    export PGPASSWORD="${who#*:}"
    database=${1%%://*}://${who%%:*}@${1#*@}
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

mode=${1:-}
case $mode in --compose | --systemd) shift ;; esac
if [ "$mode" = --systemd ]; then
    systemd
elif [ "$mode" = --compose ]; then
    : "${PG_DUMP:=docker compose exec -T postgres pg_dump -U hubbub -d hubbub}"
    : "${WORKER:=docker compose run --rm -T --no-deps worker}"
    : "${FILES:=docker compose run --rm -T --no-deps files}"
fi
[ $# -eq 1 ] || fail "usage: backup.sh [--compose | --systemd] FOLDER"
if [ -z "${PG_DUMP:-}" ]; then
    url=${HUBBUB_DATABASE_URL:-}
    [ -n "$url" ] || url=$(cat "${HUBBUB_DATABASE_URL_FILE:?neither HUBBUB_DATABASE_URL nor HUBBUB_DATABASE_URL_FILE is set}")
    connect "$url"
    PG_DUMP="pg_dump --dbname=$database"
fi

mkdir -p "$1"
target=$1/hubbub-$(date -u +%Y%m%dT%H%M%SZ)
partial=$target.partial
mkdir "$partial"
trap 'rm -rf "$partial"' EXIT
trap 'exit 1' INT TERM HUP

began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
say "waiting for the worker"
${WORKER:-/usr/local/lib/hubbub/worker} caught-up || fail "the worker is behind, or does not run: nothing was saved"
say "Postgres"
$PG_DUMP --format=custom --no-owner --no-privileges >"$partial/database.dump"
say "files"
${FILES:-/usr/local/lib/hubbub/files} export >"$partial/objects.tar"
printf 'began %s\nended %s\n' "$began" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$partial/about.txt"
(cd "$partial" && sha256sum database.dump objects.tar about.txt >SHA256SUMS)
mv "$partial" "$target"
say "done: $target"
printf '%s\n' "$target"
