"""Lighthouse on the pages of a running demo city: performance, accessibility, best practices, and bytes on the way.

    python -m bench.pages http://127.0.0.1:8000 [--runs 3]

Lighthouse as it comes (a phone of the middle class on slow 4G, simulated). Printed is the median of the runs; the last line says
whether home, catalogue and dataset reach 95 in performance and accessibility. 0 when they do, 1 when not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
HELD = {"home": "/", "catalogue": "/datasets/", "dataset": "/datasets/qingdao-streets/"}
PAGES = HELD | {
    "dataset, English": "/en/datasets/synthetic-business-permits/",
    "data": "/datasets/synthetic-business-permits/data/",
    "chart": "/datasets/synthetic-business-permits/chart/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AIM = 0.95


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(
        "| page | " + " | ".join(CATEGORIES) + " | largest paint | blocked | KiB |\n|---|---|---|---|---|---|---|---|"
    )
    low = []
    for name, path in PAGES.items():
        runs = [measured(options.site.rstrip("/") + path) for _ in range(options.runs)]
        scores = {one: statistics.median(run["categories"][one]["score"] for run in runs) for one in CATEGORIES}
        print(f"| {name} | " + " | ".join(f"{score * 100:.0f}" for score in scores.values()) + f" | {_audits(runs)} |")
        if name in HELD and min(scores["performance"], scores["accessibility"]) < AIM:
            low.append(name)
    print(f"below {AIM * 100:.0f}: {', '.join(low)}" if low else f"home, catalogue and dataset reach {AIM * 100:.0f}")
    return 1 if low else 0


def measured(address: str) -> dict[str, Any]:
    """Run Lighthouse once and return its report."""
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    environment = os.environ | {"CHROME_PATH": os.environ.get("ZHANQIAO_CHROMIUM", "/usr/bin/chromium")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"  # a pipe loses what is longer than its buffer when Node ends
        told = ["--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={flags}"]
        command = ["node", str(LIGHTHOUSE), address, *told]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if done.returncode or report.get("runtimeError"):
        raise SystemExit(f"{address}: {report.get('runtimeError', {}).get('message') or done.stderr[-400:]}")
    return report


def _audits(runs: list[dict[str, Any]]) -> str:
    """Return the medians of the largest paint in s, of the time that the page did not answer in ms, and of KiB."""
    names = {"largest-contentful-paint": 1000, "total-blocking-time": 1, "total-byte-weight": 1024}
    found = [statistics.median(run["audits"][name]["numericValue"] for run in runs) / by for name, by in names.items()]
    return f"{found[0]:.1f} s | {found[1]:.0f} ms | {found[2]:.0f}"


if __name__ == "__main__":
    sys.exit(main())
