"""JSON of other places on a dashboard: from hosts that the operator named, read by the server, never by the reader's browser.

An answer is kept for five minutes in this process, a failure for one: however many read a dashboard, the other place is
asked seldom, and learns nothing of who reads.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from zhanqiao.core_services.dashboards.rules.pointing import pointed
from zhanqiao.core_services.exchange.queries import outside_document
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SECONDS, LARGEST = 5.0, 1 << 20
KEPT_SECONDS, KEPT_FAILURE_SECONDS, MOST_KEPT = 300.0, 60.0, 100
LONGEST_CELL = 200


class OutsideRefusedError(ZhanqiaoError):
    """A tile reads a place that the operator did not name; nothing was asked."""

    status = 403
    code = "outside-refused"
    sentence = Text(
        zh="本站不读取 {host} 的数据。需要时请联系运维人员，把它写入 ZHANQIAO_DASHBOARD_HOSTS。",
        en="This site does not read data of {host}. The operator can name it in ZHANQIAO_DASHBOARD_HOSTS.",
    )


class OutsideUnreadableError(ZhanqiaoError):
    """A place answered with what is no JSON, or has nothing at the pointer."""

    status = 502
    code = "outside-unreadable"
    sentence = Text(zh="{host} 的答复读不懂：{zh}。", en="The answer of {host} cannot be read: {en}.")


@dataclass(frozen=True, slots=True)
class Outside:
    """What an outside place says: one ``single`` value, or ``lines`` under ``heads``, of ``total`` it has."""

    host: str
    single: str = ""
    heads: Sequence[str] = ()
    lines: Sequence[Sequence[str]] = ()
    total: int = 0


_kept: dict[str, tuple[float, Any]] = {}
_lock = Lock()


def allowed_hosts() -> tuple[str, ...]:
    """Return the hosts (with a port where it is not the usual one) that tiles may read."""
    return tuple(one.strip().lower() for one in str(value("DASHBOARD_HOSTS")).split(",") if one.strip())


def outside_of(*, address: str, pointer: str, columns: Sequence[str], rows: int) -> Outside:
    """Return what stands at a JSON Pointer in the answer of an address.

    Raises OutsideRefusedError, OutsideUnreadableError, and what the exchange says of addresses that do not answer.
    """
    host = _host(address)
    if host not in allowed_hosts():
        raise OutsideRefusedError(host=host)
    try:
        found = pointed(document=_document(address, host), pointer=pointer)
    except KeyError as missing:
        text = NOTHING_THERE.filled(part=missing.args[0])
        raise OutsideUnreadableError(host=host, zh=text.zh, en=text.en) from None
    if isinstance(found, dict):
        found = [{"": name, " ": each} for name, each in found.items()]
    if not isinstance(found, list):
        return Outside(host, single=_written(found), total=1)
    shown = [one if isinstance(one, dict) else {"": one} for one in found[:rows]]
    heads = tuple(columns) or tuple(dict.fromkeys(name for one in shown for name in one))
    return Outside(
        host, heads=heads, lines=[[_written(one.get(name)) for name in heads] for one in shown], total=len(found)
    )


def _document(address: str, host: str) -> Any:
    with _lock:
        until, found = _kept.get(address, (0.0, None))
    if until < time.monotonic():
        found, seconds = _asked(address, host)
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[address] = (time.monotonic() + seconds, found)
    if isinstance(found, ZhanqiaoError):
        raise found
    return found


def _asked(address: str, host: str) -> tuple[Any, float]:
    try:
        url, content = outside_document(url=address, size=LARGEST, seconds=SECONDS)
        if _host(url) not in allowed_hosts():
            raise OutsideRefusedError(host=_host(url))
        return json.loads(content), KEPT_SECONDS
    except ZhanqiaoError as problem:
        return problem, KEPT_FAILURE_SECONDS
    except (ValueError, RecursionError):
        return OutsideUnreadableError(host=host, zh=NO_JSON.zh, en=NO_JSON.en), KEPT_FAILURE_SECONDS


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _written(found: Any) -> str:
    if found is None:
        return "–"
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


NO_JSON = Text("不是 JSON", "it is no JSON")
NOTHING_THERE = Text("没有“{part}”", "there is no '{part}'")
