"""The SQL of the engines that answer queries: DuckDB over a serving copy, Spark over the durable form of a release.

One compiler writes for both; a dialect says only what differs. A function that an engine would answer otherwise than
DuckDB is not in its dialect: it is refused there, never approximated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.functions import CALLS
from zhanqiao.data_center.storage.engine.query.nodes import Call


class NotInDialectError(Exception):
    """An engine has no equal of a part of the query; ``part`` names it."""

    def __init__(self, part: str) -> None:
        """Keep the name."""
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs from engine to engine.

    ``templates`` replace those of the query model's functions; ``mark`` writes the n-th parameter; ``cast`` turns an
    expression to a type (``{0}``, ``{1}``); ``in_order`` ends a statement whose rows come in source order; ``concatenated``
    makes nothing of a missing part of concat; ``carries_text`` says whether SQL writes dates for JSON; ``collations`` make
    keys of texts that sort as a collation asks; ``lacks`` names parts of a query that it has no equal of.
    """

    name: str
    mark: str
    casts: Mapping[LogicalType, str]
    templates: Mapping[str, str] = field(default_factory=dict)
    in_order: str = ""
    concatenated: str = "{0}"
    carries_text: bool = True
    collations: Mapping[str, str] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()

    def template(self, node: Call) -> str:
        """Return the template of a call. Raises NotInDialectError."""
        return self.templates.get(node.name, CALLS[node.name].sql)

    def require(self, part: str) -> None:
        """Raise NotInDialectError for a part of a query that the engine does not have."""
        if part in self.lacks:
            raise NotInDialectError(part)

    def collated(self, sql: str, collation: str) -> str:
        """Return a key that sorts texts by a collation. Raises NotInDialectError."""
        template = self.collations.get(collation)
        if template is None:
            raise NotInDialectError(f"COLLATE {collation}")
        return template.format(sql)

    def bound(self, number: int, value: Any) -> str:  # noqa: ARG002 - another dialect looks at the value
        """Return how a statement names its n-th parameter, which carries ``value``."""
        return self.mark.format(number)

    def cast(self, sql: str, kind: LogicalType) -> str:
        """Return ``sql`` as a type."""
        return self.casts[kind].format(sql)


@dataclass(frozen=True, slots=True)
class SparkDialect(Dialect):
    """Spark SQL as Apache Spark 4 and Sail speak it."""

    def template(self, node: Call) -> str:
        """Return the template of a call; what Spark answers otherwise than DuckDB is refused."""
        _check(node)
        kind = node.args[0].type if node.args else None
        if node.name == "round" and kind is LogicalType.NUMBER and len(node.args) > 1:
            # Spark rounds the decimal text of a double, DuckDB the double: 1.005 is 1.01 to one and 1.0 to the other.
            return "(round({0} * power(10D, {1})) / power(10D, {1}))"
        if node.name in {"floor", "ceil"} and kind is LogicalType.NUMBER:
            # Spark's give a BIGINT, which holds no larger number; a double of this size is whole.
            return f"CASE WHEN abs({{0}}) < {_WHOLE_FROM} THEN cast({node.name}({{0}}) AS DOUBLE) ELSE {{0}} END"
        if node.name == "sum" and kind is LogicalType.INTEGER:
            return "sum(cast({0} AS DECIMAL(38, 0)))"
        # The sum of whole numbers and decimals is exact in both engines; Spark's avg would round it to a scale.
        if node.name == "avg" and kind is LogicalType.INTEGER:
            return "(cast(sum(cast({0} AS DECIMAL(38, 0))) AS DOUBLE) / nullif(count({0}), 0))"
        if node.name == "avg" and kind is LogicalType.DECIMAL:
            return "(cast(sum({0}) AS DOUBLE) / nullif(count({0}), 0))"
        return Dialect.template(self, node)

    def bound(self, number: int, value: Any) -> str:
        """Return the named parameter; moments travel as ISO text, so that no time zone touches them."""
        mark = self.mark.format(number)
        if isinstance(value, datetime):
            return f"cast({mark} AS TIMESTAMP_NTZ)"
        return f"cast({mark} AS DATE)" if isinstance(value, date) else mark


