"""Both tables as the linkage works on them: ``a`` and ``b`` with match columns made alike, ``a_rows`` and ``b_rows`` as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_text
from zhanqiao.data_center.storage.engine.linkage.levels import Column
from zhanqiao.data_center.storage.engine.linkage.model import Kind
from zhanqiao.data_center.storage.engine.linkage.normalising import add_sounds, declare, is_chinese

TRUNKED = (Kind.NAME, Kind.PLACE)
COUNTY = 6  # digits of a county in GB/T 2260


def opened(*, connection: duckdb.DuckDBPyConnection, order: dict[str, Any]) -> tuple[Column, ...]:
    """Attach both serving copies, build the sides, and return the match columns in their order."""
    declare(connection=connection)
    columns = order["columns"]
    for side, name in (("a", "left"), ("b", "right")):
        # A table beside itself is attached once: DuckDB opens no file twice.
        attached = "a" if order["left"]["serving"] == order["right"]["serving"] else side
        if attached == side:
            connection.execute(f"ATTACH {quoted_text(order[name]['serving'])} AS {side}_side (READ_ONLY)")
        connection.execute(f"CREATE VIEW {side}_rows AS SELECT rowid AS place, * FROM {attached}_side.main.data")
        made = _made(columns, name)
        connection.execute(f"CREATE TABLE {side} AS SELECT place AS unique_id, {', '.join(made)} FROM {side}_rows")
    return tuple(_column(connection, number, Kind(one["kind"])) for number, one in enumerate(columns))


def _made(columns: Sequence[dict[str, Any]], side: str) -> list[str]:
    """Return the SQL of a side's columns: ``m0``, ``m1`` …, of names and places ``m0_trunk``, of codes ``m0_local``."""
    made = []
    divisions = [
        f"left(digits({one[side]}::VARCHAR), {COUNTY})" for one in columns if one["kind"] == Kind.DIVISION.value
    ]
    places = [f"plain({one[side]}::VARCHAR)" for one in columns if one["kind"] == Kind.PLACE.value]
    for number, one in enumerate(columns):
        kind, value = Kind(one["kind"]), f"plain({one[side]}::VARCHAR)"
        if kind is Kind.NAME:
            value = _inside(value, places)
        if kind in {Kind.DATE, Kind.DIVISION}:
            value = f"digits({one[side]}::VARCHAR)"
        if kind is Kind.CODE:
            value = f"unpadded({value})"
            made.append(f"{_inside(value, divisions)} AS m{number}_local")
        made.append(f"{value} AS m{number}")
        if kind in TRUNKED:
            made.append(f"trunk({value}) AS m{number}_trunk")
    return made


def _inside(value: str, wholes: Sequence[str]) -> str:
    for whole in wholes:
        value = f"inside({value}, coalesce({whole}, '-'))"
    return value


def _column(connection: duckdb.DuckDBPyConnection, number: int, kind: Kind) -> Column:
    chinese = kind in TRUNKED and is_chinese(connection=connection, column=f"m{number}")
    if kind is Kind.NAME and chinese:
        add_sounds(connection=connection, column=f"m{number}")
    return Column(number, kind, chinese)
