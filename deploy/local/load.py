"""The load scripts of tests/load: run by k6 against the cluster that runs here, or any other."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import checks
import control
import layout
from browser import WISHES
from cluster import answers

SCRIPTS = layout.ROOT / "tests/load"
# What selfcheck.js breaks on purpose, and each time k6 has to say so.
FAULTS = ("lost", "lost-at-the-end", "repeated", "swapped", "twice", "unheard", "throws")
THRESHOLD_BROKE = 99
# People arrive and talk for a while before the first gateway goes; the next one waits until this one is back.
FIRST_RESTART_AFTER_S = 15.0
BETWEEN_RESTARTS_S = 4.0
RESTART_WITHIN_S = 60.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def scripts():
    """The names that can be run."""
    return sorted(path.stem for path in SCRIPTS.glob("*.js") if path.stem != "selfcheck")


def run(words):
    """Runs one script, `smoke` unless named; answers with k6's exit code: 0, or 99 when a threshold broke."""
    name = words[0] if words else "smoke"
    if name not in scripts():
        raise layout.Trouble(f"there is no load script {name!r}: S is one of {', '.join(scripts())}")
    about = control.description()
    url = os.environ.get("HUBBUB_URL")
    local = about if url is None else None
    if url is None:
        if about is None:
            raise layout.Trouble(
                "nothing runs here: HUBBUB_RATE_LIMITS=off make up, or name another cluster in HUBBUB_URL"
            )
        url = about["edge"]
    reports = layout.HOME / "load" / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
    reports.mkdir(parents=True)
    layout.step(f"Load: {name}, against {url}")
    roller = Roller(local) if name == "rolling-restart" else None
    before = usage(local)
    code = k6(f"{name}.js", {"HUBBUB_URL": url, "REPORTS": str(reports)}, reports / "report.html", roller)
    table = costs(before, usage(local), reports / "summary.json")
    if table:
        layout.say(table)
        with open(reports / "table.txt", "a", encoding="utf-8") as file:
            file.write(table + "\n")
    layout.say(f"  {reports}: report.html, summary.json, table.txt")
    if roller is not None:
        code = roller.verdict() or code
    return code


def k6(script, environment, report=None, meanwhile=None):
    """Runs k6 and answers with its exit code. `meanwhile` is a thread that runs beside it."""
    program = str(checks.companion("k6"))
    dashboard = {"K6_WEB_DASHBOARD": "false"}
    if report is not None:
        dashboard = {
            "K6_WEB_DASHBOARD": "true",
            "K6_WEB_DASHBOARD_PORT": "-1",
            "K6_WEB_DASHBOARD_PERIOD": "1s",
            "K6_WEB_DASHBOARD_EXPORT": str(report),
        }
    words = [program, "run", "--no-usage-report", *([] if sys.stdout.isatty() else ["--quiet"]), str(SCRIPTS / script)]
    with subprocess.Popen(words, env={**os.environ, **dashboard, **environment}) as child:
        if meanwhile is not None:
            meanwhile.start()
        return child.wait()


class Roller(threading.Thread):
    """Restarts the gateways one after the other: of this machine's cluster, or by the command in HUBBUB_ROLL."""

    def __init__(self, about):
        super().__init__(daemon=True)
        self._command = os.environ.get("HUBBUB_ROLL")
        if about is None and not self._command:
            raise layout.Trouble('say how gateways are restarted there: HUBBUB_ROLL="kubectl rollout restart deployment/gateway"')
        self._names = [one["name"] for one in (about or {"services": []})["services"] if one["service"] == "gateway"]
        self._trouble = "the gateways were not all restarted before the run ended"

    def run(self):
        time.sleep(FIRST_RESTART_AFTER_S)
        if self._command:
            code = subprocess.run(shlex.split(self._command), check=False).returncode
            self._trouble = f"{self._command!r} ended with exit code {code}" if code else None
            return
        for name in self._names:
            if not self._restart(name):
                self._trouble = f"{name} was not back within {RESTART_WITHIN_S:g} s"
                return
            time.sleep(BETWEEN_RESTARTS_S)
        self._trouble = None

    @staticmethod
    def _restart(name):
        """Asks one gateway to stop and waits until whoever looks after it has another one ready."""
        old = gateway(name)
        began = time.monotonic()
        os.kill(old["pid"], signal.SIGTERM)
        while time.monotonic() - began < RESTART_WITHIN_S:
            new = gateway(name)
            if new and new["pid"] != old["pid"] and answers(f"{new['admin']}/health/ready"):
                layout.say(f"    {name} was restarted, ready after {time.monotonic() - began:.1f} s")
                return True
            time.sleep(0.1)
        return False

    def verdict(self):
        """The exit code: 0 when every gateway was restarted."""
        if self._trouble is None:
            return 0
        layout.say(f"\nhubbub: {self._trouble}")
        return 1


