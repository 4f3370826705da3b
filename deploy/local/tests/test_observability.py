"""What the checks of rules, runbooks and dashboards must find: each fault is planted in a copy of the real files."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import observability

ALERT = "HubbubOutboxAge"


class PlantedFaults(unittest.TestCase):
    """The files are right as they are, and a fault in any of them is named."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = Path(folder.name)
        shutil.copytree(observability.PROMETHEUS, root / "prometheus")
        shutil.copytree(observability.DASHBOARDS, root / "dashboards")
        shutil.copytree(observability.RUNBOOKS, root / "runbooks")
        places = {"PROMETHEUS": "prometheus", "DASHBOARDS": "dashboards", "RUNBOOKS": "runbooks"}
        for name, place in places.items():
            patch = mock.patch.object(observability, name, root / place)
            patch.start()
            self.addCleanup(patch.stop)
        self.root = root

    def change(self, path, old, new):
        """Plants a fault."""
        text = (self.root / path).read_text()
        self.assertIn(old, text)
        (self.root / path).write_text(text.replace(old, new, 1))

    def finds(self, check, words):
        """The check names it."""
        faults = "\n".join(check())
        self.assertIn(words, faults)

    def test_nothing_is_wrong_with_the_files_as_they_are(self):
        faults = [*observability.tested(), *observability.runbooks(), *observability.dashboards(), *observability.drift()]
        self.assertEqual(faults, [])
        self.assertGreater(len(observability.alerts()), 20)

    def test_an_alert_without_a_page_and_a_page_without_an_alert(self):
        (self.root / f"runbooks/{ALERT}.md").rename(self.root / "runbooks/HubbubElsewhere.md")
        self.finds(observability.runbooks, f"{ALERT} has no page")
        self.finds(observability.runbooks, "HubbubElsewhere.md belongs to no alert")

    def test_a_page_without_a_part(self):
        self.change(f"runbooks/{ALERT}.md", "## Verify", "## More")
        self.finds(observability.runbooks, f"{ALERT}.md should have the parts")

    def test_an_alert_that_no_test_shows_silent_or_firing(self):
        self.change("prometheus/tests/alerts.yaml", f"alertname: {ALERT}, exp_alerts: []", "alertname: Other, exp_alerts: []")
        self.finds(observability.tested, f"{ALERT}: no test shows it silent")
        self.change("prometheus/tests/alerts.yaml", f"alertname: {ALERT}\n", "alertname: Other\n")
        self.finds(observability.tested, f"{ALERT}: no test shows it firing")

    def test_an_alert_that_no_longer_fires(self):
        self.change("prometheus/rules/alerts.yaml", "max(hubbub_outbox_age_seconds) > 30", "max(hubbub_outbox_age_seconds) > 300")
        self.finds(observability.rules, ALERT)

    def test_a_dashboard_that_a_person_could_not_read(self):
        path = self.root / "dashboards/api.json"
        dashboard = json.loads(path.read_text())
        first, second = [panel for panel in dashboard["panels"] if panel["type"] != "row"][:2]
        first["fieldConfig"]["defaults"]["unit"] = ""
        first["datasource"]["uid"] = "prometheus"
        second["id"] = first["id"]
        dashboard["uid"] = "hubbub-files"
        path.write_text(json.dumps(dashboard))
        for words in ("has no unit", "names a datasource", "is there twice", "is missing or taken by", "which is not there"):
            self.finds(observability.dashboards, words)
        first["targets"][0]["expr"] = "sum(("
        path.write_text(json.dumps(dashboard))
        self.finds(observability.queries, "cannot read: sum((")
        self.finds(observability.drift, "api.json is not what its source says")


if __name__ == "__main__":
    unittest.main()
