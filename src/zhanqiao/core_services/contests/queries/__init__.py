"""Contests as pages show them: never with whose account a team or a juror is; works before their time to their team and jury alone."""

from __future__ import annotations

from zhanqiao.core_services.contests.queries.changes import ContestChange, FieldChange, changes_of, newest_changes
from zhanqiao.core_services.contests.queries.contests import (
    ContestCard,
    contest_card,
    contests_for,
    public_addresses,
    public_contests,
    steps_of,
)
from zhanqiao.core_services.contests.queries.judged import (
    JurorCard,
    ResultLine,
    SheetCard,
    Task,
    is_juror,
    jurors_of,
    results_of,
    task_of,
    tasks_of,
)
from zhanqiao.core_services.contests.queries.works import (
    TeamCard,
    WorkCard,
    my_team,
    my_vote,
    my_work,
    team_cards,
    work_card,
    works_of,
)

__all__ = [
    "ContestCard",
    "ContestChange",
    "FieldChange",
    "JurorCard",
    "ResultLine",
    "SheetCard",
    "Task",
    "TeamCard",
    "WorkCard",
    "changes_of",
    "contest_card",
    "contests_for",
    "is_juror",
    "jurors_of",
    "my_team",
    "my_vote",
    "my_work",
    "newest_changes",
    "public_addresses",
    "public_contests",
    "results_of",
    "steps_of",
    "task_of",
    "tasks_of",
    "team_cards",
    "work_card",
    "works_of",
]
