"""Sessions with Spark Connect servers: one a process and address, opened when first needed."""

from __future__ import annotations

import os
import socket
import threading
import warnings
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from grpc import RpcError
from pyspark.errors import PySparkException
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.session import SparkSession

from zhanqiao.data_center.storage.engine.distributed.errors import DistributedAwayError

PORT = 15002  # what Spark Connect servers listen on unless told otherwise
CONNECT_SECONDS = 2.0
RETRIES = 3
# Apache Spark folds the case of names unless told not to, and moments must not move.
WISHES = {"spark.sql.caseSensitive": "true", "spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


_sessions: dict[tuple[int, str], Any] = {}
_lock = threading.Lock()


def session(*, url: str) -> Any:
    """Return the session of this process. Raises DistributedAwayError within seconds when nobody is there."""
    _check_there(url)
    key = (os.getpid(), url)
    with _lock:
        if key not in _sessions:
            _sessions[key] = _opened(url)
        return _sessions[key]


def forget(*, url: str) -> None:
    """Close the session; the next question opens another. Do so before the server is stopped, or it waits for us."""
    with _lock:
        found = _sessions.pop((os.getpid(), url), None)
    if found is not None:
        # The server may be gone, or have ended a session that was idle; pyspark tells that by a call that is deprecated.
        with (
            suppress(PySparkException, RpcError),
            warnings.catch_warnings(action="ignore", category=DeprecationWarning),
        ):
            found.stop()


def _check_there(url: str) -> None:
    # The client itself would try again for minutes.
    place = urlsplit(url)
    try:
        with socket.create_connection((place.hostname or "", place.port or PORT), timeout=CONNECT_SECONDS):
            return
    except OSError as error:
        raise DistributedAwayError(url=url, reason=error.strerror or str(error)) from None


def _opened(url: str) -> Any:
    try:
        spark = SparkSession.builder.remote(url).create()
        spark.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
        for name, value in WISHES.items():
            spark.conf.set(name, value)
    except (PySparkException, RpcError) as error:
        raise DistributedAwayError(url=url, reason=str(error).splitlines()[0]) from None
    return spark
