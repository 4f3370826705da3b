"""Takes the traces of whatever runs on this machine, and shows each as a tree."""

import dataclasses
import subprocess
import tempfile
import time
from pathlib import Path

import checks
import layout

PORTS = (4317, 4318)
# A trace to which nothing was added for so long is whole: services send every five seconds.
SILENCE_S = 7
NAME_WIDTH = 44


@dataclasses.dataclass
class Span:
    """What was done, by whom, and for how long."""

    service: str
    instance: str
    trace: str = ""
    id: str = ""
    parent: str = ""
    name: str = ""
    start: int = 0
    end: int = 0


def show(words):
    """Runs a collector until it is interrupted; of traces with less than `words[0]` spans nothing is said."""
    least = int(words[0]) if words else 4
    layout.say(f"==> HUBBUB_OTLP_ENDPOINT=http://127.0.0.1:{PORTS[0]} HUBBUB_TRACE_SAMPLE=1 make up")
    with tempfile.TemporaryDirectory(prefix="hubbub-traces-") as folder:
        page = Path(folder) / "spans"
        with page.open("w") as out:
            process = subprocess.Popen(collector(), cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        try:
            follow(page, least, process)
        except KeyboardInterrupt:
            pass
        finally:
            process.terminate()
            process.wait()
    return 0


def collector():
    """A collector that writes down all that it understands."""
    grpc, http = PORTS
    return [
        str(checks.companion("rotel")),
        "start",
        *("--exporter", "blackhole", "--debug-log", "traces", "--debug-log-verbosity", "detailed"),
        *(f"--otlp-grpc-endpoint=127.0.0.1:{grpc}", f"--otlp-http-endpoint=127.0.0.1:{http}"),
    ]


def follow(page, least, process):
    """Says each trace once it is whole."""
    said, sizes = set(), {}
    while True:
        if process.poll() is not None:
            raise layout.Trouble(f"the collector ended: is port {PORTS[0]} or {PORTS[1]} taken?")
        traces = by_trace(page.read_text().splitlines())
        for trace, spans in traces.items():
            size, since = sizes.get(trace, (0, 0))
            if size != len(spans):
                sizes[trace] = (len(spans), time.monotonic())
            elif trace not in said and time.monotonic() - since > SILENCE_S:
                said.add(trace)
                if len(spans) >= least:
                    layout.say("\n".join([f"\ntrace {trace}", *tree(spans)]))
        time.sleep(1)


def by_trace(lines):
    """The spans of each trace."""
    traces = {}
    for span in read(lines):
        traces.setdefault(span.trace, []).append(span)
    return traces


def read(lines):
    """The spans in what the collector wrote: a resource, and below it what it did."""
    spans, resource, in_resource = [], {}, False
    fields = {"Trace ID": "trace", "Parent ID": "parent", "ID": "id", "Name": "name"}
    for line in map(str.strip, lines):
        name, _, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if line.startswith("ResourceSpans #"):
            resource, in_resource = {}, True
        elif line.startswith("Span #"):
            in_resource = False
            spans.append(Span(resource.get("service.name", "?"), resource.get("service.instance.id", "?")))
        elif line.startswith("-> "):
            if in_resource:
                resource[name.removeprefix("-> ")] = value.partition("(")[2].removesuffix(")")
        elif spans and not in_resource and name in fields:
            setattr(spans[-1], fields[name], value)
        elif spans and not in_resource and name in ("Start time", "End time"):
            setattr(spans[-1], name.split()[0].lower(), int(value))
    return spans


def tree(spans):
    """Who did what, below what it was done for: when it began and how long it took, in milliseconds."""
    known = {span.id for span in spans}
    roots = [span for span in spans if span.parent not in known]
    begun = min(span.start for span in spans)
    several = {}
    for span in spans:
        several.setdefault(span.service, []).append(span.instance)
    yield f"{'':<{NAME_WIDTH}} {'service':<10} {'begins':>9} {'takes':>9}"
    for root in sorted(roots, key=lambda span: span.start):
        yield from branch(spans, root, 0, (begun, several))


def branch(spans, span, depth, context):
    """A span and those below it."""
    begun, several = context
    instances = list(dict.fromkeys(several[span.service]))
    number = f"-{instances.index(span.instance) + 1}" if len(instances) > 1 else ""
    title, who = "  " * depth + span.name, span.service + number
    begins, takes = (span.start - begun) / 1e6, (span.end - span.start) / 1e6
    yield f"{title:<{NAME_WIDTH}} {who:<10} {begins:>9.3f} {takes:>9.3f}"
    below = [other for other in spans if other.parent == span.id]
    for child in sorted(below, key=lambda span: span.start):
        yield from branch(spans, child, depth + 1, context)
