"""What the launcher promises about processes, secrets and ports."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import browser
import build
import control
import keys
import layout
import ports
import services
from process import Process


def until(condition, seconds=5.0):
    """Waits for a condition; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Processes(Folder):
    def process(self, *words):
        child = Process("child", words, dict(os.environ), logs=self.folder)
        self.addCleanup(child.kill)
        return child

    def test_a_dead_child_is_started_again_after_its_wait(self):
        child = self.process("sleep", "60")
        child.start()
        first = child.pid
        os.kill(first, signal.SIGKILL)
        with mock.patch.object(layout, "say"):
            self.assertTrue(until(child.revive))
        self.assertTrue(child.running())
        self.assertNotEqual(child.pid, first)

    def test_the_wait_grows_while_a_child_keeps_dying(self):
        child = self.process("false")
        child.start()
        waits = []
        with mock.patch.object(layout, "say", waits.append):
            self.assertTrue(until(child.revive))
            self.assertTrue(until(child.revive))
        self.assertIn("in 0.25 s", waits[0])
        self.assertIn("in 0.5 s", waits[1])

    def test_a_child_that_does_not_listen_is_killed_at_the_deadline(self):
        child = self.process("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done")
        child.start()
        self.assertTrue(until(lambda: "deaf" in child.log.read_text()))
        child.ask_to_stop()
        self.assertFalse(child.wait(time.monotonic() + 0.2))
        self.assertFalse(child.running())

    def test_children_die_with_a_launcher_that_is_killed(self):
        program = (
            f"import sys; sys.path.insert(0, {str(Path(layout.__file__).parent)!r})\n"
            "import os, pathlib\nfrom process import Process\n"
            f"child = Process('child', ['sleep', '60'], dict(os.environ), logs=pathlib.Path({str(self.folder)!r}))\n"
            "child.start(); print(child.pid, flush=True); os.kill(os.getpid(), 9)\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        self.assertTrue(until(lambda: not control.alive(int(done.stdout))))


class Secrets(Folder):
    def test_secrets_are_private_and_never_made_twice(self):
        with mock.patch.object(layout, "SECRETS", self.folder):
            keys.ensure()
            before = {name: keys.read(name) for name in keys.MADE_BY}
            keys.ensure()
            self.assertEqual(before, {name: keys.read(name) for name in keys.MADE_BY})
        self.assertEqual({path.stat().st_mode & 0o777 for path in self.folder.iterdir()}, {0o600})

    def test_the_signing_key_is_one_that_openssl_would_make(self):
        lines = keys.signing_key().splitlines()
        self.assertEqual(lines[0], "-----BEGIN PRIVATE KEY-----")
        self.assertEqual(len(lines[1]), 64)


class Ports(Folder):
    def test_a_name_keeps_its_port_while_it_is_free(self):
        with mock.patch.object(layout, "PORTS", self.folder / "ports.json"):
            first = ports.Ports()
            port = first.of("api")
            first.keep()
            self.assertEqual(ports.Ports().of("api"), port)

    def test_a_port_that_is_taken_is_not_given(self):
        with mock.patch.object(layout, "PORTS", self.folder / "ports.json"):
            book = ports.Ports()
            self.assertNotEqual(book.of("api", wish=book.of("edge")), book.of("edge"))


class Wishes(unittest.TestCase):
    def test_words_to_the_launcher_reach_no_service(self):
        self.assertTrue(services.is_wish("HUBBUB_LOG"))
        self.assertFalse(services.is_wish("HUBBUB_PROFILE"))
        self.assertFalse(services.is_wish("HUBBUB_TEST_REDIS_URL"))


class Browsers(Folder):
    def test_a_named_browser_comes_first(self):
        named = self.folder / "my-chromium"
        named.write_text("#!/bin/sh\n")
        named.chmod(0o700)
        with mock.patch.dict(os.environ, {"CHROMIUM_PATH": str(named)}):
            self.assertEqual(browser.ensure(), str(named))

    def test_a_named_browser_that_is_none_is_said_to_be(self):
        with mock.patch.dict(os.environ, {"CHROMIUM_PATH": str(self.folder / "nothing")}):
            self.assertRaisesRegex(layout.Trouble, "which is no program", browser.ensure)

    def test_without_a_browser_the_trouble_says_what_to_install(self):
        with (
            mock.patch.object(browser, "find", return_value=None),
            mock.patch.object(os, "geteuid", return_value=1000),
        ):
            self.assertRaisesRegex(layout.Trouble, "install the package chromium", browser.ensure)


class Builds(unittest.TestCase):
    def artifact(self, kind, test):
        return {"target": {"name": "api", "kind": [kind]}, "profile": {"test": test}, "executable": "/target/api"}

    def test_the_unit_tests_of_a_program_are_not_the_program(self):
        self.assertTrue(build.is_program(self.artifact("bin", test=False)))
        self.assertFalse(build.is_program(self.artifact("bin", test=True)))
        self.assertFalse(build.is_program(self.artifact("test", test=True)))
