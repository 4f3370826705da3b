"""The recipes and the release name only what is there: variables, secrets, ports, images, scripts."""

import os
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

import layout
import tools
from k8s import render, settings, wheels

DEPLOY = layout.ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
APPS = sorted((DEPLOY / "fly").glob("*.toml"))
WORKFLOWS = sorted((layout.ROOT / ".github/workflows").glob("*.yaml"))
SERVICES = ("api", "gateway", "worker", "files", "edge")
# The least exposure that `systemd-analyze security` may find, 0 to 100.
EXPOSURE = 20


def directives(unit, name):
    """What a unit says of one directive, in order."""
    return re.findall(rf"^{name}=(.*)$", unit.read_text(), re.M)


def program(unit):
    """The program that a unit runs, as the code calls it."""
    name = unit.name.removeprefix("hubbub-").removesuffix(".service").removesuffix("@")
    return "api" if name == "migrate" else name


def variables(path):
    """NAME → value of an environment file."""
    pairs = re.findall(r"^(\w+)=(.*)$", path.read_text(), re.M)
    return {name: value.strip('"') for name, value in pairs}


def run(words, **environment):
    """The outcome of a command, in words."""
    return subprocess.run(words, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def refused(environment):
    """What Caddy says against the edge's Caddyfile with these variables, or nothing."""
    caddy = [tools.CADDY.ensure(), "adapt", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile"]
    done = run(caddy, **environment)
    return done.stderr if done.returncode else ""


class Machine(unittest.TestCase):
    """deploy/systemd."""

    def test_each_variable_is_read_by_its_program_and_each_secret_is_made(self):
        known = settings.Known()
        for unit in UNITS:
            text = " ".join(directives(unit, "Environment"))
            with self.subTest(unit.name):
                for name in re.findall(r"(HUBBUB_\w+)=", text):
                    self.assertIn(program(unit), known.readers.get(known.variable(name), ()), name)
                credentials = {one.split(":")[0] for one in directives(unit, "LoadCredential")}
                self.assertLessEqual(credentials, known.secret_keys)
                self.assertEqual(set(re.findall(r"=%d/(\w+)", text)) - credentials, set())
        for name in variables(DEPLOY / "systemd/hubbub.env"):
            self.assertIn(name, known.readers)
        for name in variables(DEPLOY / "systemd/edge.env"):
            self.assertEqual(known.readers.get(name), {"edge"}, name)

    def test_the_edge_finds_the_ports_that_the_programs_open(self):
        edge = variables(DEPLOY / "systemd/edge.env")
        example = (layout.ROOT / "docs/OPERATIONS.md").read_text()
        for service in ("api", "files"):
            opened = re.search(rf"`HUBBUB_LISTEN`.*?{service} (127\.0\.0\.1:\d+)", example)[1]
            self.assertEqual(edge[f"HUBBUB_EDGE_{service.upper()}"], opened)
        (gateway,) = [unit for unit in UNITS if program(unit) == "gateway"]
        port = re.search(r"HUBBUB_LISTEN=127\.0\.0\.1:(\d+)%i", gateway.read_text())[1]
        started = re.findall(r"hubbub-gateway@(\d)", (DEPLOY / "systemd/hubbub.target").read_text())
        self.assertEqual(edge["HUBBUB_EDGE_GATEWAYS"].split()[1:], [f"127.0.0.1:{port}{number}" for number in started])
        self.assertEqual(refused(edge), "")

    def test_a_unit_outlives_the_drain_of_its_program(self):
        (gateway,) = [unit for unit in UNITS if program(unit) == "gateway"]
        self.assertGreater(int(directives(gateway, "TimeoutStopSec")[0]), 5 + 30)

    def test_the_installed_units_hold_together_and_show_little(self):
        with tempfile.TemporaryDirectory() as folder:
            root = install(Path(folder))
            again = run(["sh", DEPLOY / "systemd/install.sh", root / "programs", root / "web"], DESTDIR=str(root))
            self.assertEqual((again.returncode, again.stdout, again.stderr), (0, "", ""))
            if shutil.which("systemd-analyze") is None:
                self.skipTest("this machine has no systemd-analyze")
            for unit in UNITS:
                name = unit.name.replace("@", "@1")
                with self.subTest(name):
                    checked = run(["systemd-analyze", "verify", f"--root={root}", name])
                    self.assertEqual((checked.returncode, checked.stderr.strip()), (0, ""))
                    words = ["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={EXPOSURE}"]
                    shown = run([*words, f"--root={root}", name])
                    self.assertEqual(shown.returncode, 0, shown.stdout[-300:] + shown.stderr)


def install(root):
    """A machine with nothing on it but what install.sh puts there, and the system's own units."""
    for name in ("programs", "web", "usr/bin", "bin", "usr/local/bin", "etc/systemd"):
        (root / name).mkdir(parents=True, exist_ok=True)
    stand_ins = [root / "programs" / name for name in ("api", "gateway", "worker", "files")]
    stand_ins += [root / name for name in ("bin/sh", "usr/bin/caddy", "usr/local/bin/weed")]
    for path in stand_ins:
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    system = Path("/usr/lib/systemd/system")
    if system.exists():
        shutil.copytree(system, root / "usr/lib/systemd/system", symlinks=True)
    done = run(["sh", DEPLOY / "systemd/install.sh", root / "programs", root / "web"], DESTDIR=str(root))
    assert done.returncode == 0, done.stderr
    return root


class Fly(unittest.TestCase):
    """deploy/fly."""

    def test_each_app_says_only_what_its_program_reads_and_lives_as_long_as_it_drains(self):
        known = settings.Known()
        names = {path.stem for path in APPS}
        self.assertLessEqual(set(SERVICES), names)
        for path in APPS:
            app = tomllib.loads(path.read_text())
            environment = app.get("env", {})
            with self.subTest(path.name):
                self.assertEqual(app["app"], f"hubbub-{path.stem}")
                for name in environment:
                    self.assertIn(path.stem, known.readers.get(name, ()), name)
                for host in re.findall(r"hubbub-([\w-]+)\.internal", str(environment)):
                    self.assertIn(host, names)
                drains = sum(int(environment.get(f"HUBBUB_DRAIN_{one}_S", 0)) for one in ("DELAY", "WINDOW"))
                self.assertGreater(int(app["kill_timeout"].removesuffix("s")), drains)

    def test_the_edge_takes_its_variables(self):
        self.assertEqual(refused(tomllib.loads((DEPLOY / "fly/edge.toml").read_text())["env"]), "")

    def test_what_is_checked_is_what_is_opened(self):
        for path in APPS:
            app = tomllib.loads(path.read_text())
            opened = {int(value.rsplit(":", 1)[1]) for name, value in app.get("env", {}).items() if name.endswith("_LISTEN")}
            if path.stem not in SERVICES or path.stem == "edge":
                continue
            asked = {one["port"] for one in app["checks"].values()} | {app["metrics"]["port"]}
            self.assertLessEqual(asked, opened, path.name)


class Release(unittest.TestCase):
    """Images, archives, workflows."""

    @classmethod
    def setUpClass(cls):
        wheels.use_libraries()
        cls.version = re.search(r'^version = "(.*)"', (layout.ROOT / "Cargo.toml").read_text(), re.M)[1]
        cls.bake = (DEPLOY / "docker-bake.hcl").read_text()
        cls.targets = dict(re.findall(r'^target "(\w+)" \{\n(.*?)^\}', cls.bake, re.M | re.S))

    def test_every_image_is_baked_from_a_stage_that_is_there(self):
        stages = re.findall(r"^FROM \S+ AS (\w+)", (DEPLOY / "Dockerfile").read_text(), re.M)
        group = re.search(r'group "default" \{\s*targets = \[(.*?)\]', self.bake, re.S)[1]
        self.assertEqual(tuple(re.findall(r'"(\w+)"', group)), SERVICES)
        for name, body in self.targets.items():
            if name != "common":
                self.assertIn(re.search(r'target\s+= "(\w+)"', body)[1], stages)
        for name in SERVICES:
            self.assertIn("${PREFIX}/%s:${TAG}" % name, self.targets[name])

    def test_one_version_is_said_everywhere(self):
        said = {"docker-bake.hcl": re.findall(r'"TAG" \{ default = "(.*?)"', self.bake)}
        for path in [*(layout.ROOT / "k8s").rglob("kustomization.yaml")]:
            said[str(path)] = re.findall(r"newTag: (\S+)", path.read_text())
        for path in APPS:
            said[path.name] = re.findall(r'image = "ghcr\.io/\S+:(\S+)"', path.read_text())
        for place, versions in said.items():
            self.assertLessEqual(set(versions), {self.version}, place)

    def test_workflows_call_scripts_and_targets_that_are_there(self):
        for path in WORKFLOWS:
            (flow,) = render.documents(path.read_text())
            steps = [step for job in flow["jobs"].values() for step in job["steps"]]
            for step in steps:
                with self.subTest(f"{path.name}: {step.get('name', step.get('uses'))}"):
                    self.assertNotEqual("run" in step, "uses" in step)
                    self.assertRegex(step.get("uses", "a@v1"), r"@v\d+$")
                    commands = step.get("run", "")
                    for script in re.findall(r"(?:bash|sh) ([\w./]+)", commands):
                        self.assertTrue((layout.ROOT / script).is_file(), script)
                    for names in re.findall(r"buildx bake -f (?:\S+) ((?:\w+ ?)*)$", commands, re.M):
                        self.assertLessEqual(set(names.split()), set(self.targets))
                    outputs = re.findall(r"steps\.names\.outputs\.(\w+)", str(step))
                    self.assertLessEqual(set(outputs), {"version", "prefix", "created"})
            needed = {name for job in flow["jobs"].values() for name in [job.get("needs")] if name}
            self.assertLessEqual(needed, flow["jobs"].keys())

    def test_a_tag_is_the_version_in_the_tree(self):
        names = DEPLOY / "release/names.sh"
        good = run(["bash", names], TAG=f"v{self.version}", PREFIX="ghcr.io/Some/Hubbub")
        self.assertEqual(good.stdout.splitlines()[:2], [f"version={self.version}", "prefix=ghcr.io/some/hubbub"])
        self.assertNotEqual(run(["bash", names], TAG="v999.0.0", PREFIX="x").returncode, 0)

    def test_an_archive_installs_by_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            for name in ("api", "gateway", "worker", "files"):
                (work / "dist/programs").mkdir(parents=True, exist_ok=True)
                (work / "dist/programs" / name).write_text("#!/bin/sh\n")
            (work / "dist/web").mkdir()
            (work / "dist/web/index.html").write_text("")
            script = f"cd {work} && bash {DEPLOY}/release/archive.sh dist hubbub && tar xzf hubbub.tar.gz && cd hubbub"
            done = run(["bash", "-ec", f"{script} && DESTDIR={work}/root sh deploy/systemd/install.sh programs web"])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((work / "root/usr/local/share/hubbub/web/index.html").is_file())
            secrets = work / "root/etc/hubbub/secrets"
            self.assertEqual({path.name for path in secrets.iterdir()}, settings.Known().secret_keys)
            self.assertEqual({path.stat().st_mode & 0o777 for path in secrets.iterdir()}, {0o600})

    def test_scripts_can_be_read_by_their_shells(self):
        for path in [*DEPLOY.rglob("*.sh")]:
            shell = "bash" if "bash" in path.read_text().splitlines()[0] else "sh"
            self.assertEqual(run([shell, "-n", path]).stderr, "")
