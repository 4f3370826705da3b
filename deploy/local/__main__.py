"""Runs Hubbub on this machine without containers: the commands behind `make up` and its family."""

import sys

import browser
import checks
import client
import configuration
import control
import layout
import load
import migrations
import observability
import traces
import up
from k8s import check as kubernetes
from k8s import monitoring

COMMANDS = {
    "up": up.up,
    "up-detached": up.detached,
    "down": control.down,
    "status": control.status,
    "reset": control.reset,
    "doctor": control.doctor,
    "logs": lambda: control.logs(sys.argv[2:]),
    "with-cluster": lambda: up.with_cluster(sys.argv[2:]),
    "with-servers": lambda: checks.with_servers(sys.argv[2:]),
    "docs": configuration.write,
    "check-docs": configuration.check,
    "check-monitoring": observability.check,
    "dashboards": observability.write,
    "clippy": checks.clippy,
    "sqlx": checks.write_query_data,
    "check-k8s": kubernetes.check,
    "k8s-monitoring": monitoring.write,
    "check-migrations": migrations.check,
    "record-release": migrations.record,
    "check-release": migrations.check_record,
    "check-client": client.check,
    "test-client": client.test,
    "test-browser": lambda: browser.test(sys.argv[2:]),
    "test-load": lambda: load.test(sys.argv[2:]),
    "load": lambda: load.run(sys.argv[2:]),
    "looks": lambda: browser.test(["--project=looks", *sys.argv[2:]]),
    "traces": lambda: traces.show(sys.argv[2:]),
    "walk": lambda: browser.walk(sys.argv[2:]),
    "tool": lambda: checks.print_tool(sys.argv[2]),
}


def main():
    """Runs one command and answers with its exit code."""
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        layout.say(f"usage: make {' | '.join(COMMANDS)}")
        return 2
    try:
        return command()
    except layout.Trouble as trouble:
        layout.say(f"\nhubbub: {trouble}")
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
