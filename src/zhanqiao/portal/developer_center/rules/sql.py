"""What the page of SQL is asked, the statements it suggests, and where an error stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlencode

from zhanqiao.kit.texts import Text

FILES = ("csv", "json", "parquet", "arrow")
LONGEST_ADDRESS = 2_000  # characters; longer ones some programs cut
LONGEST_WORDS = 80
SHOWN_LINE = 120  # characters of a line that is shown with its error


@dataclass(frozen=True, slots=True)
class SqlAsked:
    """What the page is asked: a statement, as of when, and words to find tables by."""

    sql: str = ""
    as_of: str = ""
    words: str = ""

    @property
    def query(self) -> str:
        """Return it as the query of an address, without the words."""
        return urlencode({name: text for name, text in (("sql", self.sql), ("as_of", self.as_of)) if text})

    @property
    def is_short(self) -> bool:
        """Say whether an address can carry it."""
        return len(self.query) <= LONGEST_ADDRESS


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column as a statement names it, with what it means and which types it has here and in the answer."""

    name: str
    quoted: str
    label: Text
    description: Text
    type: str
    is_category: bool = False
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table that the visitor may read: its name in a statement, its words, its columns."""

    name: str
    title: Text
    slug: str
    dataset_title: Text
    department: Text
    release_number: int
    rows: int
    columns: tuple[SqlColumn, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A statement to start from."""

    title: Text
    sql: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The line of a statement on which an error stands, cut around it; ``line`` counts from 1."""

    line: int
    column: int
    before: str
    word: str
    after: str


def asked_in(*, given: Mapping[str, str]) -> SqlAsked:
    """Return what an address or a form asks; line ends as they are typed elsewhere."""
    return SqlAsked(
        sql=given.get("sql", "").replace("\r\n", "\n").strip(),
        as_of=given.get("as_of", "").strip(),
        words=given.get("q", "").strip()[:LONGEST_WORDS],
    )


def marked(*, sql: str, position: int | None, token: str | None) -> Marked | None:
    """Return where in a statement an error stands; None when that is not known."""
    if position is None or not 0 <= position < len(sql):
        return None
    start = sql.rfind("\n", 0, position) + 1
    end = sql.find("\n", position)
    end = len(sql) if end < 0 else end
    word = sql[position : min(end, position + max(len(token or ""), 1))]
    before = sql[start:position]
    return Marked(
        line=sql.count("\n", 0, position) + 1,
        column=position - start + 1,
        before=before[-SHOWN_LINE:],
        word=word,
        after=sql[position + len(word) : end][:SHOWN_LINE],
    )


def suggested(*, tables: Sequence[SqlTable]) -> tuple[Suggested, ...]:
    """Return statements over tables at hand, each kind once, from the first table that can show it."""
    found: dict[str, Suggested] = {}
    for table in tables:
        for one in (*_reading(table), *_grouping(table), *_comparing(table)):
            found.setdefault(one.title.en, one)
    for left, right in combinations(tables, 2):
        for one in _joining(left, right):
            found.setdefault(one.title.en, one)
    return tuple(found.values())


def _reading(table: SqlTable) -> Iterator[Suggested]:
    yield Suggested(Text("看前几行", "First rows"), f"select *\nfrom {table.name}\nlimit 20")


def _grouping(table: SqlTable) -> Iterator[Suggested]:
    category = next((one for one in table.columns if one.is_category), None)
    measure = next((one for one in table.columns if one.is_number), None)
    if category is None:
        return
    sums = f", round(avg({measure.quoted}), 1) as mean" if measure else ""
    yield Suggested(
        Text("分组计数", "Groups counted"),
        f"select {category.quoted}, count(*) as n{sums}\nfrom {table.name}\ngroup by all\norder by n desc",
    )
    if measure:
        yield Suggested(
            Text("每组最大的三行", "The three largest of each group"),
            f"select *\nfrom {table.name}\nqualify row_number() over (\n  partition by {category.quoted} order by {measure.quoted} desc nulls last\n) <= 3",
        )
        yield Suggested(
            Text("各组占比", "Shares of the whole"),
            f"with groups as (\n  select {category.quoted}, sum({measure.quoted}) as total\n  from {table.name}\n  group by all\n)\n"  # noqa: S608 - to be run in the sandbox
            "select *, round(100 * total / sum(total) over (), 1) as percent\nfrom groups\norder by total desc",
        )


def _comparing(table: SqlTable) -> Iterator[Suggested]:
    if table.release_number > 1 and table.name.endswith('"'):
        earlier = f'{table.name[:-1]}@{table.release_number - 1}"'
        yield Suggested(
            Text("与上一版相比新增的行", "Rows that are new since the release before"),
            f"select * from {table.name}\nexcept\nselect * from {earlier}",  # noqa: S608 - to be run in the sandbox
        )


def _joining(left: SqlTable, right: SqlTable) -> Iterator[Suggested]:
    shared = [one for one in left.columns if one.is_category and any(one.name == each.name for each in right.columns)]
    if shared and left.slug != right.slug:
        key = shared[0].quoted
        yield Suggested(
            Text("按共有的列连接两张表", "Two tables by a column they share"),
            f"select {key}, a.n as n_1, b.n as n_2\nfrom (select {key}, count(*) as n from {left.name} group by all) a\n"  # noqa: S608 - to be run in the sandbox
            f"full join (select {key}, count(*) as n from {right.name} group by all) b using ({key})\norder by 1",
        )
