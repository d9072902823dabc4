"""Which tables a statement of public SQL means, whether the asker may read them, and its answer.

A table is named by its id, by its dataset's slug where that has one table, or by ``slug/table``, also written
``"slug"."table"``; ``@`` and a release number, a release id or a date behind the name read an earlier state.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Protocol

from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.counts import readable_tables
from zhanqiao.data_center.catalogue.queries.datasets import (
    dataset_card,
    dataset_cards,
    dataset_of_table,
    readable_table,
    tables_of,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import NamedTable, SqlAnswer, TableCard
from zhanqiao.data_center.storage.rules import as_of as read_as_of
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.ids import is_id
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

LONGEST_TOLD = 80
AT, NEAR = "@", 3


class SqlTableError(ZhanqiaoError):
    """A statement names a table that does not exist, or that the caller may not know of."""

    status = 404
    code = "sql-table-unknown"
    sentence = Text(
        zh='没有名为“{token}”的数据表，SQL 没有执行。请写数据表标识（tbl_…），或用双引号写数据集短名，如 "parks"；数据集有几张表时写 "短名"."表名"。{near_zh}',
        en="There is no table '{token}'; the SQL was not run. Name a table by its id (tbl_…) or by its dataset's slug in double "
        'quotes, as in "parks"; where a dataset has several, by "slug"."table". {near_en}',
    )


class SqlAsOfError(ZhanqiaoError):
    """``as_of`` names one release, but the statement reads several tables."""

    status = 400
    code = "sql-as-of-ambiguous"
    sentence = Text(
        zh='as_of 写的是一个版本，而语句读取 {count} 张表，SQL 没有执行。请写日期，或在表名后写版本，如 "parks@3"。',
        en='as_of names one release, but the statement reads {count} tables; the SQL was not run. Give a date, or put the release behind a table\'s name, as in "parks@3".',
    )


class Gate(Protocol):
    """Return a table that ``card`` may read, or raise why not."""

    def __call__(self, *, table_id: str, card: AccessCard, as_of: str | None) -> TableCard:
        """Return the table."""


@dataclass(frozen=True, slots=True)
class SqlQuestion:
    """A statement and the tables it reads, by the names it uses; each may be read by the caller."""

    sql: str
    tables: dict[str, TableCard]

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases the answer depends on."""
        return tuple(sorted(card.release_id for card in self.tables.values()))


@dataclass(frozen=True, slots=True)
class SqlSource:
    """A table that a statement read: its name there, its release and its dataset."""

    name: str
    table: TableCard
    dataset: DatasetCard

    @property
    def citation(self) -> Text:
        """Return how to name the source: who publishes it, what it is, which release."""
        number, day = self.table.release_number, self.table.released_at.astimezone(CITY_TIME).date().isoformat()
        origin = self.dataset.department.name
        return Text(
            zh=f"{origin.zh}：{self.dataset.title.zh}，第 {number} 版（{day}）",
            en=f"{origin.en}: {self.dataset.title.en}, release {number} ({day})",
        )


def sql_question(*, sql: str, card: AccessCard, as_of: str | None = None, gate: Gate = readable_table) -> SqlQuestion:
    """Return a statement with its tables, each let through by ``gate``; ``as_of`` is for those without a state of their own.

    Raises SqlTableError, SqlAsOfError, AsOfError, what the gate raises, and what the first wall refuses.
    """
    named = storage.sql_tables(sql=sql)
    if as_of and len(named) > 1 and read_as_of(text=as_of).moment is None:
        raise SqlAsOfError(count=len(named))
    return SqlQuestion(sql, {one.name: _table(one, card=card, as_of=as_of, gate=gate) for one in named})


def sql_answer(*, question: SqlQuestion, format: str = "arrow") -> SqlAnswer:  # noqa: A002 - the word of the interface
    """Return the answer of a statement in json, csv, arrow or parquet. Raises the errors of public SQL."""
    return storage.sql_answer(sql=question.sql, tables=question.tables, format=format)


def sql_sources(*, question: SqlQuestion, card: AccessCard) -> tuple[SqlSource, ...]:
    """Return what a statement reads, by the names it uses."""
    return tuple(
        SqlSource(name, table, dataset_of_table(table_id=table.id, card=card))
        for name, table in sorted(question.tables.items())
    )


def sql_names(*, card: AccessCard) -> tuple[tuple[str, TableCard, DatasetCard], ...]:
    """Return each table that ``card`` may read freely, with the shortest name it has in SQL and its dataset."""
    tables = readable_tables(card=card)
    datasets = dataset_cards(ids=tuple(dict.fromkeys(one.dataset_id for one in tables)), card=card)
    return tuple((sql_name(table=one, dataset=each), one, each) for each in datasets for one in each.tables)


def sql_name(*, table: TableCard, dataset: DatasetCard) -> str:
    """Return how a statement names a table, quoted."""
    slug = f'"{dataset.slug}"'
    if len(dataset.tables) == 1:
        return slug
    alike = [one for one in dataset.tables if one.name == table.name]
    return f"{slug}.{_quoted(table.name)}" if len(alike) == 1 else table.id


def table_id_of(*, name: str, card: AccessCard) -> str:
    """Return the id of a table that is named by its id, its dataset's slug, or ``slug/table``. Raises NotFoundError."""
    if is_id(text=name, prefix="tbl"):
        return name
    slug, _, called = name.partition("/")
    found = dataset_card(id=slug, card=card) if is_id(text=slug, prefix="ds") else dataset_card(slug=slug, card=card)
    fitting = [table.id for table in tables_of(dataset_id=found.id) if called in ("", table.name)]
    if len(fitting) != 1:
        raise NotFoundError(what=name)
    return fitting[0]


def _table(named: NamedTable, *, card: AccessCard, as_of: str | None, gate: Gate) -> TableCard:
    name, _, state = named.name.partition(AT)
    try:
        return gate(table_id=table_id_of(name=name, card=card), card=card, as_of=state or as_of)
    except NotFoundError:
        raise _unknown(named, card) from None


def _unknown(named: NamedTable, card: AccessCard) -> SqlTableError:
    near = _near(named.name, card)
    return SqlTableError(
        token=named.name[:LONGEST_TOLD],
        position=named.position,
        near_zh=f"相近的有：{'、'.join(near)}。" if near else "",
        near_en=f"Near to it: {', '.join(near)}." if near else "",
    )


def _near(name: str, card: AccessCard) -> list[str]:
    """Return names of tables that the asker may read and that look like a name."""
    slug = name.partition(AT)[0].partition("/")[0].lower()
    names = [(dataset.slug, called) for called, _, dataset in sql_names(card=card)]
    alike = difflib.get_close_matches(slug, sorted({each for each, _ in names}), n=NEAR)
    return [called for each in alike for one, called in names if one == each][:NEAR]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
