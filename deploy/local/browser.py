"""The walks through the web client: a real browser, before a cluster of their own."""

import os
import shutil
import subprocess
import sys
import tempfile

import client
import layout
import standin
import tools

PACKAGE = "chromium"
# Chinese text and emoji are part of what is walked through: without glyphs their sizes are wrong.
FONTS = {":lang=zh": "fonts-noto-cjk", ":color=true:charset=1f600": "fonts-noto-color-emoji"}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What the cluster of the walks is like: quick and forgetful, no limits, ports that nobody else wants.
WISHES = {
    "HUBBUB_PROFILE": "test",
    "HUBBUB_RATE_LIMITS": "off",
    "HUBBUB_BCRYPT_COST": "4",
    "HUBBUB_EDGE_PORT": "0",
    "HUBBUB_DURABLE": "off",
}


def find():
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        if not os.access(named, os.X_OK):
            raise layout.Trouble(f"CHROMIUM_PATH is {named}, which is no program")
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def ensure():
    """Finds a Chromium and fonts for what it shows, or installs them."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    found = find()
    if found is None and may_install:
        tools.apt_install(PACKAGE)
        found = find()
    if found is None:
        raise layout.Trouble(
            "Chromium is missing and could not be installed: install the package chromium, or name a binary in CHROMIUM_PATH"
        )
    for pattern, package in FONTS.items():
        if may_install and not has_font(pattern):
            tools.apt_install(package)
    return found


def has_font(pattern):
    """True when some font of this machine has what the pattern asks for."""
    lists = shutil.which("fc-list")
    if lists is None:
        return False
    return bool(subprocess.run([lists, pattern], capture_output=True, check=False).stdout.strip())


def test(words):
    """Builds the client, starts a cluster and walks; answers with the runner's exit code. Words choose among the walks.

    The cluster's folder goes with it, unless something failed: then its logs say why.
    """
    ensure()
    client.build()
    home = tempfile.mkdtemp(prefix="hubbub-walks-")
    launcher = [sys.executable, str(layout.ROOT / "deploy/local")]
    environment = {**os.environ, **WISHES, **standin.start(), "HUBBUB_HOME": home}
    layout.step("Walking through the client in a browser")
    command = [*launcher, "with-cluster", *launcher, "walk", *words]
    code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        shutil.rmtree(home, ignore_errors=True)
    else:
        layout.say(f"    the cluster's logs are in {home}/logs")
    return code


def walk(words):
    """Runs the browser tests on the cluster that the last word describes; words before it choose among them."""
    *chosen, description = words
    runner = client.PACKAGES / "@playwright/test/cli.js"
    # A cluster that only walks use may be harmed by them.
    ours = {"CI": "1", "HUBBUB_CLUSTER": description, "HUBBUB_E2E_PRIVATE": "1", "CHROMIUM_PATH": ensure()}
    if not chosen:
        ours["HUBBUB_E2E_WHOLE"] = "1"
    node = shutil.which("node")
    if node is None:
        raise layout.Trouble("node is missing: install Node 20 or newer")
    names = () if any(word.startswith("--project") for word in chosen) else ("list", "calm", "media", "alone")
    projects = [f"--project={name}" for name in names]
    command = [node, str(runner), "test", *projects, *chosen]
    return subprocess.run(command, cwd=client.FOLDER, env={**os.environ, **ours}, check=False).returncode
