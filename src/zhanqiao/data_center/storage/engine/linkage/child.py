"""The process in which a linkage runs: an order on stdin, the answer as JSON in a file of its own folder.

Not on stdout, where Splink tells how its training goes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import LOCK, quoted_text
from zhanqiao.data_center.storage.engine.linkage.assigning import assign
from zhanqiao.data_center.storage.engine.linkage.blocking import blocks
from zhanqiao.data_center.storage.engine.linkage.exactly import pair_by_keys
from zhanqiao.data_center.storage.engine.linkage.judging import judge
from zhanqiao.data_center.storage.engine.linkage.levels import Column
from zhanqiao.data_center.storage.engine.linkage.model import MOST_DISCREPANCIES, Method
from zhanqiao.data_center.storage.engine.linkage.sides import opened
from zhanqiao.data_center.storage.engine.linkage.vetoing import veto

ANSWER = "answer.json"
LEAST = 0.001  # probability from which a pair may win in a second look
ADDRESSES = 4  # times the memory allowed, in addresses: what is mapped is not what is held


def prepare() -> None:
    """Import Splink too, which is the same for every linkage."""
    from zhanqiao.data_center.storage.engine.linkage import likely  # noqa: F401 - here, where it is waited for once


def main() -> None:
    """Do the order and answer; what goes wrong is answered by name, never half."""
    order = json.loads(sys.stdin.readline())
    limit = ADDRESSES * order["memory"] + (2 << 30)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer = _linked(order)
    except (duckdb.OutOfMemoryException, MemoryError):
        answer = {"failed": "memory"}
    with open(ANSWER, "w", encoding="utf-8") as file:  # noqa: PTH123 - in the folder this process was started in
        json.dump(answer, file, ensure_ascii=False)


def _linked(order: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    connection = duckdb.connect("work.duckdb", config={"threads": 2, "memory_limit": f"{order['memory'] >> 20}MB"})
    connection.execute(f"SET temp_directory={quoted_text('spill')}")
    for setting in LOCK:
        connection.execute(f"SET {setting}")
    columns = opened(connection=connection, order=order)
    ambiguous, vetoed = _paired(connection, columns, order)
    answer = {"ambiguous": ambiguous, "vetoed": vetoed, "differences": [], "total": 0, "only_left": 0, "only_right": 0}
    pairs = connection.execute("SELECT l, r, probability FROM pairs ORDER BY probability DESC, l, r").fetchall()
    if not order["within"]:
        judge(connection=connection, order=order)
        answer |= _counted(connection)
    return answer | {"pairs": pairs, "seconds": time.monotonic() - began}


def _paired(
    connection: duckdb.DuckDBPyConnection, columns: tuple[Column, ...], order: dict[str, Any]
) -> tuple[int, int]:
    if order["method"] == Method.KEYS.value:
        keys = [one for one in columns if order["columns"][one.number]["key"]]
        ambiguous = pair_by_keys(connection=connection, keys=keys)
        return ambiguous, veto(connection=connection, columns=columns)
    from zhanqiao.data_center.storage.engine.linkage.likely import score  # late: this module can be read without Splink

    single = order["one_to_one"] and not order["within"]
    least = LEAST if single else order["threshold"]
    found = blocks(connection=connection, columns=columns)
    if not found:
        connection.execute("CREATE TABLE pairs (l BIGINT, r BIGINT, probability DOUBLE)")
        return 0, 0
    prior = score(connection=connection, columns=columns, blocks=found, least=least, within=order["within"])
    vetoed = veto(connection=connection, columns=columns)
    if not single:
        return 0, vetoed
    rows = (_rows(connection, "a"), _rows(connection, "b"))
    return assign(connection=connection, threshold=order["threshold"], prior=prior, rows=rows), vetoed


def _rows(connection: duckdb.DuckDBPyConnection, side: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {side}").fetchone()
    return int(row[0]) if row else 0


def _counted(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    counts = dict(connection.execute("SELECT kind, count(*) FROM differences GROUP BY kind").fetchall())
    kept = connection.execute(
        f"""SELECT kind, l, r, rule, one, two, names, row_number() OVER (PARTITION BY kind = 'only_in_b', rule, names ORDER BY l, r) - 1
        FROM differences ORDER BY l IS NULL, l, r, rule LIMIT {MOST_DISCREPANCIES}"""
    ).fetchall()
    return {
        "differences": kept,
        "total": sum(counts.values()),
        "only_left": counts.get("only_in_a", 0),
        "only_right": counts.get("only_in_b", 0),
    }


if __name__ == "__main__":
    main()
