"""Private Redis servers (or Valkey): a durable one for the channel log, a live one without a disk."""

import os
import socket
import time

import layout
import tools
from process import Process

READY_WITHIN_S = 60.0


class Redis:
    """One server. The durable one puts every write on the disk before it answers."""

    def __init__(self, name, port, folder, password, durable, logs=layout.LOGS):
        self._folder, self._durable, self._password = folder, durable, password
        self.port = port
        self._config = folder / "redis.conf"
        self.process = Process(name, [tools.REDIS.ensure(), self._config], dict(os.environ), logs=logs)

    def url(self):
        """How to connect, with the password if it has one."""
        who = f"default:{self._password}@" if self._password else ""
        return f"redis://{who}127.0.0.1:{self.port}"

    def prepare(self):
        """Writes its configuration, which holds the password."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f'dir "{self._folder}"',
            "daemonize no",
            'save ""',
            "maxmemory-policy noeviction",
            # A gateway that reads too slowly finds out from the head check; it may take a while first.
            "client-output-buffer-limit pubsub 256mb 128mb 60",
        ]
        lines += [f"requirepass {self._password}"] if self._password else []
        lines += ["appendonly yes", "appendfsync always"] if self._durable else ["appendonly no"]
        layout.write_private(self._config, "\n".join(lines) + "\n")

    def wait_ready(self):
        """Waits until it answers PING, which it does once its log has been read."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if not self.process.running():
                raise layout.Trouble(f"{self.process.name} {self.process.ending()}: see {self.process.log}")
            if time.monotonic() > deadline:
                raise layout.Trouble(f"{self.process.name} does not answer: see `make logs`")
            time.sleep(0.02)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                login = f"AUTH {self._password}\r\n" if self._password else ""
                connection.sendall(f"{login}PING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return all(answers.readline().startswith(b"+") for _ in login.splitlines() + ["PING"])
        except OSError:
            return False
