"""Builds the services and says where the binaries are."""

import json
import os
import shutil
import subprocess

import layout

PACKAGES = ("api", "gateway", "worker", "files", "local-s3")
SERVICES = [f"--package={package}" for package in PACKAGES]
# `dist` is what images hold and benchmarks measure. `test` is what the tests are compiled to: the whole workspace with the features that its tests ask for, so that
# services that run beside tests are compiled once.
PROFILES = {
    "release": ["--release", *SERVICES],
    "dist": ["--profile=dist", *SERVICES],
    "dev": SERVICES,
    "test": ["--workspace", "--bins", "--tests"],
}


def is_program(artifact):
    """True for a program itself, false for its unit tests, which have the same name."""
    return "bin" in artifact["target"]["kind"] and not artifact["profile"]["test"]


def binaries():
    """Builds in release mode (`HUBBUB_PROFILE=dev` for a quicker, slower one); name → path."""
    profile = os.environ.get("HUBBUB_PROFILE", "release")
    if profile not in PROFILES:
        raise layout.Trouble(f"HUBBUB_PROFILE is {profile!r}: it is one of {', '.join(PROFILES)}")
    cargo = shutil.which("cargo") or os.path.expanduser("~/.cargo/bin/cargo")
    if not os.access(cargo, os.X_OK):
        raise layout.Trouble("cargo is missing: install Rust 1.95 or newer (https://rustup.rs)")
    words = [cargo, "build", "--locked", *PROFILES[profile], "--message-format=json-render-diagnostics"]
    # The queries were checked against the schema when crates/store/.sqlx was written.
    environment = {"SQLX_OFFLINE": "true", **os.environ}
    found = {}
    with subprocess.Popen(words, cwd=layout.ROOT, env=environment, stdout=subprocess.PIPE, text=True) as build:
        try:
            for line in build.stdout:
                message = json.loads(line)
                if message.get("executable") and is_program(message):
                    found[message["target"]["name"]] = message["executable"]
        except KeyboardInterrupt:
            build.terminate()
            raise
    if build.returncode != 0:
        raise layout.Trouble("the build failed: the compiler's words are above")
    missing = [package for package in PACKAGES if package not in found]
    if missing:
        raise layout.Trouble(f"the build made no program for {', '.join(missing)}")
    return found
