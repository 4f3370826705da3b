"""What runs in a local cluster: each service's processes, ports and configuration."""

import os

import keys
from process import Process

BUCKET = "hubbub"
# What one computer runs: two gateways, so that the fan-out really crosses processes.
REPLICAS = {"api": 1, "gateway": 2, "worker": 1, "files": 1}
HTTP = ("api", "gateway", "files")
GRPC = ("api", "files")
# Words to the launcher itself, which no service knows.
LAUNCHER = {"HUBBUB_PROFILE", "HUBBUB_HOME", "HUBBUB_EDGE_PORT", "HUBBUB_DEMO", "HUBBUB_DURABLE"}


def address(port):
    """A loopback address."""
    return f"127.0.0.1:{port}"


def is_wish(name):
    """True for what a caller wants the services to know."""
    return name.startswith("HUBBUB_") and not name.startswith("HUBBUB_TEST_") and name not in LAUNCHER


class Service:
    """One process of ours, with the addresses that others reach it at."""

    def __init__(self, service, name, ports):
        self.service, self.name = service, name
        self.admin = address(ports.of(f"{name}.admin"))
        self.http = address(ports.of(name)) if service in HTTP else None
        self.grpc = address(ports.of(f"{name}.grpc")) if service in GRPC else None
        self.process = None

    def environment(self, common):
        """The common configuration and this process's own addresses."""
        own = {"HUBBUB_ADMIN_LISTEN": self.admin}
        if self.http:
            own["HUBBUB_LISTEN"] = self.http
        if self.grpc:
            own["HUBBUB_GRPC_LISTEN"] = self.grpc
        return {**common, **own}

    def describe(self):
        """Its entry in cluster.json."""
        url = f"http://{self.http}" if self.http else None
        grpc = f"http://{self.grpc}" if self.grpc else None
        return {
            "name": self.name,
            "service": self.service,
            "url": url,
            "admin": f"http://{self.admin}",
            "grpc": grpc,
            "pid": self.process.pid,
        }


def plan(ports):
    """All processes of ours, in the order they start in."""
    return [
        Service(service, f"{service}-{number}" if count > 1 else service, ports)
        for service, count in REPLICAS.items()
        for number in range(1, count + 1)
    ]


def common_environment(edge_url, stores, services):
    """The configuration that every service gets; `HUBBUB_*` of the caller's environment wins."""
    api = next(one for one in services if one.service == "api")
    files = next(one for one in services if one.service == "files")
    others = {name: value for name, value in os.environ.items() if not name.startswith("HUBBUB_")}
    wishes = {name: value for name, value in os.environ.items() if is_wish(name)}
    loopback = edge_url.replace("//localhost:", "//127.0.0.1:")
    ours = {
        "HUBBUB_ENV": "local",
        "HUBBUB_PUBLIC_URL": edge_url,
        "HUBBUB_ALLOWED_ORIGINS": f"{edge_url},{loopback}",
        "HUBBUB_TRUSTED_PROXIES": "127.0.0.1/32",
        "HUBBUB_ALLOW_URL_TOKEN": "true",
        "HUBBUB_DATABASE_URL": stores["postgres"],
        "HUBBUB_REDIS_LOG_URL": stores["redis_log"],
        "HUBBUB_REDIS_LIVE_URL": stores["redis_live"],
        "HUBBUB_S3_ENDPOINT": stores["s3"],
        "HUBBUB_S3_BUCKET": BUCKET,
        "HUBBUB_S3_REGION": "us-east-1",
        "HUBBUB_S3_ACCESS_KEY_FILE": keys.path("s3_access_key"),
        "HUBBUB_S3_SECRET_KEY_FILE": keys.path("s3_secret_key"),
        "HUBBUB_JWT_KEYS_FILE": keys.path("jwt_keys"),
        "HUBBUB_RPC_SECRET_FILE": keys.path("rpc_secret"),
        "HUBBUB_PASSWORD_PEPPER_FILE": keys.path("password_pepper"),
        "HUBBUB_API_GRPC_URL": f"http://{api.grpc}",
        "HUBBUB_FILES_GRPC_URL": f"http://{files.grpc}",
        # Ctrl-C shall end the cluster soon: no load balancer has to notice anything first.
        "HUBBUB_DRAIN_DELAY_S": "0",
        "HUBBUB_DRAIN_WINDOW_S": "2",
    }
    # A secret given in the environment itself beats the file that would name another one.
    for name in wishes:
        ours.pop(f"{name}_FILE", None)
    return {**others, **ours, **wishes}


def attach(services, binaries, common):
    """Gives each service the process that will run it."""
    for one in services:
        one.process = Process(one.name, [binaries[one.service]], one.environment(common))


def local_s3(binary, port, folder):
    """The S3 server over a folder."""
    environment = {
        **os.environ,
        "HUBBUB_LISTEN": address(port),
        "HUBBUB_S3_DIR": str(folder),
        "HUBBUB_S3_BUCKET": BUCKET,
        "HUBBUB_S3_ACCESS_KEY_FILE": keys.path("s3_access_key"),
        "HUBBUB_S3_SECRET_KEY_FILE": keys.path("s3_secret_key"),
    }
    return Process("local-s3", [binary], environment)
