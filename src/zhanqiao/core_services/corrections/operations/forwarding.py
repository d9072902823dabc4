"""From the authority to the department that answers, and back where it is not the one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.corrections.operations.steps import (
    end_clocks,
    locked,
    move,
    start_answering,
    start_forwarding,
    tell_sender,
)
from zhanqiao.core_services.corrections.rules import CorrectionState, require_other, require_words
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import department_card

FORWARDED = Text("已转交{zh}核实", "forwarded to {en}")


class DepartmentEndedError(ZhanqiaoError):
    """The department exists no more and cannot answer; nothing was changed."""

    status = 422
    code = "department-ended"
    sentence = Text(
        zh="“{zh}”已撤销，不能答复，没有转交。请选择承接其职责的部门。",
        en="'{en}' exists no more and cannot answer; it was not forwarded. Choose the department that took over.",
    )


def forward(*, correction_id: str, department: str, words: str, by: str, at: datetime) -> None:
    """Forward a correction to a department (key, code or id), whose five working days begin now, and tell the sender.

    Raises CorrectionStepError, NotFoundError, DepartmentEndedError.
    """
    to = department_card(key_or_code=department)
    if not to.exists_on(at.astimezone(CITY_TIME).date()):
        raise DepartmentEndedError(zh=to.name_zh, en=to.name_en)
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        found.department_id = to.id
        move(found, to=CorrectionState.RECEIVED, by=by, at=at, words=words.strip())
        end_clocks(found, outcome="forwarded", by=by, at=at)
        start_answering(found, by=by, at=at)
        tell_sender(found, news=FORWARDED.filled(zh=to.name_zh, en=to.name_en or to.name_zh), at=at)


def pass_on(*, correction_id: str, words: str, by: str, at: datetime) -> None:
    """Say that another department answers for it: the authority forwards it anew within two working days.

    Raises EmptyWordsError, CorrectionStepError, OwnDecisionError.
    """
    words = require_words(text=words)
    with transaction.atomic():
        found = locked(correction_id=correction_id)
        require_other(by=by, involved=frozenset({found.account_id}))
        move(found, to=CorrectionState.FORWARDING, by=by, at=at, words=words)
        end_clocks(found, outcome="passed on", by=by, at=at)
        start_forwarding(found, by=by, at=at)
