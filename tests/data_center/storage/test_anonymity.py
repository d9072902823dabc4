"""The risk of being found again: k and the rows in small classes, as counted by hand; ``bench.privacy`` holds k against pycanon."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanqiao.data_center.storage.engine.anonymity import Risk, risk_of, suggested_columns
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

FIELDS = tuple(Field(name, LogicalType.TEXT) for name in ("编号", "性别", "出生年份", "街道", "金额"))


def written(folder: Path, rows: list[tuple[str | None, ...]]) -> Path:
    path = folder / "t.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{field.name} VARCHAR' for field in FIELDS)})")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def people(count: int) -> list[tuple[str | None, ...]]:
    draw = random.Random(7)
    return [
        (str(n), draw.choice("男女"), str(draw.randrange(1960, 1968)), draw.choice(["甲街道", "乙街道", None]), "5")
        for n in range(count)
    ]


def test_k_and_small_classes_are_those_of_a_count_by_hand(tmp_path: Path) -> None:
    rows = people(400)
    sizes = Counter(row[1:4] for row in rows).values()
    expected = Risk(
        ("性别", "出生年份", "街道"),
        min(sizes),
        len(sizes),
        sum(size for size in sizes if size < 5),
        sum(size for size in sizes if size == 1),
        400,
    )
    assert risk_of(parquet=written(tmp_path, rows), columns=("性别", "出生年份", "街道")) == expected


CELLS = st.sampled_from([None, "", "甲", "甲 ", "乙", "1", "01"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=60), width=st.integers(1, 4))
def test_the_risk_of_any_table_is_that_of_comparing_every_row_with_every_other(
    tmp_path: Path, rows: list[tuple[str | None, ...]], width: int
) -> None:
    """Counted by another way than grouping: each row is held against all rows. ``bench.privacy`` asks pycanon too."""
    names = tuple(field.name for field in FIELDS[:width])
    sizes = [sum(one[:width] == other[:width] for other in rows) for one in rows]
    found = risk_of(parquet=written(tmp_path, rows), columns=names)
    assert (found.k, found.rows) == (min(sizes), len(rows))
    assert (found.small_rows, found.unique_rows) == (sum(n < 5 for n in sizes), sum(n == 1 for n in sizes))
    assert found.classes == round(sum(1 / n for n in sizes))


def test_k_of_a_known_table(tmp_path: Path) -> None:
    """Four rows of one class, two of another, one alone: k = 1, three rows in classes below five … and four."""
    rows: list[tuple[str | None, ...]] = [("1", "男", "1960", "甲", "5")] * 4 + [("2", "女", "1960", "甲", "5")] * 2
    found = risk_of(parquet=written(tmp_path, [*rows, ("3", "女", "1961", "甲", "5")]), columns=("性别", "出生年份"))
    assert (found.k, found.classes, found.small_rows, found.unique_rows) == (1, 3, 7, 1)


def test_columns_are_suggested_by_name_and_by_values(tmp_path: Path) -> None:
    parquet = written(tmp_path, people(20))
    assert suggested_columns(parquet=parquet, fields=FIELDS) == ("性别", "出生年份", "街道")


def test_a_table_of_places_has_no_such_columns(tmp_path: Path) -> None:
    fields = (Field("编号", LogicalType.TEXT), Field("街道", LogicalType.TEXT))
    assert suggested_columns(parquet=written(tmp_path, people(3)), fields=fields) == ()
