"""Rules about what a container is told: ConfigMaps, Secrets, and names that our code reads."""

import re
from urllib.parse import urlsplit

import configuration
import layout
from k8s.objects import Fault

SECRET = "hubbub"
SECRET_FILES = layout.ROOT / "deploy/secrets.sh"
CADDYFILE = layout.ROOT / "deploy/Caddyfile"


class Known:
    """What the code reads and the Secret has, each from where it is written."""

    def __init__(self):
        self.readers = {f"HUBBUB_{one.name}": set(one.defaults) for one in configuration.variables().values()}
        for name in set(re.findall(r"\{\$(HUBBUB_EDGE_\w+)", CADDYFILE.read_text())):
            self.readers[name] = {"edge"}
        self.secret_keys = set(re.findall(r"^make (\w+) ", SECRET_FILES.read_text(), re.M))

    def variable(self, name):
        """The variable that NAME, or NAME_FILE, sets; None for what nobody reads."""
        plain = name.removesuffix("_FILE")
        return next((one for one in (name, plain) if one in self.readers), None)


def check(objects, known):
    """All faults of the configuration of a rendering."""
    for secret in objects.all("Secret"):
        yield Fault("secret", f"Secret/{secret['metadata']['name']}", "a secret is in the tree")
    for config in objects.all("ConfigMap"):
        yield from config_map(config, objects, known)
    for workload in objects.workloads:
        yield from volumes(workload, objects, known)
        for container in workload.containers:
            place = f"{workload.where()}/{container['name']}"
            names = [one["name"] for one in container.get("env", [])]
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield Fault("env", place, f"{name} is there twice")
            for variable in container.get("env", []):
                yield from source(place, variable.get("valueFrom", {}), objects, known)
                yield from own_variable(place, variable, workload, known)
            for whole in container.get("envFrom", []):
                name = whole.get("configMapRef", {}).get("name")
                if name and objects.find("ConfigMap", name) is None:
                    yield Fault("config", place, f"there is no ConfigMap {name}")


def config_map(config, objects, known):
    """Each key is a variable of ours, and an address without a dot is a Service of this rendering."""
    place = f"ConfigMap/{config['metadata']['name']}"
    for name, value in config.get("data", {}).items():
        if name.startswith("HUBBUB_") and known.variable(name) is None:
            yield Fault("env", place, f"nobody reads {name}")
        yield from address(place, name, value, objects)


def own_variable(place, variable, workload, known):
    """A variable of ours is one that this program reads; a file that it names is there."""
    name = variable["name"]
    if not name.startswith("HUBBUB_"):
        return
    plain = known.variable(name)
    readers = known.readers.get(plain, set())
    program = "api" if workload.name == "migrate" else workload.name
    if plain is None:
        yield Fault("env", place, f"nobody reads {name}")
        return
    if program not in readers:
        yield Fault("env", place, f"{program} does not read {name}")
    if plain != name and variable.get("value") not in set(files_of(workload)):
        yield Fault("secret-file", place, f"{name} names {variable.get('value')}, which no volume brings")


def files_of(workload):
    """The paths that volumes of Secrets bring."""
    for container in workload.containers:
        for mount in container.get("volumeMounts", []):
            volume = workload.volume(mount["name"]) or {}
            for item in volume.get("secret", {}).get("items", []):
                yield f"{mount['mountPath']}/{item['path']}"


def source(place, origin, objects, known):
    """A value that comes from elsewhere is there."""
    config, secret = origin.get("configMapKeyRef"), origin.get("secretKeyRef")
    if config and config["key"] not in (objects.find("ConfigMap", config["name"]) or {}).get("data", {}):
        yield Fault("config", place, f"the ConfigMap {config['name']} has no key {config['key']}")
    if secret and not secret.get("optional"):
        yield from secret_key(place, secret["name"], secret["key"], known)


def volumes(workload, objects, known):
    """Volumes of ConfigMaps and Secrets have what they take."""
    for volume in workload.pod.get("volumes", []):
        config, secret = volume.get("configMap"), volume.get("secret")
        if config and objects.find("ConfigMap", config["name"]) is None:
            yield Fault("config", workload.where(), f"there is no ConfigMap {config['name']}")
        if secret and "items" not in secret:
            yield Fault("secret", workload.where(), "it gets every secret instead of those that it needs")
        for item in (secret or {}).get("items", []):
            yield from secret_key(workload.where(), secret["secretName"], item["key"], known)


def secret_key(place, name, key, known):
    if name != SECRET or key not in known.secret_keys:
        yield Fault("secret", place, f"deploy/secrets.sh makes no {key} for a Secret {name}")


def address(place, name, value, objects):
    """`http://api:9000`: a bare host name is a Service, and the port one of its own."""
    if not re.fullmatch(r"(\w+://)?[a-z][a-z0-9-]*:\d+", value):
        return
    parts = urlsplit(value if "://" in value else f"//{value}")
    if parts.hostname == "localhost":
        return
    service = objects.find("Service", parts.hostname)
    if service is None:
        yield Fault("address", place, f"{name} names the Service {parts.hostname}, which is not there")
    elif parts.port not in [port["port"] for port in service["spec"]["ports"]]:
        yield Fault("address", place, f"{name}: the Service {parts.hostname} has no port {parts.port}")


def external_secret(document, objects, known):
    """The example fills every key that the pods need."""
    given = {one["secretKey"] for one in document["spec"]["data"]}
    needed = {item["key"] for one in objects.workloads for volume in one.pod.get("volumes", [])
              for item in volume.get("secret", {}).get("items", [])}
    for key in sorted(needed - given):
        yield Fault("secret", "ExternalSecret/hubbub", f"{key} is missing")
    for key in sorted(given - known.secret_keys):
        yield Fault("secret", "ExternalSecret/hubbub", f"{key} is no secret of ours")
