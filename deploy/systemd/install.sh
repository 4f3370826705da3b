#!/bin/sh
# Puts Hubbub on this machine, or a new version in the place of the old:
#   sh deploy/systemd/install.sh PROGRAMS CLIENT
# PROGRAMS is the folder with api, gateway, worker and files, CLIENT the built web client. Nothing is started, and
# what is in /etc/hubbub already stays as it is. DESTDIR=/some/root prepares an image instead of this machine.
set -eu

programs=${1:?usage: install.sh PROGRAMS CLIENT}
client=${2:?usage: install.sh PROGRAMS CLIENT}
here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}

for program in api gateway worker files; do
    install -D -m 0755 "$programs/$program" "$root/usr/local/lib/hubbub/$program"
done

# The whole client at once: no page shall name a file that is not there yet.
share=$root/usr/local/share/hubbub
mkdir -p "$share"
rm -rf "$share/web.new" "$share/web.old"
cp -R "$client" "$share/web.new"
chmod -R u=rwX,go=rX "$share/web.new"
[ ! -e "$share/web" ] || mv "$share/web" "$share/web.old"
mv "$share/web.new" "$share/web"
rm -rf "$share/web.old"
install -m 0644 "$here/../Caddyfile" "$share/Caddyfile"

for unit in "$here"/*.service "$here"/*.target; do
    install -D -m 0644 "$unit" "$root/etc/systemd/system/$(basename "$unit")"
done

keep() { [ -e "$2" ] || { install -D -m "$3" "$1" "$2" && echo "made $2"; }; }
keep "$here/hubbub.env" "$root/etc/hubbub/hubbub.env" 0644
keep "$here/edge.env" "$root/etc/hubbub/edge.env" 0644
keep "$here/redis-hubbub-log.conf" "$root/etc/redis/redis-hubbub-log.conf" 0644
keep "$here/redis-hubbub-live.conf" "$root/etc/redis/redis-hubbub-live.conf" 0644

# Only root reads them; systemd hands each unit what is its own.
secrets=$root/etc/hubbub/secrets
if [ ! -e "$secrets" ]; then
    sh "$here/../secrets.sh" "$secrets"
    printf 'postgres://hubbub:%s@127.0.0.1:5432/hubbub' "$(cat "$secrets/postgres_password")" >"$secrets/database_url"
    printf 'redis://127.0.0.1:6381' >"$secrets/redis_log_url"
    printf 'redis://127.0.0.1:6382' >"$secrets/redis_live_url"
    [ "$(id -u)" != 0 ] || chown -R root:root "$secrets"
    chmod 0700 "$secrets"
    chmod 0600 "$secrets"/*
fi

if [ -z "$root" ]; then
    systemctl daemon-reload
fi
