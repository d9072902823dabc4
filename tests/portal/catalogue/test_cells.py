from __future__ import annotations

import pytest

from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.portal.catalogue import rules

FIELDS = (Field("名", LogicalType.TEXT), Field("面积", LogicalType.DECIMAL), Field("开放", LogicalType.BOOLEAN))


def body(*rows: tuple[object, ...], language: str = "zh-hans") -> str:
    return rules.body(fields=FIELDS, rows=rows, language=language)


def test_the_first_cell_heads_its_row_and_numbers_stand_right() -> None:
    assert body(("中山公园", "7500.5", True)) == (
        '<tr><th scope="row" class="first">中山公园</th><td class="num">7500.5</td><td>是</td></tr>'
    )


def test_nulls_are_marked_in_every_place() -> None:
    assert body((None, None, None)) == (
        '<tr><th scope="row" class="first null"></th><td class="num null"></td><td class="null"></td></tr>'
    )


def test_cells_are_text_and_never_markup() -> None:
    assert "&lt;script&gt;" in body(("<script>", 1, False))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://a.example/?b=1&c", '<a href="https://a.example/?b=1&amp;c" rel="nofollow noopener ugc">https://a.example/?b=1&amp;c</a>'),
        ("https://a.example or so", "https://a.example or so"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ({"type": "Point", "coordinates": [120.3441, 36.0638]}, "120.34410, 36.06380"),
        ({"type": "MultiPolygon", "coordinates": []}, "MultiPolygon"),
        (1800.0, "1800"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        ("x" * 501, "x" * 500 + "…"),
    ],
)  # fmt: skip
def test_values_are_shown_as_what_they_are(value: object, shown: str) -> None:
    assert body((value, 1, True)).startswith(f'<tr><th scope="row" class="first">{shown}</th>')


def test_truth_has_words_in_the_language_of_the_page() -> None:
    assert "<td>yes</td>" in body(("a", 1, True), language="en")
    assert "<td>no</td>" in body(("a", 1, False), language="en")


def test_a_moment_is_read_with_a_space_and_a_first_column_of_numbers_stands_right() -> None:
    fields = (Field("n", LogicalType.INTEGER), Field("t", LogicalType.TIMESTAMP))
    shown = rules.body(fields=fields, rows=[(1, "2026-11-22T08:30:00"), (None, None)], language="en")
    assert shown == (
        '<tr><th scope="row" class="first num">1</th><td>2026-11-22 08:30:00</td></tr>'
        '<tr><th scope="row" class="first num null"></th><td class="null"></td></tr>'
    )
