"""The edge: Caddy with deploy/Caddyfile, the same file that the containers use."""

import os

import layout
import tools
from process import Process

CADDYFILE = layout.ROOT / "deploy/Caddyfile"
WEB = layout.ROOT / "services/web/dist"


def process(port, upstreams, bucket):
    """The edge on `port`; `upstreams` has the address of api, files and s3 and the list of gateways."""
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(layout.DATA / "caddy"),
        "XDG_CONFIG_HOME": str(layout.DATA / "caddy"),
        "HUBBUB_EDGE_ADDRESS": f"http://:{port}",
        "HUBBUB_EDGE_BIND": "127.0.0.1",
        "HUBBUB_EDGE_WEB": str(WEB),
        "HUBBUB_EDGE_API": upstreams["api"],
        "HUBBUB_EDGE_FILES": upstreams["files"],
        "HUBBUB_EDGE_S3": upstreams["s3"],
        "HUBBUB_EDGE_GATEWAYS": "to " + " ".join(upstreams["gateways"]),
        "HUBBUB_EDGE_BUCKET": bucket,
    }
    words = [tools.CADDY.ensure(), "run", "--config", CADDYFILE, "--adapter", "caddyfile"]
    return Process("edge", words, environment)
