"""`check-k8s`: everything that can be known of k8s/ without a cluster."""

import time

import layout
from k8s import monitoring, pods, policies, render, routes, scaling, schema, settings, wheels
from k8s.objects import Objects

EXAMPLES = render.FOLDER / "examples"


class Checker:
    """The rules, with what they compare the objects to."""

    def __init__(self):
        wheels.use_libraries()
        self.known = settings.Known()
        (adapter,) = render.documents(scaling.ADAPTER.read_text())
        self.metrics = scaling.Metrics(adapter)

    def faults(self, documents):
        """Everything that is wrong with some objects."""
        objects = Objects(documents)
        found = list(schema.check(objects))
        # What a schema refuses, the other rules may not be able to read.
        if found:
            return found
        for rule in (pods.check, routes.check, policies.check):
            found.extend(rule(objects))
        found.extend(settings.check(objects, self.known))
        found.extend(scaling.check(objects, self.metrics))
        return found

    def example_faults(self, documents):
        """Everything that is wrong with the examples, which belong to the objects of `prod`."""
        found = []
        for path in sorted(EXAMPLES.glob("*.yaml")):
            examples = render.documents(path.read_text())
            found.extend(schema.check(Objects(examples)))
            for example in examples:
                if example["kind"] == "ExternalSecret":
                    found.extend(settings.external_secret(example, Objects(documents), self.known))
        return found


def check():
    """Renders and checks everything; the faults are said one by one."""
    began = time.monotonic()
    monitoring.check()
    checker = Checker()
    rendered = render.rendered()
    faults = {name: checker.faults(documents) for name, documents in rendered.items()}
    faults["examples"] = checker.example_faults(rendered["overlays/prod"])
    for name, found in faults.items():
        for fault in found:
            layout.say(f"    k8s/{name}: {fault}")
    count = sum(len(found) for found in faults.values())
    if count:
        raise layout.Trouble(f"{count} faults in k8s/")
    objects = sum(len(documents) for documents in rendered.values())
    took = time.monotonic() - began
    layout.say(f"k8s: {len(rendered)} renderings with {objects} objects, valid for {' and '.join(schema.VERSIONS)}, in {took:.1f} s")
    return 0
