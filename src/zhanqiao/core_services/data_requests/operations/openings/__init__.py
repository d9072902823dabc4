"""Opening requests: asking, voting, following; forwarding, answering, merging."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.operations.openings.answering import (
    MergeRefusedError,
    answer_opening,
    forward_opening,
    merge_opening,
)
from zhanqiao.core_services.data_requests.operations.openings.asking import (
    PersonalTextError,
    ask_for_opening,
    follow_opening,
    unfollow_opening,
    unvote_opening,
    vote_for_opening,
)
from zhanqiao.core_services.data_requests.operations.openings.wishing import record_wishes

__all__ = [
    "MergeRefusedError",
    "PersonalTextError",
    "answer_opening",
    "ask_for_opening",
    "follow_opening",
    "forward_opening",
    "merge_opening",
    "record_wishes",
    "unfollow_opening",
    "unvote_opening",
    "vote_for_opening",
]