def gateway(name):
    """A gateway's entry in cluster.json as it is now."""
    about = control.description() or {"services": []}
    return next((one for one in about["services"] if one["name"] == name), None)


def usage(about):
    """What each process here has used: name → (pid, processor seconds, resident MiB)."""
    found = {}
    for one in about["services"] if about else []:
        try:
            with open(f"/proc/{one['pid']}/stat", encoding="utf-8") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        seconds = (int(fields[11]) + int(fields[12])) / TICKS
        found[one["name"]] = (one["pid"], seconds, int(fields[21]) * PAGE_KIB / 1024)
    return found


def costs(before, after, summary):
    """A table of what the run cost each process; those that were restarted meanwhile are left out."""
    stayed = {name: (before[name], after[name]) for name in before if name in after and before[name][0] == after[name][0]}
    if not stayed:
        return ""
    lines = [f"  {'process':<14}{'CPU s':>8}{'MiB before':>12}{'after':>8}"]
    for name, ((_, began, small), (_, ended, large)) in stayed.items():
        lines.append(f"  {name:<14}{ended - began:>8.1f}{small:>12.0f}{large:>8.0f}")
    try:
        delivered = json.loads(summary.read_text())["metrics"]["ws_delivered"]["values"]["count"]
    except (OSError, ValueError, KeyError):
        delivered = 0
    spent = sum(ended - began for name, ((_, began, _), (_, ended, _)) in stayed.items() if name.startswith("gateway"))
    gateways = {name for name in before if name.startswith("gateway")}
    if delivered and gateways and gateways <= set(stayed):
        lines.append(f"  gateways, µs of CPU a delivery: {spent * 1e6 / delivered:.0f}")
    return "\n".join([*lines, ""])


def test(_words):
    """The smoke before a cluster of its own, after a look at whether the checker finds faults at all."""
    layout.step("Feeding the checker of the load scripts with faults")
    for fault in ("nothing", *FAULTS):
        wanted = 0 if fault == "nothing" else THRESHOLD_BROKE
        code, words = quietly(fault)
        if code != wanted:
            raise layout.Trouble(f"the checker, given {fault!r}: k6 ended with {code}, not with {wanted}\n{words}")
    home = tempfile.mkdtemp(prefix="hubbub-load-")
    launcher = [sys.executable, str(layout.ROOT / "deploy/local")]
    environment = {**os.environ, **WISHES, "HUBBUB_HOME": home, "HUBBUB_DEMO": "off"}
    environment.pop("HUBBUB_URL", None)
    command = [*launcher, "with-cluster", *launcher, "load", "smoke"]
    code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        shutil.rmtree(home, ignore_errors=True)
    else:
        layout.say(f"    the smoke failed; the cluster's logs and the report are in {home}")
    return code


def quietly(fault):
    """Runs the self-check with one fault: k6's exit code, and what it said."""
    program = str(checks.companion("k6"))
    words = [program, "run", "--no-usage-report", "--quiet", str(SCRIPTS / "selfcheck.js")]
    done = subprocess.run(words, env={**os.environ, "BREAK": fault}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
