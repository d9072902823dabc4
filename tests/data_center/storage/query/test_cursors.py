"""Paging by cursor: every row once, in order, in one release."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.query.asking import page, parsed

from zhanqiao.data_center.storage.engine.query import (
    CursorExpiredError,
    QueryError,
    RowsPage,
    cursor_release,
    parse_query,
    rows,
)


def walked(serving: Path, **params: str) -> list[str]:
    """All identifiers of an answer, page after page."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        got = ask(serving, **params, **after)
        found += [row[0] for row in got.rows]
        if got.next is None:
            return found
        after = {"after": got.next}


def ask(serving: Path, **params: str) -> RowsPage:
    query = parse_query(fields=permits.FIELDS, params={"select": "许可编号", **params})
    return rows(serving=serving, fields=permits.FIELDS, query=query)


def test_whole_table_is_walked_in_source_order(large: Path) -> None:
    assert walked(large, limit="10000") == [permits.row(number)[0] for number in range(permits.ROWS)]


def test_filtered_rows_are_walked_in_source_order(large: Path) -> None:
    expected = [row[0] for row in map(permits.row, range(permits.ROWS)) if row[2] == "市南区" and row[7] is None]
    assert walked(large, where="区市 = '市南区' and 备注 is null", limit="700") == expected


def test_sorted_rows_are_walked_once_each(large: Path) -> None:
    wanted = [row for row in map(permits.row, range(permits.ROWS)) if row[2] == "市南区" and row[7] is None]
    expected = [row[0] for row in sorted(wanted, key=lambda row: row[4], reverse=True)]
    where = "区市 = '市南区' and 备注 is null"
    assert walked(large, where=where, order_by="发证日期 desc", limit="700") == expected


def test_equality_on_an_indexed_column_finds_its_rows_in_order(large: Path) -> None:
    wanted = [f"QD{number:08d}" for number in (5, 27_777, 59_999, 3)]
    order = [row[0] for row in map(permits.row, range(permits.ROWS)) if row[0] in wanted]
    assert walked(large, where=f"许可编号 in ({', '.join(repr(each) for each in wanted)})") == order
    assert walked(large, where="许可编号 = 'QD00027777'") == ["QD00027777"]


def test_cursor_of_another_question_is_refused(serving: Path) -> None:
    after = page(serving, limit="2").next
    assert after is not None
    with pytest.raises(QueryError, match="another question"):
        page(serving, after=after, where="换乘")


def test_cursor_survives_another_page_size_and_count(serving: Path) -> None:
    after = page(serving, limit="2", where="区市 is not null").next
    assert after is not None
    assert page(serving, limit="3", where="区市 is not null", after=after, count="exact").rows[0][0] == "0003"


def test_cursor_of_another_release_is_refused_and_names_it(tmp_path: Path) -> None:
    stations.released(home=tmp_path, release_id="rel_1")
    stations.released(home=tmp_path, release_id="rel_2")
    after = page(stations.serving(tmp_path, "rel_1"), limit="2").next
    assert after is not None
    assert cursor_release(after=after) == "rel_1"
    with pytest.raises(CursorExpiredError) as error:
        page(stations.serving(tmp_path, "rel_2"), limit="2", after=after)
    assert (error.value.status, error.value.facts["release"]) == (410, "rel_1")


@pytest.mark.parametrize("after", ["", "x", "中文", "eA", "YTpiOi0x", "YTpiOmM6ZA", "YTpiOjE=", "////"])
def test_what_is_no_cursor_is_a_query_error_or_nothing(serving: Path, after: str) -> None:
    if not after:
        assert parsed(after=after).after is None
        return
    with pytest.raises(QueryError):
        page(serving, after=after)
