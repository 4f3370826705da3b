"""Rules about autoscalers: their target, their metrics, and that nobody else says how many."""

import re

import layout
from k8s.objects import Fault, where

ADAPTER = layout.ROOT / "k8s/components/monitoring/adapter.yaml"


class Metrics:
    """What the code counts, and what prometheus-adapter offers of it to autoscalers."""

    def __init__(self, adapter):
        rules = adapter["rules"]
        self.offered = {"Pods": series(rules.get("custom", [])), "External": series(rules.get("external", []))}
        self.counted = set()
        for folder in ("crates", "services"):
            for path in (layout.ROOT / folder).glob("*/src/**/*.rs"):
                self.counted |= set(re.findall(r'"(hubbub_\w+)"', path.read_text()))


def series(rules):
    return {re.match(r"\w+", rule["seriesQuery"])[0] for rule in rules}


def check(objects, metrics):
    """All faults of the autoscalers of a rendering."""
    scaled = set()
    for scaler in objects.all("HorizontalPodAutoscaler"):
        reference = scaler["spec"]["scaleTargetRef"]
        target = next((one for one in objects.workloads if (one.kind, one.name) == (reference["kind"], reference["name"])), None)
        if target is None:
            yield Fault("scaler-target", where(scaler), f"there is no {reference['kind']} {reference['name']}")
            continue
        scaled.add(target.where())
        if "replicas" in target.document["spec"]:
            yield Fault("replicas", target.where(), "each apply would undo what its autoscaler did")
        for metric in scaler["spec"].get("metrics", []):
            yield from measured(scaler, metric, target, metrics)
    for workload in objects.workloads:
        is_counted = "replicas" in workload.document["spec"] or workload.kind not in ("Deployment", "StatefulSet")
        if not is_counted and workload.where() not in scaled:
            yield Fault("replicas", workload.where(), "nobody says how many there are")


def measured(scaler, metric, target, metrics):
    """A share of processor time is one of what was requested; other metrics are counted, and offered."""
    kind = metric["type"]
    if kind == "Resource":
        requests = [one.get("resources", {}).get("requests", {}) for one in target.containers]
        if not all(metric["resource"]["name"] in request for request in requests):
            yield Fault("scaler-metric", where(scaler), f"{target.where()} requests no {metric['resource']['name']}")
        return
    name = metric[kind.lower()]["metric"]["name"]
    if name not in metrics.counted:
        yield Fault("scaler-metric", where(scaler), f"no program counts {name}")
    if name not in metrics.offered.get(kind, set()):
        yield Fault("scaler-metric", where(scaler), f"prometheus-adapter does not offer {name} for {kind}")
