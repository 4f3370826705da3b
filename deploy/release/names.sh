#!/usr/bin/env bash
# Says what a release is called, as NAME=value lines: from the tag in TAG (v1.2.3), which has to be the version in
# Cargo.toml, and from PREFIX, whose letters an image's name wants small.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=${TAG#v}
written=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n1)
if [ "$version" != "$written" ]; then
    echo "the tag says $version and Cargo.toml $written" >&2
    exit 1
fi
echo "version=$version"
echo "prefix=${PREFIX,,}"
echo "created=$(date -u -d "@$(git log -1 --format=%ct)" +%Y-%m-%dT%H:%M:%SZ)"
