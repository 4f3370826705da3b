"""Writes ../dashboards from what stands here (`python3 deploy/local dashboards`); `--print` only says what."""

import json
import sys
from pathlib import Path

import api
import files
import gateway
import slo
import worker

FOLDER = Path(__file__).resolve().parent.parent / "dashboards"
PAGES = [slo.DASHBOARD, gateway.DASHBOARD, api.DASHBOARD, worker.DASHBOARD, files.DASHBOARD]
TEXTS = {f"{page.name}.json": json.dumps(page.write(), indent=2, ensure_ascii=False) + "\n" for page in PAGES}

if "--print" in sys.argv:
    print(json.dumps(TEXTS))
else:
    for name, text in TEXTS.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
