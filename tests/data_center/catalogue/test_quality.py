"""The quality of rows: cells are shown as what they are, and the score follows when they are corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.data_center.grounds import AT, BY, entry

from zhanqiao.data_center.catalogue import operations, queries
from zhanqiao.data_center.catalogue.queries import TableQuality
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries as tables
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.data_center.storage.rules import Mode

Understand = Callable[[str], tuple[Path, TableReport]]
HEAD = "站名,距下一站_米,至下一站_分钟\n"
GOOD = "".join(f"第{n}站,{900 + n},{n % 5 + 1}\n" for n in range(40))
METRO = HEAD + GOOD + "台东,??,\n浮山所,约2700,3\n灵山湾,??,2\n"
CORRECTED = HEAD + GOOD + "台东,1200,2\n浮山所,2700,3\n灵山湾,1800,2\n"


class City:
    """One dataset with one table that is published again and again."""

    def __init__(self, understand: Understand, department: str) -> None:
        self._understand = understand
        self.dataset_id = operations.register_dataset(
            entry=entry(department=department, update_cycle="monthly"), by=BY, at=AT
        )
        self.table_id = storage.create_table(dataset_id=self.dataset_id, name="t", title_zh="车站", by=BY, at=AT)

    def publish(self, text: str, *, days: int = 0) -> None:
        folder, report = self._understand(text)
        at = AT + timedelta(days=days)
        one = storage.prepare_release(
            table_id=self.table_id, folder=folder, report=report, mode=Mode.REPLACE, by=BY, at=at
        )
        operations.publish_releases(dataset_id=self.dataset_id, prepared=[one], by=BY, at=at)

    def quality(self, *, days: int = 1) -> TableQuality:
        table = tables.table_card(table_id=self.table_id)
        return queries.table_quality(table=table, update_cycle="monthly", at=AT + timedelta(days=days))


@pytest.fixture
def city(department: str, understand: Understand) -> City:
    return City(understand, department)


def indicator(found: TableQuality, code: str) -> tuple[float, float]:
    ((one,),) = [[each for d in found.dimensions for each in d.indicators if each.code == code]]
    return one.good, one.of


def test_cells_that_are_no_numbers_are_shown_as_what_they_are(city: City) -> None:
    city.publish(METRO)
    found = city.quality()
    assert [(one.column, one.original, one.reason, one.cells) for one in found.measures.misfits] == [
        ("距下一站_米", "??", "not-a-number", 2),
        ("距下一站_米", "约2700", "approximate", 1),
    ]
    assert indicator(found, "0302") == (43 * 3 - 3, 43 * 3)
    assert indicator(found, "0201") == (43 * 3 - 1, 43 * 3)


def test_the_score_rises_when_the_cells_are_corrected(city: City) -> None:
    city.publish(METRO)
    before = city.quality()
    city.publish(CORRECTED, days=1)
    after = city.quality(days=2)
    assert (after.measures.misfits, indicator(after, "0302")) == ((), (129, 129))
    assert before.score is not None
    assert after.score is not None
    assert before.score < after.score
    past = queries.quality_history(table=tables.table_card(table_id=city.table_id), update_cycle="monthly")
    assert [one.release.number for one in past] == [2, 1]
    assert past[0].score == after.score
    assert (past[1].score or 0) < after.score


def test_rows_that_repeat_are_counted(city: City) -> None:
    city.publish(HEAD + GOOD + "第0站,900,1\n" * 2)
    found = city.quality()
    assert (found.measures.repeated, indicator(found, "0303")) == (2, (40, 42))
    assert "repeated-rows" in [one.key for one in found.findings]


def test_codes_are_held_against_their_check_digits(city: City) -> None:
    codes = ["12320100671322000Q", "91110000600037341L"] * 20
    city.publish(
        "机构,代码\n" + "".join(f"机构{n},{code}\n" for n, code in enumerate(codes)) + "错,91110000600037341X\n"
    )
    found = city.quality()
    column = found.measures.columns[1]
    assert (column.rule, column.tried, column.wrong, column.examples) == ("credit_code", 41, 1, ("91110000600037341X",))


def test_a_promise_that_is_not_kept_lowers_the_score(city: City) -> None:
    city.publish(CORRECTED)
    kept, late = city.quality(days=10), city.quality(days=62)
    good, of = indicator(late, "0502")
    assert indicator(kept, "0502")[0] == indicator(kept, "0502")[1]
    assert good / of == pytest.approx(30 / 62)
    assert [one.key for one in late.findings] == ["overdue"]
    assert (late.score or 0) < (kept.score or 0)


def test_what_was_measured_is_kept_beside_the_release(city: City) -> None:
    city.publish(METRO)
    first = city.quality().measures
    table = tables.table_card(table_id=city.table_id)
    assert (table.serving.parent / "quality.json").is_file()
    tables.warehouse()
    from zhanqiao.data_center.storage.models import CHANGES

    CHANGES.advance()
    assert city.quality().measures == first
