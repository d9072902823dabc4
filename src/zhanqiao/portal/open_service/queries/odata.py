"""What OData asks of tables: which there are, pages of rows, one row, how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query, RowsPage, TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.odata.csdl import Described
from zhanqiao.portal.open_service.rules.odata.csdl import metadata as document
from zhanqiao.portal.open_service.rules.odata.naming import Shape, shape_of
from zhanqiao.portal.open_service.rules.odata.options import MOST_ROWS, Options, Position
from zhanqiao.portal.open_service.rules.odata.plans import Plan, plan_of

AT_ONCE = 500
ANONYMOUS_DOCUMENT = "odata metadata"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one table, ready to be answered. ``size`` is of the page, ``left`` what is still wanted, None for all."""

    table: TableCard
    shape: Shape
    plan: Plan
    query: Query
    size: int
    left: int | None


class Answered(NamedTuple):
    """A page with where the next one begins, None on the last."""

    page: RowsPage
    following: Position | None


def open_tables(*, card: AccessCard) -> list[TableCard]:
    """Return every table whose rows ``card`` may read, by id."""
    found: list[TableCard] = []
    seen = 0
    while True:
        some, total = catalogue.listed(card=card, limit=AT_ONCE, offset=seen)
        seen += len(some)
        for each in some:
            if decide(card=card, action=Action.see_rows, resource=each.resource).allowed:
                found += each.tables
        if not some or seen >= total:
            return sorted(found, key=lambda table: table.id)


def metadata_document(*, card: AccessCard) -> str:
    """Return the CSDL of all tables that ``card`` may read; that of anonymous callers is remembered."""

    def made() -> str:
        return "".join(document(_described(card)))

    return storage.remembered(ANONYMOUS_DOCUMENT, made) if card.is_anonymous else made()


def question(*, name: str, card: AccessCard, options: Options, size: int, counted: bool) -> Asked:
    """Return the typed question to a table. Raises what ``readable`` and the options raise, and QueryError.

    Who pages on stays in the release of the page before.
    """
    position = options.position
    found = readable(table_id=name, card=card, as_of=None, after=position.cursor if position else None)
    shape = table_shape(found)
    plan = plan_of(options=options, shape=shape)
    left = position.left if position else options.top
    size = position.size if position else size
    page: Mapping[str, str] = {
        "limit": str(size if left is None else min(size, left)),
        "offset": "" if position else str(options.skip or ""),
        "after": position.cursor if position else "",
        "count": "exact" if counted else "none",
    }
    query = storage.parsed(card=found, params={**plan.params, **page}, max_limit=MOST_ROWS)
    return Asked(found, shape, plan, query, size, left)


def answer(*, asked: Asked) -> Answered:
    """Return the page, and where the next begins when rows are left that are wanted."""
    page = storage.rows(card=asked.table, query=asked.query)
    left = None if asked.left is None else asked.left - len(page.rows)
    more = page.next is not None and (left is None or left > 0)
    return Answered(page, Position(page.next, left, asked.size) if more and page.next else None)


def row(*, asked: Asked, number: int) -> tuple[Any, ...]:
    """Return one row by its number in the source, from 1. Raises NotFoundError."""
    params = {**asked.plan.params, "limit": "1", "offset": str(number - 1)}
    rows = storage.rows(card=asked.table, query=storage.parsed(card=asked.table, params=params)).rows if number else ()
    if not rows:
        raise NotFoundError(what=f"{asked.table.id}({number})")
    return rows[0]


def table_shape(table: TableCard, /) -> Shape:
    """Return the properties of a table."""
    return shape_of(tuple((each.name, str(each.type), each.precision, each.scale) for each in table.fields))


def _described(card: AccessCard) -> Iterator[Described]:
    for table in open_tables(card=card):
        labels: dict[str, Text] = {each.name: each.label for each in metadata.dictionary(table_id=table.id, as_of=None)}
        yield Described(table.id, table.title, table_shape(table), labels)
