"""Rules about who reaches whom: Services, the ways in, disruption budgets, scraping."""

from k8s.objects import Fault, where


def check(objects):
    """All faults of the routes of a rendering."""
    for service in objects.all("Service"):
        yield from service_ports(service, objects)
    for ingress in objects.all("Ingress"):
        yield from ingress_backends(ingress, objects)
    for route in objects.all("HTTPRoute"):
        yield from route_backends(route, objects)
        yield from route_parents(route, objects)
    for budget in objects.all("PodDisruptionBudget"):
        yield from disruption(budget, objects)
    for monitor in objects.all("PodMonitor"):
        yield from scraped(monitor, objects)
    for workload in objects.workloads:
        name = workload.document["spec"].get("serviceName")
        if name and objects.find("Service", name) is None:
            yield Fault("service", workload.where(), f"there is no Service {name} for its pods' names")
    yield from identity(objects)


def service_ports(service, objects):
    """A Service has pods, and each of them opens its ports."""
    pods = objects.selected({"matchLabels": service["spec"].get("selector", {})})
    if not pods:
        yield Fault("service", where(service), "it selects no pods")
    for pod in pods:
        for port in service["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            if pod.number(target) is None:
                yield Fault("service-port", where(service), f"{pod.where()} opens no port {target}")
    if service["spec"].get("sessionAffinity", "None") != "None":
        yield Fault("stickiness", where(service), "any pod serves anybody: no affinity")


def ingress_backends(ingress, objects):
    spec = ingress["spec"]
    paths = [path for rule in spec.get("rules", []) for path in rule.get("http", {}).get("paths", [])]
    backends = [path["backend"] for path in paths] + ([spec["defaultBackend"]] if "defaultBackend" in spec else [])
    for backend in backends:
        port = backend["service"]["port"]
        yield from reaches(where(ingress), backend["service"]["name"], port.get("name", port.get("number")), objects)
    hosts = {host for one in spec.get("tls", []) for host in one.get("hosts", [])}
    for rule in spec.get("rules", []):
        if rule.get("host") not in hosts:
            yield Fault("route", where(ingress), f"{rule.get('host')} has no certificate")
    if any("affinity" in name for name in ingress["metadata"].get("annotations", {})):
        yield Fault("stickiness", where(ingress), "any pod serves anybody: no affinity")


def route_backends(route, objects):
    for rule in route["spec"].get("rules", []):
        for backend in rule.get("backendRefs", []):
            yield from reaches(where(route), backend["name"], backend.get("port"), objects)


def reaches(place, name, port, objects):
    """A way in ends at a port of a Service that is there."""
    service = objects.find("Service", name)
    if service is None:
        yield Fault("route", place, f"there is no Service {name}")
    elif not any(port in (one.get("name"), one["port"]) for one in service["spec"]["ports"]):
        yield Fault("route", place, f"the Service {name} has no port {port}")


def route_parents(route, objects):
    """A route hangs on a listener that is there and hears its host names."""
    for parent in route["spec"].get("parentRefs", []):
        gateway = objects.find("Gateway", parent["name"])
        listeners = {one["name"]: one for one in (gateway or {}).get("spec", {}).get("listeners", [])}
        listener = listeners.get(parent.get("sectionName"))
        if listener is None:
            yield Fault("route", where(route), f"there is no listener {parent.get('sectionName')} of a Gateway {parent['name']}")
        elif listener.get("hostname") not in route["spec"].get("hostnames", []):
            yield Fault("route", where(route), f"the listener {listener['name']} hears {listener.get('hostname')}")


def disruption(budget, objects):
    """A budget counts somebody's pods, and lets a node be drained."""
    spec = budget["spec"]
    if not objects.selected(spec.get("selector", {})):
        yield Fault("disruption", where(budget), "it selects no pods")
    if spec.get("maxUnavailable") in (0, "0%") or spec.get("minAvailable") == "100%":
        yield Fault("disruption", where(budget), "no node could be drained")


def scraped(monitor, objects):
    """What is scraped is there, with that port."""
    pods = objects.selected(monitor["spec"].get("selector", {}))
    if not pods:
        yield Fault("monitor", where(monitor), "it selects no pods")
    for pod in pods:
        for endpoint in monitor["spec"]["podMetricsEndpoints"]:
            if endpoint["port"] not in pod.ports():
                yield Fault("monitor", where(monitor), f"{pod.where()} has no port {endpoint['port']}")


def identity(objects):
    """No object is there twice, and all are in one namespace."""
    names = [(where(one), one["metadata"].get("namespace")) for one in objects.documents]
    for name in sorted({name for name, _namespace in names if [other for other, _ in names].count(name) > 1}):
        yield Fault("twice", name, "it is there twice")
    namespaces = {one["metadata"].get("namespace") for one in objects.documents if one["kind"] != "Namespace"}
    if len(namespaces) > 1:
        yield Fault("namespace", "all", f"objects are in {', '.join(sorted(map(str, namespaces)))}")
