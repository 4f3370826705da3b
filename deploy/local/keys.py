"""The secrets of a local cluster: made once, readable by their owner alone, passed on as files."""

import base64
import secrets

import layout

# PKCS#8 wraps an Ed25519 seed in these bytes (RFC 8410), so no library is needed to make a key.
ED25519_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def signing_key():
    """A new Ed25519 private key as PEM."""
    der = ED25519_PKCS8 + secrets.token_bytes(32)
    body = base64.b64encode(der).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"


def token():
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def access_key():
    """An S3 access key of the usual length."""
    return secrets.token_hex(10).upper()


MADE_BY = {
    "jwt_keys": signing_key,
    "rpc_secret": token,
    "password_pepper": token,
    "s3_access_key": access_key,
    "s3_secret_key": token,
    "postgres_password": token,
    "redis_password": token,
    "demo_password": lambda: "demo-" + secrets.token_hex(4),
}


def ensure():
    """Makes the secrets that do not exist yet. An existing one is never touched."""
    for name, make in MADE_BY.items():
        path = layout.SECRETS / name
        if not path.exists():
            layout.write_private(path, make())


def read(name):
    """One secret's text."""
    return (layout.SECRETS / name).read_text().strip()


def path(name):
    """Where a secret is kept, for a `HUBBUB_…_FILE` variable."""
    return str(layout.SECRETS / name)
