"""Which styles fit a table, and where classes begin."""

from __future__ import annotations

import pytest

from zhanqiao.core_services.mapping.rules import LayerState, breaks_of, class_legend, possible_styles, usual_state
from zhanqiao.data_center.storage.queries import Field, LogicalType

T = LogicalType
CODE = Field("区划代码", T.TEXT, "division_code")
NAME = Field("名称", T.TEXT)
KIND = Field("类型", T.TEXT, "category")
SIZE = Field("面积", T.DECIMAL, None, 10, 2)
EAST = Field("经度", T.NUMBER, "longitude")


@pytest.mark.parametrize(
    ("fields", "kind", "styles"),
    [
        ((EAST, NAME, SIZE), "points", ["single", "categories", "classes", "clusters"]),
        ((EAST,), "points", ["single", "clusters"]),
        ((NAME, SIZE, CODE), "shapes", ["single", "categories", "classes", "areas"]),
        ((NAME, CODE), "", ["areas"]),
        ((NAME, SIZE), "", []),
    ],
)
def test_a_table_is_drawn_only_in_ways_that_its_columns_allow(
    fields: tuple[Field, ...], kind: str, styles: list[str]
) -> None:
    assert possible_styles(fields=fields, kind=kind) == styles


def test_what_the_address_leaves_open_is_filled_with_what_fits() -> None:
    fields = (NAME, KIND, SIZE, CODE)
    asked = LayerState(table="t", style="categories")
    assert usual_state(state=asked, fields=fields, kind="points").by == "类型"
    wrong = LayerState(table="t", style="classes", by="名称")
    assert usual_state(state=wrong, fields=fields, kind="points").by == "面积"
    nowhere = LayerState(table="t", style="single")
    found = usual_state(state=nowhere, fields=fields, kind="")
    assert (found.style, found.by) == ("areas", "区划代码")


def test_classes_of_equal_width_or_of_equal_counts() -> None:
    assert breaks_of(low=0, high=100, quantiles=[], cut="equal", classes=4) == [25, 50, 75]
    assert breaks_of(low=0, high=100, quantiles=[1, 1, 5], cut="quantile", classes=4) == [1, 5]
    assert breaks_of(low=3, high=3, quantiles=[3, 3], cut="quantile", classes=3) == []


def test_a_legend_goes_from_the_low_to_the_high_colour() -> None:
    found = class_legend(breaks=[10, 20], low=0, high=30, words=str)
    assert [(each.words.zh, each.percent) for each in found] == [("0 – 10", 0), ("10 – 20", 50), ("20 – 30", 100)]
    (one,) = class_legend(breaks=[], low=7, high=7, words=str)
    assert (one.words.en, one.percent) == ("7 – 7", 100)
