"""Comparisons and calibration: found, given to the source, answered, confirmed, gone in a later run, found again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.core_services.analysis.offices import (
    AT,
    KEY,
    MENDED,
    OTHER,
    OTHERS,
    THIRD,
    defined,
    person,
    published,
    said,
)
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.analysis import operations, queries
from zhanqiao.core_services.analysis.models import ComparisonRun, Discrepancy
from zhanqiao.core_services.analysis.operations import ComparisonBusyError, NoReasonError
from zhanqiao.core_services.analysis.rules import (
    ComparisonInvalidError,
    DiscrepancyState,
    DiscrepancyStateError,
    definition_of,
)
from zhanqiao.core_services.analysis.rules.definitions import COLUMN_KINDS, HOW, METHODS
from zhanqiao.core_services.deadlines.queries import waiting_for
from zhanqiao.data_center.storage.queries import How, LinkageError, LinkKind, LinkMethod, release_cards
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import ForbiddenError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=3)
S = DiscrepancyState


@pytest.fixture
def people(department: str) -> dict[str, AccessCard]:
    """The comparison, run once; an officer of each office, one of a third, and the authority."""
    defined()
    run()
    return {
        "ours": person(name="li.wei", role=Role.officer, department=DEPARTMENT),
        "theirs": person(name="wang.li", role=Role.officer, department=OTHER),
        "strangers": person(name="sun.yu", role=Role.officer, department=THIRD),
        "authority": person(name="zhang.min", role=Role.authority, department=None),
    }


def run() -> ComparisonRun:
    run_id = operations.run_comparison(key=KEY, by="tests", at=AT, clock=lambda: AT)
    return ComparisonRun.objects.get(pk=run_id)


def found() -> list[tuple[Any, ...]]:
    rows = Discrepancy.objects.order_by("id")
    return sorted((one.name[0], one.kind, one.left_column, one.left_value, one.right_value, one.state) for one in rows)


def the_area() -> Discrepancy:
    return Discrepancy.objects.get(left_column="面积")


def assigned(card: AccessCard) -> str:
    one = the_area().id
    operations.assign(ids=[one], card=card, at=AT)
    return one


def test_a_run_keeps_counts_and_every_discrepancy(people: dict[str, AccessCard]) -> None:
    (one,) = ComparisonRun.objects.all()
    assert (one.state, one.matched, one.only_left, one.only_right, one.discrepancies) == ("finished", 3, 1, 1, 4)
    assert found() == [
        ("P02", "different", "名称", "八大关", "八大关风景区", "open"),
        ("P02", "different", "面积", "140.5", "150", "open"),
        ("P04", "only_in_a", "", None, None, "open"),
        ("P05", "only_in_b", "", None, None, "open"),
    ]
    assert {str(row.source) for row in Discrepancy.objects.select_related("source")} == {str(the_area().source)}
    assert AuditLine.objects.filter(action="comparison.run").count() == 1


def test_only_the_offices_it_concerns_know_of_a_comparison(people: dict[str, AccessCard]) -> None:
    for name in ("ours", "theirs", "authority"):
        assert [one.key for one in queries.comparison_cards(card=people[name])] == [KEY]
        assert queries.discrepancy_card(id=the_area().id, card=people[name]).left_value == "140.5"
    assert queries.comparison_cards(card=people["strangers"]) == ()
    with pytest.raises(NotFoundError):
        queries.comparison_card(key=KEY, card=people["strangers"])
    with pytest.raises(NotFoundError):
        queries.discrepancy_card(id=the_area().id, card=people["strangers"])
    with pytest.raises(NotFoundError):
        operations.assign(ids=[the_area().id], card=people["strangers"], at=AT)


def test_the_source_has_ten_working_days_and_answers(people: dict[str, AccessCard]) -> None:
    one = assigned(people["ours"])
    (waiting,) = waiting_for(card=people["theirs"], at=AT)
    assert (waiting.duty.code, waiting.object_id, waiting.due.on) == ("calibration", one, date(2026, 6, 15))
    with pytest.raises(ForbiddenError):
        operations.answer(id=one, state=S.CORRECTED, reason="已改", card=people["ours"], at=LATER)
    with pytest.raises(NoReasonError):
        operations.answer(id=one, state=S.REJECTED, reason=" ", card=people["theirs"], at=LATER)
    operations.answer(id=one, state=S.REJECTED, reason="实测 150 公顷", card=people["theirs"], at=LATER)
    assert waiting_for(card=people["theirs"], at=LATER) == ()
    with pytest.raises(ForbiddenError):
        operations.confirm(id=one, card=people["theirs"], at=LATER)
    operations.confirm(id=one, card=people["ours"], at=LATER)
    operations.close(id=one, reason="以民政数据为准", card=people["ours"], at=LATER)
    card = queries.discrepancy_card(id=one, card=people["theirs"])
    assert (card.state, card.outcome) == (S.CLOSED, "no_error")
    assert [(step.state.en, step.reason) for step in card.history] == [
        ("Open", ""),
        ("With its source", ""),
        ("Not an error", "实测 150 公顷"),
        ("Confirmed", ""),
        ("Closed", "以民政数据为准"),
    ]
    assert run().vanished == 0  # what is no error stays closed while the values are the same
    assert the_area().state == S.CLOSED


def test_what_a_later_run_no_longer_finds_is_closed_as_corrected(people: dict[str, AccessCard]) -> None:
    one = assigned(people["authority"])
    published(name="others", content=MENDED, department=OTHER)
    again = run()
    assert (again.number, again.vanished, again.discrepancies) == (2, 1, 3)
    card = queries.discrepancy_card(id=one, card=people["ours"])
    assert (card.state, card.outcome, card.history[-1].by) == (S.CLOSED, "corrected", "system")
    assert waiting_for(card=people["theirs"], at=AT) == ()
    assert Discrepancy.objects.count() == 4  # the others are the same rows as before

    published(name="others", content=OTHERS, department=OTHER)
    run()
    assert (the_area().id, the_area().state, the_area().outcome) == (one, S.OPEN, "")


def test_an_answer_holds_only_for_the_values_it_was_about(people: dict[str, AccessCard]) -> None:
    one = assigned(people["ours"])
    operations.answer(id=one, state=S.REJECTED, reason="实测", card=people["theirs"], at=AT)
    published(name="others", content=OTHERS.replace("150", "160"), department=OTHER)
    run()
    assert (the_area().state, the_area().right_value) == (S.OPEN, "160")


def test_a_published_correction_marks_a_cell_corrected_once(people: dict[str, AccessCard]) -> None:
    operations.mark_corrected(id=the_area().id, release_id="rel_1", reason="公众纠错已采纳", by="tests", at=AT)
    assert (the_area().state, the_area().release_id) == (S.CORRECTED, "rel_1")
    with pytest.raises(DiscrepancyStateError):
        operations.mark_corrected(id=the_area().id, release_id="rel_1", reason="再次", by="tests", at=AT)


def test_a_cell_of_a_table_finds_its_discrepancy(people: dict[str, AccessCard]) -> None:
    comparison = queries.comparison_card(key=KEY, card=people["ours"])

    def of(table_id: str, park: str) -> tuple[str, ...]:
        return queries.discrepancies_of_cell(table_id=table_id, column="面积", identity={"编号": park})

    assert of(comparison.right, "P02") == (the_area().id,)
    assert (of(comparison.right, "P01"), of(comparison.right, "P99")) == ((), ())
    assert of(comparison.left, "P02") == ()  # the list of the parks office is right: its cell is not the one to mend
    operations.close(id=the_area().id, reason="双方一致", card=people["ours"], at=AT)
    assert of(comparison.right, "P02") == ()


def test_a_cell_is_found_where_it_stood_when_it_was_compared(people: dict[str, AccessCard]) -> None:
    right = queries.comparison_card(key=KEY, card=people["ours"]).right
    head, first, *rest = OTHERS.splitlines(keepends=True)
    published(name="others", content="".join([head, *rest, first]), department=OTHER)
    found = queries.discrepancies_of_cell(table_id=right, column="面积", identity={"编号": "P02"})
    assert found == (the_area().id,)


def test_an_answer_names_a_release_of_its_table_or_none(people: dict[str, AccessCard]) -> None:
    one = assigned(people["ours"])
    tables = queries.comparison_card(key=KEY, card=people["ours"])
    (theirs,), (ours,) = (release_cards(table_id=table) for table in (tables.right, tables.left))
    said = {"id": one, "state": S.CORRECTED, "reason": "已更正", "card": people["theirs"], "at": AT}
    with pytest.raises(NotFoundError):
        operations.answer(**said, release_id=ours.id)
    operations.answer(**said, release_id=theirs.id)
    assert the_area().release_id == theirs.id


def test_a_comparison_runs_once_at_a_time_and_goes_on_after_a_kill(people: dict[str, AccessCard]) -> None:
    last = ComparisonRun.objects.get()
    ComparisonRun.objects.update(state="running", ended_at=None)
    with pytest.raises(ComparisonBusyError):
        run()
    ComparisonRun.objects.update(started_at=AT - timedelta(hours=1))
    assert run().number == 2
    last.refresh_from_db()
    assert (last.state, last.note_en) == ("failed", "The process that compared was killed.")


def test_a_run_that_fails_says_why(people: dict[str, AccessCard]) -> None:
    published(name="others", content="号码,名称\nP01,中山公园\n", department=OTHER)
    with pytest.raises(LinkageError):
        run()
    last = ComparisonRun.objects.order_by("-number").first()
    assert last is not None
    assert (last.number, last.state) == (2, "failed")
    assert "编号" in last.note_zh
    assert Discrepancy.objects.filter(state="open").count() == 4


def test_a_discrepancy_page_is_chosen_by_state_kind_and_column(people: dict[str, AccessCard]) -> None:
    comparison = queries.comparison_card(key=KEY, card=people["ours"])
    page = queries.discrepancies(comparison=comparison, column="面积", limit=10, offset=0)
    assert [one.right_value for one in page.rows] == ["150"]
    assert page.columns == (("名称", 1), ("面积", 1))
    assert queries.discrepancies(comparison=comparison, kind="only_in_b", limit=10, offset=0).total == 1
    assert queries.discrepancies(comparison=comparison, state="closed", limit=10, offset=0).rows == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "X y"}, "key"),
        ({"columns": []}, "columns"),
        ({"columns": [{"left": "编号", "kind": "colour"}]}, "kind"),
        ({"rules": [{"left": "面积", "how": "number", "tolerance": -1}]}, "tolerance"),
        ({"threshold": 1}, "threshold"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_definition_tells_its_first_mistake(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ComparisonInvalidError) as caught:
        definition_of(said=said("tbl_1", "tbl_2") | wrong)
    assert caught.value.facts["field"] == field


def test_a_column_that_is_not_there_is_refused_with_those_that_are(department: str) -> None:
    with pytest.raises(ComparisonInvalidError, match="编号、名称、区、面积"):
        defined(rules=[{"left": "名称", "right": "园名"}])


def test_the_words_of_a_definition_are_those_of_the_engine() -> None:
    assert tuple(LinkMethod) == METHODS
    assert tuple(LinkKind) == COLUMN_KINDS
    assert tuple(How) == HOW
