"""Joins of published tables: which tables are meant, whether the caller may read both, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from zhanqiao.data_center.catalogue.queries import table_id_of
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, Join, JoinPage, Match, SideMatch, TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.declared import DEFAULT_ROWS
from zhanqiao.portal.open_service.rules.joins import JoinSpec, SideSpec

NOT_COUNTED = Text(
    "有筛选或分组时不计总数；more 说明后面是否还有行",
    "Not counted under a filter or groups; more says whether rows follow",
)
DIGITS = 6


@dataclass(frozen=True, slots=True)
class JoinQuestion:
    """A join and both its tables; each may be read by the caller."""

    join: Join
    left: TableCard
    right: TableCard

    @property
    def key(self) -> tuple[str, ...]:
        """What the answer depends on."""
        return self.left.release_id, self.right.release_id, self.join.text()


def join_question(*, spec: JoinSpec, card: AccessCard) -> JoinQuestion:
    """Return a typed join of two tables that ``card`` may read.

    Raises NotFoundError (404) for a table that does not exist or that the caller may not know of, DataNotOpenError
    (403), QueryError (400).
    """
    left, right = (_table(side, card) for side in (spec.left, spec.right))
    prefixes = spec.left.prefix, spec.right.prefix
    join = storage.parsed_join(
        kind=spec.kind, left=left, right=right, prefixes=prefixes, on=spec.on, params=spec.params
    )
    return JoinQuestion(join, left, right)


def join_envelope(*, question: JoinQuestion) -> dict[str, Any]:
    """Return a page of the join in the API's envelope, with how well the keys match."""
    join, left, right = question.join, question.left, question.right
    match = storage.join_match(join=join, left=left, right=right)
    page = storage.joined_rows(join=join, match=match, left=left, right=right)
    names = [each.name for each in page.columns]
    return {
        "data": orjson.Fragment(orjson.dumps([dict(zip(names, row, strict=True)) for row in page.rows], default=str)),
        "page": _page(join, page),
        "match": _match(match),
        "tables": {"left": _reference(left), "right": _reference(right)},
        "columns": [_column(each) for each in page.columns],
        "limits": list(page.limits),
        "engine": "duckdb",
    }


def _table(side: SideSpec, card: AccessCard) -> TableCard:
    return readable(table_id=table_id_of(name=side.table, card=card), card=card, as_of=side.as_of)


def _page(join: Join, page: JoinPage) -> dict[str, Any]:
    limit = DEFAULT_ROWS if join.query.limit is None else join.query.limit
    return {
        "limit": min(limit, join.query.max_rows),
        "offset": join.query.offset,
        "more": page.more,
        "total": page.total,
        **({} if page.total is not None else {"total_reason": NOT_COUNTED.as_dict()}),
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "left": _side(match.left),
        "right": _side(match.right),
        "pairs": match.pairs,
        "cardinality": match.cardinality,
    }


def _side(side: SideMatch) -> dict[str, Any]:
    return {
        "rows": side.rows,
        "matched": side.matched,
        "unmatched": side.unmatched,
        "null_keys": side.null_keys,
        "rate": round(side.matched / side.rows, DIGITS) if side.rows else None,
    }


def _reference(table: TableCard) -> dict[str, Any]:
    return {"id": table.id, "name": table.name, "release": release_reference(table)}


def _column(field: Field) -> dict[str, Any]:
    return field.as_dict()
