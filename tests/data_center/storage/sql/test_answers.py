"""What public SQL answers, in every format, and what its limits say."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.data_center.storage import stations
from tests.data_center.storage.sql.conftest import LIMITS, Public

from zhanqiao.data_center.storage.engine.sql import (
    SqlBusyError,
    SqlFailedError,
    SqlInvalidError,
    SqlPool,
    SqlRefusedError,
)


def given(public: Public, sql: str, form: str) -> bytes:
    return b"".join(public.answer(sql, form).blocks())


def test_groups_joins_windows_and_expressions_are_answered(public: Public) -> None:
    by_district: dict[str, int] = {}
    for row in stations.ROWS:
        by_district[row[2]] = by_district.get(row[2], 0) + 1
    found = public.rows("select 区市, count(*) as n from tbl_open group by all")
    assert {row["区市"]: row["n"] for row in found} == by_district
    best = """with ranked as (select 站名, 区市, row_number() over (partition by 区市 order by 日客流 desc nulls last) as place from tbl_open)
        select a.站名 from ranked a join tbl_open b using (站名) where place = 1 and a.区市 = '市南区'"""
    busiest = max((row for row in stations.ROWS if row[2] == "市南区"), key=lambda row: row[3] or 0)
    assert public.rows(best) == [{"站名": busiest[1]}]
    assert public.rows(
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 4) select sum(n) as s from r"
    ) == [{"s": 10}]
    assert public.rows('select 编号, "rowid" as r from tbl_open where "rowid" = 1') == [{"编号": "0001", "r": 1}]


def test_every_format_holds_the_same_rows(public: Public) -> None:
    sql = "select 编号, 日客流, 造价, 开通日期, 换乘, [1, 2] as l, 位置 from tbl_open order by 编号 limit 2"
    as_json = json.loads(given(public, sql, "json"))
    assert as_json[0] == {
        "编号": "0001", "日客流": 52000, "造价": 12.5, "开通日期": "2015-12-16", "换乘": True, "l": [1, 2],
        "位置": stations.ROWS[0][11].hex().upper(),
    }  # fmt: skip
    table = pa.ipc.open_stream(given(public, sql, "arrow")).read_all()
    assert table.column("造价").to_pylist()[0] == Decimal("12.50")
    assert pq.read_table(io.BytesIO(given(public, sql, "parquet"))).equals(table)
    lines = list(csv.DictReader(io.StringIO(given(public, sql, "csv").decode())))
    assert [line["编号"] for line in lines] == table.column("编号").to_pylist()
    assert lines[0]["造价"] == "12.50"
    assert lines[0]["l"] == "[1, 2]"


def test_an_empty_answer_has_its_columns(public: Public) -> None:
    sql = "select 编号, 日客流 from tbl_open where false"
    assert given(public, sql, "json") == b"[]"
    assert given(public, sql, "csv").decode() == "编号,日客流\r\n"
    answer = public.answer(sql)
    assert [column["name"] for column in answer.columns] == ["编号", "日客流"]
    answer.close()


def test_equal_column_names_are_told_apart(public: Public) -> None:
    assert json.loads(given(public, "select 1 as a, 2 as a, 3 as a_1", "json")) == [{"a": 1, "a_1": 2, "a_1_1": 3}]


def test_values_that_json_cannot_carry_are_text_or_null(public: Public) -> None:
    sql = "select 9007199254740993 as big, 'nan'::double as gap, 1234567890123456.25::decimal(20, 2) as exact, interval 2 day as span, map {'k': 1} as m"
    assert json.loads(given(public, sql, "json")) == [
        {"big": "9007199254740993", "gap": None, "exact": "1234567890123456.25", "span": "P0M2DT0S", "m": [["k", 1]]}
    ]


@pytest.mark.parametrize(
    ("sql", "cut"),
    [
        ("select unnest(range(5000)) as n", "rows"),
        ("select repeat('x', 100000) as t, unnest(range(900)) as n", "bytes"),
    ],
)
def test_limits_cut_and_say_so(public: Public, sql: str, cut: str) -> None:
    answer = public.answer(sql)
    assert answer.cut == cut
    assert answer.rows == LIMITS.rows if cut == "rows" else answer.size < LIMITS.bytes + 100_000
    assert sum(batch.num_rows for batch in answer.batches()) == answer.rows
    answer.close()


@pytest.mark.parametrize(
    ("sql", "token"),
    [
        ("select 区市, 没有 from tbl_open", "没有"),
        ("select 区市 from tbl_open where", None),
        ("select 区市 frm tbl_open x y", "tbl_open"),
    ],
)
def test_errors_point_at_the_token(public: Public, sql: str, token: str | None) -> None:
    with pytest.raises(SqlInvalidError) as caught:
        public.answer(sql)
    assert caught.value.facts["token"] == token
    position = caught.value.facts["position"]
    if token == "没有":
        assert sql[position:].startswith(token)


def test_a_refused_function_is_located_in_characters(public: Public) -> None:
    sql = "select '青岛', getenv('HOME')"
    with pytest.raises(SqlRefusedError) as caught:
        public.answer(sql)
    assert sql[caught.value.facts["position"] :].startswith("getenv")


def test_a_value_that_cannot_be_computed_is_a_failure_not_a_crash(public: Public) -> None:
    with pytest.raises(SqlFailedError):
        public.answer("select 站名::integer from tbl_open")
    assert public.rows("select try_cast('x' as integer) as n") == [{"n": None}]


def test_a_plan_is_text_and_names_no_file(public: Public) -> None:
    plan = public.pool.explain(sql="select count(*) from tbl_open where 日客流 > 5", grants=[public.grant])
    assert "AGGREGATE" in plan
    assert "/" not in plan


def test_who_finds_no_place_is_told_to_come_again(public: Public) -> None:
    busy = SqlPool(places=1, wait=0.05, limits=LIMITS)
    busy._free.acquire()
    with pytest.raises(SqlBusyError) as caught:
        busy.tables(sql="select 1")
    assert caught.value.facts["retry_after"] == LIMITS.seconds


def test_a_process_that_was_killed_is_replaced(public: Public) -> None:
    public.rows("select 1 as n")
    for process in public.pool._idle:
        os.killpg(process._child.pid, signal.SIGKILL)
        process._child.wait()
    assert public.rows("select 2 as n") == [{"n": 2}]
