"""The answer of public SQL as the API gives it. Which tables a statement means is the catalogue's to say."""

from __future__ import annotations

from typing import Any

import orjson

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import SqlQuestion, SqlSource
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import SqlAnswer
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.registry import BASE

CUT = {
    "rows": Text(
        "结果超过 {limit} 行，只返回前 {limit} 行。",
        "The answer has more than {limit} rows; these are the first {limit}.",
    ),
    "bytes": Text(
        "结果超过 {limit} 字节，后面的行未返回。",
        "The answer is larger than {limit} bytes; the rows behind were left out.",
    ),
}


def sql_question(*, sql: str, card: AccessCard, as_of: str | None = None) -> SqlQuestion:
    """Return a statement with its tables. Raises SqlTableError, SqlAsOfError, DataNotOpenError, and what the first wall refuses."""
    return catalogue.sql_question(sql=sql, card=card, as_of=as_of, gate=readable)


def sql_answer(*, question: SqlQuestion, format: str) -> SqlAnswer:  # noqa: A002 - the word of the interface
    """Return the answer of a statement in a format."""
    return catalogue.sql_answer(question=question, format=format)


def sql_envelope(*, question: SqlQuestion, card: AccessCard) -> dict[str, Any]:
    """Return the answer of a statement in the API's envelope."""
    answer = sql_answer(question=question, format="json")
    limits = sql_limits(answer=answer)
    return {
        "data": orjson.Fragment(b"".join(answer.blocks())),
        "columns": answer.columns,
        "rows": answer.rows,
        "seconds": round(answer.seconds, 4),
        **_beside(question, card),
        "limits": limits,
    }


def sql_plan(*, question: SqlQuestion, card: AccessCard) -> dict[str, Any]:
    """Return how the engine would answer a statement."""
    plan = storage.sql_plan(sql=question.sql, tables=question.tables)
    return {"data": [], "columns": [], "rows": 0, "plan": plan, **_beside(question, card), "limits": []}


def sql_limits(*, answer: SqlAnswer) -> list[dict[str, str]]:
    """Return which limit cut an answer, in words; empty when none did."""
    if answer.cut is None:
        return []
    limit = getattr(storage.sql_limits(), answer.cut)
    return [{"code": f"sql-{answer.cut}-cut", **CUT[answer.cut].filled(limit=limit).as_dict()}]


def sql_links(*, question: SqlQuestion) -> str:
    """Return the releases that a statement reads as the value of a header ``Link``, for answers without an envelope."""
    pairs = sorted({(table.id, table.release_id) for table in question.tables.values()})
    return ", ".join(f'<{BASE}/tables/{table}/releases/{release}>; rel="describedby"' for table, release in pairs)


def _beside(question: SqlQuestion, card: AccessCard) -> dict[str, Any]:
    """Return what was read, under which licence and how to cite it, and what one statement may use."""
    limits = storage.sql_limits()
    return {
        "tables": [_source(one) for one in catalogue.sql_sources(question=question, card=card)],
        "bounds": {
            "rows": limits.rows,
            "bytes": limits.bytes,
            "seconds": limits.seconds,
            "memory_bytes": limits.memory,
        },
    }


def _source(source: SqlSource) -> dict[str, Any]:
    licence = source.dataset.licence
    return {
        "name": source.name,
        "id": source.table.id,
        "release": release_reference(source.table),
        "dataset": {
            "id": source.dataset.id,
            "slug": source.dataset.slug,
            "title": source.dataset.title.as_dict(),
            "page": f"/datasets/{source.dataset.slug}/",
        },
        "licence": {"code": licence.code, **licence.text.as_dict(), "url": source.dataset.licence_url},
        "citation": source.citation.as_dict(),
    }
