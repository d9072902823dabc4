"""The API against its own document, by generated requests.

``ZHANQIAO_TEST_REQUESTS`` sets how many requests each endpoint gets (15); a long run takes 500 and more.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.live import LiveSite
from zhanqiao.portal.open_service.rules.openapi import document
from zhanqiao.portal.open_service.rules.registry import BASE

pytestmark = pytest.mark.xdist_group("live")
REQUESTS = int(os.environ.get("ZHANQIAO_TEST_REQUESTS", "15"))
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# What a caller might really write, beside what is made up: most made-up text is refused at its first character.
WORDS: dict[str, Sequence[str]] = {
    "select": ("*", "名称,面积", "count(*) as n", "区市,sum(面积) as s", "row_number() as n,*", "max(开放日期)", "面积/0"),
    "where": ("面积>1000", "区市 in ('市南区')", "开放日期 < '1950-01-01'", "名称 like '%园'", "not 面积 is null", "1=1",
              "within_bbox(120,36,121,37)", "within_polygon('POLYGON((120 36, 121 36, 121 37, 120 36))')", "contains(名称,'园')", "面积 > 1e308*10", "to_number(名称) = 1"),
    "order_by": ("面积 desc", "区市, 面积 nulls first", "length(名称)", "row_number() desc", "区市 collate pinyin desc"),
    "group_by": ("区市", "year(开放日期)", "区市,门票", "bucket(开放日期,'year')"),
    "within": ("POLYGON((120 36, 121 36, 121 37, 120 36))", "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", "POINT(1 2)", '{"type":"Polygon"}'),
    "intersects": ('{"type":"Polygon","coordinates":[[[120,36],[121,36],[121,37],[120,36]]]}', "POLYGON((999 0,1 1,1 0,999 0))"),
    "sample": ("1", "3", "100000", "100001"),
    "seed": ("0", "7"),
    "top": ("1 per 区市 order by 面积 desc", "0 per 区市 order by 面积", "2 per 门票, 区市 order by 名称 collate pinyin"),
    "having": ("count(*) > 1", "sum(面积) < 100"),
    "columns": ("区市", "区市,门票", "名称,名称", "没有"),
    "q": ("公园", "市南 山", "%", "a b c d e f g h i j k"),
    "bbox": ("120,36,121,37", "0,0,0,0", "180,0,-180,1", "nan,0,0,0"),
    "as_of": ("1", "2", "2020-01-01", "2999-12-31", "rel_000000000000"),
    "limit": ("1", "10", "10000", "999999999"),
    "offset": ("0", "3", "10000000"),
    "sql": ("select 1 as n", "select * from parks", "select count(*) from parks group by 区市", "select * from wells",
            "drop table parks", "select 1/0", "select 'x'::int", "select * from range(1000000000)"),
}  # fmt: skip
PLACES: dict[str, Sequence[str]] = {
    "dataset": ("parks", "trees", "wells", "draft", "没有"),
    "release": ("latest", "1", "2", "rel_000000000000"),
    "file": ("data.parquet", "data.csv", "../x", "problems.csv"),
}
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
schema = schemathesis.openapi.from_dict(document(language="en"))
often = settings(
    max_examples=REQUESTS,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@schema.parametrize()
@often
def test_answers_to_made_up_questions_conform_to_the_document(case: schemathesis.Case, live_site: LiveSite) -> None:
    placed(case, live_site)
    case.call_and_validate(base_url=f"{live_site.url}{BASE}", checks=CHECKS, timeout=30)


@schema.parametrize()
@often
def test_answers_to_likely_questions_conform_to_the_document(case: schemathesis.Case, live_site: LiveSite) -> None:
    placed(case, live_site)
    for given in (case.query, case.body):
        if isinstance(given, dict):
            given.update({name: chosen(WORDS[name], f"{name}{text}") for name, text in given.items() if name in WORDS})
    case.call_and_validate(base_url=f"{live_site.url}{BASE}", checks=CHECKS, timeout=30)


def test_the_served_document_is_the_declared_one(live_site: LiveSite) -> None:
    for language in ("zh", "en"):
        served = requests.get(f"{live_site.url}{BASE}/openapi.json", headers={"Accept-Language": language}, timeout=30)
        assert served.json() == document(language=language)
        assert served.headers["Content-Language"] == language


def placed(case: schemathesis.Case, site: LiveSite) -> None:
    """Lead most requests to what is there: open, of several releases, closed, unknown."""
    tables = [site.table(name) for name in ("parks", "trees", "wells")]
    places = {**PLACES, "table": (*tables[:1] * 3, *tables, "tbl_000000000000")}
    for name, text in case.path_parameters.items():
        if name in places:
            case.path_parameters[name] = chosen(places[name], f"{name}{text}{case.query}")


def chosen(options: Sequence[str], key: str) -> str:
    """Return one of the options, always the same for a key, so that a failure can be made again."""
    return options[zlib.crc32(key.encode("utf-8", "surrogatepass")) % len(options)]
