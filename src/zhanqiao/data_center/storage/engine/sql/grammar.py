"""The first wall: a statement as DuckDB's own parser reads it, held against a list of what is allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.sql.calls import call_refusal
from zhanqiao.data_center.storage.engine.sql.errors import (
    SqlFunctionError,
    SqlInvalidError,
    SqlRefusedError,
    SqlSystemError,
)
from zhanqiao.data_center.storage.engine.sql.frames import Named
from zhanqiao.data_center.storage.engine.sql.words import (
    EXPRESSIONS,
    MODIFIERS,
    NAMED_TYPES,
    ORDERS,
    QUERIES,
    REFERENCES,
    SURROUNDINGS,
    SYSTEM_NAMES,
    SYSTEM_SCHEMAS,
    TYPES,
)
from zhanqiao.kit.texts import Text

MOST_CHARACTERS = 20_000
MOST_TABLES = 8
DEEPEST = 120  # nodes inside nodes
RECURSIVE = "RECURSIVE_CTE_NODE"
NOWHERE = 1 << 63  # how DuckDB says that a node has no place in the text

LONG = Text("语句超过 {limit} 个字符。", "It is longer than {limit} characters.")
DEEP = Text("嵌套太深。", "It is nested too deeply.")
EMPTY = Text("语句是空的。", "It is empty.")
NUL = Text("语句含有空字符。", "It has a NUL character.")
SEVERAL = Text("一次只能执行一条语句，这里有 {count} 条。", "One statement at a time; here are {count}.")
NOT_SELECT = Text("这不是 SELECT 查询。", "It is not a SELECT.")
TABLE_FUNCTION = Text(
    "表函数 {name} 不能使用；只能读取已开放的数据表。",
    "The table function {name} is not available; only open tables can be read.",
)
QUALIFIED = Text(
    '表名写作 "数据集短名" 或 "短名"."表名"，前面不加库名；系统表不能读取。',
    'A table is named "slug" or "slug"."table", without a catalogue in front; tables of the system cannot be read.',
)
KIND = Text("这里不支持 {name}。", "{name} is not available here.")
SURROUNDING = Text(
    "{name} 取决于运行环境，不能使用；如果是列名，请在前面写上表名。",
    "{name} depends on where and when it runs and is not available; if it is a column, put its table in front.",
)
TYPE = Text("类型 {name} 不能使用。", "The type {name} is not available.")
PARAMETER = Text(
    "不能使用参数占位符，请把值写在语句里。", "Placeholders are not available; write the values into the statement."
)
MANY = Text("一次最多读取 {limit} 张表。", "At most {limit} tables at a time.")
VERSION = Text(
    '不支持 AT 写法；旧版本写作 "短名@版本号" 或 "短名@日期"。',
    'AT is not available; an earlier release is named "slug@number" or "slug@date".',
)
SAMPLE = Text(
    "随机抽样的结果每次不同；请加 REPEATABLE (种子)，或用接口参数 sample。",
    "A random sample differs from run to run; add REPEATABLE (seed), or use the parameter sample of rows.",
)


def checked(*, sql: str, parser: duckdb.DuckDBPyConnection) -> tuple[Named, ...]:
    """Return the tables a statement reads, each once, when it is one allowed SELECT.

    Raises SqlInvalidError for bad syntax and SqlRefusedError, located, for all that is not offered. Names of common
    table expressions count only where they are in scope, so that they cannot hide a table of the system.
    """
    _check_text(sql)
    answer = parser.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    tree = json.loads(answer[0] if answer else "{}")
    if tree.get("error"):
        raise _unread(tree, sql)
    statements = tree["statements"]
    if len(statements) != 1:
        raise refused(SEVERAL.filled(count=len(statements)) if statements else EMPTY)
    walk = _Walk(sql)
    walk.query(statements[0]["node"], frozenset(), 0)
    if len(walk.tables) > MOST_TABLES:
        raise refused(MANY.filled(limit=MOST_TABLES))
    return tuple(walk.tables.values())


def refused(
    reason: Text,
    *,
    sql: str = "",
    place: int | None = None,
    token: str | None = None,
    kind: type[SqlRefusedError] = SqlRefusedError,
) -> SqlRefusedError:
    """Return the refusal for a reason; ``place`` is a byte of the statement, as DuckDB counts."""
    position = character(sql=sql, place=place)
    return kind(zh=reason.zh, en=reason.en, position=position, token=token or token_at(sql=sql, position=position))


def character(*, sql: str, place: int | None) -> int | None:
    """Return the character that a byte of the statement belongs to; None when there is none."""
    encoded = sql.encode()
    if place is None or not 0 <= place < len(encoded):
        return None
    return len(encoded[:place].decode(errors="ignore"))


def folded(name: str, /) -> str:
    """Return a name as DuckDB compares names: letters of ASCII alone have a lower case (K, the Kelvin sign, has none)."""
    return "".join(each.lower() if each.isascii() else each for each in name)


def token_at(*, sql: str, position: int | None) -> str | None:
    """Return the word that stands at a character, at most 40 characters of it."""
    if position is None or position >= len(sql):
        return None
    end = position
    while end < len(sql) and (sql[end].isalnum() or sql[end] == "_"):
        end += 1
    return sql[position : max(end, position + 1)][:40]


def _check_text(sql: str) -> None:
    if not sql.strip():
        raise refused(EMPTY)
    if len(sql) > MOST_CHARACTERS:
        raise refused(LONG.filled(limit=MOST_CHARACTERS))
    if "\0" in sql:
        raise refused(NUL, sql=sql, place=len(sql[: sql.index("\0")].encode()), token="\\0")  # noqa: S106 - a word of the statement


def _unread(tree: dict[str, Any], sql: str) -> SqlInvalidError | SqlRefusedError:
    if tree.get("error_type") == "not implemented":
        return refused(NOT_SELECT)
    place = tree.get("position")
    position = int(place) if place else None  # of syntax errors in characters, unlike all others
    said = str(tree.get("error_message", "")).splitlines()[0]
    return SqlInvalidError(
        zh=f"语法错误（{said}）。",
        en=f"Syntax error: {said}.",
        position=position,
        token=token_at(sql=sql, position=position),
    )


@dataclass(slots=True)
class _Walk:
    """One walk through a syntax tree."""

    sql: str
    tables: dict[str, Named] = field(default_factory=dict)

    def query(self, node: dict[str, Any], known: frozenset[str], depth: int) -> None:
        """Check a query; ``known`` are the common table expressions in scope."""
        kind = node.get("type")
        if kind not in QUERIES:
            raise self._kind(kind, node)
        known = self._expressions_in_scope(node, known, depth)
        own = {folded(str(node.get("cte_name", "")))} if kind == RECURSIVE else frozenset()
        if isinstance(node.get("sample"), dict):
            self._sample(node["sample"])
        for part, value in node.items():
            if part != "cte_map" and isinstance(value, dict | list):
                self._any(value, known | own if part == "right" else known, depth + 1)

    def _expressions_in_scope(self, node: dict[str, Any], known: frozenset[str], depth: int) -> frozenset[str]:
        for entry in (node.get("cte_map") or {}).get("map", []):
            name = folded(str(entry["key"]))
            inner = entry["value"]["query"]["node"]
            self.query(inner, known, depth + 1)
            known |= {name}
        return known

    def _any(self, value: Any, known: frozenset[str], depth: int) -> None:
        if depth > DEEPEST:
            raise refused(DEEP)
        if isinstance(value, list):
            for each in value:
                self._any(each, known, depth)
        elif isinstance(value, dict):
            self._node(value, known, depth)

    def _node(self, node: dict[str, Any], known: frozenset[str], depth: int) -> None:
        kind = node.get("type")
        if isinstance(kind, str) and kind.endswith("_NODE"):
            self.query(node, known, depth + 1)
            return
        if "class" in node:
            self._expression(node)
        elif "id" in node and "type_info" in node:
            self._type(node)
        elif isinstance(kind, str):
            self._part(kind, node, known)
        if isinstance(node.get("sample"), dict):
            self._sample(node["sample"])
        for each in node.values():
            if isinstance(each, dict | list):
                self._any(each, known, depth + 1)

    def _part(self, kind: str, node: dict[str, Any], known: frozenset[str]) -> None:
        """A part that is no expression: a reference to a table, a modifier, an order."""
        if kind == "TABLE_FUNCTION":
            name = str((node.get("function") or {}).get("function_name", ""))
            if name.lower() != "unnest":
                raise refused(TABLE_FUNCTION.filled(name=name), sql=self.sql, place=_place(node), kind=SqlFunctionError)
        elif kind == "BASE_TABLE":
            self._table(node, known)
        elif kind not in REFERENCES | MODIFIERS | ORDERS and not kind.endswith("_TYPE_INFO"):
            raise self._kind(kind, node)

    def _expression(self, node: dict[str, Any]) -> None:
        kind = node["class"]
        if kind == "PARAMETER":
            raise refused(PARAMETER, sql=self.sql, place=_place(node))
        if kind not in EXPRESSIONS:
            raise self._kind(kind, node)
        names = node.get("column_names", ())
        if len(names) == 1 and str(names[0]).lower() in SURROUNDINGS:
            raise refused(SURROUNDING.filled(name=names[0]), sql=self.sql, place=_place(node))
        wrong = call_refusal(node) if kind in {"FUNCTION", "WINDOW"} else None
        if wrong:
            raise refused(wrong, sql=self.sql, place=_place(node), kind=SqlFunctionError)

    def _table(self, node: dict[str, Any], known: frozenset[str]) -> None:
        """Note a table: one name, or a dataset's and a table's; what stands in scope as an expression is none."""
        dataset, name = str(node.get("schema_name") or ""), str(node["table_name"])
        if node.get("catalog_name") or folded(dataset) in SYSTEM_SCHEMAS:
            raise refused(QUALIFIED, sql=self.sql, place=_place(node), kind=SqlSystemError)
        if node.get("at_clause"):
            raise refused(VERSION, sql=self.sql, place=_place(node))
        if not dataset and folded(name) in known:
            return
        if not dataset and folded(name).startswith(SYSTEM_NAMES):
            raise refused(QUALIFIED, sql=self.sql, place=_place(node), kind=SqlSystemError)
        full = f"{dataset}/{name}" if dataset else name
        self.tables.setdefault(folded(full), Named(full, character(sql=self.sql, place=_place(node)) or 0))

    def _sample(self, sample: dict[str, Any]) -> None:
        seed = sample.get("seed")
        if not isinstance(seed, int) or seed < 0 or seed >= NOWHERE:
            raise refused(SAMPLE)

    def _type(self, node: dict[str, Any]) -> None:
        kind = str(node["id"])
        if kind in TYPES:
            return
        named = sorted(_names(node.get("type_info"))) if kind in {"UNBOUND", "USER", "UNKNOWN"} else []
        if not named or not NAMED_TYPES.issuperset(named):
            raise refused(TYPE.filled(name=", ".join(named) or kind))

    def _kind(self, kind: Any, node: dict[str, Any]) -> SqlRefusedError:
        return refused(KIND.filled(name=str(kind)), sql=self.sql, place=_place(node))


def _place(node: dict[str, Any]) -> int | None:
    place = node.get("query_location")
    return place if isinstance(place, int) and place < NOWHERE else None


def _names(value: Any) -> Iterator[str]:
    """Yield the names in the description of a type that is known by name."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in {"name", "function_name", "type_name"} and isinstance(each, str):
                yield each.lower()
            elif key not in {"catalog", "schema"}:
                yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
