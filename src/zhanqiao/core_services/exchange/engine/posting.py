"""Sending a document to another program by POST, to an address that was looked at as fetching does; nothing is followed."""

from __future__ import annotations

import time
from collections.abc import Mapping

from urllib3.exceptions import HTTPError

from zhanqiao.core_services.exchange.engine import guard
from zhanqiao.core_services.exchange.engine.fetching import Limits, connected, host_of, wire_form
from zhanqiao.core_services.exchange.engine.probing import Answer
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

ACCEPTED = range(200, 300)


def post(*, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
    """Send a body once and return how it was answered; the answer's content is not read."""
    deadline = time.monotonic() + limits.seconds
    try:
        aim = guard.target(url=wire_form(url), allowed=limits.allowed)
        with connected(aim, deadline) as pool:
            response = pool.urlopen(
                "POST", aim.path, body=body, headers={**headers, "Host": host_of(aim)}, redirect=False, retries=False,
                preload_content=False, decode_content=False, assert_same_host=False,
            )  # fmt: skip
            response.close()
    except ZhanqiaoError as error:  # an address that the guard refuses
        return Answer(0, False, error.text)
    except (HTTPError, OSError) as error:
        name = type(error).__name__
        return Answer(0, False, Text(f"连接失败或超时（{name}）", f"no connection, or not in time ({name})"))
    if response.status in ACCEPTED:
        return Answer(response.status, True, Text("", ""))
    return Answer(response.status, False, Text(f"对方回答 HTTP {response.status}", f"answered HTTP {response.status}"))
