"""The web client: its packages, its build, its checks."""

import hashlib
import shutil
import subprocess

import layout

FOLDER = layout.ROOT / "services/web"
PACKAGES = FOLDER / "node_modules"
# Of what the packages were last installed from.
MARK = PACKAGES / ".hubbub-lock"
DIST = FOLDER / "dist"


def build():
    """Builds services/web/dist unless it is newer than every source."""
    built = DIST / "index.html"
    if built.exists() and built.stat().st_mtime > newest_source():
        return
    install()
    run("run", "--silent", "build")


def check():
    """Formatting, lints and types."""
    install()
    return run("run", "--silent", "check")


def test():
    """The tests that need no browser."""
    install()
    return run("run", "--silent", "test")


def install():
    """Installs exactly what package-lock.json names, if that has changed."""
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if MARK.exists() and MARK.read_text() == lock:
        return
    run("ci")
    MARK.write_text(lock)


def run(*words):
    """Runs npm in the client's folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise layout.Trouble("npm is missing: install Node 20 or newer")
    if subprocess.run([npm, *words], cwd=FOLDER, check=False).returncode != 0:
        raise layout.Trouble(f"npm {' '.join(words)} failed in {FOLDER.relative_to(layout.ROOT)}")
    return 0


def newest_source():
    """When a file that the build depends on was last changed, in seconds since 1970."""
    kept = (path for path in FOLDER.rglob("*") if path.is_file())
    skipped = {PACKAGES, DIST}
    return max(path.stat().st_mtime for path in kept if not skipped.intersection(path.parents))
