"""Around every request: its number, and what it took. The hot path passes here too, so it costs microseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter_ns
from typing import Any

from zhanqiao.core_services.monitoring.operations import SLOW_NANOSECONDS, Noted, count_request, note_request
from zhanqiao.core_services.statistics.operations import count_use
from zhanqiao.kit.clock import now
from zhanqiao.kit.request_ids import HEADER, begin

FAILED = 500
Environ = dict[str, Any]
Answering = Callable[[Environ, "Told"], Iterable[bytes]]


class Told:
    """Stands in for ``start_response``: keeps the status and puts the request's number into the answer."""

    __slots__ = ("_number", "_start", "kept", "status")

    def __init__(self, start: Any, number: str) -> None:
        """Stand before ``start``."""
        self._start, self._number = start, number
        self.status, self.kept = FAILED, False

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Begin the answer."""
        self.status = int(status[:3])
        return self._start(status, [*headers, (HEADER, self._number)], *((exc_info,) if exc_info else ()))


def measured(answering: Answering, /) -> Callable[[Environ, Any], Iterable[bytes]]:
    """Return the application that counts what ``answering`` does. The time is that until the answer begins to flow."""

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Serve one request."""
        began = perf_counter_ns()
        number = begin(environ.get("HTTP_X_REQUEST_ID"))
        path, told = environ["PATH_INFO"], Told(start_response, number)
        try:
            return answering(environ, told)
        finally:
            took = perf_counter_ns() - began
            count_request(path, told.status, took, kept=told.kept)
            count_use(path, told.status)
            if took > SLOW_NANOSECONDS or told.status >= FAILED:
                note_request(Noted(now(), path, environ.get("QUERY_STRING", ""), told.status, took, number))

    return application
