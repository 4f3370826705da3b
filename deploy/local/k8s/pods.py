"""Rules about pods: how they are confined, watched, bounded, and what image they are."""

from k8s.objects import Fault

# Programs that need more than this are none of ours.
ALLOWED_CAPABILITIES = {"NET_BIND_SERVICE"}
ALLOWED_VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


def check(objects):
    """All faults of the pods of a rendering."""
    for workload in objects.workloads:
        yield from selectors(workload)
        yield from pod_security(workload)
        yield from volumes(workload)
        yield from grace(workload)
        for container in workload.containers:
            place = f"{workload.where()}/{container['name']}"
            yield from container_security(place, container, workload.pod)
            yield from image(place, container)
            yield from resources(place, container)
            if workload.kind != "Job":
                yield from probes(place, container, workload)


def selectors(workload):
    """The API server refuses pods that their own maker would not find; a spread that counts others is none."""
    if workload.kind == "Job":
        return
    selector = workload.document["spec"]["selector"]["matchLabels"]
    if not selector.items() <= workload.labels.items():
        yield Fault("selector", workload.where(), "the selector does not take its own pods")
    for spread in workload.pod.get("topologySpreadConstraints", []):
        if not spread["labelSelector"]["matchLabels"].items() <= workload.labels.items():
            yield Fault("spread", workload.where(), f"the spread over {spread['topologyKey']} counts other pods")


def pod_security(workload):
    """The standard `restricted`, and what it forgets."""
    pod, place = workload.pod, workload.where()
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(name):
            yield Fault("pod-security", place, f"{name} is on")
    for volume in pod.get("volumes", []):
        if not set(volume) - {"name"} <= ALLOWED_VOLUMES:
            yield Fault("pod-security", place, f"the volume {volume['name']} is of a kind that restricted pods may not have")
    if pod.get("automountServiceAccountToken") is not False:
        yield Fault("service-account", place, "the token of a service account is mounted, and nothing here asks Kubernetes")
    if pod.get("enableServiceLinks") is not False:
        yield Fault("service-links", place, "other services' addresses would be variables of this pod")


def container_security(place, container, pod):
    """What a container may do."""
    own, shared = container.get("securityContext", {}), pod.get("securityContext", {})
    capabilities = own.get("capabilities", {})
    wanted = {
        "runAsNonRoot is not true": own.get("runAsNonRoot", shared.get("runAsNonRoot")) is True,
        "it runs as root, or as whom the image says": own.get("runAsUser", shared.get("runAsUser", 0)) > 0,
        "the root file system can be written": own.get("readOnlyRootFilesystem") is True,
        "it may gain privileges": own.get("allowPrivilegeEscalation") is False,
        "it is privileged": not own.get("privileged"),
        "it keeps capabilities": "ALL" in capabilities.get("drop", []),
        "it adds capabilities": set(capabilities.get("add", [])) <= ALLOWED_CAPABILITIES,
        "it has no seccomp profile": "type" in own.get("seccompProfile", shared.get("seccompProfile", {})),
    }
    for text, is_so in wanted.items():
        if not is_so:
            yield Fault("pod-security", place, text)


def image(place, container):
    """An image that is another tomorrow cannot be rolled back."""
    name = container["image"].split("@")[0].rsplit("/", 1)[-1]
    tag = name.partition(":")[2]
    if "@sha256:" not in container["image"] and tag in ("", "latest"):
        yield Fault("image", place, f"{container['image']} has no fixed version")


def resources(place, container):
    """A pod without bounds takes its neighbours with it; one without requests is placed blindly."""
    given = container.get("resources", {})
    if "memory" not in given.get("limits", {}):
        yield Fault("limits", place, "there is no limit of memory")
    for name in ("cpu", "memory"):
        if name not in given.get("requests", {}):
            yield Fault("limits", place, f"no {name} is requested")


def probes(place, container, workload):
    """Ready and alive are asked at a port that is there, and being alive depends on nobody else."""
    for name in ("readinessProbe", "livenessProbe"):
        probe = container.get(name)
        if probe is None:
            yield Fault("probes", place, f"there is no {name}")
            continue
        asked = probe.get("httpGet") or probe.get("tcpSocket")
        if asked and workload.number(asked["port"]) is None:
            yield Fault("probes", place, f"the {name} asks the port {asked['port']}, which is not there")
        if name == "livenessProbe" and (probe.get("httpGet") or {}).get("path") == "/health/ready":
            yield Fault("probes", place, "it would be killed whenever a store is away")


def volumes(workload):
    """Each mount has its volume, and each volume its mount."""
    mounted = set()
    for container in workload.containers:
        for mount in container.get("volumeMounts", []):
            mounted.add(mount["name"])
            if workload.volume(mount["name"]) is None:
                yield Fault("volume", f"{workload.where()}/{container['name']}", f"there is no volume {mount['name']}")
    for volume in workload.pod.get("volumes", []):
        if volume["name"] not in mounted:
            yield Fault("volume", workload.where(), f"nothing mounts the volume {volume['name']}")


def grace(workload):
    """What a stopping pod takes (waiting, then draining) fits into what it is given."""
    given = workload.pod.get("terminationGracePeriodSeconds", 30)
    for container in workload.containers:
        variables = {one["name"]: one.get("value", "") for one in container.get("env", [])}
        waits = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        drains = sum(int(variables.get(f"HUBBUB_DRAIN_{name}_S", 0)) for name in ("DELAY", "WINDOW"))
        if waits + drains + 10 > given:
            text = f"{waits} s of preStop and {drains} s of drain do not fit into {given} s of grace"
            yield Fault("grace", workload.where(), text)
