"""The code trap: the same code is given to another place after a merger, or by another list. A code alone proves nothing.

Division codes are used again (GB/T 2260 between its editions), and two offices number the townships of a county each in its own order.
So a pair whose codes agree is taken back when all places disagree; and any pair whose names all disagree, unless two columns that
are neither name nor place (a number and a date of birth) say the same. And who has a namesake in the same place goes with that one.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from zhanqiao.data_center.storage.engine.linkage.levels import Column, Steps, all_steps
from zhanqiao.data_center.storage.engine.linkage.model import Kind

PLACING = frozenset({Kind.PLACE, Kind.DIVISION})
PROVING = frozenset({Kind.CODE, Kind.DATE, Kind.TEXT})
MOST_NAMESAKES = 5_000_000
PROOF = 2  # columns that outweigh names


def veto(*, connection: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> int:
    """Delete what is denied from ``pairs``; return how many pairs that were."""
    steps = all_steps(columns=columns)
    names = _all_deny([one for one in steps if one.columns[0].kind is Kind.NAME])
    places = _all_deny([one for one in steps if one.columns[0].kind in PLACING])
    codes = " OR ".join(one.same for one in columns if one.kind is Kind.CODE) or "false"
    proofs = " + ".join(f"coalesce({one.same}, false)::INT" for one in columns if one.kind in PROVING) or "0"
    row = connection.execute(
        f"""DELETE FROM pairs USING ({_beside(connection, "pairs")}) AS beside
        WHERE pairs.l = beside.l AND pairs.r = beside.r
        AND (({names} AND {proofs} < {PROOF}) OR (({codes}) AND {places}))"""
    ).fetchone()
    return (int(row[0]) if row else 0) + _prefer_namesakes(connection, columns, steps)


def _prefer_namesakes(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], steps: Sequence[Steps]) -> int:
    """Delete pairs of which a row has a namesake in the same place on the other side; return how many.

    麻屯镇 and 马屯镇 of one county sound the same, and two lists number them the other way round.
    """
    names = [one for one in columns if one.kind is Kind.NAME]
    places = [one for one in steps if one.columns[0].kind in PLACING]
    if not names or not places:
        return 0
    same = " AND ".join(f"a.{one.name} = b.{one.name}" for one in names)
    connection.execute(
        f"CREATE TABLE meeting AS SELECT a.unique_id AS l, b.unique_id AS r FROM a JOIN b ON {same} LIMIT {MOST_NAMESAKES}"
    )
    connection.execute(
        f"CREATE TABLE namesakes AS SELECT l, r FROM ({_beside(connection, 'meeting')}) WHERE {places[0].conditions[0]}"
    )
    row = connection.execute(
        """DELETE FROM pairs WHERE (l IN (SELECT l FROM namesakes) OR r IN (SELECT r FROM namesakes))
        AND (l, r) NOT IN (SELECT (l, r) FROM namesakes)"""
    ).fetchone()
    return int(row[0]) if row else 0


def _all_deny(steps: Sequence[Steps]) -> str:
    """Return the condition that of these comparisons at least one disagrees and none agrees."""
    if not steps:
        return "false"
    some = " OR ".join(one.denies for one in steps)
    none = " AND ".join(f"({one.denies} OR NOT coalesce({one.known}, false))" for one in steps)
    return f"(({some}) AND {none})"


def _beside(connection: duckdb.DuckDBPyConnection, pairs: str) -> str:
    sides = {}
    for side, letter in (("a", "l"), ("b", "r")):
        names = [name for (name, *_) in connection.execute(f"DESCRIBE {side}").fetchall() if name != "unique_id"]
        sides[letter] = ", ".join(f"{side}.{name} AS {name}_{letter}" for name in names)
    return f"""SELECT l, r, {sides["l"]}, {sides["r"]}
        FROM {pairs} JOIN a ON {pairs}.l = a.unique_id JOIN b ON {pairs}.r = b.unique_id"""
