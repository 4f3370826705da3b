"""A private Postgres: its own data folder, its own port, nobody else's server touched."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import layout
import tools
from process import Process

SUPERUSER = "hubbub"
DATABASE = "hubbub"
# Postgres takes no connections for this long at most, also after a crash that left much to replay.
READY_WITHIN_S = 60.0
NOBODY = 65534


class Postgres:
    """One Postgres cluster in `folder`. `durable=False` trades safety for speed: tests only."""

    def __init__(self, port, folder, password, durable=True, logs=layout.LOGS):
        self._server = tools.POSTGRES.ensure()
        self.programs = self._server.parent
        self.port, self._password, self._durable = port, password, durable
        self._as_somebody, self._folder = unprivileged(folder)
        self.process = Process("postgres", self._command(), self._env(), signal.SIGINT, logs)

    def _env(self):
        return {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _command(self):
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": "128MB",
            "max_wal_size": "2GB",
            "password_encryption": "scram-sha-256",
            "log_min_duration_statement": "500ms",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 400}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*self._as_somebody, self._server, "-D", self._folder, *options]

    def url(self, database=DATABASE):
        """How to connect, with the password."""
        return f"postgres://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def ensure_data(self):
        """Runs initdb the first time; refuses data of another major version."""
        version = self._folder / "PG_VERSION"
        if version.exists():
            major = tools.version_of(self._server)[0]
            if int(version.read_text()) != major:
                raise layout.Trouble(
                    f"the data in {self._folder} is of Postgres {version.read_text().strip()} and {self._server} is {major}: "
                    "install that version, or `make reset` to begin anew"
                )
            return
        words = [*self._as_somebody, self.programs / "initdb", "-D", self._folder, "-U", SUPERUSER, "-E", "UTF8"]
        words += ["--locale=C", "--auth=scram-sha-256", "--no-sync", "--pwfile=/dev/stdin"]
        done = subprocess.run(
            [str(word) for word in words],
            env=self._env(),
            input=self._password + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise layout.Trouble(f"initdb failed:\n{done.stdout}{done.stderr}")

    def wait_ready(self):
        """Waits until it takes connections."""
        deadline = time.monotonic() + READY_WITHIN_S
        words = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(words, check=False).returncode != 0:
            if not self.process.running():
                raise layout.Trouble(f"postgres {self.process.ending()}: see {self.process.log}")
            if time.monotonic() > deadline:
                raise layout.Trouble("postgres does not take connections: see `make logs`")
            time.sleep(0.05)

    def psql(self, *arguments, database="postgres"):
        """Runs psql and returns what it printed."""
        words = [str(self.programs / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *arguments]
        done = subprocess.run(words + [self.url(database)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise layout.Trouble(f"psql failed: {done.stderr}")
        return done.stdout.strip()

    def ensure_database(self):
        """Creates the empty database the first time."""
        if not self.psql("-c", f"select 1 from pg_database where datname = '{DATABASE}'"):
            self.psql("-c", f"create database {DATABASE}")


def unprivileged(folder):
    """How to run Postgres, which refuses uid 0, and where its data can then be.

    Root maps itself to another uid in a user namespace: no chown and no new account. Where that
    is forbidden (some containers), it becomes `nobody`, whose data has to be outside private homes.
    """
    if os.geteuid() != 0:
        return [], folder
    mapped = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if shutil.which("unshare") and works([*mapped, "true"]):
        return mapped, folder
    dropped = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if shutil.which("setpriv") and works([*dropped, "true"]):
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        outside = Path("/var/tmp") / f"hubbub-postgres-{name}"
        outside.mkdir(mode=0o700, exist_ok=True)
        os.chown(outside, NOBODY, NOBODY)
        return dropped, outside / "data"
    raise layout.Trouble("Postgres refuses to run as root here: run `make up` as another user")


def works(words):
    """True when the command succeeds."""
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
