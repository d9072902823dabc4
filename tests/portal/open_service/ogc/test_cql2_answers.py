"""Filters of CQL2, answered by the engine over a table with every type, blanks, points and a polygon."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.portal.open_service.ogc.conftest import Numbers
from zhanqiao.kit.errors import ZhanqiaoError

ODD = '"备 注""x"""'
EVERY = [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("区市 = '市南区'", [1, 2, 5]),
        ("区市 <> '市南区' AND 日客流 >= 800", [3, 6]),
        ("NOT (区市 = '市南区')", [3, 4, 6, 8, 9]),
        ("日客流 IS NULL OR 站名 IS NULL", [4, 7]),
        ("日客流 BETWEEN 0 AND 800 AND 日客流 NOT IN (12)", [6, 7]),
        ("日客流 = 9007199254740993", [5]),
        ("累计 = 12345678901234567.1234", [2]),
        ("日客流 = -5 AND 造价 = 1.10", [8]),
        ("换乘", [1, 2, 5, 9]),
        ("换乘 = FALSE", [3, 6, 8]),
        ("站名 LIKE '%站'", [1]),
        ("CASEI(站名) LIKE CASEI('may%')", [5]),
        (f"CASEI({ODD}) = CASEI('may')", [9]),
        (f"{ODD} LIKE '100\\% %'", [8]),
        (f"{ODD} LIKE '%有\\_下划线%'", [8]),
        (f"{ODD} LIKE '1%\\% 有\\__划%'", [8]),
        (f"{ODD} LIKE '1%\\% 有\\_\\_划%'", []),
        ("站名 LIKE '\\台\\东' OR 站名 LIKE '台\\\\%东'", [3]),
        ("日客流 + 1 > 2 * 26000 AND 日客流 / 2 < 30000", [1]),
        ("日客流 = rowid OR rowid = 9", [9]),
        ("开通日期 < DATE('2016-01-01')", [1, 2, 7, 8]),
        ("更新 = TIMESTAMP('2024-03-05T00:30:00Z')", [1, 8]),
        ("T_AFTER(更新, DATE('2024-03-04'))", [1, 2, 8]),
        ("T_AFTER(更新, DATE('2024-03-05'))", []),
        ("T_BEFORE(开通日期, DATE('2015-12-16'))", [7]),
        ("T_DURING(更新, INTERVAL('2024-01-01', '2024-03-01'))", [6]),
        ("T_INTERSECTS(更新, INTERVAL('2024-03-05T08:30:00+08:00', '..'))", [1, 2, 8]),
        ("T_EQUALS(更新, DATE('2024-03-05'))", [1, 2, 8]),
        ("T_DISJOINT(开通日期, INTERVAL('2015-01-01', '2022-12-31'))", [7, 9]),
        ("T_BEFORE(DATE('2021-12-31'), 开通日期)", [3, 9]),
        ("year(开通日期) = 2015 AND length(站名) = 3", [1, 8]),
        ("位置 IS NULL", [3, 7]),
    ],
)
def test_a_filter_selects_rows(numbers: Numbers, condition: str, found: list[int]) -> None:
    assert numbers(filter=condition) == found


@pytest.mark.parametrize(
    ("geometry", "found"),
    [
        ("BBOX(120.33, 36.04, 120.39, 36.08)", [2, 4]),
        ("BBOX(120.31, 36.07, 120.31, 36.08)", [4]),  # a box without a width
        ("POINT(120.31 36.06)", [1, 4]),
        ("POINT(120.30 36.05)", [4]),
        ("MULTIPOINT(120.38 36.06, 120.40 36.08)", [2, 5]),
        ("LINESTRING(120.20 36.07, 120.40 36.07)", [4]),
        ("MULTILINESTRING((120.20 36.07, 120.25 36.07), (120.38 36.0, 120.38 36.1))", [2]),
        ("POLYGON((120.30 36.05, 120.45 36.05, 120.45 36.07, 120.34 36.07, 120.30 36.05))", [2, 4]),
        ("MULTIPOLYGON(((120 35.9, 120.1 35.9, 120.1 36, 120 36, 120 35.9)), ((120.42 36.1, 120.5 36.1, 120.5 36.2, 120.42 36.2, 120.42 36.1)))", [6, 8]),
        ("GEOMETRYCOLLECTION(POINT(120.43 36.16), LINESTRING(120.40 36.0, 120.40 36.1))", [5, 8]),
        ("BBOX(170, -10, -170, 10)", []),
        ("BBOX(120.44, 30, -170, 40)", [9]),
    ],
)  # fmt: skip
def test_a_place_meets_every_kind_of_geometry(numbers: Numbers, geometry: str, found: list[int]) -> None:
    assert numbers(filter=f"S_INTERSECTS(位置, {geometry})") == found
    placed = [number for number in EVERY if number not in (3, 7, *found)]
    assert numbers(filter=f"S_DISJOINT(位置, {geometry})") == placed


@pytest.mark.parametrize(
    ("system", "box"),
    [
        ("http://www.opengis.net/def/crs/EPSG/0/4490", "36.04, 120.33, 36.08, 120.39"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", "36.04, 120.33, 36.08, 120.39"),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", "13395074, 4306121, 13401753, 4311631"),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "120.33, 36.04, 120.39, 36.08"),
    ],
)
def test_a_box_is_read_in_its_system(numbers: Numbers, system: str, box: str) -> None:
    found = numbers(filter=f"S_INTERSECTS(位置, BBOX({box}))", filter_crs=system)
    assert found == [2, 4]
    assert numbers(bbox=box.replace(" ", ""), bbox_crs=system) == [2, 3, 4, 7]  # what has no place matches any box


