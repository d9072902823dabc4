"""Sharing between departments under the clocks of the regulation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core_services.data_requests.conftest import AT, TRANSPORT, People, dataset

from zhanqiao.core_services.data_requests import operations, queries
from zhanqiao.core_services.data_requests.rules import (
    FormRefusedError,
    ReasonNeededError,
    RequestStepError,
    SameHandsError,
    SharingForm,
    ToldTwiceError,
)
from zhanqiao.core_services.deadlines.operations import ExtensionTooLongError
from zhanqiao.core_services.deadlines.queries import clocks_of, waiting_for
from zhanqiao.kit.clock import now, today
from zhanqiao.people.access.operations import ForbiddenError, require
from zhanqiao.people.access.queries import card_of, card_of_key
from zhanqiao.people.access.rules import Action, Resource, Way
from zhanqiao.people.audit.queries import verify
from zhanqiao.people.departments.queries import department_card

DAY = timedelta(days=1)
FORM = SharingForm(ground="三定方案第5条", scene="联合监管", scope="全部字段", way=Way.API, to_on=date(2027, 11, 26))


def drawn_up(people: People, share_type: str = "conditional") -> str:
    stated = {"share_condition": "限本部门履职使用"} if share_type == "conditional" else {}
    wells = dataset(
        "wells", "地下水监测井", open_type="closed", open_legal_ground="涉密", share_type=share_type, **stated
    )
    asker = department_card(key_or_code=TRANSPORT).id
    return operations.draw_up_sharing(dataset_id=wells, asker_id=asker, form=FORM, by=people.transport_officer, at=AT)


def asked(people: People, share_type: str = "conditional") -> str:
    made = drawn_up(people, share_type)
    operations.consent_as_asker(sharing_id=made, by=people.transport_reviewer, at=AT)
    return made


def refused(people: People) -> str:
    made = asked(people)
    operations.refuse_sharing(sharing_id=made, reason="依据不足", by=people.parks_reviewer, at=AT)
    return made


def state(sharing_id: str) -> str:
    return queries.sharing_card(sharing_id=sharing_id).line.state


def due(sharing_id: str, duty: str) -> str:
    found = clocks_of(object_type="sharing", object_id=sharing_id, at=AT)
    return next(one.due.on.isoformat() for one in found if one.duty.code == duty)


def test_the_asking_head_consents_and_not_whoever_drew_it_up(people: People) -> None:
    made = drawn_up(people)
    with pytest.raises(SameHandsError):
        operations.consent_as_asker(sharing_id=made, by=people.transport_officer, at=AT)
    assert clocks_of(object_type="sharing", object_id=made, at=AT) == ()
    operations.consent_as_asker(sharing_id=made, by=people.transport_reviewer, at=AT)
    assert (state(made), due(made, "share_conditional")) == ("asked", "2026-12-10")
    assert len(waiting_for(card=card_of(account_id=people.parks_reviewer), at=AT)) == 1


def test_whoever_drew_it_up_neither_consents_for_the_provider_nor_supplies(people: People) -> None:
    made = asked(people)
    with pytest.raises(SameHandsError):
        operations.consent_sharing(sharing_id=made, by=people.transport_officer, at=AT)
    operations.consent_sharing(sharing_id=made, by=people.parks_reviewer, at=AT)
    with pytest.raises(SameHandsError):
        operations.supply_sharing(sharing_id=made, per_day=5, by=people.transport_officer, at=AT)


def test_unconditionally_shared_data_are_consented_to_at_once_and_it_is_written_down(people: People) -> None:
    made = asked(people, "unconditional")
    last = queries.sharing_card(sharing_id=made).steps[-1]
    assert (state(made), last.by, last.office.zh) == ("consented", "system", "青岛市园林和林业局")
    assert last.reason == "无条件共享：按目录即时同意（政务数据共享条例第14、21条）"
    assert (due(made, "share_unconditional"), due(made, "share_supply")) == ("2026-11-27", "2026-12-24")


def test_an_extension_is_of_ten_working_days_at_most_and_told(people: People) -> None:
    made = asked(people)

    def extend(days: int) -> None:
        operations.extend_sharing(
            sharing_id=made, days=days, reason="需会商", approver="市大数据局", by=people.authority, at=AT
        )

    with pytest.raises(ExtensionTooLongError):
        extend(11)
    extend(10)
    assert due(made, "share_conditional") == "2026-12-24"
    with pytest.raises(ExtensionTooLongError):
        extend(1)


def test_supply_opens_the_data_to_the_asking_office_by_its_key(people: People) -> None:
    made = asked(people)
    operations.consent_sharing(sharing_id=made, by=people.parks_reviewer, at=now())
    operations.supply_sharing(sharing_id=made, per_day=5, by=people.parks_officer, at=now())
    card = queries.sharing_card(sharing_id=made)
    secret = operations.renew_sharing_key(sharing_id=made, by=people.transport_officer, at=now())
    rows = Resource(kind="dataset", id=card.line.dataset_id, department_id=card.line.provider_id, open_type="closed")

    def reads() -> None:
        require(card=card_of_key(secret=secret), action=Action.see_rows, resource=rows)

    reads()
    operations.suspend_sharing(
        sharing_id=made,
        reason="转给第三方",
        rectify_by=today() + 9 * DAY,
        office_id=None,
        by=people.authority,
        at=now(),
    )
    with pytest.raises(ForbiddenError):
        reads()
    operations.resume_sharing(sharing_id=made, reason="已整改", office_id=None, by=people.authority, at=now())
    reads()
    assert operations.end_expired_sharing(at=now()) == 0
    operations.end_sharing(sharing_id=made, reason="用途结束", office_id=None, by=people.authority, at=now())
    with pytest.raises(ForbiddenError):
        reads()
    assert (state(made), queries.sharing_card(sharing_id=made).grant.uses) == ("ended", 2)
    assert verify().is_whole


def test_missing_materials_are_told_once_and_refusals_give_reasons(people: People) -> None:
    made = asked(people)
    operations.tell_sharing_incomplete(sharing_id=made, missing="缺依据全文", by=people.parks_reviewer, at=AT)
    operations.supplement_sharing(sharing_id=made, note="已补", by=people.transport_officer, at=AT + DAY)
    with pytest.raises(ToldTwiceError):
        operations.tell_sharing_incomplete(sharing_id=made, missing="再补", by=people.parks_reviewer, at=AT + DAY)
    with pytest.raises(ReasonNeededError):
        operations.refuse_sharing(sharing_id=made, reason="", by=people.parks_reviewer, at=AT + DAY)


def test_a_dispute_goes_from_the_offices_to_the_authority_to_the_government(people: People) -> None:
    made = refused(people)
    seen = []
    operations.dispute_sharing(sharing_id=made, reason="履职所需", by=people.transport_reviewer, at=AT)
    for _ in range(2):
        seen.append(state(made))
        operations.escalate_sharing(sharing_id=made, reason="未达成一致", office_id=None, by=people.authority, at=AT)
    seen.append(state(made))
    with pytest.raises(RequestStepError):
        operations.escalate_sharing(sharing_id=made, reason="再上", office_id=None, by=people.authority, at=AT)
    operations.settle_sharing(
        sharing_id=made, is_shared=True, reason="市政府决定共享", office_id=None, by=people.authority, at=AT
    )
    assert (seen, state(made)) == (["negotiating", "mediating", "government"], "consented")


def test_what_is_not_disputed_is_not_settled(people: People) -> None:
    made = asked(people)
    for shared in (True, False):
        with pytest.raises(RequestStepError):
            operations.settle_sharing(
                sharing_id=made, is_shared=shared, reason="越权", office_id=None, by=people.authority, at=AT
            )
    assert state(made) == "asked"


def test_uses_are_recorded_as_the_regulation_lists_them(people: People) -> None:
    made = asked(people)
    operations.record_sharing_use(
        sharing_id=made, scene="监管", process="每月比对", results="发现12处", storage="内网库", disposal="",
        by=people.transport_officer, at=AT,
    )  # fmt: skip
    (use,) = queries.sharing_card(sharing_id=made).uses
    assert (use.scene, use.process, use.results, use.storage, use.disposal) == (
        "监管",
        "每月比对",
        "发现12处",
        "内网库",
        "",
    )


def test_what_is_not_shared_is_not_asked_for(people: People) -> None:
    wells = dataset("wells", "井", share_type="refused", share_legal_ground="某条例第3条")
    asker = department_card(key_or_code=TRANSPORT).id
    with pytest.raises(FormRefusedError):
        operations.draw_up_sharing(dataset_id=wells, asker_id=asker, form=FORM, by=people.transport_officer, at=AT)
