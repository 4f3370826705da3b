"""What `make load` says and refuses, as far as no cluster is needed for it."""

import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import control
import layout
import load


class Load(unittest.TestCase):
    def test_every_script_is_in_the_manual(self):
        manual = (layout.ROOT / "docs/OPERATIONS.md").read_text()
        for name in load.scripts():
            self.assertIn(f"| `{name}` |", manual)

    def test_an_unknown_script_is_refused_with_the_known_ones(self):
        with self.assertRaisesRegex(layout.Trouble, "baseline, rolling-restart"):
            load.run(["no-such-script"])

    def test_nothing_to_load_is_said_at_once(self):
        without = {name: value for name, value in os.environ.items() if name != "HUBBUB_URL"}
        with mock.patch.object(control, "description", return_value=None), mock.patch.dict(os.environ, without, clear=True):
            with self.assertRaisesRegex(layout.Trouble, "make up"):
                load.run(["smoke"])

    def test_a_cluster_elsewhere_is_rolled_by_a_command(self):
        with mock.patch.dict(os.environ, {"HUBBUB_ROLL": ""}):
            with self.assertRaisesRegex(layout.Trouble, "HUBBUB_ROLL"):
                load.Roller(None)

    def test_the_cost_is_that_of_processes_that_stayed(self):
        before = {"gateway-1": (1, 2.0, 20.0), "gateway-2": (2, 1.0, 20.0), "api": (3, 1.0, 60.0)}
        after = {"gateway-1": (1, 5.0, 30.0), "gateway-2": (9, 0.5, 20.0), "api": (3, 1.5, 61.0)}
        with tempfile.TemporaryDirectory() as folder:
            summary = Path(folder) / "summary.json"
            summary.write_text(json.dumps({"metrics": {"ws_delivered": {"values": {"count": 30_000}}}}))
            table = load.costs(before, after, summary)
            whole = load.costs(before, {**after, "gateway-2": (2, 1.0, 20.0)}, summary)
        self.assertIn("gateway-1", table)
        self.assertNotIn("gateway-2", table)
        self.assertNotIn("a delivery", table)
        self.assertIn("a delivery: 100", whole)


if __name__ == "__main__":
    unittest.main()
