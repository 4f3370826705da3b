"""The whole local cluster: started in order, kept alive, described, stopped within ten seconds."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import edge
import keys
import layout
import postgres
import ports as port_book
import process
import redis
import services

READY_WITHIN_S = 60.0
WATCH_EVERY_S = 0.1
# Sockets get two seconds to leave, then the services end; the stores follow once nobody writes.
SERVICES_STOP_WITHIN_S = 5.0
STORES_STOP_WITHIN_S = 4.0


class Cluster:
    """Everything `make up` runs. `stores` and `ours` hold their processes in starting order."""

    def __init__(self, binaries):
        self.ports = port_book.Ports()
        # Clients know the edge's address, so a wish for it is heard first.
        self.edge_port = self.ports.of("edge", int(os.environ.get("HUBBUB_EDGE_PORT", port_book.EDGE)))
        self.edge_url = f"http://localhost:{self.edge_port}"
        self.binaries = binaries
        password = keys.read("postgres_password")
        durable = os.environ.get("HUBBUB_DURABLE") != "off"
        self.postgres = postgres.Postgres(self.ports.of("postgres"), layout.DATA / "postgres", password, durable)
        self.redis_log = self._redis("redis-log", durable)
        self.redis_live = self._redis("redis-live", durable=False)
        self.s3_port = self.ports.of("local-s3")
        self.services = services.plan(self.ports)
        self.ports.keep()
        self.addresses = {
            "postgres": self.postgres.url(),
            "redis_log": self.redis_log.url(),
            "redis_live": self.redis_live.url(),
            "s3": f"http://{services.address(self.s3_port)}",
        }
        self.common = services.common_environment(self.edge_url, self.addresses, self.services)
        services.attach(self.services, binaries, self.common)
        files = layout.DATA / "s3"
        files.mkdir(exist_ok=True)
        self.s3 = services.local_s3(binaries["local-s3"], self.s3_port, files)
        self.edge = self._edge()
        self.stores = [self.postgres.process, self.redis_log.process, self.redis_live.process, self.s3]
        self.ours = [one.process for one in self.services]
        self._described = None

    def _redis(self, name, durable):
        return redis.Redis(name, self.ports.of(name), layout.DATA / name, keys.read("redis_password"), durable)

    def _edge(self):
        at = {name: next(one.http for one in self.services if one.service == name) for name in ("api", "files")}
        at["gateways"] = [one.http for one in self.services if one.service == "gateway"]
        at["s3"] = services.address(self.s3_port)
        return edge.process(self.edge_port, at, services.BUCKET)

    def everything(self):
        """All processes, in starting order."""
        return [*self.stores, *self.ours, self.edge]

    def start(self):
        """Starts all and returns when all are ready."""
        self.postgres.ensure_data()
        self.redis_log.prepare()
        self.redis_live.prepare()
        for store in self.stores:
            store.start()
        self._note_pids()
        self.postgres.wait_ready()
        self.postgres.ensure_database()
        self.redis_log.wait_ready()
        self.redis_live.wait_ready()
        self._migrate()
        for child in [*self.ours, self.edge]:
            child.start()
        self._note_pids()
        self.wait_ready()

    def _migrate(self):
        api = next(one for one in self.services if one.service == "api")
        words = [self.binaries["api"], "migrate"]
        done = subprocess.run(words, env=api.environment(self.common), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise layout.Trouble(f"the migrations failed:\n{done.stdout}{done.stderr}")

    def wait_ready(self):
        """Waits for each service's own word, and for the edge's."""
        deadline = time.monotonic() + READY_WITHIN_S
        waiting = {one.name: f"http://{one.admin}/health/ready" for one in self.services}
        waiting["edge"] = f"http://{services.address(self.edge_port)}/.well-known/jwks.json"
        while waiting:
            for child in self.everything():
                if not child.running():
                    raise layout.Trouble(f"{child.name} {child.ending()}\n{last_words(child.name)}")
            waiting = {name: url for name, url in waiting.items() if not answers(url)}
            if waiting and time.monotonic() > deadline:
                names = ", ".join(waiting)
                raise layout.Trouble(f"not ready after {READY_WITHIN_S:g} s: {names}\n{last_words(next(iter(waiting)))}")
            time.sleep(0.1)

    def watch(self, stopping):
        """Starts again what dies, until `stopping()` says so."""
        while not stopping():
            revived = [child for child in self.everything() if child.revive()]
            if revived:
                self._note_pids()
                self.describe()
            time.sleep(WATCH_EVERY_S)

    def stop(self):
        """Stops all: the edge and the services first, the stores when nobody writes any more."""
        self._stop([self.edge, *self.ours], SERVICES_STOP_WITHIN_S)
        self._stop([self.s3, self.redis_live.process, self.redis_log.process, self.postgres.process], STORES_STOP_WITHIN_S)
        for path in (layout.CLUSTER, layout.PIDS):
            path.unlink(missing_ok=True)

    @staticmethod
    def _stop(children, within):
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + within
        for child in children:
            if not child.wait(deadline):
                layout.say(f"    {child.name} did not stop within {within:g} s and was killed")

    def _note_pids(self):
        """What a launcher that was killed would leave behind: the next command clears it away."""
        pids = {child.name: [child.pid, process.start_time(child.pid)] for child in self.everything() if child.pid}
        layout.write_private(layout.PIDS, json.dumps(pids) + "\n")

    def describe(self, logins=None):
        """Writes cluster.json, by which tests, benchmarks and people find every process."""
        if logins is not None:
            self._described = logins
        description = {
            "edge": self.edge_url,
            "launcher": os.getpid(),
            "services": [one.describe() for one in self.services],
            "stores": self.addresses,
            "processes": {child.name: child.pid for child in [*self.stores, self.edge]},
            "logins": self._described,
        }
        layout.write_private(layout.CLUSTER, json.dumps(description, indent=2) + "\n")


def answers(url):
    """True when the address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return 200 <= response.status < 300
    except (OSError, urllib.error.URLError):
        return False


def last_words(name, lines=15):
    """The end of a process's log."""
    try:
        text = (layout.LOGS / f"{name}.log").read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
