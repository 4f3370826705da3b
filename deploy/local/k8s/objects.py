"""The rendered objects, so that a rule can ask for them by what they are."""

POD_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "Job")


class Fault:
    """What is wrong: the rule that found it, the object, and a sentence."""

    def __init__(self, rule, where, text):
        self.rule, self.where, self.text = rule, where, text

    def __repr__(self):
        return f"{self.rule}: {self.where}: {self.text}"


class Objects:
    """All objects of one rendering."""

    def __init__(self, documents):
        self.documents = documents
        self.workloads = [Workload(one) for one in documents if one["kind"] in POD_KINDS]

    def all(self, *kinds):
        """The objects of some kinds."""
        return [one for one in self.documents if one["kind"] in kinds]

    def find(self, kind, name):
        """One object, or None."""
        return next((one for one in self.all(kind) if one["metadata"]["name"] == name), None)

    def selected(self, selector):
        """The workloads whose pods a label selector takes."""
        return [one for one in self.workloads if takes(selector, one.labels)]


class Workload:
    """Something that makes pods."""

    def __init__(self, document):
        self.document, self.kind, self.name = document, document["kind"], document["metadata"]["name"]
        template = document["spec"]["template"]
        self.labels = template.get("metadata", {}).get("labels", {})
        self.pod = template["spec"]
        self.containers = [*self.pod.get("initContainers", []), *self.pod.get("containers", [])]

    def where(self):
        """How it is called in a fault."""
        return f"{self.kind}/{self.name}"

    def ports(self):
        """Port name → number of all containers."""
        ports = [port for container in self.containers for port in container.get("ports", [])]
        return {port.get("name", str(port["containerPort"])): port["containerPort"] for port in ports}

    def number(self, port):
        """The number of a named or numbered port that a container opens, or None."""
        ports = self.ports()
        return ports.get(port) if isinstance(port, str) else port if port in ports.values() else None

    def volume(self, name):
        """A volume of the pod, or None; those that a StatefulSet claims count."""
        claims = self.document["spec"].get("volumeClaimTemplates", [])
        claimed = [{"name": claim["metadata"]["name"]} for claim in claims]
        return next((one for one in [*self.pod.get("volumes", []), *claimed] if one["name"] == name), None)


def where(document):
    """How an object is called in a fault."""
    return f"{document['kind']}/{document['metadata']['name']}"


def takes(selector, labels):
    """Whether a label selector, {} being all, takes what has these labels."""
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(fits(one, labels) for one in selector.get("matchExpressions") or [])


def fits(expression, labels):
    value, values = labels.get(expression["key"]), expression.get("values", [])
    return {
        "In": value in values,
        "NotIn": value not in values,
        "Exists": value is not None,
        "DoesNotExist": value is None,
    }[expression["operator"]]
