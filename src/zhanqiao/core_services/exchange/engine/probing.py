"""Asking whether an address still answers: HEAD, and GET without its body where HEAD is not known. Guarded like fetching."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError

from zhanqiao.core_services.exchange.engine import guard
from zhanqiao.core_services.exchange.engine.fetching import (
    HEADERS,
    MOST_REDIRECTS,
    REDIRECTS,
    Limits,
    connected,
    host_of,
    is_named,
    wire_form,
)
from zhanqiao.core_services.exchange.engine.guard import Target
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

NOT_FOR_HEAD = frozenset({403, 404, 405, 501})  # servers that know no HEAD say so in these ways
WELL = range(200, 400)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: its HTTP status (0: nothing), and why it does not count as well."""

    status: int
    is_well: bool
    reason: Text


def probe(*, url: str, limits: Limits) -> Answer:
    """Ask an address, following redirects; each is looked at first, so that nobody sends us to an internal one."""
    deadline = time.monotonic() + limits.seconds
    try:
        return _followed(url, limits, deadline)
    except ZhanqiaoError as error:  # an address that the guard refuses
        return Answer(0, False, error.text)
    except (HTTPError, OSError) as error:
        name = type(error).__name__
        return Answer(0, False, Text(f"连接失败或超时（{name}）", f"no connection, or not in time ({name})"))


def _followed(url: str, limits: Limits, deadline: float) -> Answer:
    aim = guard.target(url=wire_form(url), allowed=limits.allowed)
    allowed = limits.allowed if is_named(aim, limits.allowed) else ()
    for _ in range(MOST_REDIRECTS + 1):
        status, onward = _asked(aim, "HEAD", deadline)
        if status in NOT_FOR_HEAD:
            status, onward = _asked(aim, "GET", deadline)
        if not onward:
            return _judged(status)
        aim = guard.target(url=wire_form(urljoin(aim.url, onward)), allowed=allowed)
    return Answer(0, False, Text(f"转向超过 {MOST_REDIRECTS} 次", f"it redirects more than {MOST_REDIRECTS} times"))


def _asked(aim: Target, method: str, deadline: float) -> tuple[int, str]:
    with connected(aim, deadline) as pool:
        response = pool.urlopen(
            method, aim.path, headers={**HEADERS, "Host": host_of(aim)}, redirect=False, retries=False,
            preload_content=False, decode_content=False, assert_same_host=False,
        )  # fmt: skip
        onward = response.headers.get("Location", "") if response.status in REDIRECTS else ""
        response.close()
        return response.status, onward


def _judged(status: int) -> Answer:
    if status in WELL:
        return Answer(status, True, Text("", ""))
    return Answer(status, False, Text(f"来源回答 HTTP {status}", f"the source answered HTTP {status}"))
