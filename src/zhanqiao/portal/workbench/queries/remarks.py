"""Remarks as their office works on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhanqiao.core_services.conversation import queries as conversation
from zhanqiao.core_services.conversation.queries import RemarkCard
from zhanqiao.core_services.conversation.rules import RemarkState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, departments_for
from zhanqiao.portal.workbench.queries.reviews import clocks_of

SECTION = {"section": "workbench"}
REASONS = 50


def remarks_page(*, card: AccessCard, done: bool) -> dict[str, Any]:
    """Return the remarks that wait for my departments, or those done with, and why people rated as they did."""
    mine = departments_for(card=card, action=Action.handle_remarks)
    return SECTION | {
        "remarks": conversation.remarks_for(departments=mine, done=done),
        "reasons": conversation.rating_reasons(departments=mine, limit=REASONS),
        "done": done,
    }


def handled_remark(*, remark_id: str, card: AccessCard) -> RemarkCard:
    """Return a remark that this person may handle. Raises NotFoundError, ForbiddenError."""
    found = conversation.remark_card(remark_id=remark_id)
    require(card=card, action=Action.handle_remarks, resource=found.resource)
    return found


def remark_page(*, remark: RemarkCard, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return what an office sees of a remark."""
    return SECTION | {
        "remark": remark,
        "dataset": catalogue.dataset_card(id=remark.dataset_id, card=card) if remark.dataset_id else None,
        "steps": conversation.remark_steps(remark=remark),
        "clocks": clocks_of(object_type="remark", object_id=remark.id, at=at),
        "may_show": remark.state is RemarkState.WAITING,
        "may_answer": remark.state is not RemarkState.REMOVED,
    }
