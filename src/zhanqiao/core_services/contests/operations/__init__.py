"""Changes to contests. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from zhanqiao.core_services.contests.operations.changing import change_contest
from zhanqiao.core_services.contests.operations.judging import (
    appoint_juror,
    dismiss_juror,
    extend_judging,
    fill_in_sheet,
    publish_result,
    recuse,
)
from zhanqiao.core_services.contests.operations.organising import (
    announce_contest,
    cancel_contest,
    draw_up_contest,
    revise_contest,
)
from zhanqiao.core_services.contests.operations.taking_part import (
    hand_in_work,
    register_team,
    vote_for_work,
    withdraw_team,
)

__all__ = [
    "announce_contest",
    "appoint_juror",
    "cancel_contest",
    "change_contest",
    "dismiss_juror",
    "draw_up_contest",
    "extend_judging",
    "fill_in_sheet",
    "hand_in_work",
    "publish_result",
    "recuse",
    "register_team",
    "revise_contest",
    "vote_for_work",
    "withdraw_team",
]
