"""Brings the rules and dashboards of deploy/monitoring to Kubernetes: kustomize can neither list a folder nor put a file
into an object's field, so both are written from those files, and checked."""

import textwrap

import layout

RULES = layout.ROOT / "deploy/monitoring/prometheus/rules"
DASHBOARDS = layout.ROOT / "deploy/monitoring/grafana/dashboards"
OBJECTS = layout.ROOT / "k8s/components/monitoring/rules.yaml"
LIST = DASHBOARDS.parent / "kustomization.yaml"

RULE = """apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: hubbub-{name}
  labels:
    app.kubernetes.io/part-of: hubbub
spec:
{groups}"""

HEAD = """# Written from the files beside it by `python3 deploy/local k8s-monitoring`: a ConfigMap for each dashboard, which
# Grafana's sidecar finds by its label.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
generatorOptions:
  disableNameSuffixHash: true
  labels:
    app.kubernetes.io/part-of: hubbub
    grafana_dashboard: "1"
configMapGenerator:
"""


def files():
    """Each written file and what it should be; none before there is anything to write them from."""
    rules = sorted(RULES.glob("*.yaml"))
    if rules:
        objects = [RULE.format(name=path.stem, groups=textwrap.indent(path.read_text(), "  ")) for path in rules]
        text = "# Written from deploy/monitoring/prometheus/rules by `python3 deploy/local k8s-monitoring`.\n"
        yield OBJECTS, text + "---\n".join(objects)
    dashboards = sorted(DASHBOARDS.glob("*.json"))
    if dashboards:
        yield LIST, HEAD + "".join(
            f"  - name: hubbub-dashboard-{path.stem}\n    files: [dashboards/{path.name}]\n" for path in dashboards
        )


def write():
    """Writes them anew."""
    for path, wanted in files():
        path.write_text(wanted)
    return 0


def check():
    """Fails when one of them is not what it was written from."""
    for path, wanted in files():
        if not path.exists() or path.read_text() != wanted:
            name = path.relative_to(layout.ROOT)
            raise layout.Trouble(f"{name} is not what deploy/monitoring says: run `python3 deploy/local k8s-monitoring`")
