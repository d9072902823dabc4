"""Reading tables for the API: the gate, the typed question, and its answer as an envelope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

import orjson

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Estimate, Field, Format, Naming, Query, RowsPage, Sample, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import ForbiddenError, LoginRequiredError
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.rules.declared import DEFAULT_ROWS
from zhanqiao.portal.open_service.rules.registry import BASE

NOT_COUNTED = Text("未要求计数；加 count=exact 可得总数", "Not counted; count=exact gives the total")
ESTIMATED = Text(
    "总数是估计值：随机读取 {looked_at} 行，其中 {found} 行符合；实际总数很可能在 {low} 到 {high} 之间。count=exact 可得准确值。",
    "The total is an estimate: of {looked_at} rows read at random {found} fit; the count very likely lies from {low} to {high}. "
    "count=exact counts.",
)
SAMPLED = Text(
    "这是抽样结果：从符合条件的行中按种子 {seed} 随机抽取最多 {rows} 行；计数与统计只针对样本。",
    "This is a sample: at most {rows} of the rows that fit, drawn at random with seed {seed}; counts and sums are the sample's.",
)


class DataNotOpenError(ZhanqiaoError):
    """The rows may not be read by this caller; the entry may. Says why and how to apply."""

    status = 403
    code = "data-not-open"
    sentence = Text(
        zh="数据内容不能读取：{reason_zh}{condition}目录信息可在 {page} 查看；申请或咨询请联系{contact}。",
        en="The rows cannot be read: {reason_en} {condition} The entry is at {page}; to apply or ask, contact {contact}.",
    )


def readable(
    *,
    table_id: str,
    card: AccessCard,
    as_of: str | None,
    after: str | None = None,
    action: Action = Action.see_rows,
) -> TableCard:
    """Return a table whose rows ``card`` may read. No query when warm.

    Who pages on with ``after`` stays in the release that the cursor names. Raises NotFoundError, or
    DataNotOpenError with the reason and whom to ask.
    """
    if after and not as_of:
        as_of = storage.cursor_release(after=after)
    try:
        return catalogue.readable_table(table_id=table_id, card=card, action=action, as_of=as_of)
    except (LoginRequiredError, ForbiddenError):
        raise _not_open(table_id=table_id, card=card, action=action) from None


def parsed(*, card: TableCard, params: Mapping[str, str]) -> Query:
    """Return the typed question of a page. Raises QueryError, located."""
    return storage.parsed(card=card, params=params)


def parsed_whole(*, card: TableCard, params: Mapping[str, str]) -> Query:
    """Return the typed question of an export: without a limit it means every row."""
    return storage.parsed(card=card, params=params)


def exported(*, card: TableCard, query: Query, format: str, bom: bool, address: str = "") -> Iterator[bytes]:  # noqa: A002 - the word of the interface
    """Stream the answer in a format, in constant memory; ``address`` is the table's, which Turtle names it by."""
    naming = _naming(card, address) if format == "ttl" and address else None
    return storage.export(card=card, query=query, format=cast("Format", format), bom=bom, naming=naming)


def columns_named(*, text: str) -> tuple[str, ...]:
    """Return the columns that a list separated by commas names, each once; the engine knows whether they exist."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def rows_envelope(*, table: TableCard, query: Query) -> dict[str, Any]:
    """Return one page of rows in the API's envelope. Distinct rows are groups, so their next page is asked of groups."""
    path = "aggregate" if query.group_by else "rows"
    return _envelope(table=table, query=query, page=storage.rows(card=table, query=query), path=path)


def aggregate_envelope(*, table: TableCard, query: Query) -> dict[str, Any]:
    """Return groups and their measures in the API's envelope."""
    return _envelope(table=table, query=query, page=storage.aggregate(card=table, query=query), path="aggregate")


def facets_envelope(*, table: TableCard, query: Query, columns: tuple[str, ...], size: int) -> dict[str, Any]:
    """Return the most frequent values of columns with their counts."""
    found = storage.facets(card=table, query=query, columns=columns, size=size)
    data = {column: [{"value": value, "count": count} for value, count in pairs] for column, pairs in found.items()}
    return {"data": data, "release": release_reference(table), "limits": []}


def _naming(card: TableCard, address: str) -> Naming:
    as_of = None if card.is_current else card.release_id
    labels = {each.name: each.label for each in metadata.dictionary(table_id=card.id, as_of=as_of)}
    return Naming(base=address, title=card.title, labels=labels)


def _envelope(*, table: TableCard, query: Query, page: RowsPage, path: str) -> dict[str, Any]:
    return {
        "data": orjson.Fragment(page.json()),
        "page": _page(table=table, query=query, page=page, path=path),
        "release": release_reference(table),
        "columns": _columns(page.columns),
        "limits": list(page.limits),
        "engine": page.engine,
        **({"sample": _sample(query.sample)} if query.sample else {}),
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    numbers = asdict(estimate)
    del numbers["rows"]
    return {**numbers, **ESTIMATED.filled(**numbers).as_dict()}


def _sample(sample: Sample) -> dict[str, Any]:
    return {"rows": sample.rows, "seed": sample.seed, **SAMPLED.filled(rows=sample.rows, seed=sample.seed).as_dict()}


@lru_cache(maxsize=1024)
def _columns(fields: tuple[Field, ...]) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps([each.as_dict() for each in fields]))


def _page(*, table: TableCard, query: Query, page: RowsPage, path: str) -> dict[str, Any]:
    return {
        "next": page.next,
        "next_url": _next_url(table=table, params=query.params(), cursor=page.next, path=path),
        "total": page.total,
        **({} if page.total is not None else {"total_reason": NOT_COUNTED.as_dict()}),
        **({"total_estimate": _estimate(page.estimate)} if page.estimate else {}),
        "limit": min(query.limit if query.limit is not None else DEFAULT_ROWS, query.max_rows),
        "offset": None if query.after else query.offset,
    }


def _next_url(*, table: TableCard, params: Mapping[str, str], cursor: str | None, path: str) -> str | None:
    if cursor is None:
        return None
    asked = {name: text for name, text in params.items() if name not in ("after", "offset")}
    # the release is named, so that a reader who pages on stays in it when a new one appears
    return f"{BASE}/tables/{table.id}/{path}?{urlencode({**asked, 'after': cursor, 'as_of': table.release_id})}"


def _not_open(*, table_id: str, card: AccessCard, action: Action) -> DataNotOpenError:
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    reason = decide(card=card, action=action, resource=dataset.resource).reason
    entry = dataset.entry
    contact = " ".join(part for part in (entry.contact_name, entry.contact_phone, entry.contact_email) if part)
    return DataNotOpenError(
        reason_zh=reason.zh,
        reason_en=reason.en,
        open_type=entry.open_type,
        condition=entry.open_condition or entry.open_legal_ground or dataset.state_reason,
        contact=contact or dataset.department.name_zh,
        page=f"/datasets/{dataset.slug}/",
    )
