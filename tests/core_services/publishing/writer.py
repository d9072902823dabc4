"""A department's program that never gives up: ``python writer.py ADDRESS KEY ROWS-TABLE COUNTERS-TABLE FOLDER NAME``.

Sends batches until the file ``stop`` stands in FOLDER. What it is about to send is on disk before it is sent, what was
acknowledged after: killed at any moment and begun again, it sends the same batch under the same key.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROWS = 20
PAUSE = 0.05


def main(address: str, key: str, rows_table: str, counters_table: str, folder: str, name: str) -> None:
    """Write until told to stop."""
    place = Path(folder)
    number = last(place / f"{name}.sent")
    begun = number > last(place / f"{name}.acknowledged")
    while begun or not (place / "stop").exists():
        if not begun:
            number += 1
            note(place / f"{name}.sent", number)
        rows = [{"写者": name, "批": number, "行": row} for row in range(ROWS)]
        send(f"{address}/api/v1/tables/{rows_table}/rows", key, f"{name}-{number}", rows, place)
        counter = [{"写者": name, "批": number}]
        send(f"{address}/api/v1/tables/{counters_table}/rows?operation=upsert", key, f"{name}-{number}", counter, place)
        note(place / f"{name}.acknowledged", number)
        begun = False


def send(url: str, key: str, batch: str, rows: list[dict[str, object]], place: Path) -> None:
    """Send until it is acknowledged; what the service must not answer ends the program with its words."""
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": batch, "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=json.dumps(rows).encode(), headers=headers, method="POST")
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30):
                return
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                note(place / "failed", 1, f"{error.code} {error.read().decode()}")
                sys.exit(1)
        except OSError:
            pass  # the process that answered was killed
        time.sleep(PAUSE)


def note(path: Path, number: int, word: str = "") -> None:
    """Add a line, on disk when this returns."""
    with path.open("a") as file:
        file.write(f"{number} {word}\n")
        file.flush()
        os.fsync(file.fileno())


def last(path: Path) -> int:
    """Return the last number noted whole."""
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return int(lines[-1].split()[0]) if lines else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
