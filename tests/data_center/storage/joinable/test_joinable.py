"""Which tables can be joined: planted keys are found, what is equal by chance is not, counts are exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.data_center.storage import stations

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joinable import Joinable, joinable, sketches, union_of
from zhanqiao.data_center.storage.engine.joinable.finding import shared
from zhanqiao.data_center.storage.engine.joinable.sketches import BOUND, FILE
from zhanqiao.kit.texts import Text

T = LogicalType
Table = tuple[Path, tuple[Field, ...]]
Make = Callable[..., Table]
CODES = [f"3702{number:02d}" for number in range(1, 31)]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Release a table of columns: (name, type, values) or (name, type, values, meaning)."""
    made: list[int] = []

    def release(*columns: tuple[Any, ...]) -> Table:
        made.append(1)
        fields = tuple(Field(each[0], each[1], each[3] if len(each) > 3 else None) for each in columns)
        rows: Sequence[Any] = list(zip(*(each[2] for each in columns), strict=True))
        name = f"rel_{len(made)}"
        stations.released(home=tmp_path, fields=fields, rows=rows, release_id=name)
        return stations.serving(tmp_path, name), fields

    return release


def found(left: Table, right: Table) -> Joinable:
    result = joinable(left=left, right=right)
    assert result is not None
    return result


def test_a_code_among_the_keys_of_another_table_is_found_and_counted(make: Make) -> None:
    parks = make(("区划代码", T.TEXT, [*CODES[:11], "999999", CODES[0]], "division_code"))
    divisions = make(("代码", T.TEXT, CODES, "division_code"), ("名称", T.TEXT, [f"第{each}区" for each in CODES]))
    result = found(parks, divisions)
    assert (result.on, result.match.cardinality) == ((("区划代码", "代码"),), "many-to-one")
    assert (result.match.left.matched, result.match.right.matched) == (12, 11)
    said = result.reason(left=Text("公园", "Parks"), right=Text("区划", "Divisions"))
    assert (
        said.zh
        == "《公园》“区划代码”的 12 个不同值中有 92% 见于《区划》“代码”（30 个不同值）；对方每个键值一行，本表可有多行。"
    )
    assert said.en == (
        "92% of the 12 values of '区划代码' (Parks) are among the 30 of '代码' (Divisions); one row a key there, several here."
    )


def test_integers_meet_texts_of_digits_by_a_cast(make: Make) -> None:
    left = make(("站点编号", T.INTEGER, list(range(500100, 500150)), "identifier"))
    right = make(("站点编号", T.TEXT, [str(each) for each in range(500100, 500150)]))
    result = found(left, right)
    assert (result.on, result.match.pairs) == ((("to_text(站点编号)", "站点编号"),), 50)


def test_blanks_around_values_are_trimmed(make: Make) -> None:
    left = make(("区划代码", T.TEXT, [f" {each}" for each in CODES]))
    right = make(("区划代码", T.TEXT, CODES))
    result = found(left, right)
    assert (result.on, result.match.pairs) == ((("trim(区划代码)", "区划代码"),), 30)


def test_two_columns_are_one_key_where_neither_is(make: Make) -> None:
    hours = [date(2026, 1, 1) + timedelta(days=each) for each in range(30)]
    weather = make(("origin", T.TEXT, ["TAO", "PEK", "PVG"] * 10), ("day", T.DATE, sorted(hours[:10] * 3)))
    flights = make(("origin", T.TEXT, ["TAO", "PEK", "PVG"] * 10), ("day", T.DATE, sorted(hours[:5] * 6)))
    result = found(flights, weather)
    assert (set(result.on), result.match.cardinality) == ({("origin", "origin"), ("day", "day")}, "many-to-one")


@pytest.mark.parametrize(
    ("kind", "name", "values", "meaning"),
    [
        (T.INTEGER, "年份", list(range(1990, 2020)), "year"),
        (T.INTEGER, "序号", list(range(1, 31)), None),
        (T.INTEGER, "编号", list(range(1, 31)), "identifier"),
        (T.INTEGER, "人口", list(range(1000, 1030)), None),
        (T.TEXT, "性别", ["男", "女"] * 15, "category"),
        (T.TEXT, "说明", [f"{each}{'很长的说明' * 12}" for each in CODES], None),
        (T.BOOLEAN, "有无", [True, False] * 15, None),
    ],
)
def test_what_is_equal_by_chance_is_no_key(
    make: Make, kind: LogicalType, name: str, values: list[Any], meaning: str | None
) -> None:
    assert joinable(left=make((name, kind, values, meaning)), right=make((name, kind, values, meaning))) is None


def test_rows_that_would_multiply_on_both_sides_are_no_join(make: Make) -> None:
    table = ("区划代码", T.TEXT, CODES * 2)
    assert joinable(left=make(table), right=make(table)) is None


def test_short_numbers_under_other_names_are_no_key(make: Make) -> None:
    numbers = [str(each) for each in range(10, 60)]
    assert joinable(left=make(("code", T.TEXT, numbers)), right=make(("street_number", T.TEXT, numbers))) is None


def test_a_sketch_is_kept_beside_the_release_and_read_again(make: Make) -> None:
    serving, fields = make(("代码", T.TEXT, CODES))
    first = sketches(serving=serving, fields=fields)[0]
    assert (serving.parent / FILE).is_file()
    sketches.__globals__["_sketches"].cache_clear()
    second = sketches(serving=serving, fields=fields)[0]
    assert (second.name, second.distinct, second.unique) == (first.name, 30, True)
    assert np.array_equal(first.hashes, second.hashes)


def test_the_share_of_columns_larger_than_a_sketch_is_estimated(make: Make) -> None:
    count = BOUND * 2
    large = make(("代码", T.TEXT, [f"A{each}" for each in range(count)]))
    small = make(("代码", T.TEXT, [f"A{each}" for each in range(count // 2, count // 2 + count)]))
    first, second = (sketches(serving=serving, fields=fields)[0] for serving, fields in (large, small))
    assert (first.cut, len(first.hashes)) == (True, BOUND)
    assert shared(small=first, large=second) == pytest.approx(0.5, abs=0.06)


def test_tables_of_the_same_columns_go_under_one_another() -> None:
    left = [Field("日期", T.DATE), Field("站名", T.TEXT), Field("PM10", T.INTEGER)]
    right = [Field("日期", T.DATE), Field("站名", T.TEXT), Field("PM10", T.DECIMAL, None, 8, 2), Field("备注", T.TEXT)]
    result = union_of(left=left, right=right)
    assert result is not None
    assert (result.columns, result.left_alone, result.right_alone) == (("日期", "站名", "PM10"), (), ("备注",))
    assert union_of(left=left, right=right[3:]) is None
