"""What the pages and the feed of contests show."""

from __future__ import annotations

from zhanqiao.portal.contests.queries.feeds import contests_feed
from zhanqiao.portal.contests.queries.pages import (
    account_named,
    app_named,
    changing_contest,
    contest_page,
    departments_organising,
    held_contest,
    held_page,
    jury_page,
    known_contest,
    list_page,
    look_page,
    sheet_page,
    team_page,
    work_page,
)

__all__ = [
    "account_named",
    "app_named",
    "changing_contest",
    "contest_page",
    "contests_feed",
    "departments_organising",
    "held_contest",
    "held_page",
    "jury_page",
    "known_contest",
    "list_page",
    "look_page",
    "sheet_page",
    "team_page",
    "work_page",
]
