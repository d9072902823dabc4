"""Random conditions give the rows that Python finds by the same rule, and random text gives nothing but errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.data_center.storage.query.asking import asked, numbers, parsed
from tests.data_center.storage.query.strategies import Made, conditions
from tests.data_center.storage.stations import FIELDS, NAMES, ROWS

from zhanqiao.data_center.storage.engine.query import PARAMETERS, QueryError, QueryFailedError, RowsPage, rows

PIECES = ["区市", "日客流", "站名", "开通日期", "位置", "属性", '"rowid"', "'x'", "1", "-2.5", "(", ")", ",", "=", "<", "and",
          "or", "not", "in", "between", "like", "is", "null", "count(*)", "sum(", "year(", "lower(", "as", "desc", "*", "+",
          "/", "'", '"', ";", "--", "/*", "date_trunc('day',", "within_bbox(", "coalesce(", "substr(", "distinct",
          "collate", "pinyin", "per", "order by"]  # fmt: skip
SHAPES = ["POLYGON", "MULTIPOLYGON", "(", ")", ",", "1 2", "-0", "1e999", "nan", '{"type":"Polygon","coordinates":', "[", "]", "}",
          "[[[1,2],[3,4],[5,6],[1,2]]]", "3", "PER", "区市", "ORDER BY", "collate", "pinyin"]  # fmt: skip
ATTACKS = [
    "1=1; DROP TABLE data",
    "站名 = '' OR 1=1 --'",
    "站名 = ''; ATTACH '/etc/passwd' AS x; --",
    "(SELECT count(*) FROM duckdb_settings()) > 0",
    "站名 IN (SELECT 站名 FROM data)",
    "read_text('/etc/passwd') = ''",
    "c1 = '0001'",
    "data.c1 = '0001'",
    "站名::VARCHAR = 'x'",
    "CASE WHEN 1=1 THEN 站名 ELSE '' END = ''",
    "站名 = $1",
    "站名 = ?",
    "getenv('HOME') = ''",
    "current_setting('memory_limit') = ''",
    "EXISTS (SELECT 1)",
    "站名 = E'\\x41'",
    "站名 COLLATE NOCASE = 'a'",
    "站名 = 'a' UNION SELECT * FROM r1.main.meta",
    "\u2028; DROP TABLE data",
    "站名 = '\x00'; --",
]


@given(conditions())
@settings(max_examples=150, deadline=None)
def test_random_condition_finds_what_python_finds(serving: Path, made: Made) -> None:
    text, decide = made
    assert numbers(serving, where=text) == [row[0] for row in ROWS if decide(row) is True]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("parameter", ["where", "select", "group_by", "order_by", "having"])
def test_injected_sql_is_refused(parameter: str, attack: str) -> None:
    with pytest.raises(QueryError):
        parsed(**{parameter: attack})


@pytest.mark.parametrize("attack", ATTACKS)
def test_injected_sql_inside_a_constant_is_only_text(serving: Path, attack: str) -> None:
    quoted = attack.replace("'", "''")
    assert numbers(serving, where=f"站名 = '{quoted}'") == []
    assert numbers(serving, q=attack) == []


@pytest.mark.parametrize("name", ['x"; DROP TABLE data; --', "x'", "`", "中文 ；", "\x00", "a.b", "rowid", "$1", "{0}"])
def test_any_alias_is_only_a_name(serving: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    page = asked(serving, select=f"编号 as {quoted}, count(*) as n", group_by="编号", order_by=quoted, limit="1")
    assert page == [("0001", 1)]


@given(
    st.dictionaries(
        st.sampled_from(PARAMETERS), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), max_size=4
    )
)
@example({"where": "属性 = 'x'"})
@settings(max_examples=150, deadline=None)
def test_pieces_of_grammar_give_a_page_or_a_query_error(serving: Path, params: dict[str, str]) -> None:
    try:
        found = rows(serving=serving, fields=FIELDS, query=parsed(**params))
    except (QueryError, QueryFailedError):
        return
    assert isinstance(found, RowsPage)


@given(
    st.sampled_from([*(name for name in PARAMETERS if name not in {"offset", "distinct", "count"})]),
    st.one_of(st.text(), st.lists(st.sampled_from(SHAPES), max_size=9).map(" ".join)),
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_page_or_a_query_error(serving: Path, parameter: str, text: str) -> None:
    try:
        found = rows(serving=serving, fields=FIELDS, query=parsed(**{parameter: text}))
    except (QueryError, QueryFailedError):
        return
    assert isinstance(found, RowsPage)


def test_strategies_know_every_column() -> None:
    assert len(NAMES) == len(FIELDS) == len(ROWS[0])
