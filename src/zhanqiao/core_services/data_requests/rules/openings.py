"""Requests for data that are not open yet: states, outcomes, orders of the public list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhanqiao.core_services.data_requests.rules.steps import Problems, missing
from zhanqiao.kit.texts import Text

LONGEST_TITLE, LONGEST_DETAIL = 100, 2_000


class OpeningState(StrEnum):
    """Where an opening request stands."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    MERGED = "merged"


class OpeningOutcome(StrEnum):
    """What the answer comes to."""

    OPENED = "opened"
    PLANNED = "planned"
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"


class OpeningSort(StrEnum):
    """An order of the public list."""

    VOTES = "votes"
    NEWEST = "newest"
    ANSWERED = "answered"


OPENING_STATES: Mapping[OpeningState, Text] = {
    OpeningState.ASKED: Text("已受理", "received"),
    OpeningState.FORWARDED: Text("已转办", "with a department"),
    OpeningState.ANSWERED: Text("已答复", "answered"),
    OpeningState.MERGED: Text("已合并", "merged"),
}
OPENING_OUTCOMES: Mapping[OpeningOutcome, Text] = {
    OpeningOutcome.OPENED: Text("已开放", "opened"),
    OpeningOutcome.PLANNED: Text("已列入开放计划", "planned"),
    OpeningOutcome.DECLINED: Text("不予开放", "not opened"),
    OpeningOutcome.ELSEWHERE: Text("已有渠道可获取", "to be had elsewhere"),
}
OPENING_SORTS: Mapping[OpeningSort, Text] = {
    OpeningSort.VOTES: Text("票数", "votes"),
    OpeningSort.NEWEST: Text("最新提出", "newest"),
    OpeningSort.ANSWERED: Text("最新答复", "latest answer"),
}
_S = OpeningState
OPENING_STEPS = frozenset(
    {
        (_S.ASKED, _S.FORWARDED),
        (_S.ASKED, _S.ANSWERED),
        (_S.ASKED, _S.MERGED),
        (_S.FORWARDED, _S.FORWARDED),
        (_S.FORWARDED, _S.ANSWERED),
        (_S.FORWARDED, _S.MERGED),
        (_S.ANSWERED, _S.ANSWERED),
    }
)
TITLE = {"title": Text("想要的数据", "data you want")}
DETAIL = {"detail": Text("具体内容和用途", "details and what they are for")}


def opening_problems(*, title: str, detail: str) -> Problems:
    """Return what is wrong with an opening request, by field."""
    return missing(values={"title": title}, names=TITLE, longest=LONGEST_TITLE) | missing(
        values={"detail": detail}, names=DETAIL, longest=LONGEST_DETAIL
    )
