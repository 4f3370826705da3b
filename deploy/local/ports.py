"""Free TCP ports on the loopback address, kept from one start to the next."""

import json
import socket

import layout

EDGE = 8080


def is_free(port):
    """True when nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def any_free():
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Ports:
    """Gives each name a port, the same one as last time while that is free."""

    def __init__(self):
        try:
            self._kept = json.loads(layout.PORTS.read_text())
        except (OSError, ValueError):
            self._kept = {}
        self._given = {}

    def of(self, name, wish=None):
        """The port of `name`; `wish` is tried first."""
        if name not in self._given:
            taken = set(self._given.values())
            wishes = [port for port in (wish, self._kept.get(name)) if port]
            free = (port for port in wishes if port not in taken and is_free(port))
            self._given[name] = next(free, None) or any_free()
        return self._given[name]

    def keep(self):
        """Remembers the ports for the next start."""
        layout.write_private(layout.PORTS, json.dumps(self._given, indent=2) + "\n")
