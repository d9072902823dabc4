"""The number of the request that is being answered: in its answer, and in every log line written meanwhile."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from itertools import count

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
_CURRENT: ContextVar[str] = ContextVar("request_id", default="")
_NUMBERS = count(1)
_beginning = [os.urandom(8).hex()]
os.register_at_fork(after_in_child=lambda: _beginning.__setitem__(0, os.urandom(8).hex()))


def begin(given: str | None, /) -> str:
    """Begin a request: take the number a proxy gave it when that is a plain one, else make one; return it."""
    request_id = given if given and GIVEN.match(given) else f"{_beginning[0]}-{next(_NUMBERS):x}"
    _CURRENT.set(request_id)
    return request_id


def current() -> str:
    """Return the number of the request of this thread; empty outside of one."""
    return _CURRENT.get()
