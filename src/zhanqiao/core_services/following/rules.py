"""Decisions about subscriptions: subjects, rhythms, what a notice says, what counts as a change. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

TOLD_AT = time(8, 0)  # of the city: when a daily or weekly subscription tells
BATCH_REST = timedelta(hours=1)  # releases that programs make of small batches are told together, at most once an hour
MOST_RELEASES = 20  # that are told one by one in one round; of more, the last ones
MOST_FOLLOWS, MOST_WEBHOOKS = 200, 10  # of one account
ROWS_SENT, ROWS_MAILED, CELLS_MAILED = 100, 10, 8  # rows in a webhook's message, in a mail, cells of a row in a mail
LONGEST_KEY, LONGEST_WHERE = 500, 2_000
KEPT_DAYS = 400  # news
MESSAGES_KEPT_DAYS = 60


class Subject(StrEnum):
    """What a subscription is about. Of a dashboard its module says which tables it reads, and tells of new versions; of a contest that it was changed."""

    DATASET = "dataset"
    SEARCH = "search"
    DEPARTMENT = "department"
    DASHBOARD = "dashboard"
    CONTEST = "contest"


class Rhythm(StrEnum):
    """When a subscription tells: at once, or what has changed since the last time, once a day or a week."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Kind(StrEnum):
    """What is new: rows changed, a table came, a dataset came, or a subject of another module says something."""

    ROWS = "rows"
    TABLE = "table"
    DATASET = "dataset"
    OTHER = "other"


RHYTHM_NAMES = {
    Rhythm.AT_ONCE: Text("立即", "at once"),
    Rhythm.DAILY: Text("每天 8:00 汇总", "once a day, at 8:00"),
    Rhythm.WEEKLY: Text("每周一 8:00 汇总", "once a week, Mondays at 8:00"),
}
SUBJECT_NAMES = {
    Subject.DATASET: Text("数据集", "Dataset"),
    Subject.SEARCH: Text("检索", "Search"),
    Subject.DEPARTMENT: Text("部门", "Department"),
    Subject.DASHBOARD: Text("看板", "Dashboard"),
    Subject.CONTEST: Text("数据大赛", "Contest"),
}
ROWS_TOLD = Text(
    "“{title_zh}”第 {number} 版：新增 {added} 行，删除 {removed} 行，更改 {changed} 行",
    "'{title_en}', release {number}: {added} rows added, {removed} removed, {changed} changed",
)
FITTING_TOLD = Text(
    "“{title_zh}”第 {number} 版中符合条件的行：新增 {added} 行，删除 {removed} 行，更改 {changed} 行",
    "'{title_en}', release {number}, rows that fit your filter: {added} added, {removed} removed, {changed} changed",
)
COLUMNS_TOLD = Text(
    "“{title_zh}”第 {number} 版：列有变化，共有列的各行相同",
    "'{title_en}', release {number}: the columns changed, the rows are the same in the others",
)
PLAIN_TOLD = Text("“{title_zh}”发布了第 {number} 版", "'{title_en}' has a new release, no. {number}")
TABLE_TOLD = Text(
    "“{title_zh}”有新的数据表“{table_zh}”：{rows} 行",
    "'{title_en}' has a new table, '{table_en}', of {rows} rows",
)
DATASET_TOLD = Text("符合您订阅的新数据集：“{title_zh}”", "A new dataset you subscribed to: '{title_en}'")
GONE = Text("您关注的“{zh}”已停止开放：{reason}", "'{en}', which you follow, is no longer open: {reason}")


class FollowRefusedError(ZhanqiaoError):
    """A subscription or a webhook cannot be kept so; nothing was changed."""

    status = 422
    code = "subscription-refused"
    sentence = Text(zh="没有保存：{reason}", en="Nothing was kept: {reason}")

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(reason=reason.en)
        self.text = Text(zh=self.sentence.zh.format(reason=reason.zh), en=self.sentence.en.format(reason=reason.en))


def is_due(*, rhythm: Rhythm, since: datetime, at: datetime) -> bool:
    """Say whether a subscription that told last ``since`` may tell again."""
    if rhythm is Rhythm.AT_ONCE:
        return True
    return last_turn(rhythm=rhythm, at=at) > since


def last_turn(*, rhythm: Rhythm, at: datetime) -> datetime:
    """Return the last moment at or before ``at`` at which a daily or weekly subscription tells."""
    here = at.astimezone(CITY_TIME)
    day: date = here.date() - timedelta(days=here.time() < TOLD_AT)
    if rhythm is Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, TOLD_AT, tzinfo=CITY_TIME)


def rows_text(*, counts: Mapping[str, Any], title: Text, number: int) -> Text:
    """Return what a notice says of a changed release. ``counts`` is what news keep: see ``News.counts``."""
    named = {"title_zh": title.zh, "title_en": title.en, "number": number}
    if "added" not in counts:
        return PLAIN_TOLD.filled(**named)
    told = {name: f"{counts[name]:,}" for name in ("added", "removed", "changed")}
    if not any(counts[name] for name in told):
        return COLUMNS_TOLD.filled(**named)
    return (FITTING_TOLD if counts.get("where") else ROWS_TOLD).filled(**named, **told)


def row_line(*, kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, columns: Sequence[str]) -> str:
    """Return a changed row in one line of plain text, with its first cells; of a changed one the changed cells as well."""
    row = new or old or {}
    sign = {"added": "+", "removed": "-", "changed": "~"}[kind]
    cells = [f"{name}: {_cell(value)}" for name, value in list(row.items())[:CELLS_MAILED] if name not in columns]
    cells += [f"{name}: {_cell((old or {}).get(name))} → {_cell((new or {}).get(name))}" for name in columns]
    return f"{sign} {' · '.join(cells)}"


def _cell(value: Any) -> str:
    text = "—" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - characters of a cell in a mail
