"""How an audit line is written down and hashed. Pure; the chain can be checked without this product."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from zhanqiao.kit.digests import sm3

GENESIS = "0" * 64
SYSTEM = "system"  # the actor of what nobody asked for: scheduled work, healing
COMMAND_LINE = "command-line"  # the actor of the zhanqiao command


@dataclass(frozen=True, slots=True)
class Line:
    """What an audit line says; ``detail`` is canonical JSON text."""

    seq: int
    at: datetime
    by: str
    action: str
    object_type: str
    object_id: str
    detail: str


def canonical(*, value: Any) -> str:
    """Return JSON with sorted keys, no spaces and unescaped characters; refuse what JSON has not."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def line_text(*, line: Line) -> str:
    """Return the canonical JSON object of a line: its time is UTC with microseconds."""
    values: Mapping[str, Any] = {
        "seq": line.seq,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": line.by,
        "action": line.action,
        "object_type": line.object_type,
        "object_id": line.object_id,
        "detail": line.detail,
    }
    return canonical(value=values)


def chained_hash(*, previous_hash: str, line: Line) -> str:
    """Return SM3(previous hash in hexadecimal + canonical line, UTF-8) as 64 hexadecimal digits."""
    return sm3(content=(previous_hash + line_text(line=line)).encode())
