"""Which engine answers: DuckDB on this machine, or the cluster for questions that are heavy enough.

A question goes to the cluster when one is set, the table has at least SPARK_ROWS rows, and the question sorts or sums
up; a page in source order ends early here, while Sail with several workers may stop answering over one (decision 11). When the cluster gives no answer DuckDB does, and the answer says so.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from zhanqiao.data_center.storage.engine import distributed
from zhanqiao.data_center.storage.engine import query as engine_query
from zhanqiao.data_center.storage.engine.distributed import DistributedError, Parts
from zhanqiao.data_center.storage.engine.query import Query, RowsPage
from zhanqiao.data_center.storage.engine.releases import read_manifest
from zhanqiao.data_center.storage.queries.cards import TableCard
from zhanqiao.data_center.storage.queries.warehouse import remembered, warehouse
from zhanqiao.kit.environment import value
from zhanqiao.kit.progress import Progress, silent
from zhanqiao.kit.texts import Text

LOG = structlog.get_logger()
# Readers learn that another engine answered; where the cluster stands is for the log.
ANSWERED_HERE = Text(
    zh="计算集群没有作答（{code}），由本机 DuckDB 作答，结果完整。",
    en="The cluster did not answer ({code}); DuckDB on this machine did, completely.",
)


def routed(*, card: TableCard, query: Query, progress: Progress = silent) -> RowsPage:
    """Return one page, from the engine that the settings choose; its ``engine`` says which.

    Raises QueryTimeoutError, CursorExpiredError.
    """
    if not _is_heavy(card, query):
        return engine_query.rows(serving=card.serving, fields=card.fields, query=query)
    try:
        return distributed.rows(
            url=value("SPARK_URL"),
            parts=_parts(card),
            fields=card.fields,
            query=query,
            seconds=value("SPARK_SECONDS"),
            progress=progress,
        )
    except DistributedError as error:
        LOG.warning("cluster.no_answer", code=error.code, reason=error.text.en, table=card.id)
        page = engine_query.rows(serving=card.serving, fields=card.fields, query=query)
        return replace(page, limits=(*page.limits, _answered_here(error)))


def _is_heavy(card: TableCard, query: Query) -> bool:
    works = query.aggregated or bool(query.order_by)
    return bool(value("SPARK_URL")) and card.rows >= value("SPARK_ROWS") and works


def _parts(card: TableCard) -> Parts:
    return remembered(("parts", card.id, card.release_id), lambda: _found_parts(card))


def _found_parts(card: TableCard) -> Parts:
    place = warehouse()
    manifest = read_manifest(warehouse=place, table_id=card.id, release_id=card.release_id)
    return Parts(card.release_id, tuple(place.address(part=each) for each in manifest.parts), manifest.rows)


def _answered_here(error: DistributedError) -> dict[str, str]:
    return {"code": error.code, **ANSWERED_HERE.filled(code=error.code).as_dict()}
