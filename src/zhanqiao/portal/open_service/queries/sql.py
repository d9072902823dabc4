"""What public SQL asks: which tables a statement means, whether the caller may read them, and its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import SqlAnswer, TableCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.ids import is_id
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.queries.seeing import dataset_named

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
SETTINGS = {"rows": "SQL_ROWS", "bytes": "SQL_ANSWER_BYTES"}


class SqlTableError(ZhanqiaoError):
    """A statement names a table that does not exist, or that the caller may not know of."""

    status = 404
    code = "sql-table-unknown"
    sentence = Text(
        zh='没有名为“{name}”的数据表，SQL 没有执行。请写数据表标识（tbl_…），或用双引号写数据集短名，如 "parks"；数据集有几张表时写 "短名/表名"。',
        en="There is no table '{name}'; the SQL was not run. Name a table by its id (tbl_…) or by its dataset's slug in double "
        'quotes, as in "parks"; where a dataset has several, by "slug/table".',
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A statement and the tables it reads, by the names it uses; each may be read by the caller."""

    sql: str
    tables: dict[str, TableCard]

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases the answer depends on."""
        return tuple(sorted(card.release_id for card in self.tables.values()))


def sql_question(*, sql: str, card: AccessCard) -> Question:
    """Return a statement with its tables. Raises SqlTableError, DataNotOpenError, and what the first wall refuses."""
    return Question(sql, {name: _table(name, card) for name in storage.sql_tables(sql=sql)})


def sql_answer(*, question: Question) -> SqlAnswer:
    """Return the answer of a statement."""
    return storage.sql_answer(sql=question.sql, tables=question.tables)


def sql_bytes(*, answer: SqlAnswer, format: str) -> Iterator[bytes]:  # noqa: A002 - the word of the interface
    """Stream the rows of an answer in a format."""
    return storage.as_bytes(answer=answer, format=format)


def sql_envelope(*, question: Question) -> dict[str, Any]:
    """Return the answer of a statement in the API's envelope."""
    answer = sql_answer(question=question)
    columns, limits = answer.columns(), sql_limits(answer=answer)
    return {
        "data": orjson.Fragment(b"".join(sql_bytes(answer=answer, format="json"))),
        "columns": columns,
        "rows": answer.rows,
        "seconds": round(answer.seconds, 4),
        "tables": _named(question),
        "limits": limits,
    }


def sql_plan(*, question: Question) -> dict[str, Any]:
    """Return how the engine would answer a statement."""
    plan = storage.sql_plan(sql=question.sql, tables=question.tables)
    return {"data": [], "columns": [], "rows": 0, "plan": plan, "tables": _named(question), "limits": []}


def sql_limits(*, answer: SqlAnswer) -> list[dict[str, str]]:
    """Return which limit cut an answer, in words; empty when none did."""
    if answer.cut is None:
        return []
    return [{"code": f"sql-{answer.cut}-cut", **CUT[answer.cut].filled(limit=value(SETTINGS[answer.cut])).as_dict()}]


def _named(question: Question) -> list[dict[str, Any]]:
    return [
        {"name": name, "id": card.id, "release": release_reference(card)}
        for name, card in sorted(question.tables.items())
    ]


def _table(name: str, card: AccessCard) -> TableCard:
    try:
        return readable(table_id=table_id_of(name=name, card=card), card=card, as_of=None)
    except NotFoundError:
        raise SqlTableError(name=name[:80]) from None


def table_id_of(*, name: str, card: AccessCard) -> str:
    """Return the id of a table that is named by its id, its dataset's slug, or ``slug/table``. Raises NotFoundError."""
    if is_id(text=name, prefix="tbl"):
        return name
    slug, _, called = name.partition("/")
    dataset = dataset_named(name=slug, card=card, as_of=None)
    tables = catalogue.tables_of(dataset_id=dataset.id)
    fitting = [table.id for table in tables if called in ("", table.name)]
    if len(fitting) != 1:
        raise NotFoundError(what=name)
    return fitting[0]
