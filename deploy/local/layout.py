"""Where everything of a local cluster lives, and how the launcher speaks."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("HUBBUB_HOME", ROOT / ".hubbub")).resolve()

RUN = HOME / "run"
LOGS = HOME / "logs"
DATA = HOME / "data"
SECRETS = HOME / "secrets"
# Programs are the same for every cluster of this tree.
TOOLS = ROOT / ".hubbub/tools"

CLUSTER = RUN / "cluster.json"
LOCK = RUN / "lock"
PIDS = RUN / "pids.json"
PORTS = RUN / "ports.json"


class Trouble(Exception):
    """Something a person has to know; its text says what to do about it."""


def make_folders():
    """Creates the private folders: nobody else on the machine may look inside."""
    for folder in (HOME, RUN, LOGS, DATA, SECRETS, TOOLS):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)


def say(text=""):
    """Prints one line at once, also when the output is a pipe."""
    print(text, flush=True)


def step(text):
    """Announces what the launcher does next."""
    bold, plain = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    say(f"{bold}==> {text}{plain}")


def write_private(path, text):
    """Writes a file that only its owner may read, replacing it in one step."""
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)
