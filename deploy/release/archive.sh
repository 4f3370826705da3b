#!/usr/bin/env bash
# Packs what `docker buildx bake programs` made, and what installs it: archive.sh DIST NAME makes NAME.tar.gz.
set -euo pipefail

dist=$1
name=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/$name/deploy"
cp -R "$dist/programs" "$dist/web" "$root/LICENSE" "$work/$name/"
cp -R "$root/deploy/systemd" "$root/deploy/Caddyfile" "$root/deploy/secrets.sh" "$work/$name/deploy/"
# The same content makes the same archive.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git -C "$root" log -1 --format=%ct)" \
    -C "$work" -cf - "$name" | gzip -n >"$name.tar.gz"
