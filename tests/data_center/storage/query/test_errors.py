"""A query that cannot be understood says where, what stands there, and what was expected."""

from __future__ import annotations

from typing import Any

import pytest
from tests.data_center.storage.query.asking import parsed

from zhanqiao.data_center.storage.engine.query import QueryError

LOCATED: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"where": "区市 = "}, {"position": 5, "token": "end of the text"}),
    ({"where": "区市 == '市南区'"}, {"position": 4, "token": "="}),
    ({"where": "区市 = '市南区"}, {"position": 5, "token": "'"}),
    ({"where": "区市 in ()"}, {"position": 7, "token": ")"}),
    ({"where": "(区市 = '市南区'"}, {"position": 11, "token": "end of the text", "expected_has": ")"}),
    ({"where": "区市 = '市南区' AND 去市 = 'x'"}, {"position": 15, "token": "去市", "nearest": "区市"}),
    ({"where": "日客流 > '多'"}, {"position": 6, "token": "多"}),
    ({"where": "编号 = 1"}, {"position": 5, "token": "1"}),
    ({"where": "开通日期 >= '2024-13-01'"}, {"position": 8, "token": "2024-13-01"}),
    ({"where": "换乘 = 'maybe'"}, {"position": 5, "token": "maybe"}),
    ({"where": "首班 = 'noon'"}, {"position": 5}),
    ({"where": "更新 = '昨天'"}, {"position": 5}),
    ({"where": "站名 = null"}, {"token": "NULL", "expected_has": "IS NULL"}),
    ({"where": "日客流"}, {"position": 0}),
    ({"where": "contains(日客流, '1')"}, {"position": 9, "token": "日客流", "expected_has": "text"}),
    ({"where": "区市 = 日客流"}, {"token": "日客流"}),
    ({"where": "yaer(开通日期) = 2015"}, {"position": 0, "token": "yaer", "expected_has": "year"}),
    ({"where": "date_trunc('fortnight', 更新) = '2024-01-01'"}, {"expected_has": "month"}),
    ({"where": "日客流 = 1e999"}, {"position": 6}),
    ({"where": "日客流 = " + "9" * 39}, {"position": 6}),
    ({"where": "日客流 = " + "9" * 5000}, {"position": 6}),
    ({"where": "within_bbox(站名, 1, 2, 3, 4)"}, {"position": 12, "expected_has": "geometry"}),
    ({"select": "lower()"}, {"position": 0, "token": "lower"}),
    ({"select": "round(日客流, 1, 2)"}, {"position": 0, "token": "round"}),
    ({"select": "avg(distinct 日客流)"}, {"position": 0, "token": "avg"}),
    ({"select": "站名, 站名"}, {"token": "站名"}),
    ({"select": "编号 as a, 站名 as A"}, {"token": "a"}),
    ({"order_by": "站名 down"}, {"position": 3, "token": "down", "expected_has": "ASC or DESC"}),
    ({"order_by": "1"}, {"position": 0}),
    ({"limit": "ten"}, {"position": 0, "token": "ten"}),
    ({"limit": "-1"}, {"token": "-1"}),
    ({"offset": "1.5"}, {"token": "1.5"}),
    ({"limit": "9" * 30}, {}),
    ({"count": "maybe"}, {"expected": ["exact", "approx", "none"]}),
    ({"bbox": "1,2,3"}, {"token": "1,2,3"}),
    ({"bbox": "3,2,1,4"}, {}),
    ({"bbox": "nan,2,3,4"}, {}),
    ({"after": "zzz"}, {"token": "zzz"}),
    ({"after": "Zm9v", "offset": "2"}, {}),
    ({"wher": "1"}, {"token": "wher", "expected": ["where"]}),
    ({"q": " ".join("abcdefghijk")}, {"token": "k"}),
    ({"where": "NOT " * 100 + "换乘"}, {}),
    ({"where": "+".join(["日客流"] * 100) + " = 1"}, {}),
    ({"where": "区市 = '" + "长" * 20_000 + "'"}, {"position": 20_000}),
]


@pytest.mark.parametrize(("params", "facts"), LOCATED, ids=lambda value: str(value)[:40])
def test_error_is_located(params: dict[str, str], facts: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as error:
        parsed(**params)
    found = error.value.facts
    assert error.value.status == 400
    assert found["parameter"] in params
    for name in ("position", "token", "nearest", "expected"):
        if name in facts:
            assert found[name] == facts[name]
    if "expected_has" in facts:
        assert facts["expected_has"] in found["expected"]


@pytest.mark.parametrize("params", [each for each, _ in LOCATED], ids=lambda value: str(value)[:40])
def test_error_speaks_both_languages(params: dict[str, str]) -> None:
    with pytest.raises(QueryError) as error:
        parsed(**params)
    zh, en = error.value.text.zh, error.value.text.en
    assert zh.startswith("参数 ")
    assert en.startswith("Parameter ")
    assert any("\u4e00" <= each <= "\u9fff" for each in zh.removeprefix("参数 "))
    assert len(zh) < 25_000


def test_null_alone_is_no_column() -> None:
    with pytest.raises(QueryError) as error:
        parsed(select="null")
    assert (error.value.facts["parameter"], error.value.facts["position"]) == ("select", 0)


def test_deep_parentheses_do_not_matter() -> None:
    assert parsed(where="(" * 3000 + "换乘" + ")" * 3000) == parsed(where="换乘")


def test_many_conditions_are_no_depth() -> None:
    where = " OR ".join(f"日客流 = {number}" for number in range(900))
    assert parsed(where=where).where is not None
