"""What the pages of interaction show."""

from __future__ import annotations

from zhanqiao.portal.interaction.queries.requests import (
    answering_page,
    application_page,
    apply_page,
    mine_page,
    my_application,
    opening_page,
    openings_page,
    results_page,
)

__all__ = [
    "answering_page",
    "application_page",
    "apply_page",
    "mine_page",
    "my_application",
    "opening_page",
    "openings_page",
    "results_page",
]
