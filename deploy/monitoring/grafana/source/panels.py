"""Dashboards as a few words: rows are questions, panels are answers. Written out as Grafana wants them."""

from dataclasses import dataclass, field

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
WIDTH = 24
GREEN, AMBER, RED = "green", "orange", "red"


@dataclass
class Panel:
    """One answer. `queries` are (PromQL, legend); `steps` are (from, colour) above green."""

    title: str
    unit: str
    queries: list
    about: str = ""
    kind: str = "timeseries"
    steps: list = field(default_factory=list)
    most: float | None = None
    decimals: int | None = None
    stack: bool = False
    leads_to: str | None = None

    def write(self, number, place):
        """The panel, for a dashboard where it has this number and place."""
        thresholds = [{"color": GREEN, "value": None}] + [{"color": colour, "value": at} for at, colour in self.steps]
        defaults = {"unit": self.unit, "thresholds": {"mode": "absolute", "steps": thresholds}, "min": 0}
        if self.most is not None:
            defaults["max"] = self.most
        if self.decimals is not None:
            defaults["decimals"] = self.decimals
        if self.kind == "timeseries":
            defaults["custom"] = {
                "fillOpacity": 20 if self.stack else 8,
                "lineWidth": 1,
                "showPoints": "never",
                "stacking": {"mode": "normal" if self.stack else "none"},
                "thresholdsStyle": {"mode": "line" if self.steps else "off"},
            }
        panel = {
            "id": number,
            "type": self.kind,
            "title": self.title,
            "description": self.about,
            "datasource": DATASOURCE,
            "gridPos": place,
            "fieldConfig": {"defaults": defaults, "overrides": []},
            "options": self.options(),
            "targets": [self.target(letter, query) for letter, query in zip("ABCDEF", self.queries)],
        }
        if self.leads_to:
            url = f"/d/hubbub-{self.leads_to}?${{__url_time_range}}&${{datasource:queryparam}}"
            panel["links"] = [{"title": f"Look closer: {self.leads_to}", "url": url}]
        return panel

    def options(self):
        """What is special to its kind. A stat is coloured where it has something to say by that."""
        options = dict(OPTIONS[self.kind])
        if self.kind == "stat":
            options["colorMode"] = "background" if self.steps else "none"
        return options

    def target(self, letter, query):
        """One query. A stat and a table look at now alone."""
        expr, legend = query
        now = self.kind in ("stat", "table")
        shape = {"format": "table"} if self.kind == "table" else {}
        return {
            "refId": letter,
            "datasource": DATASOURCE,
            "expr": expr,
            "legendFormat": legend,
            "instant": now,
            "range": not now,
            **shape,
        }


OPTIONS = {
    "timeseries": {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    },
    "stat": {
        "graphMode": "none",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "textMode": "value_and_name",
    },
    "table": {"showHeader": True},
}


def stat(title, unit, queries, **more):
    """A number that says at a glance whether all is well."""
    return Panel(title, unit, queries, kind="stat", **more)


@dataclass
class Dashboard:
    """A page: `rows` are (question, panels)."""

    name: str
    title: str
    about: str
    rows: list
    job: str | None = None

    def write(self):
        """The dashboard as Grafana reads it."""
        panels, number, top = [], 0, 0
        for question, answers in self.rows:
            number += 1
            panels.append(row(number, question, top))
            top += 1
            height = 5 if all(one.kind == "stat" for one in answers) else 8
            width = WIDTH // len(answers)
            for at, answer in enumerate(answers):
                number += 1
                panels.append(answer.write(number, {"x": at * width, "y": top, "w": width, "h": height}))
            top += height
        return {
            "uid": f"hubbub-{self.name}",
            "title": f"Hubbub / {self.title}",
            "description": self.about,
            "tags": ["hubbub"],
            "schemaVersion": 39,
            "version": 1,
            "editable": False,
            "graphTooltip": 1,
            "refresh": "30s",
            "time": {"from": "now-1h", "to": "now"},
            "timezone": "browser",
            "links": [OTHERS],
            "annotations": {"list": [ALERTS]},
            "templating": {"list": [SOURCE, *([instances(self.job)] if self.job else [])]},
            "panels": panels,
        }


def row(number, question, top):
    """A headline."""
    place = {"x": 0, "y": top, "w": WIDTH, "h": 1}
    return {"id": number, "type": "row", "title": question, "collapsed": False, "gridPos": place, "panels": []}


OTHERS = {
    "type": "dashboards",
    "title": "Hubbub",
    "tags": ["hubbub"],
    "asDropdown": False,
    "keepTime": True,
    "includeVars": False,
}
# Critical alerts, as marks in every graph.
ALERTS = {
    "name": "critical alerts",
    "datasource": DATASOURCE,
    "enable": True,
    "iconColor": RED,
    "expr": 'ALERTS{alertstate="firing", severity="critical", alertname=~"Hubbub.*"}',
    "titleFormat": "{{alertname}}",
    "step": "60s",
}
SOURCE = {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "hide": 0}


def instances(job):
    """A choice among the processes of a service; all of them to begin with."""
    return {
        "name": "instance",
        "label": "process",
        "type": "query",
        "datasource": DATASOURCE,
        "query": {"query": f'label_values(hubbub_build_info{{job="{job}"}}, instance)', "refId": "instances"},
        "definition": f'label_values(hubbub_build_info{{job="{job}"}}, instance)',
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def quantiles(metric, by="", where="", shares=(0.5, 0.95, 0.99)):
    """Queries for the shares of a histogram, and their legends."""
    groups = f"{by}, le" if by else "le"
    legend = f"{{{{{by}}}}} " if by else ""
    return [
        (
            f"histogram_quantile({share}, sum by ({groups}) (rate({metric}_bucket{{{where}}}[$__rate_interval])))",
            f"{legend}p{share * 100:g}",
        )
        for share in shares
    ]


def rate(metric, by="", where=""):
    """What a counter counts in a second."""
    groups = f" by ({by})" if by else ""
    return f"sum{groups} (rate({metric}{{{where}}}[$__rate_interval]))"


def processes(job):
    """The last row of a service: are its processes well?"""
    of = f'job="{job}", instance=~"$instance"'
    return (
        "Are its processes well?",
        [
            Panel("CPU", "percentunit", [(rate("process_cpu_seconds_total", "instance", of), "{{instance}}")], "1 is one core."),
            Panel("Memory", "bytes", [(f"process_resident_memory_bytes{{{of}}}", "{{instance}}")]),
            Panel(
                "File descriptors",
                "percentunit",
                [(f"process_open_fds{{{of}}} / process_max_fds{{{of}}}", "{{instance}}")],
                "Of those that may be open; sockets are most of them.",
                steps=[(0.7, AMBER), (0.85, RED)],
                most=1,
            ),
            Panel(
                "Fullness of queues",
                "percentunit",
                [(f"max by (queue) (hubbub_queue_entries{{{of}}} / hubbub_queue_capacity_entries{{{of}}})", "{{queue}}")],
                "What finds a full one is refused.",
                steps=[(0.5, AMBER), (0.8, RED)],
                most=1,
            ),
            Panel(
                "Ready",
                "short",
                [(f"hubbub_ready{{{of}}}", "{{instance}}"), (f"min by (dependency) (hubbub_dependency_up{{{of}}})", "{{dependency}}")],
                "1: it gets traffic, and what it needs answers.",
                most=1,
            ),
        ],
    )
