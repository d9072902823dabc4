"""Specifications of Vega-Lite drawn as SVG by Vega itself, in a child process that ends with its work.

Vega is a program of JavaScript: it comes with vl-convert, which brings V8. Neither is loaded by the process that asks, nor does that
wait longer than it says: what is not drawn by then is None, and its numbers are told otherwise.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from zhanqiao.kit.children import kill, started

MODULE = "zhanqiao.kit.vega.child"
SECONDS = 20.0  # for all charts of a report together
LARGEST = 8 << 20  # bytes of one specification
ONE_AT_A_TIME = threading.BoundedSemaphore(1)  # a child takes a hundred megabytes; those who ask wait for each other
log = structlog.get_logger(__name__)
Spec = Mapping[str, Any]


def drawn_charts(*, specs: Sequence[Spec], width: float, seconds: float = SECONDS) -> tuple[str | None, ...]:
    """Return an SVG as wide as ``width`` (in pixels, with axes and legends) for each specification, None for what was not drawn."""
    if not specs:
        return ()
    began = time.monotonic()
    if not ONE_AT_A_TIME.acquire(timeout=seconds):
        log.warning("charts not drawn: others are being drawn", charts=len(specs))
        return (None,) * len(specs)
    try:
        return _drawn([_sized(one, width) for one in specs], seconds - (time.monotonic() - began))
    finally:
        ONE_AT_A_TIME.release()


def _sized(spec: Spec, width: float) -> str:
    fitted = {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    text = json.dumps(fitted, ensure_ascii=False)
    return text if len(text) <= LARGEST else "{}"


def _drawn(specs: Sequence[str], seconds: float) -> tuple[str | None, ...]:
    child = started(module=MODULE, complaints=subprocess.DEVNULL)
    order = "".join(f"{one}\n" for one in specs).encode()
    try:
        answer, _ = child.communicate(order, timeout=max(seconds, 0.1))
    except subprocess.TimeoutExpired:
        kill(child=child)
        answer, _ = child.communicate()
    found: list[str | None] = [json.loads(line) for line in answer.splitlines(keepends=True) if line.endswith(b"\n")]
    if child.returncode or None in found:
        log.warning("charts not drawn", charts=len(specs), drawn=len(found) - found.count(None), code=child.returncode)
    return (*found, *[None] * (len(specs) - len(found)))