def _check(node: Call) -> None:
    kinds = {each.type for each in node.args}
    value = [getattr(each, "value", None) for each in node.args]
    if node.name in _REFUSED or LogicalType.TIME in kinds:
        raise NotInDialectError(node.name)
    if node.name in _ONLY and not kinds <= _ONLY[node.name]:
        raise NotInDialectError(node.name)
    wanted = _CONSTANTS.get(node.name, ())
    if any(not isinstance(each, int) or each < low for each, low in zip(value[1:], wanted, strict=False)):
        raise NotInDialectError(node.name)


# Not every cluster numbers the rows of a release.
_REFUSED = frozenset({"approx_count_distinct", "row_number", "like_escaped"})
# Texts of doubles and numbers in texts are written and read differently by each engine (1e20, ' 7', '1.5').
_ONLY: Mapping[str, frozenset[LogicalType | None]] = {
    "to_text": frozenset(set(LogicalType) - {LogicalType.NUMBER, LogicalType.TIME, LogicalType.GEOMETRY}),
    "to_integer": frozenset({LogicalType.INTEGER}),
    "to_number": frozenset({LogicalType.INTEGER, LogicalType.DECIMAL, LogicalType.NUMBER}),
    "to_date": frozenset({LogicalType.DATE, LogicalType.TIMESTAMP}),
}
# Arguments after the first that must be whole constants, each with its least value.
_CONSTANTS: Mapping[str, tuple[int, ...]] = {"substr": (1, 0), "round": (0,)}
_WHOLE_FROM = "4503599627370496D"  # 2^52
# What DuckDB's trim takes away: the space separators (Unicode category Zs).
_SPACES = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_MONDAY = "DATE'2000-01-03'"  # where DuckDB's time_bucket counts days from
DUCKDB = Dialect(
    name="duckdb",
    mark="${0}",
    casts={LogicalType.DATE: "({0})::DATE", LogicalType.NUMBER: "({0})::DOUBLE"},
    # ICU is linked into DuckDB; its root collation of Chinese is that of pinyin.
    collations={"pinyin": "icu_sort_key({0}, 'zh')", "stroke": "icu_sort_key({0}, 'zh-u-co-stroke')"},
)
SPARK = SparkDialect(
    name="spark",
    mark=":p{0}",
    casts={LogicalType.DATE: "cast({0} AS DATE)", LogicalType.NUMBER: "cast({0} AS DOUBLE)"},
    in_order=" ORDER BY rowid",
    concatenated="coalesce({0}, '')",
    carries_text=False,
    # Not every cluster numbers the rows of a release, so ties would have no order and samples no numbers; none has the same geometry.
    lacks=frozenset({"top", "sample", "within", "intersects"}),
    templates={
        "/": "cast({0} AS DOUBLE) / nullif(cast({1} AS DOUBLE), 0D)",
        "like": r"{0} LIKE replace({1}, '\\', '\\\\')",
        "length": "char_length({0})",
        "starts_with": "startswith({0}, {1})",
        "ends_with": "endswith({0}, {1})",
        "week": "weekofyear({0})",
        "weekday": "((dayofweek({0}) + 5) % 7 + 1)",  # Sail's weekday is wrong on Sundays
        "trim": f"trim(BOTH '{_SPACES}' FROM {{0}})",
        "date_trunc": "cast(date_trunc({0}, {1}) AS TIMESTAMP_NTZ)",
        "bucket": "cast(date_trunc({1}, {0}) AS TIMESTAMP_NTZ)",
        "time_bucket": f"cast(date_add({_MONDAY}, cast(floor(datediff({{0}}, {_MONDAY}) / {{1}}) * {{1}} AS INT)) AS TIMESTAMP_NTZ)",
        "to_text": "cast({0} AS STRING)",
        "to_integer": "cast({0} AS BIGINT)",
        "to_number": "cast({0} AS DOUBLE)",
        "to_date": "cast({0} AS DATE)",
        "avg": "avg({0})",
        "median": "percentile(cast({0} AS DOUBLE), 0.5D)",
        "quantile": "percentile(cast({0} AS DOUBLE), {1})",
        "stddev": "stddev_samp(cast({0} AS DOUBLE))",
    },
)
