"""One wrong cell, found by a comparison or by somebody of the public: each opens, finds and settles the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.core_services.analysis.offices import AT, KEY, MENDED, OTHER, OTHERS, defined, person, published
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.analysis import operations as analysis
from zhanqiao.core_services.analysis.models import Discrepancy
from zhanqiao.core_services.analysis.rules import DiscrepancyStateError
from zhanqiao.core_services.corrections import operations, queries
from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.rules import (
    CorrectionStepError,
    EmptyWordsError,
    NoCellError,
    OwnDecisionError,
    PersonalTextError,
    SameValueError,
    UnderWayError,
)
from zhanqiao.core_services.deadlines.queries import clocks_of, waiting_for
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.operations import RowsRefusedError
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import ForbiddenError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)
LIST = OTHERS.replace("2410", "2410.25")  # so that areas are decimals
LATER = AT + timedelta(days=3)
REASON = "以园林部门实测为准"


@pytest.fixture
def people(department: str) -> dict[str, AccessCard]:
    """The comparison, run once, its area given to the source; people of both offices."""
    defined()
    published(name="others", content=LIST, department=OTHER)
    run()
    cards = {
        "ours": person(name="li.wei", role=Role.officer, department=DEPARTMENT),
        "theirs": person(name="wang.li", role=Role.officer, department=OTHER),
        "reviewer": person(name="zhao.min", role=Role.reviewer, department=OTHER),
    }
    analysis.assign(ids=[the_area().id], card=cards["ours"], at=AT)
    return cards


@pytest.fixture
def citizen(department: str) -> str:
    return create_account(username="zhang.san", display_name="张三", password="Red-Roofs-1891", by="tests", at=AT)


def run() -> None:
    analysis.run_comparison(key=KEY, by="tests", at=AT, clock=lambda: AT)


def the_area() -> Discrepancy:
    return Discrepancy.objects.get(left_column="面积")


def others() -> catalogue.DatasetCard:
    return catalogue.dataset_card(slug="others", card=ANONYMOUS)


def accept(card: AccessCard, **said: Any) -> str:
    usual = {"discrepancy_id": the_area().id, "written": "140.5", "reason": REASON}
    return operations.accept_discrepancy(**(usual | said), card=card, at=LATER)


def ask(citizen: str, **said: Any) -> str:
    usual = {"identity": {"编号": "P02"}, "column": "面积", "written": "140.5", "reason": "官网数字不同"}
    table_id = others().tables[0].id
    return operations.ask(dataset=others(), table_id=table_id, account_id=citizen, at=AT, **(usual | said))


def state(correction_id: str) -> str:
    return Correction.objects.get(pk=correction_id).state


def running(object_type: str, object_id: str) -> list[tuple[str, str, str]]:
    found = clocks_of(object_type=object_type, object_id=object_id, at=LATER)
    return [(one.duty.code, one.role, one.due.on.isoformat()) for one in found if one.ended_at is None]


def cells_changed(table_id: str) -> dict[str, int]:
    new = storage.table_card(table_id=table_id)
    old = storage.card_as_of(table_id=table_id, as_of_text=storage.release_before(card=new))
    counts = storage.difference(old=old, new=new, key=()).counts
    assert (counts.added, counts.removed, counts.changed) == (0, 0, 1)
    return counts.cells


def test_an_accepted_discrepancy_is_published_in_one_cell_and_settled_under_its_own_clock(
    people: dict[str, AccessCard],
) -> None:
    area = the_area().id
    made = accept(people["theirs"])
    card = queries.correction_card(correction_id=made, card=people["theirs"])
    assert (card.origin, card.state, card.old, card.discrepancies) == ("comparison", "accepted", "150.00", {area})
    assert (running("correction", made), running("discrepancy", area)) == (
        [],
        [("calibration", "reviewer", "2026-06-15")],
    )
    assert [one.url for one in waiting_for(card=people["reviewer"], at=LATER)] == [f"/workbench/corrections/{made}/"]
    with pytest.raises(OwnDecisionError):
        operations.confirm(correction_id=made, by=people["theirs"].actor, at=LATER)
    release = operations.confirm(correction_id=made, by=people["reviewer"].actor, at=LATER)
    assert cells_changed(others().tables[0].id) == {"面积": 1}
    assert (the_area().state, the_area().outcome, the_area().release_id) == ("corrected", "corrected", release)
    assert running("discrepancy", area) == []
    run()
    assert the_area().state == "closed"


def test_what_a_comparison_opened_is_internal_until_it_is_published(people: dict[str, AccessCard]) -> None:
    made = accept(people["theirs"])
    with pytest.raises(NotFoundError):
        queries.correction_card(correction_id=made, card=ANONYMOUS)
    assert queries.corrections_of(dataset_id=others().id) == ((), 0)
    operations.confirm(correction_id=made, by=people["reviewer"].actor, at=LATER)
    assert queries.correction_card(correction_id=made, card=ANONYMOUS).state == "published"
    assert [one.id for one in queries.corrections_of(dataset_id=others().id)[0]] == [made]


def test_only_the_source_accepts_and_only_what_was_given_to_it(people: dict[str, AccessCard]) -> None:
    with pytest.raises(ForbiddenError):
        accept(people["ours"])
    stranger = AccessCard(account_id="acc_x", roles=frozenset({(Role.officer, "dep_x")}))
    with pytest.raises(NotFoundError):
        accept(stranger)
    name = Discrepancy.objects.get(left_column="名称").id
    with pytest.raises(DiscrepancyStateError):
        accept(people["theirs"], discrepancy_id=name, written="八大关")
    assert Correction.objects.count() == 0


REFUSED = [
    ({"written": "150"}, SameValueError),
    ({"written": "很大"}, RowsRefusedError),
    ({"reason": " "}, EmptyWordsError),
    ({"reason": "请打13800138000问我"}, PersonalTextError),
]


@pytest.mark.parametrize(("said", "error"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_what_cannot_be_accepted_leaves_the_clock_with_the_officer(
    people: dict[str, AccessCard], said: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        accept(people["theirs"], **said)
    assert Correction.objects.count() == 0
    assert running("discrepancy", the_area().id) == [("calibration", "officer", "2026-06-15")]


def test_a_whole_row_has_no_cell_to_accept(people: dict[str, AccessCard]) -> None:
    row = Discrepancy.objects.get(kind="only_in_b").id
    analysis.assign(ids=[row], card=people["ours"], at=AT)
    with pytest.raises(NoCellError):
        accept(people["theirs"], discrepancy_id=row)


def test_a_cell_is_accepted_once_at_a_time(people: dict[str, AccessCard]) -> None:
    accept(people["theirs"])
    with pytest.raises(UnderWayError):
        accept(people["theirs"], written="141")


def test_what_the_reviewer_sends_back_ends_and_the_discrepancy_is_answered_anew(people: dict[str, AccessCard]) -> None:
    made = accept(people["theirs"])
    operations.return_to_officer(correction_id=made, words="请附依据", by=people["reviewer"].actor, at=LATER)
    assert (state(made), the_area().state) == ("rejected", "assigned")
    assert running("discrepancy", the_area().id) == [("calibration", "officer", "2026-06-15")]
    again = accept(people["theirs"], written="141")
    operations.confirm(correction_id=again, by=people["reviewer"].actor, at=LATER)
    assert the_area().state == "corrected"


def test_a_discrepancy_settled_otherwise_takes_its_correction_back(people: dict[str, AccessCard]) -> None:
    made = accept(people["theirs"])
    analysis.close(id=the_area().id, reason="双方一致", card=people["ours"], at=LATER)
    assert state(made) == "retracted"
    with pytest.raises(CorrectionStepError):
        operations.confirm(correction_id=made, by=people["reviewer"].actor, at=LATER)


def test_a_run_that_finds_the_cell_mended_takes_its_correction_back(people: dict[str, AccessCard]) -> None:
    made = accept(people["theirs"])
    published(name="others", content=MENDED, department=OTHER)
    run()
    assert (state(made), the_area().state) == ("retracted", "closed")


def test_a_citizens_correction_of_the_cell_settles_the_discrepancy(people: dict[str, AccessCard], citizen: str) -> None:
    area = the_area().id
    made = ask(citizen)
    assert queries.correction_card(correction_id=made, card=ANONYMOUS).discrepancies == {area}
    assert queries.covered_discrepancies() == {area}
    with pytest.raises(UnderWayError):
        accept(people["theirs"])
    operations.accept(correction_id=made, words="", by=people["theirs"].actor, at=LATER)
    release = operations.confirm(correction_id=made, by=people["reviewer"].actor, at=LATER)
    assert (the_area().state, the_area().release_id) == ("corrected", release)
    assert running("discrepancy", area) == []
    assert queries.covered_discrepancies() == frozenset()


def test_rejecting_a_citizens_correction_changes_nothing_of_the_discrepancy(
    people: dict[str, AccessCard], citizen: str
) -> None:
    made = ask(citizen)
    operations.reject(correction_id=made, words="以实测为准", by=people["theirs"].actor, at=LATER)
    assert (the_area().state, the_area().outcome) == ("assigned", "")
    assert running("discrepancy", the_area().id) == [("calibration", "officer", "2026-06-15")]
    assert queries.covered_discrepancies() == frozenset()


def test_a_discrepancy_found_after_a_correction_was_asked_belongs_to_it(
    people: dict[str, AccessCard], citizen: str
) -> None:
    published(name="others", content=MENDED, department=OTHER)
    run()
    made = ask(citizen, written="141")
    assert queries.correction_card(correction_id=made, card=ANONYMOUS).discrepancies == frozenset()
    operations.retract(correction_id=made, account_id=citizen, at=AT)
    made = ask(citizen, column="名称", written="八大关景区", reason="匾额不同")
    assert len(queries.correction_card(correction_id=made, card=ANONYMOUS).discrepancies) == 1
    published(name="others", content=LIST.replace("石老人观光园", "石老人园"), department=OTHER)
    area = ask(citizen, written="142")
    Correction.objects.get(pk=area).discrepancies.clear()
    run()
    assert queries.correction_card(correction_id=area, card=ANONYMOUS).discrepancies == {the_area().id}
    assert AuditLine.objects.filter(action="correction.relate", object_id=area).count() == 1
