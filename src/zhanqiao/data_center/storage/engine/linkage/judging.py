"""What the pairs differ in by the field rules, cell by cell, and the rows without a partner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_text
from zhanqiao.data_center.storage.engine.linkage.model import How


def judge(*, connection: duckdb.DuckDBPyConnection, order: dict[str, Any]) -> None:
    """Make the table ``differences`` in the order of A's rows; rows of B alone come last."""
    cells = [_cells(rule, number, order) for number, rule in enumerate(order["rules"])]
    alone = [_alone("a", "left", "l", order), _alone("b", "right", "r", order)]
    connection.execute(
        f"""CREATE TABLE differences AS SELECT * FROM ({" UNION ALL ".join([*cells, *alone])})
        ORDER BY l IS NULL, l, r, rule"""
    )


def _cells(rule: dict[str, Any], number: int, order: dict[str, Any]) -> str:
    left, right = f"a_rows.{rule['left']}", f"b_rows.{rule['right']}"
    one, two = f"nullif(trim({left}::VARCHAR), '')", f"nullif(trim({right}::VARCHAR), '')"
    return f"""SELECT CASE WHEN {one} IS NULL THEN 'missing_in_a' WHEN {two} IS NULL THEN 'missing_in_b' ELSE 'different' END AS kind,
        pairs.l AS l, pairs.r AS r, {number} AS rule, {left}::VARCHAR AS one, {right}::VARCHAR AS two,
        {_names("a_rows", order["left"]["names"])} AS names
        FROM pairs JOIN a_rows ON a_rows.place = pairs.l JOIN b_rows ON b_rows.place = pairs.r
        WHERE ({one} IS NULL) != ({two} IS NULL) OR ({one} IS NOT NULL AND {two} IS NOT NULL AND NOT coalesce({_same(rule, one, two)}, false))"""


def _alone(side: str, name: str, letter: str, order: dict[str, Any]) -> str:
    places = ("place", "NULL") if side == "a" else ("NULL", "place")
    return f"""SELECT 'only_in_{side}' AS kind, {places[0]} AS l, {places[1]} AS r, -1 AS rule, NULL AS one, NULL AS two,
        {_names(f"{side}_rows", order[name]["names"])} AS names
        FROM {side}_rows WHERE place NOT IN (SELECT {letter} FROM pairs)"""


def _names(rows: str, columns: Sequence[str]) -> str:
    return f"[{', '.join(f'{rows}.{one}::VARCHAR' for one in columns)}]::VARCHAR[]"


def _same(rule: dict[str, Any], one: str, two: str) -> str:
    how = How(rule["how"])
    tolerance = float(rule["tolerance"])
    if how is How.EQUAL:
        return f"{one} = {two}"
    alike = f"plain({one}) = plain({two})"
    if how is How.NUMBER:
        return f"{alike} OR abs({_number(one)} - {_number(two)}) <= {tolerance!r}"
    if how is How.DATE:
        return f"{alike} OR abs(date_diff('day', {_date(one)}, {_date(two)})) <= {tolerance!r}"
    if how is How.DIVISION:
        return f"unpadded(plain({one})) = unpadded(plain({two}))"
    if how is How.CODES:
        cases = " ".join(f"WHEN {_plain(code)} THEN {_plain(word)}" for code, word in rule["codes"])
        return f"CASE plain({one}) {cases} ELSE plain({one}) END = plain({two})" if cases else alike
    return alike


def _plain(text: str) -> str:
    return f"plain({quoted_text(text)})"


def _number(value: str) -> str:
    return f"try_cast(replace(plain({value}), ',', '') AS DOUBLE)"


def _date(value: str) -> str:
    forms = ", ".join(quoted_text(one) for one in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"))
    return f"coalesce(try_cast({value} AS TIMESTAMP)::DATE, try_strptime(plain({value}), [{forms}])::DATE)"
