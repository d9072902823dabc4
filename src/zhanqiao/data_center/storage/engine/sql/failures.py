"""From what DuckDB says went wrong to what a caller should read: located, without names of files or copies."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.sql.errors import SqlFailedError, SqlInvalidError, SqlMemoryError
from zhanqiao.data_center.storage.engine.sql.grammar import character, token_at

INVALID = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.NotImplementedException)
MEMORY = (duckdb.OutOfMemoryException, MemoryError, duckdb.FatalException, duckdb.IOException)
FILES = re.compile(r"(/[\w.+-]+){2,}|granted\d+\.main\.data")
LONGEST = 300
MIB = 1 << 20


def failure(*, error: Exception, sql: str, limits: dict[str, int]) -> dict[str, Any]:
    """Return the note of a failed statement: the code of its error and what fills its sentence."""
    if isinstance(error, MEMORY):
        return {"failed": SqlMemoryError.code, "facts": {"limit_mb": limits["memory"] // MIB}}
    told = _told(str(error))
    reason = FILES.sub("…", str(told.get("exception_message", error)).splitlines()[0])[:LONGEST]
    if not isinstance(error, INVALID):
        return {"failed": SqlFailedError.code, "facts": {"reason": reason}}
    place = told.get("position")
    position = character(sql=sql, place=int(place)) if place else None
    hint = _hint(told)
    facts = {
        "zh": f"{reason}{hint}",
        "en": f"{reason}{hint}",
        "position": position,
        "token": token_at(sql=sql, position=position),
    }
    return {"failed": SqlInvalidError.code, "facts": facts}


def _told(text: str) -> dict[str, Any]:
    """Read the error that DuckDB writes as JSON behind its kind."""
    start = text.find("{")
    try:
        found: dict[str, Any] = json.loads(text[start:]) if start >= 0 else {}
    except json.JSONDecodeError:
        return {}
    return found


def _hint(told: dict[str, Any]) -> str:
    near = str(told.get("candidates", "")).strip()
    return f" → {near[:LONGEST]}" if near else ""
