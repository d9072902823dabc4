"""Reads a Croissant document by mlcroissant and tells as JSON what it found: ``python croissant_reader.py URL``.

A process of its own: absl, which mlcroissant logs by, takes hold of the standard error stream it finds and closes it later.
"""

from __future__ import annotations

import json
import os
import sys

import mlcroissant


def main(url: str) -> None:
    dataset = mlcroissant.Dataset(jsonld=url)
    found: dict[str, object] = {"errors": sorted(map(str, dataset.metadata.ctx.issues.errors)), "records": 0}
    for record_set in dataset.metadata.record_sets:
        names = {field.uuid: field.name for field in record_set.fields}
        for number, record in enumerate(dataset.records(record_set.uuid), start=1):
            found["records"] = number
            if number == 1:
                found["first"] = {names.get(key, key): _text(value) for key, value in record.items()}
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    os._exit(0)  # what was read is told; threads of the libraries sometimes abort a process that takes itself down


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
