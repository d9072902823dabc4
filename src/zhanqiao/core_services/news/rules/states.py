"""Where a version of an article stands, and who may move it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    RELEASED = "released"
    REPLACED = "replaced"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


STATES: dict[State, Text] = {
    State.DRAFT: Text("待发布", "waits to be released"),
    State.RELEASED: Text("已发布", "released"),
    State.REPLACED: Text("已被更正", "corrected since"),
    State.DISCARDED: Text("已放弃", "discarded"),
    State.WITHDRAWN: Text("已撤下", "withdrawn"),
}


class OwnArticleError(ZhanqiaoError):
    """Nobody releases what they wrote; nothing was changed."""

    status = 403
    code = "article-own-words"
    sentence = Text(
        zh="这一稿是您写的或改过的，须由另一位有权限的人员发布，状态没有改变。",
        en="You wrote or changed this version, so somebody else with the right has to release it; nothing was changed.",
    )


class ArticleStepError(ZhanqiaoError):
    """That cannot be done where the article stands; nothing was changed."""

    status = 409
    code = "article-step-impossible"
    sentence = Text(
        zh="这篇文章的状态已改变，不能这样处理，什么都没有改变。请刷新页面。",
        en="The article moved on meanwhile and this cannot be done; nothing was changed. Reload the page.",
    )


class ArticleChangedError(ZhanqiaoError):
    """The version was changed since it was looked at; nothing was released."""

    status = 409
    code = "article-changed-since"
    sentence = Text(
        zh="您查看之后这一稿又改过，没有发布。请再看一遍后发布。",
        en="This version was changed after you looked at it and was not released. Read it again, then release it.",
    )


def require_other_person(*, by: str, writers: Iterable[str]) -> None:
    """Raise OwnArticleError for whoever had a part in the words."""
    if by in set(writers):
        raise OwnArticleError


def require_step(*, possible: bool) -> None:
    """Raise ArticleStepError unless a step is possible."""
    if not possible:
        raise ArticleStepError
