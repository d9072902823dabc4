"""Bars of the decision report: the column that ranks a sheet, where its values differ."""

from __future__ import annotations

from zhanqiao.core_services.statistics.engine.paper import MOST_BARS, bars_of
from zhanqiao.core_services.statistics.rules import Shape, Sheet, columns
from zhanqiao.kit.texts import Text

COLUMNS = columns(("office", "部门", "Office", Shape.WORDS), ("share", "比例", "Share", Shape.SHARE))


def sheet(*values: float | None, ranks: str = "share") -> Sheet:
    rows = tuple({"office": Text(f"部门{n}", f"Office {n}"), "share": value} for n, value in enumerate(values))
    return Sheet("k", Text("表", "Sheet"), Text("", ""), COLUMNS, rows, ranks)


def test_bars_are_the_largest_first_and_shares_are_in_hundredths() -> None:
    spec = bars_of(sheet=sheet(0.5, None, 0.75, 0), language="en")
    assert spec is not None
    assert [(one["x"], one["y"]) for one in spec["data"]["values"]] == [("Office 2", 75.0), ("Office 0", 50.0)]
    assert spec["encoding"]["x"]["title"] == "Share (%)"


def test_bars_of_one_length_or_without_a_rank_are_not_drawn() -> None:
    assert bars_of(sheet=sheet(1.0, 1.0), language="en") is None
    assert bars_of(sheet=sheet(0.5, 1.0, ranks=""), language="en") is None


def test_bars_are_not_more_than_a_page_shows() -> None:
    spec = bars_of(sheet=sheet(*(one / 100 for one in range(1, 60))), language="zh-hans")
    assert spec is not None
    assert len(spec["data"]["values"]) == MOST_BARS
