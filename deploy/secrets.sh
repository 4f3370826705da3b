#!/bin/sh
# Makes the secrets of an installation in a folder: sh deploy/secrets.sh FOLDER
# What exists is never overwritten, so running it again changes nothing. The three addresses are those of the
# stores in docker-compose.yaml and k8s/overlays/dev: where yours are elsewhere, write them there instead.
set -eu

folder=${1:?usage: secrets.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
umask 077

# 256 random bits without characters that a URL would have to escape.
token() { head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_' | tr -d '='; }

# PKCS#8 wraps an Ed25519 seed in sixteen fixed bytes (RFC 8410).
signing_key() {
    echo '-----BEGIN PRIVATE KEY-----'
    { printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'; head -c 32 /dev/urandom; } | base64 -w0
    echo
    echo '-----END PRIVATE KEY-----'
}

access_key() { head -c 10 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# make NAME COMMAND…: written under another name first, so that a half-made secret is never used.
make() {
    name=$1
    shift
    [ -s "$name" ] && return
    "$@" >"$name.new"
    mv "$name.new" "$name"
    echo "made $name"
}

make postgres_password token
make database_url sh -c "printf 'postgres://hubbub:%s@postgres:5432/hubbub' \"\$(cat postgres_password)\""
make redis_log_url printf redis://redis-log:6379
make redis_live_url printf redis://redis-live:6379
make jwt_keys signing_key
make rpc_secret token
make password_pepper token
make s3_access_key access_key
make s3_secret_key token
make grafana_password token

# As root: each file for the account that reads it. The services run as 10001, Postgres as 999, Grafana
# as 472, and the S3 server begins as root.
if [ "$(id -u)" = 0 ]; then
    chown 10001:10001 jwt_keys rpc_secret password_pepper database_url redis_log_url redis_live_url
    chown 999:999 postgres_password
    chown 472:0 grafana_password
    chown 0:10001 s3_access_key s3_secret_key
    chmod 0440 s3_access_key s3_secret_key
    chmod 0755 .
fi
