"""The kept answers of this process, and the way to them without Django's request machinery."""

from __future__ import annotations

import time
from collections.abc import Hashable

from zhanqiao.data_center.storage.queries import generation
from zhanqiao.kit.environment import value
from zhanqiao.kit.generation import OLDEST_SECONDS
from zhanqiao.portal.open_service.engine.answers import Answers
from zhanqiao.portal.open_service.engine.replies import Reply, reply

ANSWERS = Answers(budget=value("API_CACHE_BYTES"), largest=value("API_CACHE_ENTRY_BYTES"))


def kept_reply(*, address: str, if_none_match: str, accept_encoding: str) -> Reply | None:
    """Return the reply kept for an anonymous GET of ``address`` (path and query), None when there is none.

    Costs one ``stat``: an address holds only while nothing in the data center has changed, and for a minute at most: a
    withdrawal counts even if the process that made it died before it told the others.
    """
    answer = ANSWERS.at(address=address, generation=_lasting(generation()))
    if answer is None:
        return None
    return reply(answer=answer, if_none_match=if_none_match, accept_encoding=accept_encoding, pack=ANSWERS.packed)


def present() -> Hashable:
    """Return what identifies the present state of the data center, for ``remember``."""
    return generation()


def remember(*, address: str, tag: str, since: Hashable) -> None:
    """Note that ``address`` leads to the answer ``tag``, worked out when ``since`` was the generation."""
    ANSWERS.remember(address=address, generation=_lasting(since), key=tag)


def _lasting(stamp: Hashable) -> Hashable:
    return stamp, int(time.monotonic() // OLDEST_SECONDS)
