"""Pairs by keys: rows whose key columns are equal once they are made alike."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from zhanqiao.data_center.storage.engine.linkage.levels import Column


def pair_by_keys(*, connection: duckdb.DuckDBPyConnection, keys: Sequence[Column]) -> int:
    """Make the table ``pairs`` (l, r, probability); return how many rows had a key that others of their side have too.

    A key that stands twice says nothing about which of its rows is meant: its rows are left without a partner.
    """
    names = ", ".join(one.name for one in keys)
    whole = " AND ".join(f"{one.name} IS NOT NULL" for one in keys)
    ambiguous = 0
    for side in "ab":
        connection.execute(
            f"""CREATE TABLE {side}_keys AS SELECT {names}, min(unique_id) AS unique_id, count(*) AS times
            FROM {side} WHERE {whole} GROUP BY {names}"""
        )
        row = connection.execute(f"SELECT sum(times) FROM {side}_keys WHERE times > 1").fetchone()
        ambiguous += int(row[0] or 0) if row else 0
    connection.execute(
        f"""CREATE TABLE pairs AS SELECT l.unique_id AS l, r.unique_id AS r, 1.0::DOUBLE AS probability
        FROM a_keys AS l JOIN b_keys AS r USING ({names}) WHERE l.times = 1 AND r.times = 1"""
    )
    return ambiguous
