"""What may still be changed in a contest that was announced: nothing by which somebody who relied on it would be wronged.

A deadline moves later or not at all, one that passed not at all, and no stage becomes shorter for it; public voting is neither begun nor
ended. Prizes, tracks and datasets are added, none goes. The rules and the criteria stand once works are
due, the criteria also when a work was scored.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from zhanqiao.core_services.contests.rules.stages import Times
from zhanqiao.core_services.contests.rules.words import LONGEST_REASON, ContestRefusedError, ContestWords, lines_in
from zhanqiao.kit.texts import Text

MOMENTS = ("registers_from", "registers_until", "submits_until", "votes_until", "judged_until", "results_at")
TEXTS = ("title_zh", "title_en", "rules_zh", "rules_en", "prizes_zh", "prizes_en")
LISTS = ("tracks", "criteria", "datasets")
FIELDS = (*TEXTS, *LISTS, *MOMENTS)
NAMES = {
    "title_zh": Text("中文标题", "Chinese title"),
    "title_en": Text("英文标题", "English title"),
    "rules_zh": Text("参赛规则（中文）", "rules in Chinese"),
    "rules_en": Text("参赛规则（英文）", "rules in English"),
    "prizes_zh": Text("奖项（中文）", "prizes in Chinese"),
    "prizes_en": Text("奖项（英文）", "prizes in English"),
    "tracks": Text("赛道", "tracks"),
    "criteria": Text("评审标准", "criteria"),
    "datasets": Text("使用的数据集", "datasets to be used"),
    "registers_from": Text("报名开始", "registration begins"),
    "registers_until": Text("报名截止", "registration ends"),
    "submits_until": Text("提交截止", "works are due"),
    "votes_until": Text("投票截止", "voting ends"),
    "judged_until": Text("评审截止", "judging ends"),
    "results_at": Text("公布结果", "result"),
}
_EARLIER = Text("已公布的时间只能推迟，不能提前。", "A time that was announced moves later only.")
_PASSED = Text("这个时间已过，不能再改。", "This moment has passed and stays.")
_SHORTER = Text(
    "这样会缩短报名或提交的时间，请把后面的时间同样推迟。",
    "This would shorten the time to register or to hand in; move the times after it as well.",
)
_VOTING = Text("是否有公众投票已经公布，不能再改。", "Whether the public votes was announced and stays.")
_GONE = Text("已公布的不能删去，只能增加。", "What was announced stays; more may be added.")
_PRIZES = Text(
    "已公布的奖项须逐行保留，可另起行增加。",
    "Prizes that were announced stay line by line; add new ones in lines of their own.",
)
_DUE = Text("作品提交已截止，不能再改。", "Works were due already; this stays.")
_NOTHING = Text("没有任何改动。", "Nothing was changed.")
_WHY = Text(
    f"请写明理由，最多{LONGEST_REASON}个字，会公开。", f"Say why, at most {LONGEST_REASON} characters; it is public."
)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a contest says to everybody at one time."""

    words: ContestWords
    times: Times

    def value(self, field: str, /) -> object:
        """Return what it says in a field."""
        return getattr(self.times if field in MOMENTS else self.words, field)


def changed_fields(*, old: Announced, new: Announced) -> tuple[str, ...]:
    """Return the fields in which two differ, in the order of the form."""
    return tuple(one for one in FIELDS if _plain(old.value(one)) != _plain(new.value(one)))


def require_fair_change(
    *, old: Announced, new: Announced, public: Collection[str], is_judged: bool, reason: str, at: datetime
) -> Announced:
    """Return what may be kept. ``public`` are the old datasets that people may see: those stay, and so do those they may not.

    ``is_judged``: a juror has filled in a sheet. Raises ContestRefusedError.
    """
    new = Announced(_with_hidden(old, new, public), _to_the_minute(old.times, new.times))
    problems: dict[str, Text] = {}
    for field in changed_fields(old=old, new=new):
        problem = _problem_of_time(field, old, new, at) or _problem_of_words(field, old, new, at, is_judged=is_judged)
        problems |= {field: problem} if problem else {}
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        problems["reason"] = _WHY
    if not changed_fields(old=old, new=new):
        problems["reason"] = _NOTHING
    if problems:
        raise ContestRefusedError(problems=problems)
    return new


def _problem_of_time(field: str, old: Announced, new: Announced, at: datetime) -> Text | None:
    if field not in MOMENTS:
        return None
    before, after = getattr(old.times, field), getattr(new.times, field)
    if before is None or after is None:
        return _VOTING
    if before <= at:
        return _PASSED
    if after < before:
        return _EARLIER
    follower = {"registers_from": "registers_until", "registers_until": "submits_until"}.get(field)
    if follower and getattr(new.times, follower) - after < getattr(old.times, follower) - before:
        return _SHORTER
    return None


def _problem_of_words(field: str, old: Announced, new: Announced, at: datetime, *, is_judged: bool) -> Text | None:
    before, after = old.value(field), new.value(field)
    if field in ("prizes_zh", "prizes_en"):
        lost = set(lines_in(text=str(before))) - set(lines_in(text=str(after)))
        return _PRIZES if lost else None
    if field in ("tracks", "datasets"):
        assert isinstance(before, tuple) and isinstance(after, tuple)  # noqa: PT018 - one fact: both are lists of names
        return _GONE if set(before) - set(after) else None
    if field in ("criteria", "rules_zh", "rules_en") and (is_judged or at >= old.times.submits_until):
        return _DUE
    return None


def _with_hidden(old: Announced, new: Announced, public: Collection[str]) -> ContestWords:
    hidden = (one for one in old.words.datasets if one not in public)  # nobody could have typed them again
    return replace(new.words, datasets=tuple(dict.fromkeys((*hidden, *new.words.datasets))))


def _to_the_minute(old: Times, new: Times) -> Times:
    """Return the new times, with the old moment where the minute is the same: forms tell no seconds."""
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in MOMENTS}
    return replace(
        new, **{name: before for name, (before, after) in pairs.items() if _minute(before) == _minute(after)}
    )


def _minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(second=0, microsecond=0)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return frozenset(value)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
