#!/usr/bin/env bash
# Joins the images of both kinds under one name, says what is in them, signs them and the archives in FOLDER:
#   PREFIX=ghcr.io/owner/hubbub VERSION=1.2.3 publish.sh FOLDER
# Signatures are keyless: the certificate names the workflow that ran this.
set -euo pipefail

folder=$1
for service in api gateway worker files edge; do
    name=$PREFIX/$service
    docker buildx imagetools create --tag "$name:$VERSION" "$name:$VERSION-amd64" "$name:$VERSION-arm64"
    digest=$(docker buildx imagetools inspect "$name:$VERSION" --format '{{.Manifest.Digest}}')
    syft scan "$name@$digest" --output "cyclonedx-json=$folder/hubbub-$VERSION-$service.cdx.json"
    cosign sign --yes --recursive "$name@$digest"
    cosign attest --yes --type cyclonedx --predicate "$folder/hubbub-$VERSION-$service.cdx.json" "$name@$digest"
    echo "$name:$VERSION@$digest" >>"$folder/images.txt"
done

cd "$folder"
sha256sum -- * >SHA256SUMS
cosign sign-blob --yes --bundle SHA256SUMS.sigstore.json SHA256SUMS
