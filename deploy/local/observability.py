"""Checks what watches a cluster: Prometheus' rules with their tests, runbooks, Grafana's dashboards."""

import json
import re
import subprocess
import sys
import tempfile

import layout
import tools

FOLDER = layout.ROOT / "deploy/monitoring"
PROMETHEUS = FOLDER / "prometheus"
DASHBOARDS = FOLDER / "grafana/dashboards"
SOURCE = FOLDER / "grafana/source"
RUNBOOKS = layout.ROOT / "docs/runbooks"
# What a person who was woken up looks for, in this order.
HEADINGS = ["What it means", "What people notice", "Look first", "Do", "Verify"]


def write():
    """Writes the dashboards from their source."""
    done = subprocess.run([sys.executable, "-B", str(SOURCE)], check=False)
    return done.returncode


def check():
    """Says all that is wrong, and answers with 1 if anything is."""
    faults = [*rules(), *tested(), *runbooks(), *dashboards(), *queries(), *drift()]
    for fault in faults:
        layout.say(f"    {fault}")
    return 1 if faults else 0


def rules():
    """What promtool says of the configuration, the rules and their tests."""
    promtool = str(tools.PROMTOOL.ensure())
    written, tests = sorted(PROMETHEUS.glob("rules/*.yaml")), sorted(PROMETHEUS.glob("tests/*.yaml"))
    if not written or not tests:
        yield f"there are no rules, or no tests of them, in {PROMETHEUS.relative_to(layout.ROOT)}"
    commands = [
        ["check", "config", "--syntax-only", str(PROMETHEUS / "prometheus.yaml")],
        ["check", "rules", "--lint=all", "--lint-fatal", *map(str, written)],
        ["test", "rules", *map(str, tests)],
    ]
    for words in commands:
        done = subprocess.run([promtool, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield f"promtool {' '.join(words[:2])}:\n{done.stdout}{done.stderr}"


def alerts():
    """Each alert's name and its text."""
    text = "\n".join(path.read_text() for path in sorted(PROMETHEUS.glob("rules/*.yaml")))
    pieces = re.split(r"^ {6}- ", text, flags=re.MULTILINE)
    return {piece.split(maxsplit=2)[1]: piece for piece in pieces if piece.startswith("alert: ")}


def tested():
    """Alerts without a test that shows them silent, or without one that shows them firing."""
    text = "\n".join(path.read_text() for path in sorted(PROMETHEUS.glob("tests/*.yaml")))
    silent = set(re.findall(r"alertname: (\w+), exp_alerts: \[\]", text))
    firing = set(re.findall(r"alertname: (\w+)\n\s+exp_alerts:\n\s+- ", text))
    for name in alerts():
        if name not in silent:
            yield f"{name}: no test shows it silent"
        if name not in firing:
            yield f"{name}: no test shows it firing"


def runbooks():
    """Alerts without a page, pages without an alert, and pages that lack a part."""
    known, pages = alerts(), {path.stem: path for path in RUNBOOKS.glob("Hubbub*.md")}
    for name, text in known.items():
        for wanted in ("severity: ", "service: ", "summary: ", "description: "):
            if wanted not in text:
                yield f"{name} has no {wanted.strip(': ')}"
        if f"runbook_url: docs/runbooks/{name}.md" not in text:
            yield f"{name} does not say where its page is"
        if name not in pages:
            yield f"{name} has no page in docs/runbooks"
    for name, path in pages.items():
        if name not in known:
            yield f"docs/runbooks/{path.name} belongs to no alert"
        found = re.findall(r"^## (.+)$", path.read_text(), flags=re.MULTILINE)
        if found != HEADINGS:
            yield f"docs/runbooks/{path.name} should have the parts {', '.join(HEADINGS)}"


def dashboards():
    """Dashboards that Grafana would not take, or that a person could not read."""
    seen = {}
    for path in sorted(DASHBOARDS.glob("*.json")):
        try:
            dashboard = json.loads(path.read_text())
        except ValueError as error:
            yield f"{path.name}: {error}"
            continue
        uid = dashboard.get("uid")
        if not uid or uid in seen:
            yield f"{path.name}: the uid {uid!r} is missing or taken by {seen.get(uid)}"
        seen[uid] = path.name
        if not any(one.get("type") == "datasource" for one in dashboard["templating"]["list"]):
            yield f"{path.name}: the datasource is not a variable"
        yield from (f"{path.name}: {fault}" for fault in panels(dashboard))
    for path in sorted(DASHBOARDS.glob("*.json")):
        for uid in re.findall(r'"url": "/d/([\w-]+)', path.read_text()):
            if uid not in seen:
                yield f"{path.name}: links to {uid}, which is not there"


def panels(dashboard):
    """Faults of a dashboard's panels."""
    numbers = [panel["id"] for panel in dashboard["panels"]]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield f"panel {number} is there twice"
    for panel in dashboard["panels"]:
        title = panel.get("title") or panel["id"]
        if panel["type"] == "row":
            continue
        if panel["datasource"]["uid"] != "${datasource}" or any(
            one["datasource"]["uid"] != "${datasource}" for one in panel["targets"]
        ):
            yield f"{title!r} names a datasource"
        if not panel["fieldConfig"]["defaults"].get("unit"):
            yield f"{title!r} has no unit"
        if not panel["targets"] or not all(one["expr"] for one in panel["targets"]):
            yield f"{title!r} asks nothing"


def queries():
    """Queries of dashboards that Prometheus cannot read: promtool reads them as recording rules."""
    promtool, asked = str(tools.PROMTOOL.ensure()), []
    for path in sorted(DASHBOARDS.glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            asked += [(path.name, panel["title"], one["expr"]) for one in panel.get("targets", [])]
    rules = [
        {"record": f"query:{number}", "expr": expr.replace("$__rate_interval", "1m").replace("$instance", "x")}
        for number, (_, _, expr) in enumerate(asked)
    ]
    # JSON is YAML.
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump({"groups": [{"name": "queries", "rules": rules}]}, file)
        file.flush()
        done = subprocess.run([promtool, "check", "rules", "--lint=none", file.name], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        for number in sorted({int(found) for found in re.findall(r'"query:(\d+)"', done.stderr)}):
            yield "{}: {!r} asks what Prometheus cannot read: {}".format(*asked[number])
        yield f"promtool check rules: {done.stderr}"


def drift():
    """Dashboards that are not what their source says."""
    words = [sys.executable, "-B", str(SOURCE), "--print"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"the dashboards' source fails: {done.stderr}"
        return
    written = json.loads(done.stdout)
    found = {path.name: path.read_text() for path in DASHBOARDS.glob("*.json")}
    for name in sorted({*written, *found}):
        if written.get(name) != found.get(name):
            yield f"dashboards/{name} is not what its source says: run `python3 deploy/local dashboards`"
