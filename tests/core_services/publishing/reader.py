"""A reader that looks for half batches: ``python reader.py ADDRESS ROWS-TABLE FOLDER ROWS-A-BATCH``.

Asks until the file ``stop`` stands in FOLDER; whatever no release may hold is written to the file ``failed``.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path


def main(address: str, table: str, folder: str, rows: str) -> None:
    """Read until told to stop."""
    place, newest = Path(folder), 0
    question = {"select": "写者,批,count(*) as n", "group_by": "写者,批", "having": f"count(*) <> {rows}"}
    halves = f"{address}/api/v1/tables/{table}/aggregate?{urllib.parse.urlencode(question)}"
    page = f"{address}/api/v1/tables/{table}/rows?limit=1000"
    while not (place / "stop").exists():
        for found in (asked(halves, place), *walked(page, place)):
            if not found:
                continue
            wrong = [row for row in found["data"] if "n" in row and row["写者"] != "起始"]
            if wrong or found["release"]["number"] < newest:
                failed(place, f"{newest} {found['release']} {wrong[:3]}")
            if "as_of" not in found:
                newest = found["release"]["number"]


def walked(url: str, place: Path) -> list[dict[str, object]]:
    """Follow the pages of one release to their end: they hold as many rows as the release says, of that release."""
    pages: list[dict[str, object]] = []
    address: str | None = f"{url}&count=exact"
    while address:
        found = asked(address, place)
        if not found:
            return []
        pages.append(found)
        following = found["page"]["next_url"]
        address = urllib.parse.urljoin(url, urllib.parse.quote(following, safe="/?&=%")) if following else None
    releases = {page["release"]["id"] for page in pages}  # type: ignore[index]  # - as the API answers
    total, rows = pages[0]["page"]["total"], sum(len(page["data"]) for page in pages)  # type: ignore[index, arg-type, misc]  # - as above
    if len(releases) != 1 or total != rows:
        failed(place, f"{releases} {total} {rows}")
    return []


def asked(url: str, place: Path) -> dict[str, object] | None:
    """Return the answer, None when the process that answered was killed, or the release is kept no longer."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        if error.code not in (410, 429, 503):
            failed(place, f"{error.code} {url} {error.read().decode()[:500]}")
    except OSError:
        pass
    return None


def failed(place: Path, words: str) -> None:
    """Write down what should not be."""
    with (place / "failed").open("a") as file:
        file.write(f"{words}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
