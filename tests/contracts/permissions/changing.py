"""A process beside a running site: lays datasets out and changes them, one line at a time.

``python -m tests.contracts.permissions.changing`` works on ``ZHANQIAO_HOME``. It reads ``lay NAME …``, ``withdraw ID``,
``suspend ID`` and ``publish ID`` from its input and answers each with one line: the datasets as JSON, or the moment (seconds
of 1970) at which the change was committed.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict


def main() -> int:
    """Do what each line says."""
    import django  # a command: settings come from the environment of this process

    django.setup()
    for line in sys.stdin:
        step, *names = line.split()
        sys.stdout.write(json.dumps(_laid(names) if step == "lay" else _changed(step, names[0])) + "\n")
        sys.stdout.flush()
    return 0


def _laid(names: list[str]) -> dict[str, dict[str, str]]:
    from tests.contracts.permissions import grounds  # needs Django

    grounds.registered()
    return {name: asdict(ground) for name, ground in grounds.laid_out(*names).items()}


def _changed(step: str, dataset: str) -> float:
    from zhanqiao.data_center.catalogue import operations  # needs Django, as the clock does
    from zhanqiao.kit.clock import now

    if step == "publish":
        operations.publish_dataset(dataset_id=dataset, by="tests", at=now())
    else:
        change = operations.suspend_dataset if step == "suspend" else operations.withdraw_dataset
        change(dataset_id=dataset, reason="试验", by="tests", at=now())
    return time.time()


if __name__ == "__main__":
    sys.exit(main())
