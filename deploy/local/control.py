"""`make down`, `status`, `logs`, `reset`, `doctor`: looking after a cluster from another terminal."""

import fcntl
import json
import os
import shutil
import signal
import time

import browser
import build
import layout
import ports
import process
import tools
from cluster import answers

STOP_WITHIN_S = 12.0


class Lock:
    """Held by the one launcher that runs; gone with it, however it ends."""

    def __init__(self):
        self._file = None

    def take(self):
        """True when nobody else held it."""
        file = open(layout.LOCK, "a", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        os.set_inheritable(file.fileno(), False)
        self._file = file
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return True


def launcher():
    """The pid of the launcher that runs, or None."""
    lock = Lock()
    if not layout.LOCK.exists() or lock.take():
        return None
    try:
        return int(layout.LOCK.read_text())
    except ValueError:
        return None


def description():
    """cluster.json, or None when no cluster is ready."""
    try:
        return json.loads(layout.CLUSTER.read_text())
    except (OSError, ValueError):
        return None


def clear_leftovers():
    """Ends what a launcher that was killed could not: exactly the processes it had noted."""
    try:
        noted = json.loads(layout.PIDS.read_text())
    except (OSError, ValueError):
        return
    left = [pid for pid, started in noted.values() if started and process.start_time(pid) == started]
    for pid in left:
        layout.say(f"    ending process {pid}, left from an earlier run")
        os.kill(pid, signal.SIGINT if pid == noted.get("postgres", [0])[0] else signal.SIGTERM)
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in filter(alive, left):
        os.kill(pid, signal.SIGKILL)
    layout.PIDS.unlink(missing_ok=True)
    layout.CLUSTER.unlink(missing_ok=True)


def alive(pid):
    """True while the process runs; one that waits to be reaped does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def down():
    """Stops the cluster and waits until nothing of it is left."""
    pid = launcher()
    if pid is None:
        clear_leftovers()
        layout.say("Nothing is running.")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_S
    while launcher() is not None:
        if time.monotonic() > deadline:
            raise layout.Trouble(f"the launcher (pid {pid}) is still stopping")
        time.sleep(0.05)
    clear_leftovers()
    layout.say("Stopped.")
    return 0


def status():
    """What runs, where, and how it feels. Exit code 1 when not everything is ready."""
    about = description()
    if launcher() is None or about is None:
        layout.say("Not running. Start it with: make up")
        return 1
    layout.say(f"{about['edge']}\n")
    good = True
    for one in about["services"]:
        ready = answers(f"{one['admin']}/health/ready")
        good &= ready
        word = "ready" if ready else "NOT READY"
        layout.say(f"  {one['name']:<12} {word:<10} pid {one['pid']:<8} {one['url'] or '-':<24} admin {one['admin']}")
    for name, pid in about["processes"].items():
        running = alive(pid)
        good &= running
        layout.say(f"  {name:<12} {'running' if running else 'DEAD':<10} pid {pid}")
    return 0 if good else 1


def logs(names):
    """Follows the logs, all or those named, until Ctrl-C."""
    files = {}
    try:
        while True:
            wanted = sorted(layout.LOGS.glob("*.log"))
            for path in wanted:
                if path not in files and (not names or path.stem in names):
                    file = open(path, encoding="utf-8", errors="replace")
                    lines = file.read().splitlines()[-20:]
                    for line in lines:
                        layout.say(f"{path.stem:<12} {line}")
                    files[path] = file
            for path, file in files.items():
                for line in file.readlines():
                    layout.say(f"{path.stem:<12} {line.rstrip()}")
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0


def reset():
    """Stops the cluster and forgets its data, secrets and logs. Installed tools stay."""
    down()
    for folder in (layout.DATA, layout.SECRETS, layout.LOGS, layout.RUN):
        shutil.rmtree(folder, ignore_errors=True)
    layout.say("Data, secrets and logs are gone; `make up` begins anew.")
    return 0


def doctor():
    """Says what was found and what is missing, and installs nothing."""
    good = True
    for name, purpose in (("cargo", "builds the services"), ("python3", "runs this"), ("cc", "links programs"), ("node", "builds the web client")):
        path = shutil.which(name)
        good &= path is not None
        layout.say(f"  {name:<10} {path or 'MISSING':<44} {purpose}")
    for tool in (tools.POSTGRES, tools.REDIS, tools.CADDY):
        found = tool.find()
        words = f"{found} ({'.'.join(map(str, tools.version_of(found)))})" if found else "will be installed by make up"
        layout.say(f"  {tool.name:<10} {words}")
    chromium = browser.find() or "will be installed by make test"
    layout.say(f"  {'chromium':<10} {chromium}")
    layout.say(f"  edge       port {ports.EDGE} is {'free' if ports.is_free(ports.EDGE) else 'taken'}")
    layout.say(f"  data       {layout.HOME} ({shutil.disk_usage(layout.ROOT).free >> 30} GiB free)")
    layout.say(f"  profile    {os.environ.get('HUBBUB_PROFILE', 'release')} of {', '.join(build.PROFILES)}")
    layout.say(f"  launcher   {'pid ' + str(launcher()) if launcher() else 'not running'}")
    return 0 if good else 1
