"""Each fault that somebody could make in k8s/ is planted once, and must be found by the rule for it."""

import copy
import unittest

import layout
from k8s import check, render
from k8s.objects import Objects


def named(documents, kind, name):
    """The one object of a kind whose name, hash or not, begins so."""
    return next(one for one in documents if one["kind"] == kind and one["metadata"]["name"].startswith(name))


def pod(documents, name):
    """The pod template of a deployment."""
    return named(documents, "Deployment", name)["spec"]["template"]["spec"]


def container(documents, name):
    return pod(documents, name)["containers"][0]


def policy(documents, name):
    return named(documents, "NetworkPolicy", name)["spec"]


def without(mapping, *keys):
    for key in keys:
        mapping.pop(key)


# The rule that must find it → what is done to the objects of the overlay `prod`.
PLANTED = [
    ("schema", "a misspelt field", lambda d: container(d, "api").update(imagePullPolicies="Always")),
    ("schema", "a misspelt field of a custom kind", lambda d: named(d, "HTTPRoute", "hubbub")["spec"].update(host=["x"])),
    ("schema", "a removed version", lambda d: named(d, "PodDisruptionBudget", "api").update(apiVersion="policy/v1beta1")),
    ("service", "a Service that selects nobody", lambda d: named(d, "Service", "api")["spec"]["selector"].update({"app.kubernetes.io/name": "apj"})),
    ("service-port", "a Service for a port that no pod opens", lambda d: named(d, "Service", "files")["spec"]["ports"][0].update(targetPort="web")),
    ("stickiness", "a Service that is sticky", lambda d: named(d, "Service", "edge")["spec"].update(sessionAffinity="ClientIP")),
    ("route", "a route to no Service", lambda d: named(d, "HTTPRoute", "hubbub")["spec"]["rules"][0]["backendRefs"][0].update(name="web")),
    ("route", "a route to no port", lambda d: named(d, "HTTPRoute", "hubbub")["spec"]["rules"][0]["backendRefs"][0].update(port=8080)),
    ("route", "a route on no listener", lambda d: named(d, "HTTPRoute", "hubbub")["spec"]["parentRefs"][0].update(sectionName="tls")),
    ("route", "a route for a host that nobody hears", lambda d: named(d, "HTTPRoute", "hubbub")["spec"].update(hostnames=["other.example.com"])),
    ("config", "a ConfigMap that is not there", lambda d: container(d, "api")["envFrom"][0]["configMapRef"].update(name="hubub")),
    ("address", "a Service's address with another port", lambda d: named(d, "ConfigMap", "hubbub")["data"].update(HUBBUB_API_GRPC_URL="http://api:9001")),
    ("env", "a misspelt variable of the ConfigMap", lambda d: named(d, "ConfigMap", "hubbub")["data"].update(HUBBUB_PUBLIC_ULR="x")),
    ("env", "a variable that this program does not read", lambda d: container(d, "gateway")["env"].append({"name": "HUBBUB_BCRYPT_COST", "value": "12"})),
    ("env", "a variable twice", lambda d: container(d, "api")["env"].append(container(d, "api")["env"][0])),
    ("secret", "a key that the Secret has not", lambda d: pod(d, "api")["volumes"][0]["secret"]["items"][0].update(key="database")),
    ("secret", "every secret for a process", lambda d: pod(d, "api")["volumes"][0]["secret"].pop("items")),
    ("secret", "a Secret in the tree", lambda d: d.append({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "hubbub"}})),
    ("secret-file", "a file that no volume brings", lambda d: container(d, "gateway")["env"][0].update(value="/run/hubbub/redis")),
    ("volume", "a mount of nothing", lambda d: container(d, "worker")["volumeMounts"][0].update(name="secret")),
    ("scaler-target", "an autoscaler of nobody", lambda d: named(d, "HorizontalPodAutoscaler", "api")["spec"]["scaleTargetRef"].update(name="apis")),
    ("replicas", "a count beside an autoscaler", lambda d: named(d, "Deployment", "gateway")["spec"].update(replicas=2)),
    ("replicas", "a count by nobody", lambda d: d.remove(named(d, "HorizontalPodAutoscaler", "edge"))),
    ("scaler-metric", "a metric that nobody counts", lambda d: named(d, "HorizontalPodAutoscaler", "gateway")["spec"]["metrics"][0]["pods"]["metric"].update(name="hubbub_gateway_sockets")),
    ("scaler-metric", "a share of no request", lambda d: container(d, "api")["resources"]["requests"].pop("cpu")),
    ("disruption", "a budget for nobody", lambda d: named(d, "PodDisruptionBudget", "files")["spec"]["selector"]["matchLabels"].update({"app.kubernetes.io/name": "file"})),
    ("disruption", "a budget that keeps nodes from being drained", lambda d: named(d, "PodDisruptionBudget", "api")["spec"].update(maxUnavailable=0)),
    ("policy", "a policy for nobody", lambda d: policy(d, "gateway")["podSelector"]["matchLabels"].update({"app.kubernetes.io/name": "gatewy"})),
    ("policy", "a policy with a peer that is nobody", lambda d: policy(d, "gateway")["ingress"][0]["from"][0]["podSelector"]["matchLabels"].update({"app.kubernetes.io/name": "caddy"})),
    ("policy", "nothing denied by default", lambda d: d.remove(named(d, "NetworkPolicy", "default-deny"))),
    ("policy-port", "a policy for a port that is not there", lambda d: policy(d, "api")["ingress"][1]["ports"][0].update(port="rpc")),
    ("policy-way", "a way that is needed and forbidden", lambda d: policy(d, "worker").pop("egress")),
    ("monitor", "a scrape of a port that is not there", lambda d: named(d, "PodMonitor", "hubbub")["spec"]["podMetricsEndpoints"][0].update(port="metrics")),
    ("probes", "no probe", lambda d: container(d, "files").pop("readinessProbe")),
    ("probes", "a probe of a port that is not there", lambda d: container(d, "files")["livenessProbe"]["httpGet"].update(port="health")),
    ("probes", "a life that depends on the stores", lambda d: container(d, "files")["livenessProbe"]["httpGet"].update(path="/health/ready")),
    ("limits", "no limit of memory", lambda d: container(d, "api")["resources"].pop("limits")),
    ("image", "an image without a version", lambda d: container(d, "api").update(image="registry.example.com:5000/hubbub/api")),
    ("image", "the latest image", lambda d: container(d, "api").update(image="hubbub/api:latest")),
    ("pod-security", "a pod that runs as root", lambda d: without(pod(d, "api")["securityContext"], "runAsUser", "runAsNonRoot")),
    ("pod-security", "a root that can be written", lambda d: container(d, "api")["securityContext"].pop("readOnlyRootFilesystem")),
    ("pod-security", "kept capabilities", lambda d: container(d, "api")["securityContext"].pop("capabilities")),
    ("pod-security", "no seccomp profile", lambda d: pod(d, "api")["securityContext"].pop("seccompProfile")),
    ("pod-security", "a folder of the node", lambda d: pod(d, "files")["volumes"].append({"name": "host", "hostPath": {"path": "/"}})),
    ("service-account", "a token of a service account", lambda d: pod(d, "api").pop("automountServiceAccountToken")),
    ("selector", "a deployment that does not find its pods", lambda d: named(d, "Deployment", "api")["spec"]["selector"]["matchLabels"].update(tier="rest")),
    ("spread", "a spread that counts others", lambda d: pod(d, "api")["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"].update({"app.kubernetes.io/name": "apis"})),
    ("grace", "a drain that does not fit", lambda d: pod(d, "gateway").update(terminationGracePeriodSeconds=45)),
    ("namespace", "an object elsewhere", lambda d: named(d, "Service", "api")["metadata"].update(namespace="default")),
    ("twice", "an object twice", lambda d: d.append(named(d, "Service", "api"))),
]


