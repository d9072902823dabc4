"""Corrections: asked for a cell, answered, confirmed by somebody else, published as a release that differs in that cell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zhanqiao.core_services.corrections import operations, queries
from zhanqiao.core_services.corrections.rules import (
    CorrectionState,
    CorrectionStepError,
    EmptyWordsError,
    OwnDecisionError,
    PersonalTextError,
    SameValueError,
)
from zhanqiao.core_services.deadlines.queries import clocks_of
from zhanqiao.core_services.following.operations import follow, tell_changes, unfollow
from zhanqiao.core_services.publishing.operations import publish_file
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.operations import RowGoneError, RowsRefusedError
from zhanqiao.kit.deadlines import Term
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.notices.operations import mark_read
from zhanqiao.people.notices.queries import notices_of

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
PARKS = (
    "编号,名称,面积,开放日期\nP01,中山公园,7500,1901-05-01\nP02,八大关,140.5,1930-01-01\nP03,世博园,2410,2014-04-25\n"
)
OFFICER, REVIEWER = "acc_officer", "acc_reviewer"


@pytest.fixture
def citizen(department: str) -> str:
    del department
    return create_account(username="zhang.san", display_name="张三", password="Red-Roofs-1891", by="tests", at=AT)


@pytest.fixture
def dataset(department: str, tmp_path: Any) -> catalogue.DatasetCard:
    path = tmp_path / "公园.csv"
    path.write_text(PARKS, encoding="utf-8")
    publish_file(path=path, slug="parks", title="公园", department=department, by="tests", at=AT)
    return catalogue.dataset_card(slug="parks", card=ANONYMOUS)


def ask(dataset: catalogue.DatasetCard, citizen: str, **said: Any) -> str:
    usual = {"identity": {"编号": "P02"}, "column": "名称", "written": "八大关风景区", "reason": "官网名称不同"}
    return operations.ask(dataset=dataset, table_id=dataset.tables[0].id, account_id=citizen, at=AT, **(usual | said))


def state(correction_id: str) -> CorrectionState:
    return queries.correction_card(correction_id=correction_id, card=ANONYMOUS).state


def the_difference(table_id: str) -> tuple[Any, list[Any]]:
    new = storage.table_card(table_id=table_id)
    old = storage.card_as_of(table_id=table_id, as_of_text=storage.release_before(card=new))
    found = storage.difference(old=old, new=new, key=())
    rows = storage.changes(difference=found, old=old, new=new, kind=None, limit=10, offset=0)
    return found.counts, [(one.columns, one.old, one.new) for one in rows]


def test_an_accepted_correction_becomes_a_release_that_differs_in_one_cell(
    dataset: catalogue.DatasetCard, citizen: str
) -> None:
    table_id = dataset.tables[0].id
    correction = ask(dataset, citizen)
    operations.accept(correction_id=correction, words="已核实", by=OFFICER, at=AT)
    assert state(correction) is CorrectionState.ACCEPTED
    release = operations.confirm(correction_id=correction, by=REVIEWER, at=AT + timedelta(hours=1))
    assert storage.table_card(table_id=table_id).release_id == release
    counts, rows = the_difference(table_id)
    assert (counts.added, counts.removed, counts.changed, counts.cells) == (0, 0, 1, {"名称": 1})
    assert [(columns, old["名称"], new["名称"]) for columns, old, new in rows] == [
        (("名称",), "八大关", "八大关风景区")
    ]
    assert state(correction) is CorrectionState.PUBLISHED


def test_who_follows_is_told_of_each_corrected_cell(dataset: catalogue.DatasetCard, citizen: str) -> None:
    follow(account_id=citizen, dataset_id=dataset.id, at=AT)
    for name in ("八大关风景区", "八大关景区"):
        correction = ask(dataset, citizen, written=name)
        operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)
        operations.confirm(correction_id=correction, by=REVIEWER, at=AT)
    assert tell_changes(at=AT) == 2
    told = [one.text.zh for one in notices_of(account_id=citizen) if one.kind == "followed_dataset"]
    assert told == [
        "“公园”第 3 版：新增 0 行，删除 0 行，更改 1 行",
        "“公园”第 2 版：新增 0 行，删除 0 行，更改 1 行",
    ]
    mark_read(account_id=citizen, at=AT)
    unfollow(account_id=citizen, dataset_id=dataset.id, at=AT)
    correction = ask(dataset, citizen, written="八大关")
    operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)
    operations.confirm(correction_id=correction, by=REVIEWER, at=AT)
    assert tell_changes(at=AT) == 0
    assert [one.text.zh for one in notices_of(account_id=citizen) if one.is_new] == [
        "您对“公园”的校核申请：已更正",
        "您对“公园”的校核申请：已采纳，待复核发布",
    ]


def test_one_clock_goes_from_the_officer_to_the_reviewer_and_back(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    later = AT + timedelta(days=2)

    def running() -> list[tuple[str, str, str]]:
        found = clocks_of(object_type="correction", object_id=correction, at=AT)
        return [(one.duty.code, one.role, one.due.on.isoformat()) for one in found if one.ended_at is None]

    assert running() == [("correction", "officer", "2026-06-08")]
    operations.accept(correction_id=correction, words="", by=OFFICER, at=later)
    assert running() == [("correction", "reviewer", "2026-06-08")]
    operations.return_to_officer(correction_id=correction, words="请再核实", by=REVIEWER, at=later)
    assert running() == [("correction", "officer", "2026-06-08")]
    operations.reject(correction_id=correction, words="名称以地名公告为准", by=OFFICER, at=later)
    assert running() == []


def test_a_rejection_needs_its_public_reason(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    with pytest.raises(EmptyWordsError):
        operations.reject(correction_id=correction, words=" ", by=OFFICER, at=AT)
    operations.reject(correction_id=correction, words="名称以地名公告为准", by=OFFICER, at=AT)
    answer = queries.correction_card(correction_id=correction, card=ANONYMOUS).answer
    assert answer is not None
    assert (answer.words, answer.state) == ("名称以地名公告为准", CorrectionState.REJECTED)


def test_nobody_confirms_what_they_accepted_or_asked(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    with pytest.raises(OwnDecisionError):
        operations.accept(correction_id=correction, words="", by=citizen, at=AT)
    operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)
    for one in (OFFICER, citizen):
        with pytest.raises(OwnDecisionError):
            operations.confirm(correction_id=correction, by=one, at=AT)
    assert state(correction) is CorrectionState.ACCEPTED


def test_what_was_answered_is_not_answered_again(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    operations.reject(correction_id=correction, words="无误", by=OFFICER, at=AT)
    with pytest.raises(CorrectionStepError):
        operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)


def test_only_the_sender_takes_it_back(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    with pytest.raises(NotFoundError):
        operations.retract(correction_id=correction, account_id="acc_other", at=AT)
    operations.retract(correction_id=correction, account_id=citizen, at=AT)
    assert queries.corrections_of(dataset_id=dataset.id) == ((), 0)


REFUSED = [
    ({"written": "八大关"}, SameValueError),
    ({"reason": " "}, EmptyWordsError),
    ({"column": "没有这列"}, NotFoundError),
    ({"identity": {"编号": "P99"}}, RowGoneError),
    ({"column": "面积", "written": "很大"}, RowsRefusedError),
    ({"column": "开放日期", "written": "1930年"}, RowsRefusedError),
    ({"reason": "请打13800138000问我"}, PersonalTextError),
]


@pytest.mark.parametrize(("said", "error"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_what_cannot_be_asked_is_refused_and_not_kept(
    dataset: catalogue.DatasetCard, citizen: str, said: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(dataset, citizen, **said)
    assert queries.corrections_of(dataset_id=dataset.id) == ((), 0)


def test_numbers_and_empty_cells_are_corrected_too(dataset: catalogue.DatasetCard, citizen: str) -> None:
    for written, value in (("141.5", 141.5), ("", None)):
        correction = ask(dataset, citizen, column="面积", written=written)
        operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)
        operations.confirm(correction_id=correction, by=REVIEWER, at=AT)
        _, rows = the_difference(dataset.tables[0].id)
        assert rows[0][2]["面积"] == value


def test_a_row_that_changed_meanwhile_is_not_corrected(
    dataset: catalogue.DatasetCard, citizen: str, tmp_path: Any, department: str
) -> None:
    correction = ask(dataset, citizen)
    operations.accept(correction_id=correction, words="", by=OFFICER, at=AT)
    path = tmp_path / "公园.csv"
    path.write_text(PARKS.replace("P02", "P20"), encoding="utf-8")
    publish_file(path=path, slug="parks", title="公园", department=department, by="tests", at=AT)
    with pytest.raises(RowGoneError):
        operations.confirm(correction_id=correction, by=REVIEWER, at=AT)
    assert state(correction) is CorrectionState.ACCEPTED


def test_more_time_is_given_within_the_rule(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = ask(dataset, citizen)
    operations.extend(
        correction_id=correction, term=Term(5), approver="王处长", reason="需现场核实", by=REVIEWER, at=AT
    )
    (clock,) = clocks_of(object_type="correction", object_id=correction, at=AT)
    assert clock.due.on.isoformat() == "2026-06-15"


def test_only_the_department_handles_it(dataset: catalogue.DatasetCard, citizen: str) -> None:
    correction = queries.correction_card(correction_id=ask(dataset, citizen), card=ANONYMOUS)
    owner = dataset.department.id
    cards = [
        AccessCard(account_id=OFFICER, roles=frozenset({(Role.officer, owner)})),
        AccessCard(account_id="acc_other", roles=frozenset({(Role.officer, "dep_other")})),
        AccessCard(account_id=citizen, roles=frozenset({(Role.officer, owner)})),
        ANONYMOUS,
    ]
    assert [queries.may_handle(correction=correction, card=one) for one in cards] == ["answer", "", "", ""]


def test_an_identity_is_a_column_that_identifies_or_the_whole_row(dataset: catalogue.DatasetCard) -> None:
    row = {"编号": "P02", "名称": "八大关", "面积": 140.5, "开放日期": "1930-01-01"}
    assert storage.identity_of(card=dataset.tables[0], row=row) == {"编号": "P02"}
    unnamed = row | {"编号": None, "名称": None}
    assert storage.identity_of(card=dataset.tables[0], row=unnamed) == unnamed
