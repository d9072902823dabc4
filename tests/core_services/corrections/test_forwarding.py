"""Whose correction it is: the dataset's department answers, or the authority forwards within two working days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.core_services.analysis.offices import AT, OTHER, PARKS, person, published, register_offices
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.corrections import operations, queries
from zhanqiao.core_services.corrections.operations import DepartmentEndedError
from zhanqiao.core_services.corrections.rules import CorrectionStepError, Detour, EmptyWordsError, detour
from zhanqiao.core_services.deadlines.queries import clocks_of, waiting_for
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.models import CHANGES, Department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.notices.queries import notices_of

pytestmark = pytest.mark.django_db(transaction=True)
TWINS = "名称,面积\n街心花园,10\n街心花园,12\n口袋公园,3\n口袋公园,3.5\n"
TUESDAY = AT + timedelta(days=1)


@pytest.fixture
def people(department: str) -> dict[str, AccessCard]:
    register_offices()
    published(name="parks", content=PARKS, department=DEPARTMENT)
    return {
        "ours": person(name="li.wei", role=Role.officer, department=DEPARTMENT),
        "theirs": person(name="wang.li", role=Role.officer, department=OTHER),
        "reviewer": person(name="zhao.min", role=Role.reviewer, department=OTHER),
        "authority": person(name="zhang.min", role=Role.authority, department=None),
    }


@pytest.fixture
def citizen(department: str) -> str:
    return create_account(username="zhang.san", display_name="张三", password="Red-Roofs-1891", by="tests", at=AT)


def ask(citizen: str, slug: str = "parks", **said: Any) -> str:
    usual = {"identity": {"编号": "P02"}, "column": "名称", "written": "八大关风景区", "reason": "官网名称不同"}
    dataset = catalogue.dataset_card(slug=slug, card=ANONYMOUS)
    table_id = dataset.tables[0].id
    return operations.ask(dataset=dataset, table_id=table_id, account_id=citizen, at=AT, **(usual | said))


def state(correction_id: str) -> str:
    return queries.correction_card(correction_id=correction_id, card=ANONYMOUS).state.value


def clocks(correction_id: str) -> list[tuple[str, str, str, str]]:
    found = clocks_of(object_type="correction", object_id=correction_id, at=TUESDAY)
    return [(one.duty.code, one.role, one.due.on.isoformat(), one.outcome) for one in found]


def test_a_correction_goes_to_the_authority_for_the_first_reason_that_holds() -> None:
    at_home = {"unsure": False, "harvested": False, "ended": False, "keyed": True}
    said = [{}, {"unsure": True}, {"harvested": True}, {"ended": True}, {"keyed": False}]
    assert [detour(**(at_home | one)) for one in said] == [None, *Detour]


def test_a_sender_who_does_not_know_is_forwarded_and_the_departments_days_begin_then(
    people: dict[str, AccessCard], citizen: str
) -> None:
    made = ask(citizen, is_unsure=True)
    assert (state(made), clocks(made)) == ("forwarding", [("forwarding", "authority", "2026-06-03", "")])
    assert [one.object_id for one in waiting_for(card=people["authority"], at=AT)] == [made]
    assert waiting_for(card=people["ours"], at=AT) == ()
    operations.forward(correction_id=made, department=OTHER, words="", by=people["authority"].actor, at=TUESDAY)
    assert (state(made), clocks(made)) == (
        "received",
        [("forwarding", "authority", "2026-06-03", "forwarded"), ("correction", "officer", "2026-06-09", "")],
    )
    assert [one.object_id for one in waiting_for(card=people["theirs"], at=TUESDAY)] == [made]
    assert [one.text.zh for one in notices_of(account_id=citizen)] == ["您对“parks”的校核申请：已转交青岛市民政局核实"]
    lines = AuditLine.objects.filter(object_id=made, action__startswith="correction.").order_by("seq")
    assert list(lines.values_list("action", flat=True)) == ["correction.forwarding", "correction.received"]


def test_the_department_that_was_named_answers_and_publishes(people: dict[str, AccessCard], citizen: str) -> None:
    made = ask(citizen, is_unsure=True)
    operations.forward(correction_id=made, department=OTHER, words="", by=people["authority"].actor, at=AT)
    card = queries.correction_card(correction_id=made, card=ANONYMOUS)
    assert card.department.key == OTHER
    assert [queries.may_handle(correction=card, card=people[one]) for one in ("ours", "theirs", "authority")] == [
        "",
        "answer",
        "",
    ]
    operations.accept(correction_id=made, words="", by=people["theirs"].actor, at=AT)
    operations.confirm(correction_id=made, by=people["reviewer"].actor, at=AT)
    assert state(made) == "published"


def test_a_table_without_a_key_is_forwarded(people: dict[str, AccessCard], citizen: str) -> None:
    published(name="gardens", content=TWINS, department=DEPARTMENT)
    made = ask(citizen, "gardens", identity={"名称": "街心花园", "面积": 10}, column="名称", written="街心公园")
    step = queries.correction_card(correction_id=made, card=ANONYMOUS).steps[0]
    assert (step.state, step.words.split(" / ")[0]) == ("forwarding", "数据表没有主键，不能确定记录的来源单位")


def test_a_correction_for_a_department_that_ended_is_forwarded_to_one_that_exists(
    people: dict[str, AccessCard], citizen: str
) -> None:
    Department.objects.filter(key=DEPARTMENT).update(valid_to=(AT - timedelta(days=30)).date())
    CHANGES.changed()
    made = ask(citizen)
    assert state(made) == "forwarding"
    said = {"correction_id": made, "words": "", "by": people["authority"].actor, "at": AT}
    with pytest.raises(DepartmentEndedError):
        operations.forward(department=DEPARTMENT, **said)
    operations.forward(department=OTHER, **said)
    assert state(made) == "received"


def test_a_department_that_is_not_the_one_passes_it_back_with_its_reason(
    people: dict[str, AccessCard], citizen: str
) -> None:
    made = ask(citizen)
    with pytest.raises(EmptyWordsError):
        operations.pass_on(correction_id=made, words="", by=people["ours"].actor, at=TUESDAY)
    operations.pass_on(correction_id=made, words="属民政部门职责", by=people["ours"].actor, at=TUESDAY)
    assert clocks(made) == [
        ("correction", "officer", "2026-06-08", "passed on"),
        ("forwarding", "authority", "2026-06-04", ""),
    ]
    operations.forward(correction_id=made, department=OTHER, words="", by=people["authority"].actor, at=TUESDAY)
    assert (
        queries.correction_card(correction_id=made, card=ANONYMOUS).department.id
        == department_card(key_or_code=OTHER).id
    )


def test_what_waits_for_the_authority_is_taken_back_but_not_answered(
    people: dict[str, AccessCard], citizen: str
) -> None:
    made = ask(citizen, is_unsure=True)
    with pytest.raises(CorrectionStepError):
        operations.accept(correction_id=made, words="", by=people["ours"].actor, at=AT)
    operations.retract(correction_id=made, account_id=citizen, at=AT)
    assert (state(made), clocks(made)) == ("retracted", [("forwarding", "authority", "2026-06-03", "retracted")])
    with pytest.raises(CorrectionStepError):
        operations.forward(correction_id=made, department=OTHER, words="", by=people["authority"].actor, at=AT)
