"""Questions about ratings and remarks; pages get frozen dataclasses."""

from __future__ import annotations

from zhanqiao.core_services.conversation.queries.ratings import (
    RatingCard,
    my_stars,
    my_stars_of_app,
    rating_of,
    rating_reasons,
)
from zhanqiao.core_services.conversation.queries.remarks import (
    RemarkCard,
    remark_card,
    remark_steps,
    remarks_for,
    remarks_of,
    reported_by,
    suggestions,
)

__all__ = [
    "RatingCard",
    "RemarkCard",
    "my_stars",
    "my_stars_of_app",
    "rating_of",
    "rating_reasons",
    "remark_card",
    "remark_steps",
    "remarks_for",
    "remarks_of",
    "reported_by",
    "suggestions",
]
