"""How easily a person is found again in a table: classes of rows that are equal in what others may know.

k is the size of the smallest class (Samarati and Sweeney 1998): a person in it is one of k. GB/T 37964-2019 names the
measure. Empty cells count as a value of their own, as in pycanon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_name, quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

SMALL = 5  # fewer rows than this in a class are a risk
QUASI = {  # what an acquaintance or another register may know of somebody, by what the column is called
    "birth": "出生|生日|年龄|birth|^age$",
    "sex": "性别|^sex$|gender",
    "ethnicity": "民族|ethnic",
    "place": "乡镇|街道|社区|村居|籍贯|出生地|户籍|区县|postcode|邮编|邮政编码|zip",
    "education": "学历|文化程度|学位|教育程度|education",
    "occupation": "职业|职务|职称|工种|岗位|单位性质|occupation",
    "marriage": "婚姻|marital",
    "politics": "政治面貌|宗教|党派",
    "health": "残疾类别|残疾等级|病种|诊断|血型",
    "income": "收入|工资|补助金额|补贴金额|救助金额",
}
NAMED = {kind: re.compile(words, re.IGNORECASE) for kind, words in QUASI.items()}
SEXES, VALUES = frozenset({"男", "女", "男性", "女性", "M", "F"}), 6
PERSONAL_ENOUGH = 2  # columns of different kinds from which a table is taken to be of persons


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk of a set of columns: ``k``, how many classes and rows are in classes smaller than SMALL, and all rows."""

    columns: tuple[str, ...]
    k: int
    classes: int
    small_rows: int
    unique_rows: int
    rows: int


def suggested_columns(*, parquet: Path, fields: Sequence[Field]) -> tuple[str, ...]:
    """Return columns that together may find a person, by their names and their values; empty when too few say so.

    A table of places has a district column too: two kinds are needed, of which one is of a person.
    """
    found: dict[str, str] = {}
    for field in fields:
        kind = next((kind for kind, words in NAMED.items() if words.search(field.name)), None)
        if kind is None and field.type is LogicalType.TEXT and _holds_sexes(parquet, field):
            kind = "sex"
        if kind:
            found[field.name] = kind
    kinds = set(found.values())
    return tuple(found) if len(kinds) >= PERSONAL_ENOUGH and kinds & {"birth", "sex", "ethnicity"} else ()


def risk_of(*, parquet: Path, columns: Sequence[str]) -> Risk:
    """Return how many rows share their values of ``columns`` with few others. Raises ValueError without columns."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        return risk_in(connection=connection, relation=f"read_parquet({quoted_text(str(parquet))})", columns=columns)


def risk_in(*, connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]) -> Risk:
    """Return the risk in a relation that SQL of our own names. Raises ValueError without columns."""
    if not columns:
        raise ValueError("a risk is one of columns")
    return risk_by(connection=connection, relation=relation, columns={name: quoted_name(name) for name in columns})


def risk_by(*, connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str]) -> Risk:
    """Return the risk in a relation whose ``columns`` are given with their SQL."""
    names = ", ".join(columns.values())
    asked = f"""
        SELECT coalesce(min(size), 0), count(*), coalesce(sum(size) FILTER (size < {SMALL}), 0),
            coalesce(sum(size) FILTER (size = 1), 0), coalesce(sum(size), 0)
        FROM (SELECT count(*) AS size FROM {relation} GROUP BY {names})
    """  # noqa: S608 - quoted identifiers and a quoted path
    k, classes, small, unique, rows = connection.execute(asked).fetchone() or (0, 0, 0, 0, 0)
    return Risk(tuple(columns), int(k), int(classes), int(small), int(unique), int(rows))


def _holds_sexes(parquet: Path, field: Field) -> bool:
    asked = f"SELECT DISTINCT {quoted_name(field.name)} FROM read_parquet(?) WHERE {quoted_name(field.name)} IS NOT NULL LIMIT {VALUES}"  # noqa: S608 - quoted identifier
    with duckdb.connect(config={"threads": 1}) as connection:
        values = {value for (value,) in connection.execute(asked, [str(parquet)]).fetchall()}
    return bool(values & SEXES) and values <= SEXES | {"未知", "不详", ""}