def test_a_time_selects_by_the_first_column_of_time(numbers: Numbers) -> None:
    assert numbers(datetime="2015-12-16T00:00:00Z") == [1, 2, 4, 8]  # 4 has no day
    assert numbers(datetime="2015-12-15T16:00:00Z/2016-12-18T00:00:00Z") == [1, 2, 4, 5, 8]
    assert numbers(datetime="../1900-01-01T00:00:00Z") == [4, 7]
    assert numbers(datetime="2022-01-01T00:00:00Z/") == [3, 4, 9]


def test_json_and_text_ask_the_same(numbers: Numbers) -> None:
    said: Any = {
        "op": "and",
        "args": [
            {
                "op": "like",
                "args": [{"op": "casei", "args": [{"property": "站名"}]}, {"op": "casei", "args": ["MAY%"]}],
            },
            {"op": "in", "args": [{"property": "区市"}, ["市南区", "市北区"]]},
            {"op": "s_intersects", "args": [{"property": "位置"}, {"type": "Point", "coordinates": [120.40, 36.08]}]},
            {"op": "t_after", "args": [{"property": "更新"}, {"timestamp": "2020-02-28T00:00:00Z"}]},
            {"op": "not", "args": [{"op": "isNull", "args": [{"property": "日客流"}]}]},
        ],
    }
    text = (
        "CASEI(站名) LIKE CASEI('MAY%') AND 区市 IN ('市南区', '市北区') AND S_INTERSECTS(位置, POINT(120.40 36.08)) "
        "AND T_AFTER(更新, TIMESTAMP('2020-02-28T00:00:00Z')) AND 日客流 IS NOT NULL"
    )
    assert numbers(filter=orjson.dumps(said).decode(), filter_lang="cql2-json") == numbers(filter=text) == [5]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"filter": "区县 = 'x'"}, "区市"),
        ({"filter": "S_WITHIN(位置, POINT(1 2))"}, "s_intersects"),
        ({"filter": "foo(区市) = 1"}, "casei"),
        ({"filter": "日客流 ^ 2 = 4"}, "^"),
        ({"filter": "S_INTERSECTS(区市, POINT(1 2))"}, "位置"),
        ({"filter": "S_INTERSECTS(位置, POINT(36 120))"}, "36.0 120.0"),
        ({"filter": f"S_INTERSECTS(位置, BBOX(1, 2, {'9' * 390}, 4))"}, "四个"),
        ({"filter": "S_INTERSECTS(位置, BBOX(1, 2, 1e999, 4))"}, "四个"),
        ({"filter": "T_AFTER(区市, DATE('2020-01-01'))"}, "区市"),
        ({"filter": "T_AFTER(更新, DATE('soon'))"}, "soon"),
        ({"filter": "日客流 = 'x'"}, "数字"),
        ({"filter": "{", "filter-lang": "cql2-json"}, "JSON"),
        ({"filter": '{"op": "="}', "filter-lang": "cql2-json"}, "$.args"),
        ({"filter": '{"op": "=", "args": [1]}', "filter-lang": "cql2-json"}, "2 arguments"),
        ({"filter": '{"op": "and", "args": [{"op": "not", "args": [null]}, true]}', "filter-lang": "cql2-json"}, "$.args[0].args[0]"),
        ({"filter": "[1]", "filter-lang": "cql2-json"}, "$"),
        ({"filter": "a", "filter-lang": "sql"}, "cql2-json"),
        ({"filter": "NOT " * 50 + "换乘"}, "40"),
        ({"filter": '{"op":"s_intersects","args":[{"property":"位置"},{"bbox":"1234"}]}', "filter-lang": "cql2-json"}, "四个"),
        ({"filter": '{"op":"s_intersects","args":[{"property":"位置"},{"type":"Polygon","coordinates":[]}]}', "filter-lang": "cql2-json"}, "数组"),
        ({"filter": '{"op":"s_intersects","args":[{"property":"位置"},{"type":"Curve","coordinates":[]}]}', "filter-lang": "cql2-json"}, "Curve"),
        ({"bbox": "1,2,3"}, "四个"),
        ({"bbox": "1,9,2,3"}, "西,南,东,北"),
        ({"bbox": "1,2,3,4", "bbox-crs": "EPSG:2437"}, "EPSG:2437"),
        ({"crs": "x"}, "CRS84"),
        ({"datetime": "../.."}, "一端"),
        ({"datetime": "2020-02-01T00:00:00Z/2020-01-01T00:00:00Z"}, "晚于"),
        ({"properties": "站名,站"}, "站名"),
        ({"sortby": "-名"}, "没有属性"),
        ({"limit": "0"}, "不小于 1"),
        ({"offset": "x"}, "不小于 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_both_languages(numbers: Numbers, given: dict[str, str], said: str) -> None:
    with pytest.raises(ZhanqiaoError) as found:
        numbers(**given)
    assert found.value.status == 400
    assert said in found.value.text.zh
    assert found.value.text.en != found.value.text.zh


def test_properties_sorting_and_pages(numbers: Numbers) -> None:
    assert numbers(sortby="-面积", limit="3") == [7, 2, 3]
    assert numbers(sortby=" 区市,-rowid", limit="4", offset="1") == [4, 3, 5, 2]
    assert numbers(q="广场") == [2]
    assert numbers() == EVERY
