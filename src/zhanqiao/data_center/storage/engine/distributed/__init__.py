"""Answers by a cluster: the one query model over the durable form of a release, asked of a Spark Connect server.

Sail and Apache Spark both speak it. What it does not do: decide which questions go there, or answer what the cluster
would answer otherwise than DuckDB; that is refused with :class:`NotDistributableError`, and DuckDB answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from zhanqiao.data_center.storage.engine.distributed.errors import (
    DistributedAwayError,
    DistributedError,
    DistributedFailedError,
    NotDistributableError,
)
from zhanqiao.data_center.storage.engine.distributed.parts import Parts
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.pages import RowsPage
from zhanqiao.kit.progress import Progress, silent

__all__ = [
    "DistributedAwayError",
    "DistributedError",
    "DistributedFailedError",
    "NotDistributableError",
    "Parts",
    "rows",
]


def rows(
    *, url: str, parts: Parts, fields: Sequence[Field], query: Query, seconds: float, progress: Progress = silent
) -> RowsPage:
    """Return one page of the answer, the same as ``query.rows`` gives from the serving copy.

    ``url`` is ``sc://host:port``. Sums and means of doubles may differ in their last digits, as they do between two
    runs on several threads. Stage told to ``progress``: ``cluster`` (unit tasks). Raises NotDistributableError before
    anything runs, DistributedAwayError, DistributedFailedError, QueryTimeoutError, CursorExpiredError.
    """
    if find_spec("pyspark") is None:
        raise DistributedAwayError(url=url, reason="pip install 'zhanqiao[scale]'")
    # Late: the client takes 1 s and 100 MB, which installations without a cluster need not pay (nor have).
    from zhanqiao.data_center.storage.engine.distributed.answering import answered

    return answered(url=url, parts=parts, fields=tuple(fields), query=query, seconds=seconds, progress=progress)
