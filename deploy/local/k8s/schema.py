"""Strict schemas: Kubernetes' own for two of its versions, and ours for the few custom kinds that we use."""

import functools

from k8s.objects import Fault, where

# The oldest has preStop's sleep; the newest is the newest that the package has.
VERSIONS = ("1.30", "1.37")

SELECTOR = {"matchLabels": ..., "matchExpressions": [{"key", "operator", "values"}]}
# What we write of kinds whose schema is not Kubernetes' own: {…} has these keys and no others, […] a list.
CUSTOM = {
    "gateway.networking.k8s.io/v1 Gateway": {
        "gatewayClassName": ...,
        "listeners": [
            {
                "name": ...,
                "port": ...,
                "protocol": ...,
                "hostname": ...,
                "allowedRoutes": {"namespaces": {"from": ...}},
                "tls": {"mode": ..., "certificateRefs": [{"name"}]},
            }
        ],
    },
    "gateway.networking.k8s.io/v1 HTTPRoute": {
        "parentRefs": [{"name", "sectionName"}],
        "hostnames": ...,
        "rules": [
            {
                "timeouts": {"request": ..., "backendRequest": ...},
                "backendRefs": [{"name", "port"}],
                "filters": [{"type": ..., "requestRedirect": {"scheme": ..., "statusCode": ...}}],
            }
        ],
    },
    "monitoring.coreos.com/v1 PodMonitor": {
        "selector": SELECTOR,
        "jobLabel": ...,
        "podMetricsEndpoints": [{"port", "path", "interval"}],
    },
    "monitoring.coreos.com/v1 PrometheusRule": {"groups": [{"name": ..., "interval": ..., "rules": [
        {"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"}]}]},
    "external-secrets.io/v1 ExternalSecret": {
        "refreshInterval": ...,
        "secretStoreRef": {"kind", "name"},
        "target": {"name", "creationPolicy", "deletionPolicy"},
        "data": [{"secretKey": ..., "remoteRef": {"key"}}],
    },
}


def check(objects):
    """All faults against the schemas."""
    for document in objects.documents:
        custom = CUSTOM.get(f"{document['apiVersion']} {document['kind']}")
        if custom is not None:
            for text in unknown(document["spec"], custom, "spec"):
                yield Fault("schema", where(document), text)
            continue
        for version in VERSIONS:
            yield from kubernetes(document, version)


def kubernetes(document, version):
    """The faults of one object in the eyes of one version."""
    from kubernetes_validate import utils  # Only importable once the wheels are there.

    if not hasattr(utils.schema_contents, "cache_info"):
        # It reads the same megabyte again for each object.
        utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)
    try:
        utils.validate(document, version, strict=True)
    except utils.ValidationError as error:
        path = ".".join(str(part) for part in error.path)
        yield Fault("schema", where(document), f"{version}: {path}: {error.message}")
    except utils.SchemaNotFoundError as error:
        yield Fault("schema", where(document), error.message)


def unknown(value, shape, path):
    """Keys that a shape does not have, one sentence each."""
    if shape is ...:
        return
    if isinstance(shape, list):
        for number, one in enumerate(value):
            yield from unknown(one, shape[0], f"{path}.{number}")
        return
    for key, inner in value.items():
        if key not in shape:
            yield f"{path}.{key} is not known"
        elif isinstance(shape, dict):
            yield from unknown(inner, shape[key], f"{path}.{key}")
