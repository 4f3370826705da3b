"""Rules about network policies: they select somebody, and let through every way that we need."""

from k8s.objects import Fault, takes, where

# Who asks whom, at which port; everything else may be forbidden.
WAYS = (
    ("edge", "api", "http"),
    ("edge", "files", "http"),
    ("edge", "gateway", "http"),
    ("gateway", "api", "grpc"),
    ("files", "api", "grpc"),
    ("api", "files", "grpc"),
    ("worker", "files", "grpc"),
)


def check(objects):
    """All faults of the network policies of a rendering."""
    policies = objects.all("NetworkPolicy")
    for policy in policies:
        yield from selections(policy, objects)
    if not policies:
        return
    if not any(denies_all(policy) for policy in policies):
        yield Fault("policy", "all", "nothing is denied by default")
    pods = {one.name: one for one in objects.workloads}
    for asking, asked, port in WAYS:
        if not {asking, asked} <= pods.keys():
            continue
        asker, answerer = pods[asking], pods[asked]
        if not lets("egress", "to", (asker, answerer), port, policies):
            yield Fault("policy-way", asker.where(), f"it may not ask {asked} at {port}")
        if not lets("ingress", "from", (answerer, asker), port, policies):
            yield Fault("policy-way", answerer.where(), f"{asking} may not ask it at {port}")


def denies_all(policy):
    spec = policy["spec"]
    kinds = set(spec.get("policyTypes", []))
    return spec["podSelector"] == {} and kinds == {"Ingress", "Egress"} and not ({"ingress", "egress"} & spec.keys())


def selections(policy, objects):
    """A policy, and each peer that it names among our pods, selects somebody; its named ports are theirs."""
    spec = policy["spec"]
    chosen = objects.selected(spec["podSelector"])
    if not chosen:
        yield Fault("policy", where(policy), "it selects no pods")
    for name in named(spec["podSelector"]):
        if name not in [pod.name for pod in chosen]:
            yield Fault("policy", where(policy), f"it names {name}, which is not there")
    for rule in spec.get("ingress", []):
        for port in rule.get("ports", []):
            for pod in chosen:
                if pod.number(port["port"]) is None:
                    yield Fault("policy-port", where(policy), f"{pod.where()} opens no port {port['port']}")
    for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
        for peer in [*rule.get("from", []), *rule.get("to", [])]:
            ours = "podSelector" in peer and "namespaceSelector" not in peer
            if ours and not objects.selected(peer["podSelector"]):
                yield Fault("policy", where(policy), "a peer of it selects no pods")


def named(selector):
    """The names that a selector lists one by one."""
    lists = [one["values"] for one in selector.get("matchExpressions", []) if one["operator"] == "In"]
    return [name for names in lists for name in names]


def lets(direction, word, pods, port, policies):
    """Whether the policies of the first pod let it speak with, or hear, the second."""
    own, other = pods
    answering = own if direction == "ingress" else other
    number = answering.number(port)
    for policy in policies:
        spec = policy["spec"]
        if not takes(spec["podSelector"], own.labels):
            continue
        for rule in spec.get(direction, []):
            peers = rule.get(word)
            is_peer = peers is None or any(peer_takes(peer, other.labels) for peer in peers)
            ports = rule.get("ports")
            if is_peer and (ports is None or any(answering.number(one["port"]) == number for one in ports)):
                return True
    return False


def peer_takes(peer, labels):
    return "podSelector" in peer and "namespaceSelector" not in peer and takes(peer["podSelector"], labels)
