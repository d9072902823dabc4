"""Holds every value of a column against a rule: its form, the codes it may be, its bounds, its check digits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.beside import write_beside
from zhanqiao.data_center.storage.engine.duck import limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.data_center.storage.engine.quality.measuring import VALID
from zhanqiao.data_center.storage.engine.query.layout import layout_of

NAME = "conformance.json"
SECONDS = 120.0
BLOCK = 20_000
MOST_EXAMPLES = 5
DATES = frozenset({LogicalType.DATE, LogicalType.TIMESTAMP, LogicalType.TIME})
FAULTS = ("form", "unknown", "retired", "range", "check")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a value must be; what is empty or None asks nothing.

    Its form (a pattern of the whole value), one of the ``codes`` (each with whether it holds), between the bounds, with
    right check digits. ``is_date``: a column of dates fits whatever the pattern.
    """

    pattern: str = ""
    is_date: bool = False
    codes: Mapping[str, bool] | None = None
    minimum: float | None = None
    maximum: float | None = None
    check: str = ""


@dataclass(frozen=True, slots=True)
class Conformance:
    """One column: cells with a value, and how many of them fail by which fault, with some of the values that do.

    Faults: ``form``, ``unknown`` and ``retired`` codes, ``range``, ``check``. A cell counts for the first of them.
    """

    column: str
    tried: int
    faults: Mapping[str, int]
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """Cells that fail."""
        return sum(self.faults.values())


def conforming(*, serving: Path, fields: Sequence[Field], rules: Mapping[str, ColumnRule]) -> tuple[Conformance, ...]:
    """Return what was counted over all rows of a release, from its note or now. Raises QueryTimeoutError.

    The note holds for these rules alone: other rules, or codes of another day, are counted anew.
    """
    note, digest = serving.with_name(NAME), _digest(rules)
    kept = _read(note, digest)
    if kept is None:
        kept = _counted(serving, fields, rules)
        content = orjson.dumps({"rules": digest, "columns": [asdict(one) for one in kept]})
        write_beside(path=note, write=lambda file: file.write(content))
    return kept


def _digest(rules: Mapping[str, ColumnRule]) -> str:
    written = orjson.dumps({name: asdict(rule) for name, rule in rules.items()}, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest()


def _read(note: Path, digest: str) -> tuple[Conformance, ...] | None:
    try:
        kept: dict[str, Any] = orjson.loads(note.read_bytes())
    except FileNotFoundError:
        return None
    return tuple(Conformance(**one) for one in kept["columns"]) if kept.get("rules") == digest else None


def _counted(serving: Path, fields: Sequence[Field], rules: Mapping[str, ColumnRule]) -> tuple[Conformance, ...]:
    instance, layout = serving_instance(serving), layout_of(fields)
    cursor = instance.fresh_cursor()
    with instance.using(serving) as table, limited(cursor, seconds=SECONDS):
        return tuple(
            _column(cursor, table.relation, layout.column(one.name), one, rules[one.name])
            for one in fields
            if one.name in rules
        )


def _column(cursor: duckdb.DuckDBPyConnection, relation: str, column: str, own: Field, rule: ColumnRule) -> Conformance:
    judge = _judge(own, rule)
    cursor.execute(
        f"SELECT {column}::VARCHAR, count(*) FROM {relation} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    tried, faults = 0, dict.fromkeys(FAULTS, 0)
    examples: dict[str, list[str]] = {}
    while block := cursor.fetchmany(BLOCK):
        for value, cells in block:
            tried += cells
            fault = judge(value.strip())
            if fault:
                faults[fault] += cells
                shown = examples.setdefault(fault, [])
                if len(shown) < MOST_EXAMPLES:
                    shown.append(value)
    found = {name: count for name, count in faults.items() if count}
    return Conformance(own.name, tried, found, {name: tuple(values) for name, values in examples.items()})


def _judge(own: Field, rule: ColumnRule) -> Callable[[str], str]:
    """Return what names the first fault of a value, or nothing."""
    form = (
        None
        if not rule.pattern or (rule.is_date and own.type in DATES)
        else re.compile(_python(rule.pattern), re.DOTALL)
    )
    is_valid = VALID.get(rule.check)
    bounded = own.type in NUMERIC and (rule.minimum is not None or rule.maximum is not None)
    low = float("-inf") if rule.minimum is None else rule.minimum
    high = float("inf") if rule.maximum is None else rule.maximum

    def judge(value: str) -> str:
        if form is not None and not form.fullmatch(value):
            return "form"
        if rule.codes is not None and value not in rule.codes:
            return "unknown"
        if rule.codes is not None and not rule.codes[value]:
            return "retired"
        if bounded and not low <= float(value) <= high:
            return "range"
        return "check" if is_valid is not None and not is_valid(value) else ""

    return judge


def _python(pattern: str) -> str:
    """Return a pattern without RE2's class of letters, which Python writes otherwise."""
    return pattern.replace(r"[\p{L}\d]", r"[^\W_]").replace(r"\p{L}", r"[^\W\d_]")