class Kubernetes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.checker = check.Checker()
        cls.rendered = render.rendered()

    def test_what_is_in_the_tree_has_no_fault(self):
        for name, documents in self.rendered.items():
            with self.subTest(name):
                self.assertEqual(self.checker.faults(documents), [])
        self.assertEqual(self.checker.example_faults(self.rendered["overlays/prod"]), [])

    def test_each_planted_fault_is_found_by_its_rule(self):
        for rule, what, plant in PLANTED:
            with self.subTest(what):
                documents = copy.deepcopy(self.rendered["overlays/prod"])
                plant(documents)
                self.assertIn(rule, {fault.rule for fault in self.checker.faults(documents)})

    def test_an_ingress_leads_to_a_port_that_is_there(self):
        documents = copy.deepcopy(self.rendered["base + ingress"])
        path = named(documents, "Ingress", "hubbub")["spec"]["rules"][0]["http"]["paths"][0]
        path["backend"]["service"]["port"] = {"name": "https"}
        self.assertEqual([fault.rule for fault in self.checker.faults(documents)], ["route"])

    def test_a_key_that_is_there_twice_is_refused(self):
        with self.assertRaises(layout.Trouble):
            render.documents("kind: ConfigMap\nkind: Secret\n")

    def test_the_example_of_a_vault_has_every_secret(self):
        prod = self.rendered["overlays/prod"]
        used = {item["key"] for one in Objects(prod).workloads for volume in one.pod["volumes"]
                for item in volume.get("secret", {}).get("items", [])}
        (example,) = render.documents((check.EXAMPLES / "external-secret.yaml").read_text())
        self.assertEqual({one["secretKey"] for one in example["spec"]["data"]}, used)
