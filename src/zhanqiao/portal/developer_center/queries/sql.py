"""The page of SQL: the tables at hand, the answer of a statement or why there is none, and the answer as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard, SqlQuestion
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.queries import ColumnCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import NUMERIC, LogicalType, SqlAnswer, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.developer_center.rules.sql import FILES, SqlAsked, SqlColumn, SqlTable, marked, suggested

AT_HAND, FOUND = 12, 24  # datasets beside the editor
SHOWN_ROWS, LONGEST_CELL = 200, 300
BARE = re.compile(r"[^\W\d]\w*")
RESERVED = frozenset(
    """
    all and any as asc between by case cast collate column cross default desc distinct else end except exists false for from full group
    having in inner intersect is join lateral left limit natural not null offset on or order outer qualify right select
    table then to true union unique using values when where window with
    """.split()  # noqa: SIM905 - words read better than a list of strings
)
NUMBERS = ("int", "uint", "decimal", "double", "float")
CUT = {
    "rows": Text(
        "结果超过 {limit} 行，只取前 {limit} 行。",
        "The answer has more than {limit} rows; these are the first {limit}.",
    ),
    "bytes": Text(
        "结果超过字节上限，后面的行未取。",
        "The answer is larger than the limit of bytes; the rows behind were left out.",
    ),
}


@dataclass(frozen=True, slots=True)
class SqlResult:
    """What a statement answered: its columns with types, the first rows as text, all that is to be said beside them."""

    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[tuple[str | None, bool], ...], ...]
    total: int
    milliseconds: float
    cut: Text | None
    sources: tuple[catalogue.SqlSource, ...]


@dataclass(frozen=True, slots=True)
class SqlFile:
    """The answer of a statement as a file."""

    name: str
    media: str
    blocks: Iterator[bytes]


def sql_page(*, asked: SqlAsked, card: AccessCard, language: str) -> dict[str, Any]:
    """Return what the page shows: tables, suggestions, limits, and the answer of a statement or its problem."""
    found = _tables(asked, card, language)
    page: dict[str, Any] = {
        "asked": asked,
        "tables": found,
        "suggested": () if asked.sql or asked.words else suggested(tables=found),
        "limits": storage.sql_limits(),
        "functions": storage.sql_functions(),
        "files": FILES,
        "result": None,
        "problem": None,
        "place": None,
    }
    if not asked.sql or asked.words:  # who looks for a table has not finished writing
        return page
    try:
        return page | {"result": _result(asked, card)}
    except ZhanqiaoError as problem:
        where = marked(sql=asked.sql, position=problem.facts.get("position"), token=problem.facts.get("token"))
        return page | {"problem": problem, "place": where, "at": problem.facts.get("position")}


def sql_file(*, asked: SqlAsked, form: str, card: AccessCard) -> SqlFile:
    """Return the whole answer in one of ``FILES``. Raises the errors of public SQL."""
    answer = catalogue.sql_answer(question=_question(asked, card, Action.download), format=form)
    media = storage.MEDIA_TYPES[form]
    return SqlFile(f"query.{form}", media, answer.blocks())


def _question(asked: SqlAsked, card: AccessCard, action: Action) -> SqlQuestion:
    def gate(*, table_id: str, card: AccessCard, as_of: str | None) -> TableCard:
        return catalogue.readable_table(table_id=table_id, card=card, action=action, as_of=as_of)

    return catalogue.sql_question(sql=asked.sql, card=card, as_of=asked.as_of or None, gate=gate)


def _result(asked: SqlAsked, card: AccessCard) -> SqlResult:
    question = _question(asked, card, Action.see_rows)
    answer = catalogue.sql_answer(question=question)
    try:
        columns = [(one["name"], one["type"], one["type"].startswith(NUMBERS)) for one in answer.columns]
        return SqlResult(
            columns=tuple(columns),
            rows=tuple(
                tuple((_text(value), column[2]) for value, column in zip(row, columns, strict=True))
                for row in answer.first(count=SHOWN_ROWS)
            ),
            total=answer.rows,
            milliseconds=answer.seconds * 1000,
            cut=_cut(answer),
            sources=catalogue.sql_sources(question=question, card=card),
        )
    finally:
        answer.close()


def _cut(answer: SqlAnswer) -> Text | None:
    return CUT[answer.cut].filled(limit=storage.sql_limits().rows) if answer.cut else None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    found = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return found if len(found) <= LONGEST_CELL else found[:LONGEST_CELL] + "…"


def _tables(asked: SqlAsked, card: AccessCard, language: str) -> tuple[SqlTable, ...]:
    """Return the tables that the visitor may read, found by words, else those with the most rows."""
    if asked.words:
        page = catalogue.search(text=asked.words, card=card, limit=FOUND, language=language)
        datasets: Sequence[DatasetCard] = catalogue.dataset_cards(ids=[hit.dataset_id for hit in page.hits], card=card)
    else:
        datasets = catalogue.largest(card=card, n=AT_HAND)
    readable = (one for one in datasets if decide(card=card, action=Action.see_rows, resource=one.resource).allowed)
    return tuple(_shown(table, dataset) for dataset in readable for table in dataset.tables)


def _shown(table: TableCard, dataset: DatasetCard) -> SqlTable:
    return SqlTable(
        name=catalogue.sql_name(table=table, dataset=dataset),
        title=table.title,
        slug=dataset.slug,
        dataset_title=dataset.title,
        department=dataset.department.name,
        release_number=table.release_number,
        rows=table.rows,
        columns=tuple(_column(one) for one in metadata.dictionary(table_id=table.id)),
    )


def _column(column: ColumnCard) -> SqlColumn:
    name = column.name
    bare = BARE.fullmatch(name) and name.lower() not in RESERVED
    return SqlColumn(
        name=name,
        quoted=name if bare else '"' + name.replace('"', '""') + '"',
        label=column.label,
        description=column.description,
        type=str(column.type),
        is_category=column.type is LogicalType.TEXT and column.meaning == "category",
        is_number=column.type in NUMERIC and column.meaning is None,
    )
