"""`make up`: from a source tree to a running cluster, then in charge of it until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time

import build
import client
import control
import demo
import keys
import layout
import tools
from cluster import Cluster

DETACHED_READY_WITHIN_S = 3600.0


class Stop:
    """Set by Ctrl-C and SIGTERM."""

    def __init__(self):
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, *_):
        if not self.asked:
            self.asked = True
            raise KeyboardInterrupt


def up():
    """Runs the cluster in the foreground."""
    layout.make_folders()
    lock = control.Lock()
    if not lock.take():
        control.status()
        layout.say("\nAlready running: `make down` stops it.")
        return 0
    began = time.monotonic()
    stop = Stop()
    cluster = None
    try:
        control.clear_leftovers()
        keys.ensure()
        for tool in (tools.POSTGRES, tools.REDIS, tools.CADDY):
            tool.ensure()
        layout.step("Building the services (minutes the first time, a second afterwards)")
        binaries = build.binaries()
        client.build()
        cluster = Cluster(binaries)
        layout.step("Starting Postgres, Redis, S3, api, two gateways, worker, files and the edge")
        cluster.start()
        logins = load_demo(cluster)
        cluster.describe(logins)
        greet(cluster, logins, time.monotonic() - began)
        cluster.watch(lambda: stop.asked)
    except KeyboardInterrupt:
        stop.asked = True
    finally:
        if cluster is not None:
            layout.say()
            layout.step("Stopping")
            cluster.stop()
    return 0


def with_cluster(words):
    """Runs a command beside an empty cluster of its own, which is gone afterwards.

    The command finds the cluster's description through the last word it gets.
    """
    layout.make_folders()
    stop = Stop()
    control.clear_leftovers()
    keys.ensure()
    cluster = Cluster(build.binaries())
    try:
        cluster.start()
        cluster.describe([])
        with subprocess.Popen([*words, str(layout.CLUSTER)], cwd=layout.ROOT) as command:
            cluster.watch(lambda: stop.asked or command.poll() is not None)
            if command.poll() is None:
                command.terminate()
        return command.returncode
    finally:
        cluster.stop()


def load_demo(cluster):
    """Fills an empty cluster with the demo workspace; `HUBBUB_DEMO=off` leaves it empty."""
    if os.environ.get("HUBBUB_DEMO") == "off":
        return []
    try:
        return demo.load(cluster.edge_url, keys.read("demo_password"))
    except (demo.Refused, OSError) as error:
        layout.say(f"    the demo workspace is not complete: {error}")
        return demo.logins(keys.read("demo_password"))


def greet(cluster, logins, seconds):
    """Says where everything is."""
    layout.say(f"""
Hubbub is running, after {seconds:.1f} s.

    {cluster.edge_url}/                 the web client
    {cluster.edge_url}/api/docs         the API, to browse and to try
    {layout.CLUSTER.relative_to(layout.HOME.parent)}          every process and its address
""")
    for login in logins:
        layout.say(f"    {login['email']:<28} {login['password']}")
    layout.say("\nCtrl-C stops it. From another terminal: make status | logs | down")


def detached():
    """Starts the launcher in the background and returns when the cluster is ready."""
    layout.make_folders()
    if control.launcher() is not None:
        return up()
    layout.CLUSTER.unlink(missing_ok=True)
    with open(layout.LOGS / "launcher.log", "wb") as log:
        words = [sys.executable, str(layout.ROOT / "deploy/local"), "up"]
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + DETACHED_READY_WITHIN_S
    while not layout.CLUSTER.exists():
        if child.poll() is not None or time.monotonic() > deadline:
            raise layout.Trouble((layout.LOGS / "launcher.log").read_text(errors="replace"))
        time.sleep(0.05)
    return control.status()
